"""What one value of front matter may be, in the words of JSON Schema: a text, a level, a date, a causal link.

Values are described as an editor sees them: YAML has made numbers, truth values and texts of what was typed, while the
linter reads the text itself. So wherever the linter takes a text, any scalar fits.

A keyword of JSON Schema binds only values of its own type: `minimum` binds numbers, `pattern` texts, `properties`
mappings, `items` lists. A field's short and long forms therefore stand side by side in one schema, and an editor can
name the bound that was crossed. `anyOf` stands only where a list of values, each explained, is worth more than that.
See https://json-schema.org/understanding-json-schema/reference/type.

`enumDescriptions` and `patternErrorMessage` are extras that VS Code's language services show and validators ignore.
See https://github.com/microsoft/vscode-json-languageservice/blob/main/src/jsonSchema.ts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trimtab.core.loops import EXAMPLE
from trimtab.core.scales import CONFIDENCE, LADDER, TIERS, stars

Schema = dict[str, Any]

SCALAR = ("string", "number", "boolean")
"""The types that YAML gives to what stands on a line."""

_NOTHING = r"\s*(?:(?:~|[Nn][Uu][Ll][Ll]|[Nn][Oo][Nn][Ee])\s*)?"
"""Texts that leave a field empty. Two runs of blanks never meet, lest a long one take quadratic time."""
_MINUS = "\N{MINUS SIGN}\N{EN DASH}"
_LEVEL_CURE = "Write a number from 12 (weakest) to 1 (strongest), or a level's name, such as Delays."


def literal(word: str) -> str:
    """A pattern for a word as it stands, in what Python's and ECMAScript's regular expressions have in common."""
    return "".join(f"\\{char}" if char in r"\^$.|?*+()[]{}/" else char for char in word)


def any_case(word: str) -> str:
    """A pattern for a word in upper or lower case."""
    return "".join(
        literal(char) if char.upper() == char.lower() else f"[{char.upper()}{char.lower()}]" for char in word
    )


def whole(*patterns: str) -> str:
    """A pattern that fits a text which one of some patterns fits from end to end."""
    return f"^(?:{'|'.join(patterns)})$"


def text() -> Schema:
    """Any text; an empty key is an empty text."""
    return {"type": [*SCALAR, "null"]}


def name() -> Schema:
    """A text that says something."""
    return {"type": [*SCALAR], "pattern": r"\S", "patternErrorMessage": "Write at least one word."}


def nothing(cure: str) -> Schema:
    """An empty key, or a text that leaves the field empty."""
    return {"type": ["string", "null"], "pattern": whole(_NOTHING), "patternErrorMessage": cure}


def choice(values: Mapping[Any, str], *patterns: str, cure: str, empty: bool = True) -> Schema:
    """Values of which an editor offers each with its explanation.

    Args:
        values: the values, and what each means.
        patterns: texts that are other spellings of them.
        cure: what to write, shown for any other text.
        empty: whether the key may be left empty.
    """
    spelled = whole(*patterns, *([_NOTHING] if empty else []))
    return {
        "anyOf": [
            {"enum": [*values], "enumDescriptions": [*values.values()]},
            {
                "type": ["string", *(["null"] if empty else [])],
                "pattern": spelled,
                "patternErrorMessage": cure,
            },
        ]
    }


def many(item: Schema) -> Schema:
    """One value or a list of them; an empty key, and a text that says so, is an empty list.

    What binds a mapping alone stands in `then`: beside `items` it would make editors begin the key with a mapping.
    """
    types = item["type"]
    forms = ["array", *types, *(kind for kind in ("string", "null") if kind not in types)]
    empty = {} if "string" in types else nothing("Write a list of mappings.")
    if "object" in types:
        return {**empty, "type": forms, "items": item, "if": {"type": "object"}, "then": item}
    return {**item, "type": forms, "items": item}


def record(properties: Schema, *required: str, short: tuple[str, ...] = (), more: bool = False) -> Schema:
    """A mapping.

    Args:
        properties: its keys.
        required: those that it can't do without.
        short: types of values that stand for it.
        more: whether it may have other keys.
    """
    return {
        "type": ["object", *short],
        "properties": properties,
        **({"required": [*required]} if required else {}),
        "additionalProperties": more,
    }


def number(most: int, *, empty: bool) -> Schema:
    """A number from 0 to `most`, which is below ten, with or without quotation marks."""
    decimal = rf"\s*0*(?:[0-{most - 1}](?:\.[0-9]*)?|{most}(?:\.0*)?|\.[0-9]+)\s*"
    return {
        "type": ["number", "string", *(["null"] if empty else [])],
        "minimum": 0,
        "maximum": most,
        "pattern": whole(decimal, *([_NOTHING] if empty else [])),
        "patternErrorMessage": f"Write a number from 0.0 to {most}.0.",
    }


def amount(*, empty: bool = True) -> Schema:
    """Any number, with or without quotation marks."""
    decimal = r"\s*[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?\s*"
    return {
        "type": ["number", "string", *(["null"] if empty else [])],
        "pattern": whole(decimal, *([_NOTHING] if empty else [])),
        "patternErrorMessage": "Write a number.",
    }


def level() -> Schema:
    """A level by its number or its name."""
    digits = r"(?:0{0,3}[1-9]|0{0,2}1[0-2])(?:\.0{1,4})?"
    names = [any_case(rung.name) for rung in LADDER]
    return choice(
        {rung.number: f"{rung.name}: {rung.gist}. Tier: {TIERS[rung.tier]}." for rung in LADDER},
        rf"\s*(?:{'|'.join([digits, *names])})\s*",
        cure=_LEVEL_CURE,
        empty=False,
    )


def levels(one: Schema) -> Schema:
    """A level or a list of levels, where `one` stands for a level."""
    return {"anyOf": [one, nothing(_LEVEL_CURE), {"type": "array", "items": one}]}


def confidence() -> Schema:
    """Confidence as a number, as stars with or without words beside them, or as a word."""
    starred = r"[^★⭐]*(?:[★⭐][^★⭐]*){1,3}"
    words = "|".join(map(any_case, CONFIDENCE.values()))
    return choice(
        {one: f"{stars(one)} {word}" for one, word in CONFIDENCE.items()},
        starred,
        rf"\s*(?:0{{0,3}}[1-3](?:\.0{{1,4}})?|{words})\s*",
        cure="Write 1, 2 or 3 (★ low, ★★ medium, ★★★ high).",
    )


def date() -> Schema:
    """A day of the calendar as year-month-day; a time of day may follow."""
    year = r"(?!0000)[0-9]{4}"
    leap_year = r"(?!0000)(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)"
    long, short = r"(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])", r"(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    february = r"02-(?:0[1-9]|1[0-9]|2[0-8])"
    return {
        "type": ["string", "null"],
        "pattern": whole(
            rf"\s*(?:{year}-(?:{long}|{short}|{february})|{leap_year}-02-29)(?:[T ][\s\S]*)?\s*", _NOTHING
        ),
        "patternErrorMessage": "Write the date as year-month-day: 2026-03-01.",
    }


def causal_link() -> Schema:
    """One link of a loop, as `trimtab.core.loops.parse_link` reads it: `cause -> effect SIGN [delayed]`."""
    arrow, sign = rf"(?:[-{_MINUS}]>|→)", rf"[-+{_MINUS}]"
    end = rf"(?:\s+{any_case('delayed')})?\s*$"
    return {
        "type": "string",
        "pattern": (
            rf"^(?![\s\S]*{arrow}[\s\S]*{arrow})"  # one arrow
            rf"(?![\s\S]*[-<={_MINUS}]{arrow})"  # of the right form,
            rf"(?!(?:[\s\S]*\s)?{sign}\s*{arrow})"  # no sign before it
            rf"(?![\s\S]*(?:\s|{arrow}){sign}\s+{sign}{end})"  # and one after it
            rf"\s*(?!{arrow})\S[\s\S]*{arrow}\s*\S[\s\S]*\s{sign}{end}"
        ),
        "patternErrorMessage": f"Write cause, arrow, effect and sign: `{EXAMPLE}`; `delayed` may follow.",
    }
