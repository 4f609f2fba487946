from __future__ import annotations

from typing import Any

import pytest

from trimtab.core.previews import PreviewSettings
from trimtab.core.settings import SettingsError, parse


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (True, PreviewSettings()),
        (False, PreviewSettings(images=False, embeds=False)),
        ({"images": False}, PreviewSettings(images=False)),
        ({"colour": "#1F4e5f", "font": "a.ttf"}, PreviewSettings(colour="#1F4e5f", font="a.ttf")),
    ],
)
def test_what_can_be_set(given: Any, expected: PreviewSettings) -> None:
    """All of it is there by default, and can be left out as a whole or in part."""
    assert expected == parse({"previews": given}).previews


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            {"colour": None},
            "previews.colour: it is empty: YAML takes what follows a # for a comment, so put it in quotes",
        ),
        ({"colour": "red"}, "previews.colour: `red` is no colour; write it as '#1f4e5f'"),
        ({"colour": '#1f4e5f"/>'}, "previews.colour: `#1f4e5f\"/>` is no colour; write it as '#1f4e5f'"),
        ({"color": "#1f4e5f"}, "previews.color: there is no such setting"),
    ],
)
def test_what_cannot_be_set(given: Any, expected: str) -> None:
    """What can't be is refused, with the way to write it."""
    with pytest.raises(SettingsError) as raised:
        parse({"previews": given})
    assert expected == str(raised.value)
