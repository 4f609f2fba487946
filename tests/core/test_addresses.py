from __future__ import annotations

import pytest

from helpers import library
from trimtab.core.addresses import missing_scheme, without_scheme


@pytest.mark.parametrize(
    ("url", "scheme"),
    [
        ("www.example.org", "https://"),
        ("www.example.museum/a", "https://"),
        ("example.com/path", "https://"),
        ("Example.COM", "https://"),
        ("sub.example.co.uk:8080/a?b#c", "https://"),
        ("example.org#part", "https://"),
        ("jo@example.org", "mailto:"),
        ("jo.doe+x@mail.example.museum", "mailto:"),
        ("notes.md", ""),
        ("foo.io.md", ""),
        ("index.html", ""),
        ("report.pdf", ""),
        ("script.sh", ""),
        ("www.md", ""),
        ("www/index.html", ""),
        ("docs/example.org", ""),
        ("./example.org", ""),
        ("../example.org", ""),
        ("v1.0/", ""),
        ("1.2.3.4/a", ""),
        ("-a.org", ""),
        ("example..org", ""),
        ("example.org and more", ""),
        ("e.g.", ""),
        ("#example.org", ""),
        ("https://example.org", ""),
        ("mailto:jo@example.org", ""),
        ("", ""),
        ("a" * 100_000 + ".org", ""),
        ("a." * 50_000, ""),
        ("a@" + "b." * 50_000, ""),
    ],
)
def test_missing_schemes(url: str, scheme: str) -> None:
    """A host or mailbox lacks its scheme; what may be a file lacks nothing."""
    assert scheme == missing_scheme(url)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("sources: [www.example.org/a]", [("www.example.org/a", "sources")]),
        ("sources: [{title: example.org, url: 'example.org/a'}]", [("example.org/a", "sources")]),
        ("sources:\n- url: |\n    example.org/a\n", [("example.org/a", "sources")]),
        ("evidence: [{what: x, where: example.org, source: example.org/a}]", [("example.org/a", "evidence")]),
        ("evidence: example.org/a", []),
        ("repository: example.org/a\nwebsite: www.example.org", [
            ("example.org/a", "repository"), ("www.example.org", "website")]),
        ("url: [example.org/a]", []),
        ("url: example.org/a\nattribution: example.org", [("example.org/a", "url")]),
        ("attribution: example.org\nnote: {url: example.org}\ndomain: example.org", []),
        ("sources: [A book, https://example.org, 'Grants.gov, a site']", []),
    ],
)  # fmt: skip
def test_addresses_in_front_matter(more: str, expected: list[tuple[str, str]]) -> None:
    """Sources, evidence and keys that hold addresses are looked at, at the places where they stand."""
    (document,) = library({"a.md": f"---\ntitle: A\n{more}\n---\n"}).documents
    found = list(without_scheme(document))

    assert expected == [(one.text, one.key) for one in found]
    assert all(document.source.text.startswith(one.text, one.start) for one in found)


def test_pages_have_no_fields() -> None:
    """The front matter of an ordinary page is its own affair."""
    (document,) = library({"guide/a.md": "---\nurl: www.example.org\n---\n"}).documents

    assert [] == list(without_scheme(document))
