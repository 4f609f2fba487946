"""The simulations of our own archetypes behave as the archetypes say: asserted from their runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from trimtab.core import document
from trimtab.core.model import Archetype
from trimtab.core.project import load
from trimtab.core.simulation import Compiled, Result, compiled_form, run, tell
from trimtab.core.simulation.model import Parameter, Run
from trimtab.core.simulation.telling import turns
from trimtab.core.source import Source

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "patterns/archetypes"

Settings = Mapping[str, float]

CURED = {
    "accidental-adversaries": lambda end: end["maker_results"] > 45 and end["shop_results"] > 45,
    "drifting-goals": lambda end: end["performance"] > 85,
    "escalation": lambda end: end["our_profit"] > 20,
    "fixes-that-fail": lambda end: end["open_faults"] < 90,
    "growth-and-underinvestment": lambda end: end["capacity"] > 300,
    "limits-to-growth": lambda end: end["members"] > 700 and end["guides"] > 57,
    "shifting-the-burden": lambda end: end["trouble"] < 20,
    "success-to-the-successful": lambda end: end["new_product"] > end["old_product"],
    "tragedy-of-the-commons": lambda end: end["fish"] > 400,
}
"""What it means, at the end of a run, that an archetype's trouble is over."""

CURES = {
    "accidental-adversaries": {"Show what repairs do", "Work for one number"},
    "drifting-goals": {"Spend an error budget", "Hold the goal from outside"},
    "escalation": {"Wait before answering", "Agree on a cap", "Follow a goal of our own"},
    "fixes-that-fail": {"Allow only so many shortcuts", "Show what patches cost", "No fault twice"},
    "growth-and-underinvestment": {"Hold the standard"},
    "limits-to-growth": {"Move the limit", "Grow no faster than the welcome"},
    "shifting-the-burden": {"Keep half of it", "Aim to manage without help"},
    "success-to-the-successful": {"Let results count for less", "Keep a place for each"},
    "tragedy-of-the-commons": {"Keep a quota", "Keep a quota and count late", "Let the fishers decide"},
}
"""The runs that end the trouble; no other does."""


@cache
def model(slug: str) -> Compiled:
    """The compiled simulation of one of our archetypes."""
    path = FOLDER / f"{slug}.md"
    source = Source.decode(f"archetypes/{path.name}", path.read_bytes())
    entry = document.read(source, load(ROOT / "mkdocs.yml").settings).entry
    assert isinstance(entry, Archetype)
    found = compiled_form(entry.simulation)
    assert found is not None
    return found


def named(slug: str, title: str) -> Run:
    """A run of an archetype by its title."""
    return next(one for one in model(slug).simulation.runs if one.title == title)


def went(slug: str, title: str = "", **settings: float) -> Result:
    """What the base run, a named run, or a run with some settings goes through."""
    return run(model(slug), {**(named(slug, title).set if title else {}), **settings})


def end(result: Result) -> dict[str, float]:
    """The last values of a whole run."""
    assert result.stopped is None
    return {name: values[-1] for name, values in result.series.items()}


def at(result: Result, name: str, time: float) -> float:
    """A value at some time."""
    return result.series[name][result.times.index(time)]


def top(result: Result, name: str) -> tuple[float, float]:
    """The highest value, and when it is reached first."""
    values = result.series[name]
    return max(values), result.times[values.index(max(values))]


def sliders(slug: str, *levels: int) -> list[Parameter]:
    """The sliders of an archetype, those at some levels if any are given."""
    return [
        one
        for one in model(slug).simulation.parameters
        if one.is_slider and (not levels or one.level in levels)
    ]


EVERY = pytest.mark.parametrize("slug", CURED)


# What holds for all of them


