"""The small pages beside an entry's."""

from __future__ import annotations

import pytest

from trimtab.site.beside import _to


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("assets/icon.svg", "../../assets/icon.svg"),
        ("entry/", "../"),
        ("./", "../../"),
        ("https://other.example/icon.svg", "https://other.example/icon.svg"),
        ("//other.example/icon.svg", "//other.example/icon.svg"),
        ("/icon.svg", "/icon.svg"),
        ("data:image/svg+xml,<svg/>", "data:image/svg+xml,&lt;svg/&gt;"),
        ("HTTPS://[no", "HTTPS://[no"),
        ("#part", "#part"),
    ],
)
def test_addresses(url: str, shown: str) -> None:
    """An address leads from a small page to where it led from the site's top; one that is whole stays."""
    assert shown == _to(url, "entry/link/")
