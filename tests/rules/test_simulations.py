from __future__ import annotations

import re

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import inside, library
from trimtab.core.model import Archetype
from trimtab.core.source import Source
from trimtab.rules import check

SOUND = """\
simulation:
  about: A room that is warmed.
  time: {unit: hour, stop: 12, dt: 0.25}
  stocks:
    - {name: warmth, initial: 15, unit: degrees}
  flows:
    - {name: heating, to: warmth, rate: gap / response}
  auxiliaries:
    - {name: gap, value: "smooth(20 - warmth, 1)", unit: degrees}
  parameters:
    - {name: response, value: 2, min: 1, max: 6, step: 0.5, unit: hours, level: 9}
    - {name: draught, value: 0}
  plot: [warmth]
  runs:
    - {title: Wait longer, set: {response: 4}, shows: The room warms later.}
"""


def found(block: str) -> list[tuple[str, str, str, str]]:
    """What the check says of an archetype with a block of front matter: code, marked text, message and help."""
    text = f"---\ntitle: Thermostat\nsummary: A gap closes itself.\n{block}---\n"
    lines = text.split("\n")
    result = []
    for one in check(library({"archetypes/thermostat.md": text})).diagnostics:
        (line, start), (last, end) = one.span
        marked = lines[line - 1][start - 1 : end - 1 if line == last else None]
        result.append((one.code, marked, one.message, one.help))
    return result


def changed(*changes: tuple[str, str]) -> str:
    """The sound simulation with some texts changed, each of which it has once."""
    block = SOUND
    for old, new in changes:
        assert 1 == block.count(old), old
        block = block.replace(old, new)
    return block


def test_a_sound_simulation() -> None:
    """A sound simulation is taken as it is, and found by nothing."""
    read = library({"archetypes/a.md": f"---\ntitle: A\nsummary: B.\n{SOUND}---\n"})
    (entry,) = read.entries
    assert isinstance(entry, Archetype)
    assert entry.simulation is not None
    assert () == check(read).diagnostics


@pytest.mark.parametrize(
    ("old", "new", "code", "marked", "message", "help"),
    [
        # equations, with the characters that are wrong
        ("gap / response", "gap / / response", "TT604", "/", "`/` stands where", "Write it like"),
        ("gap / response", "gap response", "TT604", "response", "An operator is missing", "Write `*`"),
        ("gap / response", '"gap ** response"', "TT604", "**", "not an operator", "Write `^`"),
        ("gap / response", "'min(gap)'", "TT604", "min", "takes 2 to 8 arguments", "commas"),
        ("gap / response", "", "TT604", "", "empty", "Write it like"),
        ("gap / response", "gap /", "TT604", "", "ends where a number", "Write it like"),
        ("initial: 15", 'initial: "smooth(15, 2)"', "TT604", "smooth", "looks back", "the value itself"),
        # names
        (
            "gap / response",
            "gap / respons",
            "TT605",
            "respons",
            "called `respons`",
            "Did you mean `response`?",
        ),
        ("gap / response", "zzz", "TT605", "zzz", "called `zzz`", "The quantities are `draught`"),
        ("to: warmth", "to: gap", "TT605", "gap", "which is no stock", "The stocks are `warmth`."),
        ("to: warmth", "to: nowhere", "TT605", "nowhere", "not in this model", "stocks are `warmth`"),
        (
            "plot: [warmth]",
            "plot: [warmht]",
            "TT605",
            "warmht",
            "not in this model",
            "Did you mean `warmth`?",
        ),
        ("plot: [warmth]", "plot: [response]", "TT605", "response", "doesn't change", "The quantities are"),
        ("{response: 4}", "{draught: 4}", "TT605", "4", "has no slider", "Give a parameter"),
        ("{response: 4}", "{pace: 4}", "TT605", "4", "not in this model", "sliders are `response`"),
        ("name: draught", "name: gap", "TT606", "gap", "Two quantities", "another name"),
        ("name: draught", "name: time", "TT606", "time", "has a meaning", "another name"),
        ("name: draught", "name: smooth", "TT606", "smooth", "has a meaning", "another name"),
        # circles
        ("gap / response", "heating", "TT607", "heating", "heating → heating", "be a stock"),
        (
            "smooth(20 - warmth, 1)",
            "20 - heating",
            "TT607",
            '"20 - heating"',
            "gap → heating → gap",
            "stock",
        ),
        ("initial: 15", "initial: gap", "TT607", "gap", "At the start", "value of its own"),
        # settings
        (
            "value: 2, min",
            "value: 2.2, min",
            "TT608",
            "2.2",
            "from 1 to 6 in steps of 0.5",
            "Change the value",
        ),
        ("value: 2, min", "value: 9, min", "TT608", "9", "can't be put to 9", "Change the value"),
        ("{response: 4}", "{response: 0}", "TT608", "0", "can't be put to 0", "Change the value"),
        # runs
        ("initial: 15", "initial: 1 / draught", "TT610", "1 / draught", "`warmth` is no finite", "division"),
        (
            "gap / response",
            "gap / abs(response - 4)",
            "TT610",
            "{response: 4}",
            "Where `response` is 4",
            "bound",
        ),
        ("gap / response", "gap / abs(response - 6)", "TT610", "6", "Where `response` is 6", "bound"),
        # steps
        ("20 - warmth, 1)", "20 - warmth, 0.1)", "TT611", "0.25", "longer than a delay in `gap`", "smaller"),
        (
            "20 - warmth, 1)",
            "20 - warmth, response - 0.9)",
            "TT611",
            "0.25",
            "where `response` is 1",
            "smaller",
        ),
    ],
)
def test_what_is_wrong_is_told_where_it_stands(
    old: str, new: str, code: str, marked: str, message: str, help: str
) -> None:
    """One fault brings one finding, on the characters that are wrong, with a cure."""
    ((code_found, text, said, cure), *others) = found(changed((old, new)))
    assert [] == [one for one in others if one[0] != code]
    assert (code, marked) == (code_found, text)
    assert message in said
    assert help in cure