@EVERY
def test_there_is_something_to_move(slug: str) -> None:
    """A model is small, says that it is made up, and has weak sliders and strong ones."""
    one = model(slug).simulation
    levels = [parameter.level for parameter in sliders(slug)]
    assert 2 <= len(one.stocks) <= 4
    assert 3 <= len(levels) <= 6
    assert 12 in levels
    assert any(level is not None and level <= 9 for level in levels)
    assert len(set(levels)) >= 3
    assert 2 <= len(one.runs) <= 5
    assert "made-up" in one.about
    assert "invented" in one.about
    for part in model(slug).parts:
        assert part.about, part.name
    for experiment in one.runs:
        assert experiment.shows.endswith(".")
        assert experiment.title[0].isupper()
    for line in model(slug).lines:
        assert line.part.about


@EVERY
def test_the_trouble_is_there_without_help(slug: str) -> None:
    """Left alone, the structure does what its archetype is known for."""
    assert not CURED[slug](end(went(slug)))


@EVERY
def test_which_runs_hold(slug: str) -> None:
    """The stronger changes end the trouble and the weak push doesn't, as their sentences say."""
    found = {one.title for one in model(slug).simulation.runs if CURED[slug](end(run(model(slug), one.set)))}
    assert CURES[slug] == found


@EVERY
def test_a_run_that_does_not_hold_is_weak(slug: str) -> None:
    """Each archetype has a run at level 12 that doesn't hold and one at level 10 or stronger that does."""
    levels = {one.name: one.level for one in sliders(slug)}
    weak = {one.title for one in model(slug).simulation.runs if {12} == {levels[name] for name in one.set}}
    assert weak
    assert not weak & CURES[slug]
    for title in CURES[slug]:
        assert all((levels[name] or 12) <= 10 for name in named(slug, title).set)


@EVERY
def test_pushing_the_weakest_never_cures(slug: str) -> None:
    """A slider at level 12 pushed as far as it goes, either way, doesn't end the trouble."""
    for parameter in sliders(slug, 12):
        for limit in parameter.limits[:2]:
            assert not CURED[slug](end(run(model(slug), {parameter.name: limit}))), (parameter.name, limit)


@EVERY
def test_no_slider_stops_a_run(slug: str) -> None:
    """Wherever the sliders stand, alone or all at one end, the run goes to its end."""
    ends = {parameter.name: parameter.limits[:2] for parameter in sliders(slug)}
    settings: list[Settings] = [{name: value} for name, both in ends.items() for value in both]
    settings += [{name: both[side] for name, both in ends.items()} for side in (0, 1)]
    for setting in settings:
        result = run(model(slug), setting)
        assert result.stopped is None, setting
        assert max(max(map(abs, values)) for values in result.series.values()) < 100_000, setting


@EVERY
def test_half_the_step_changes_little(slug: str) -> None:
    """Half of `dt` leads to the same curves, within a twentieth of what they move in all."""
    for setting in ({}, *(one.set for one in model(slug).simulation.runs)):
        once, twice = run(model(slug), setting), run(model(slug), setting, finer=2)
        for name, values in once.series.items():
            size = max(values) - min(values)
            apart = max(abs(a - b) for a, b in zip(values, twice.series[name], strict=True))
            assert apart <= 0.05 * size + 1e-9, (setting, name)


@EVERY
def test_stocks_of_things_stay_above_nothing(slug: str) -> None:
    """There are no fewer fish, faults or people than none; profit alone may be negative."""
    for setting in ({}, *(one.set for one in model(slug).simulation.runs)):
        for name, values in run(model(slug), setting).series.items():
            assert name == "our_profit" or min(values) >= 0, (setting, name)


@EVERY
def test_every_run_can_be_told(slug: str) -> None:
    """There is a sentence for each curve of each run."""
    for setting in ({}, *(one.set for one in model(slug).simulation.runs)):
        texts = tell(model(slug), run(model(slug), setting))
        assert len(model(slug).lines) == len(texts)


# What is particular to each


