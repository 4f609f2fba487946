"""What a newer file of another library changes."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from foreign import TOLD, entry, foreign, naming, page
from trimtab.core.foreign import parse, understood
from trimtab.core.renewal import Renewal, rendered, renewal, touched

GONE = {"status": "removed", "heir": "open-book"}


def changed(**entries: dict[str, Any] | None) -> dict[str, Any]:
    """What the library tells once some entries are told otherwise, or no more; `_` stands for a hyphen."""
    told = copy.deepcopy(TOLD)
    for name, values in entries.items():
        slug = name.replace("_", "-")
        if values is None:
            del told["entries"][slug]
            told["names"] = {key: value for key, value in told["names"].items() if value != slug}
            told["addresses"] = {key: value for key, value in told["addresses"].items() if value != slug}
        else:
            told["entries"][slug] = {**told["entries"].get(slug, {}), **values}
    return told


def renamed() -> dict[str, Any]:
    """What it tells once circles are called rounds."""
    told = json.loads(json.dumps(TOLD).replace('"circles"', '"rounds"'))
    told["names"]["circles"] = "rounds"
    told["addresses"] |= {"circles/": "rounds", "p/circles/": "rounds", "rounds/": "rounds"}
    told["entries"]["rounds"] |= {"url": "rounds/"}
    return told


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (TOLD, Renewal((), (), (), ())),
        (changed(new_one=entry("New", "new-one/")), Renewal(("new-one",), (), (), ())),
        (changed(circles=None), Renewal((), ("circles",), (), ())),
        (changed(circles={"permalink": "p/other/"}), Renewal((), (), (("circles", "circles"),), ())),
        (renamed(), Renewal((), (), (("circles", "rounds"),), ())),
        (changed(circles={"status": "deprecated"}), Renewal((), (), (), ("circles",))),
        (changed(circles={"title": "Rounds"}), Renewal((), (), (), ("circles",))),
        (changed(open_book={"anchors": ["context"]}), Renewal((), (), (), ("open-book",))),
        (changed(open_book={"anchors": ["context", "why-so", "more"]}), Renewal((), (), (), ())),
        (changed(open_book={"summary": "Other words."}), Renewal((), (), (), ())),
    ],
)
def test_renewal(told: dict[str, Any], expected: Renewal) -> None:
    """Entries are new, gone, moved or changed; summaries and further sections concern nobody who links."""
    assert expected == renewal(foreign(), foreign(told))


def test_a_first_file() -> None:
    """Where nothing was known, everything is new."""
    assert Renewal(tuple(sorted(TOLD["entries"])), (), (), ()) == renewal(None, foreign())


@pytest.mark.parametrize(
    ("name", "told", "now"),
    [
        ("circles", TOLD, []),
        ("circles", changed(circles=None), ["means no entry"]),
        ("circles", changed(circles={"status": "deprecated"}), ["is deprecated"]),
        ("circles", changed(circles=GONE), ["is removed; its heir is `commons:open-book`"]),
        ("circles", changed(circles={"heir": "open-book"}), ["is superseded; its heir is `commons:open-book`"]),
        ("circles", renamed(), ["is an earlier name of `commons:rounds`"]),
        ("circles", changed(circles={"permalink": "p/other/"}), ["is sound"]),
        ("open-book#Why so", changed(open_book={"anchors": []}), ["has no section `Why so`"]),
        ("open-book", changed(open_book={"anchors": []}), []),
        ("Circles", changed(rings_2=entry("Circles", "rings-2/")), []),
        ("nowhere", TOLD, []),
        ("nowhere", changed(nowhere=entry("Nowhere", "nowhere/")), ["is sound"]),
        ("big-audit", changed(big_audit={"status": "stable", "heir": ""}), ["is sound"]),
    ],
)  # fmt: skip
def test_touched(name: str, told: dict[str, Any], now: list[str]) -> None:
    """Names of ours are touched that mean something else now, each with what is the matter."""
    library = naming({"a.md": page(f"See [[commons:{name}]] and [[a]].")})

    assert now == [one.now for one in touched(library, "commons", foreign(), foreign(told))]


def test_touched_by_a_first_file() -> None:
    """Where nothing was known, the names are touched with which something is the matter."""
    library = naming({"a.md": page("[[commons:circles]] [[commons:nowhere]]")})

    assert ["means no entry"] == [one.now for one in touched(library, "commons", None, foreign())]


def test_the_file() -> None:
    """The file says what is understood, sorted and a line for each value, and is read as what it was made of."""
    told = {**TOLD, "pages": ["a/"], "secret": 1, "site_name": "Übung"}
    text = rendered(understood(told))

    assert text == rendered(parse(text))
    assert foreign(json.loads(text)).file == understood({**told, "pages": None})
    assert sorted(json.loads(text)) == list(json.loads(text))
    assert '  "site_name": "Übung",\n' in text
    assert "secret" not in text
    assert text.endswith("}\n")
    shuffled = {key: told[key] for key in reversed(told)}
    assert text == rendered(understood(shuffled))