def test_zero_is_no_time() -> None:
    """A slider that ends at no delay at all is found: its end would stop the run."""
    block = changed(
        ("20 - warmth, 1)", "20 - warmth, response)"), ("min: 1,", "min: 0,"), ("gap / response", "gap / 2")
    )
    codes = {(code, marked) for code, marked, _, _ in found(block)}
    assert {("TT610", "0"), ("TT611", "0.25")} == codes


def test_all_faults_are_told_at_once() -> None:
    """A fault in one equation doesn't hide those in others, or in settings."""
    block = changed(
        ("gap / response", "gap //"), ("20 - warmth", "20 - wormth"), ("{response: 4}", "{response: 99}")
    )
    assert ["TT604", "TT605", "TT608"] == sorted(code for code, *_ in found(block))


def test_a_third_unit() -> None:
    """A drawing has two axes."""
    block = changed(
        ("plot: [warmth]", "plot: [warmth, heating, other]"),
        ("response}\n", "response, unit: a}\n"),
        ('1)", unit: degrees}', '1)"}\n    - {name: other, value: 1, unit: b}'),
    )
    ((code, marked, message, _),) = found(block)
    assert ("TT609", "other") == (code, marked)
    assert "three units: “degrees”, “a”, “b”" in message


def test_too_much_work() -> None:
    """A run that would keep a page busy is refused before it is tried."""
    equation = "gap / response" + " + 1" * 120
    block = changed(("gap / response", equation), ("dt: 0.25", "dt: 0.001"))
    ((code, marked, message, _),) = found(block)
    assert ("TT609", "0.001") == (code, marked)
    assert re.search(r"takes [\d,]+ operations", message)


# Shapes