def test_fixes_that_fail_relapses() -> None:
    """The fix helps for some weeks, and then the symptom is back and beyond; a faster fix leaves more behind."""
    base, faster = went("fixes-that-fail"), went("fixes-that-fail", "Patch faster")
    assert at(base, "open_faults", 10) < 0.55 * at(base, "open_faults", 0)
    assert at(base, "open_faults", 104) > 1.5 * at(base, "open_faults", 0)
    assert end(faster)["shortcuts"] > 2 * end(base)["shortcuts"]


def test_shifting_the_burden_loses_the_skill() -> None:
    """Relief keeps the symptom low while the skill goes; when the helper goes, the symptom runs up."""
    for title in ("", "Buy more help"):
        result = went("shifting-the-burden", title)
        assert at(result, "trouble", 60) < 20
        assert at(result, "own_skill", 78) < 0.3 * at(result, "own_skill", 0)
        assert at(result, "trouble", 130) > 5 * at(result, "trouble", 0)


def test_withdrawing_relief_is_no_cure_once_the_skill_is_gone() -> None:
    """The same loss of help is borne by an office that kept its skill, and not by one that didn't."""
    aimed = went("shifting-the-burden", "Aim to manage without help")
    assert at(aimed, "trouble", 130) < 0.1 * at(went("shifting-the-burden"), "trouble", 130)


def test_limits_to_growth_bends_and_overshoots() -> None:
    """Growth bends; pushed harder it overshoots, and ends lower than it would have."""
    base, pushed = went("limits-to-growth"), went("limits-to-growth", "Push the engine")
    first, last = (
        at(base, "members", 12) - at(base, "members", 0),
        at(base, "members", 72) - at(base, "members", 60),
    )
    assert last < 0.1 * first
    assert top(pushed, "members")[0] > 1.1 * end(pushed)["members"]


def test_success_to_the_successful_locks_in() -> None:
    """The better product dies of an early lag; more people for both change nothing in that."""
    for title in ("", "Give both more people"):
        last = end(went("success-to-the-successful", title))
        assert last["new_product"] < 0.05 * last["old_product"]


def test_tragedy_of_the_commons_collapses() -> None:
    """Boats overshoot what the bay bears, the fish collapse, and the boats follow."""
    base = went("tragedy-of-the-commons")
    most, when = top(base, "boats")
    assert most > 3 * at(base, "boats", 0)
    assert 5 < when < 15
    assert end(base)["fish"] < 1
    assert end(base)["boats"] < 0.1 * most


def test_a_rule_needs_its_information_in_time() -> None:
    """The same quota lets the fish fall much further where they are counted late."""
    soon, late = (
        went("tragedy-of-the-commons", "Keep a quota"),
        went("tragedy-of-the-commons", "Keep a quota and count late"),
    )
    assert min(late.series["fish"]) < 0.4 * min(soon.series["fish"])


def test_escalation_runs_away_and_gains_nothing() -> None:
    """Both spend ever more, and in the end for equal parts of the market."""
    base = went("escalation")
    spent = base.series["our_spending"]
    assert all(later > earlier for earlier, later in pairwise(spent))
    assert end(base)["our_spending"] == pytest.approx(end(base)["their_spending"], rel=0.01)


def test_drifting_goals_drift_together() -> None:
    """Goal and performance sink side by side, and a higher target sinks too."""
    base, raised = went("drifting-goals"), went("drifting-goals", "Raise the target")
    for name in ("goal", "performance"):
        assert end(base)[name] < 0.75 * base.series[name][0]
        assert end(raised)[name] < end(base)[name] + 5
    gap = [goal - done for goal, done in zip(base.series["goal"], base.series["performance"], strict=True)]
    assert all(0 < one < 6 for one in gap)


def test_growth_and_underinvestment_shrinks_itself() -> None:
    """Growth runs into long waits, the standard slips, and the firm shrinks; a held standard makes it grow."""
    base = went("growth-and-underinvestment")
    most, when = top(base, "ordering")
    assert when < 24
    assert end(base)["ordering"] < 0.7 * most
    assert end(base)["capacity"] < at(base, "capacity", 0)
    assert end(base)["wait"] > 3 * at(base, "wait", 0)
    held = went("growth-and-underinvestment", "Hold the standard").series["wait"]
    assert turns(held, 0.1 * (max(held) - min(held))) >= 4


def test_accidental_adversaries_stay_down() -> None:
    """A bad time that passes leaves both low for good; without it they would have stayed where they were."""
    base = went("accidental-adversaries")
    assert at(base, "maker_results", 10) == pytest.approx(50)
    for name in ("maker_results", "shop_results"):
        assert end(base)[name] < 0.8 * at(base, name, 0)


# What the sentence of each run says, which is all of it to be seen in the curves

Claim = Callable[[Result, Result], None]

CLAIMS: dict[tuple[str, str], Claim] = {}


def shows(slug: str, title: str) -> Callable[[Claim], Claim]:
    """Keep what the sentence of a run claims of it beside the base run."""

    def keep(claim: Claim) -> Claim:
        CLAIMS[slug, title] = claim
        return claim

    return keep


def when(result: Result, name: str, holds: Callable[[float], bool]) -> float:
    """The first time at which something holds of a value."""
    return next(time for time, value in zip(result.times, result.series[name], strict=True) if holds(value))


def leads(first: Result, second: Result, name: str) -> list[tuple[float, bool]]:
    """When one run draws ahead of another in a quantity (True), and when it falls behind."""
    found: list[tuple[float, bool]] = []
    for time, one, other in zip(first.times, first.series[name], second.series[name], strict=True):
        if abs(one - other) > 1e-9 and (not found or found[-1][1] != (one > other)):
            found.append((time, one > other))
    return found


def between(result: Result, name: str, start: float, stop: float) -> list[float]:
    """The values from one time to another."""
    both = zip(result.times, result.series[name], strict=True)
    return [value for time, value in both if start <= time <= stop]


def test_the_sentence_of_every_run_is_asserted() -> None:
    """No run says what isn't looked at here."""
    assert {(slug, one.title) for slug in CURED for one in model(slug).simulation.runs} == set(CLAIMS)


@pytest.mark.parametrize("slug", CURED)
def test_every_run_shows_what_its_sentence_says(slug: str) -> None:
    """The sentence of a run is true of its curves, and of how they differ from those of the base run."""
    for one in model(slug).simulation.runs:
        CLAIMS[slug, one.title](went(slug), went(slug, one.title))


@shows("accidental-adversaries", "Raise the figure")
def _(base: Result, run: Result) -> None:
    for name in ("maker_results", "shop_results"):
        assert at(base, name, 9.75) == pytest.approx(50)
        assert at(run, name, 9.75) < 45
        assert min(run.series[name]) < min(base.series[name]) - 4
        assert leads(run, base, name) == [(0.25, False)]
        assert end(run)[name] < end(base)[name] - 2


@shows("accidental-adversaries", "Write a stricter contract")
def _(base: Result, run: Result) -> None:
    for name in ("maker_results", "shop_results"):
        assert min(run.series[name]) < min(base.series[name]) - 2.5
        assert max(between(run, name, 60, 130)) < min(between(base, name, 60, 130)) - 1
        assert end(run)[name] < end(base)[name] - 4


@shows("accidental-adversaries", "Show what repairs do")
def _(base: Result, run: Result) -> None:
    for name in ("maker_results", "shop_results"):
        back = between(run, name, 40, 130)
        assert back == sorted(back)
        assert at(run, name, 60) < 45
        assert 47 < end(run)[name] < 50


@shows("accidental-adversaries", "Work for one number")
def _(base: Result, run: Result) -> None:
    for name in ("maker_results", "shop_results"):
        assert at(run, name, 9.75) > 57
        assert min(between(run, name, 10, 40)) == pytest.approx(50, abs=3)
        assert end(run)[name] > 64