@pytest.mark.parametrize(
    ("block", "marked", "message", "help"),
    [
        ("simulation: yes\n", "yes", "`yes` has not the form that simulation has", "Write a mapping with"),
        ("simulation: [a]\n", "[a]", "This has not the form", "Write a mapping with"),
        (
            changed(("time: {unit: hour, stop: 12, dt: 0.25}", "time: 12")),
            "12",
            "simulation time",
            "{unit: week",
        ),
        (
            changed(("stop: 12, ", "")),
            "{unit: hour, dt: 0.25}",
            "`simulation, time, stop` is missing",
            "Add `stop",
        ),
        (changed(("dt: 0.25", "dt: 0")), "{unit: hour, stop: 12, dt: 0}", "needs time", "more than 0"),
        (changed(("dt: 0.25", "dt: -1")), "{unit: hour, stop: 12, dt: -1}", "needs time", "more than 0"),
        (
            changed(("dt: 0.25", "dt: 5")),
            "{unit: hour, stop: 12, dt: 5}",
            "no whole number of steps",
            "Change",
        ),
        (changed(("dt: 0.25", "dt: 1e-9")), "{unit: hour, stop: 12, dt: 1e-9}", "more than 20,000", "larger"),
        (changed(("stop: 12", "stop: 1e300")), "{unit: hour, stop: 1e300, dt: 0.25}", "20,000", "larger"),
        (changed(("dt: 0.25", "dt: .inf")), ".inf", "not a number", "Write a number"),
        (changed(("dt: 0.25", "dt: inf")), "inf", "reckon with", "finite"),
        (changed(("dt: 0.25", "dt: soon")), "soon", "`soon` is not a number", "Write a number"),
        (changed(("dt: 0.25", "dt: [1]")), "[1]", "not a number", "Write a number"),
        (
            changed(("name: warmth, initial", "initial")),
            "{initial: 15, unit: degrees}",
            "stocks, item 1, name",
            "Add",
        ),
        (changed(("name: draught", "name: Kalte Luft")), "Kalte Luft", "is not a name", "small letters"),
        (changed(("name: draught", "name: [a]")), "[a]", "not text", "one line"),
        (
            changed(("15, unit", "15, from")),
            "from",
            "not a key of simulation stocks",
            "Its keys are `name`, `initial`",
        ),
        (
            changed(("to: warmth", "from_: warmth")),
            "from_",
            "not a key of simulation flows",
            "Did you mean `from`?",
        ),
        (
            changed(("to: warmth, ", "")),
            "{name: heating, rate: gap / response}",
            "from nowhere to nowhere",
            "from",
        ),
        (changed(("to: warmth", "to: warmth, from: warmth")), None, "flows back into", "eave out"),
        (changed(("initial: 15", "initial: [15]")), "[15]", "not text", "one line"),
        (changed((", level: 9", "")), None, "half a slider", "none of them"),
        (changed(("level: 9", "level: 13")), "13", "out of the range", "12 (weakest)"),
        (changed(("min: 1", "min: 8")), None, "not below its `max`", "xchange"),
        (changed(("step: 0.5", "step: 0")), None, "doesn't fit", "eave it out"),
        (changed(("step: 0.5", "step: 1e-9")), None, "doesn't fit", "eave it out"),
        (changed(("plot: [warmth]", "plot: []")), None, "nothing of this simulation is shown", "plot"),
        (changed(("plot: [warmth]", "plot: {warmth: 1}")), "{warmth: 1}", "not text", "one line"),
        (changed(("set: {response: 4}", "set: 4")), "4", "simulation runs", "set: {overtime"),
        (changed(("set: {response: 4}", "set: {response: far}")), "far", "not a number", "Write a number"),
        (
            changed(("set: {response: 4}, ", "")),
            None,
            "`simulation, runs, item 1, set` is missing",
            "Add `set",
        ),
        (
            changed(("plot: [warmth]", "plot: [a, b, c, d, e, f, g]")),
            None,
            "more than 6 simulation plot",
            "Leave",
        ),
        (changed(("  about:", "  abuot:")), "abuot", "not a key of simulation", "Did you mean `about`?"),
    ],
)
def test_shapes(block: str, marked: str | None, message: str, help: str) -> None:
    """A wrong shape brings one message with its place and its cure, and the rest of the file stays."""
    ((code, text, said, cure),) = found(block)
    assert code in ("TT201", "TT202", "TT204")
    assert marked in (None, text)
    assert message in said
    assert help in cure


def test_other_findings_stay() -> None:
    """A broken simulation doesn't hide what is wrong elsewhere in the file."""
    text = (
        "---\ntitle: A\nsimulation: {time: 7}\nconfidence: 9\n"
        'loops: [{name: B, links: ["a -> b"]}]\n---\n\nSee [[nowhere]].\n'
    )
    codes = {one.code for one in check(library({"archetypes/a.md": text})).diagnostics}
    assert {"TT202", "TT206", "TT301", "TT601"} <= codes