@shows("drifting-goals", "Raise the target")
def _(base: Result, run: Result) -> None:
    assert top(run, "performance")[1] == pytest.approx(7, abs=0.5)
    assert top(run, "performance")[0] > 91.5
    for name in ("performance", "goal"):
        assert end(run)[name] - end(base)[name] == pytest.approx(2, abs=0.2)
        slide = between(run, name, 7, 156)
        assert slide == sorted(slide, reverse=True)


@shows("drifting-goals", "Repair faster")
def _(base: Result, run: Result) -> None:
    for name in ("performance", "goal"):
        assert end(run)[name] > end(base)[name] + 8
        assert at(run, name, 156) < at(run, name, 144) - 1


@shows("drifting-goals", "Spend an error budget")
def _(base: Result, run: Result) -> None:
    assert 89 < min(run.series["performance"]) <= max(run.series["performance"]) < 92
    assert end(run)["goal"] == pytest.approx(end(run)["performance"], abs=0.1)
    assert at(run, "goal", 156) == pytest.approx(at(run, "goal", 104), abs=0.1)


@shows("drifting-goals", "Hold the goal from outside")
def _(base: Result, run: Result) -> None:
    assert set(run.series["goal"]) == {95}
    assert all(value == pytest.approx(90.3, abs=0.5) for value in run.series["performance"])


@shows("escalation", "Outbid them")
def _(base: Result, run: Result) -> None:
    (_, gains), (turned, back) = leads(run, base, "our_profit")
    assert (gains, back) == (True, False)
    assert 3 <= turned < 4
    assert all(at(run, "our_profit", time) - at(base, "our_profit", time) < 1 for time in (1, 2, 3))
    both = zip(run.times, run.series["our_spending"], run.series["their_spending"], strict=True)
    assert 24 < next(time for time, ours, theirs in both if ours + theirs > 80) < 28
    assert 24 < when(run, "our_profit", lambda profit: profit < 0) < 28
    assert end(run)["our_profit"] < -40


@shows("escalation", "Wait before answering")
def _(base: Result, run: Result) -> None:
    for name in ("our_spending", "their_spending"):
        assert end(run)[name] == pytest.approx(end(base)[name] / 2, rel=0.05)
        assert at(run, name, 48) > at(run, name, 42)


@shows("escalation", "Agree on a cap")
def _(base: Result, run: Result) -> None:
    spent = [at(run, name, 12) for name in ("our_spending", "their_spending")]
    assert all(14.7 < one <= 15 for one in spent)
    assert end(run)["our_spending"] == pytest.approx(end(run)["their_spending"])
    assert 24.9 < end(run)["our_profit"] < at(run, "our_profit", 0) == pytest.approx(26.4, abs=0.1)
    for time in (24, 36, 48):
        assert sum(at(run, name, time) for name in ("our_spending", "their_spending")) <= 30


@shows("escalation", "Follow a goal of our own")
def _(base: Result, run: Result) -> None:
    for name in ("our_spending", "their_spending"):
        assert 1.1 < end(run)[name] / at(run, name, 0) < 1.3
        assert at(run, name, 48) == pytest.approx(at(run, name, 42), rel=0.01)


@shows("fixes-that-fail", "Patch faster")
def _(base: Result, run: Result) -> None:
    least = min(run.series["open_faults"])
    assert least == pytest.approx(at(base, "open_faults", 8) / 2, rel=0.05)
    assert when(run, "open_faults", lambda faults: faults == least) == pytest.approx(8, abs=1)
    (_, less), (crossed, more) = leads(run, base, "open_faults")
    assert (less, more) == (False, True)
    assert 54 < crossed < 78
    assert at(run, "open_faults", 78) < at(base, "open_faults", 78) + 40
    assert at(run, "open_faults", 104) > at(base, "open_faults", 104) + 80


@shows("fixes-that-fail", "Allow only so many shortcuts")
def _(base: Result, run: Result) -> None:
    assert all(60 * 0.9 < faults < 60 * 1.1 for faults in between(run, "open_faults", 13, 104))
    assert end(run)["shortcuts"] < 0.2 * end(base)["shortcuts"]


@shows("fixes-that-fail", "Show what patches cost")
def _(base: Result, run: Result) -> None:
    assert min(run.series["open_faults"]) < 0.45 * at(run, "open_faults", 0)
    assert 60 < end(run)["open_faults"] < 75
    assert end(run)["shortcuts"] < 0.2 * end(base)["shortcuts"]


@shows("fixes-that-fail", "No fault twice")
def _(base: Result, run: Result) -> None:
    assert all(50 < faults < 62 for faults in between(run, "open_faults", 13, 104))
    assert end(run)["shortcuts"] < 0.2 * end(base)["shortcuts"]


@shows("growth-and-underinvestment", "Sell harder")
def _(base: Result, run: Result) -> None:
    most, time = top(run, "ordering")
    assert most > 1.25 * top(base, "ordering")[0]
    assert time < 10
    assert min(between(run, "ordering", 18, 30)) < at(run, "ordering", 3)
    ratios = [one / other for one, other in zip(run.series["wait"], base.series["wait"], strict=True)]
    assert max(ratios) > 2
    assert 1 < end(run)["capacity"] / end(base)["capacity"] < 1.1


@shows("growth-and-underinvestment", "Hear sooner and build sooner")
def _(base: Result, run: Result) -> None:
    most, time = top(run, "capacity")
    assert 48 < time < 60
    assert at(run, "capacity", 0) * 1.05 < end(run)["capacity"] < 0.9 * most


@shows("growth-and-underinvestment", "Hold the standard")
def _(base: Result, run: Result) -> None:
    least = min(run.series["capacity"])
    assert 18 < when(run, "capacity", lambda capacity: capacity == least) < 24
    assert end(run)["capacity"] > 5 * at(run, "capacity", 0)
    waits = between(run, "wait", 12, 120)
    assert min(waits) == pytest.approx(1, abs=0.1)
    assert max(waits) == pytest.approx(4, abs=0.4)
    assert turns(run.series["wait"], 1) >= 4


@shows("limits-to-growth", "Push the engine")
def _(base: Result, run: Result) -> None:
    assert leads(run, base, "members")[0] == (0.125, True)
    assert top(run, "members")[1] < 12
    assert end(run)["members"] < 0.8 * end(base)["members"]
    assert end(base)["guides"] - end(run)["guides"] == pytest.approx(10, abs=1)


@shows("limits-to-growth", "Move the limit")
def _(base: Result, run: Result) -> None:
    assert end(run)["members"] == pytest.approx(2 * end(base)["members"], rel=0.1)


@shows("limits-to-growth", "Grow no faster than the welcome")
def _(base: Result, run: Result) -> None:
    (_, behind), (crossed, ahead) = leads(run, base, "members")
    assert (behind, ahead) == (False, True)
    assert crossed == pytest.approx(24, abs=2)
    assert at(run, "members", 12) < 0.85 * at(base, "members", 12)
    assert all(later > earlier for earlier, later in pairwise(run.series["members"]))
    assert end(run)["members"] > 1.3 * end(base)["members"]
    assert end(run)["guides"] > end(base)["guides"] + 5


@shows("shifting-the-burden", "Buy more help")
def _(base: Result, run: Result) -> None:
    (_, worse), (crossed, better) = leads(run, base, "trouble")
    assert (worse, better) == (False, True)
    assert 78 < crossed < 86
    assert at(run, "own_skill", 78) < 0.1 * at(run, "own_skill", 0)
    assert end(run)["trouble"] > 1.5 * end(base)["trouble"]
    assert end(run)["own_skill"] < 0.5 * end(base)["own_skill"]


@shows("shifting-the-burden", "Keep half of it")
def _(base: Result, run: Result) -> None:
    (_, worse), (crossed, better) = leads(run, base, "trouble")
    assert (worse, better) == (True, False)
    assert 52 <= crossed < 65
    assert (
        max(between(run, "trouble", 78, 130)) > 2 * at(run, "trouble", 77) > 0.8 * max(run.series["trouble"])
    )
    assert end(run)["trouble"] < at(run, "trouble", 77)