@pytest.mark.parametrize(
    "text",
    [
        "simulation:\n",
        "simulation: ~\n",
        "simulation: &a {time: {unit: week, stop: 2, dt: 1}, stocks: &b {name: c, initial: 1}, plot: c}\n",
        "simulation: {time: {unit: week, stop: 2, dt: 1}, stocks: {name: c, initial: 1}, plot: c, runs: }\n",
    ],
)
def test_short_forms(text: str) -> None:
    """An empty key is no simulation; one stock needs no list, and anchors are no matter."""
    assert [] == found(text)


def test_thirteen_sliders() -> None:
    """Nobody tries thirteen sliders, so they are refused."""
    more = "".join(
        f"    - {{name: p{number}, value: 1, min: 0, max: 2, level: 12}}\n" for number in range(12)
    )
    ((code, _, message, cure),) = found(changed(("  parameters:\n", f"  parameters:\n{more}")))
    assert ("TT202", "there are more than 12 sliders.") == (code, message.replace("There", "there"))
    assert "constants" in cure


def test_a_long_row_of_equations() -> None:
    """Equations that read one another in a row as long as a model may have exhaust nothing."""
    row = "".join(
        f'    - {{name: a{number}, value: "{"smooth(" * 20}a{number + 1}{", 1)" * 20}"}}\n'
        for number in range(58)
    )
    block = changed(("    - {name: gap", f"{row}    - {{name: a58, value: 1}}\n    - {{name: gap"))
    assert [] == found(block)


LEAVES = st.sampled_from(
    [
        *(
            "",
            "~",
            "a",
            "warmth",
            "gap",
            "response",
            "1",
            "0",
            "-1",
            "1e308",
            "-1e308",
            "1e-308",
            "0.25",
            ".inf",
        ),
        *(
            "gap / response",
            "1 / 0",
            "smooth(gap, 0)",
            "delay3(warmth, 1e-300)",
            "((",
            "12",
            "hour",
            "time",
            "nan",
        ),
        "9" * 400,
    ]
)
KEYS = st.sampled_from(
    [
        *(
            "about",
            "time",
            "stocks",
            "flows",
            "auxiliaries",
            "parameters",
            "plot",
            "runs",
            "name",
            "initial",
            "rate",
        ),
        *(
            "unit",
            "stop",
            "dt",
            "from",
            "to",
            "value",
            "min",
            "max",
            "step",
            "level",
            "title",
            "set",
            "shows",
        ),
        "response",
    ]
)
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=8
)
PLACES = [
    ("time",), ("time", "dt"), ("time", "stop"), ("stocks",), ("stocks", 0), ("stocks", 0, "initial"), ("flows",),
    ("flows", 0, "rate"), ("flows", 0, "to"), ("auxiliaries",), ("auxiliaries", 0, "value"), ("parameters",),
    ("parameters", 0, "value"), ("parameters", 0, "min"), ("parameters", 0, "max"), ("parameters", 0, "step"),
    ("parameters", 0, "level"), ("plot",), ("runs",), ("runs", 0, "set"), ("runs", 0, "set", "response"),
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PLACES), VALUES), min_size=1, max_size=3))
def test_any_change_is_sound_or_told(changes: list[tuple[tuple[str | int, ...], object]]) -> None:
    """Whatever stands where, the check ends with findings, each in the file, and never with an error of ours."""
    data = yaml.safe_load(SOUND)
    for place, value in changes:
        inner = data["simulation"]
        try:
            for step in place[:-1]:
                inner = inner[step]
            inner[place[-1]] = value
        except (KeyError, IndexError, TypeError):
            continue  # another change took the place away
    text = yaml.safe_dump(data, sort_keys=False)
    source = Source.decode("archetypes/a.md", f"---\ntitle: A\nsummary: B.\n{text}---\n".encode())
    for one in check(library({source.path: source.text})).diagnostics:
        assert inside(source, one.span)
        assert one.message


def test_a_fault_in_a_folded_text_marks_it_all() -> None:
    """Where an equation isn't on one line as it is read, the whole value is marked."""
    block = changed(("rate: gap / response}", "rate: gap /\n        oops}"))
    ((code, marked, message, _),) = found(block)
    assert ("TT605", "gap /") == (code, marked)
    assert "`oops`" in message