@shows("shifting-the-burden", "Aim to manage without help")
def _(base: Result, run: Result) -> None:
    assert min(run.series["own_skill"]) > 0.9 * at(run, "own_skill", 0)
    assert max(between(run, "trouble", 78, 130)) < at(run, "trouble", 77) + 3
    assert at(run, "trouble", 104) < at(run, "trouble", 77) + 1.5


@shows("success-to-the-successful", "Give both more people")
def _(base: Result, run: Result) -> None:
    assert top(run, "new_product")[1] == pytest.approx(7.5, abs=0.5)
    assert at(run, "old_product", 7.5) > 2 * at(run, "old_product", 0)
    assert end(run)["new_product"] == pytest.approx(end(base)["new_product"], abs=0.5)
    assert end(run)["new_product"] < 0.02 * at(run, "new_product", 0)


@shows("success-to-the-successful", "Show the ranking")
def _(base: Result, run: Result) -> None:
    assert leads(run, base, "old_product")[0][1]
    gone = [when(one, "new_product", lambda income: income < 5) for one in (run, base)]
    assert gone[0] < 0.5 * gone[1]


@shows("success-to-the-successful", "Let results count for less")
def _(base: Result, run: Result) -> None:
    ahead = [new > old for new, old in zip(run.series["new_product"], run.series["old_product"], strict=True)]
    assert run.times[ahead.index(True)] < 8
    assert all(ahead[ahead.index(True) :])
    assert at(run, "new_product", 40) > at(run, "new_product", 30) > at(run, "new_product", 20)


@shows("success-to-the-successful", "Keep a place for each")
def _(base: Result, run: Result) -> None:
    ahead = [new > old for new, old in zip(run.series["new_product"], run.series["old_product"], strict=True)]
    assert run.times[ahead.index(True)] < 8
    assert all(ahead[ahead.index(True) :])


def few(fish: float) -> bool:
    """Whether there are next to no fish."""
    return fish < 50


@shows("tragedy-of-the-commons", "Put young fish in")
def _(base: Result, run: Result) -> None:
    assert 0 < when(run, "fish", few) - when(base, "fish", few) < 1
    assert top(run, "boats")[0] > top(base, "boats")[0] + 2
    assert sum(map(few, run.series["fish"])) > len(run.times) / 2


@shows("tragedy-of-the-commons", "Pay part of each boat")
def _(base: Result, run: Result) -> None:
    assert top(run, "boats")[0] > top(base, "boats")[0] + 10
    assert when(run, "fish", few) < when(base, "fish", few) - 2


@shows("tragedy-of-the-commons", "Keep a quota")
def _(base: Result, run: Result) -> None:
    assert min(run.series["fish"]) / at(run, "fish", 0) == pytest.approx(0.55, abs=0.05)
    assert all(fish > 490 for fish in between(run, "fish", 10, 40))
    assert end(run)["boats"] > 2 * at(run, "boats", 0)


@shows("tragedy-of-the-commons", "Keep a quota and count late")
def _(base: Result, run: Result) -> None:
    soon = went("tragedy-of-the-commons", "Keep a quota")
    assert min(run.series["fish"]) < 0.2 * at(run, "fish", 0)
    crossed, more = leads(run, soon, "fish")[-1]
    assert more
    assert crossed == pytest.approx(33, abs=1)
    assert end(run)["boats"] / end(soon)["boats"] == pytest.approx(0.55, abs=0.05)


@shows("tragedy-of-the-commons", "Let the fishers decide")
def _(base: Result, run: Result) -> None:
    assert end(run)["boats"] < 0.5 * top(base, "boats")[0]
    assert all(later < earlier for earlier, later in pairwise(run.series["fish"]))
    assert end(run)["fish"] > 0.7 * at(run, "fish", 0)
