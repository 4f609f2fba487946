from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.core.simulation import (
    Compiled,
    Result,
    Simulation,
    compare,
    compiled_form,
    examine,
    figure,
    run,
    tell,
)
from trimtab.core.simulation.telling import turns


def made(**values: Any) -> Compiled:
    """A compiled model; what isn't given is the least that a model needs."""
    given: dict[str, Any] = {
        "time": {"unit": "week", "stop": 10, "dt": 0.25},
        "stocks": [{"name": "level", "initial": 100}],
        "plot": ["level"],
        **values,
    }
    examined = examine(Simulation.model_validate(given))
    assert () == examined.problems
    assert examined.compiled is not None
    return examined.compiled


def aux(text: str, **values: Any) -> tuple[float, ...]:
    """The course of an auxiliary with an equation."""
    model = made(auxiliaries=[{"name": "result", "value": text}], plot=["result"], **values)
    return run(model).series["result"]


# Integration


def test_decay_is_eulers_own() -> None:
    """What drains in proportion to itself follows Euler's closed form, (1 - dt/T)^n, to the last digits."""
    model = made(
        flows=[{"name": "draining", "from": "level", "rate": "level / life"}],
        parameters=[{"name": "life", "value": 4}],
    )
    result = run(model)
    expected = [100 * (1 - 0.25 / 4) ** step for step in range(41)]
    assert expected == pytest.approx(result.series["level"], rel=1e-13)
    assert [0.25 * step for step in range(41)] == list(result.times)
    assert result.stopped is None


def test_logistic_growth_is_near_its_closed_form() -> None:
    """Growth against a limit ends as the calculus says, the nearer the finer the step."""
    model = made(
        time={"unit": "year", "stop": 20, "dt": 0.05},
        stocks=[{"name": "level", "initial": 10}],
        flows=[{"name": "growing", "to": "level", "rate": "0.5 * level * (1 - level / 1000)"}],
    )

    def exact(time: float) -> float:
        return 1000 / (1 + 99 * math.exp(-0.5 * time))

    def error(finer: int) -> float:
        result = run(model, finer=finer)
        return max(
            abs(value - exact(time)) for time, value in zip(result.times, result.series["level"], strict=True)
        )

    assert error(1) < 15
    assert 1.8 < error(1) / error(2) < 2.2
    assert run(model).series["level"][-1] == pytest.approx(exact(20), rel=0.01)


def test_flows_keep_what_they_move() -> None:
    """What leaves one stock arrives in the other, to the last digits."""
    model = made(
        stocks=[{"name": "here", "initial": 70}, {"name": "there", "initial": 30}],
        flows=[{"name": "moving", "from": "here", "to": "there", "rate": "here / 3 - there / 7"}],
        plot=["here", "there"],
    )
    series = run(model).series
    sums = [here + there for here, there in zip(series["here"], series["there"], strict=True)]
    assert [100.0] * 41 == pytest.approx(sums, rel=1e-13)
    assert series["here"][-1] == pytest.approx(30, rel=0.05)


def test_all_stocks_move_at_once() -> None:
    """A step uses the values from its beginning for every stock, whatever their order."""
    table = [{"name": "x", "initial": 1}, {"name": "y", "initial": 0}]
    flows = [{"name": "to_x", "to": "x", "rate": "y"}, {"name": "to_y", "to": "y", "rate": "x"}]
    first = run(made(stocks=table, flows=flows, plot=["x", "y"])).series
    second = run(made(stocks=table[::-1], flows=flows[::-1], plot=["x", "y"])).series
    assert (1.0, 1.0, 1.0625) == first["x"][:3]
    assert (0.0, 0.25, 0.5) == first["y"][:3]
    assert (first["x"], first["y"]) == (second["x"], second["y"])


def test_smoothing_answers_a_step_as_a_hidden_stock() -> None:
    """A smoothing begins at its input, and closes the same part of the gap at each step."""
    found = aux("smooth(10 + step(20, 1), 2)")
    expected = [10.0] * 5 + [30 - 20 * (1 - 0.25 / 2) ** step for step in range(1, 37)]
    assert expected == pytest.approx(found, rel=1e-13)


def test_smoothing_may_be_told_where_to_begin() -> None:
    """The third argument of a smoothing is its start."""
    assert [50 - 50 * 0.875**step for step in range(41)] == pytest.approx(aux("smooth(50, 2, 0)"), rel=1e-13)


def test_delay3_brings_all_back_later() -> None:
    """A material delay is in balance at the start, answers late, and loses nothing on the way."""
    values = {"time": {"unit": "week", "stop": 200, "dt": 0.25}}
    steady = aux("delay3(7, 12)", **values)
    answer = aux("delay3(step(8, 1) - step(8, 2), 12)", **values)
    assert [7.0] * 801 == pytest.approx(steady, rel=1e-12)
    assert 8.0 == pytest.approx(sum(answer) * 0.25, rel=1e-9)
    assert 0.0 == max(answer[:5])
    assert 4 < 0.25 * answer.index(max(answer)) < 12


def test_a_delay_may_read_another() -> None:
    """Smoothings and delays nest."""
    found = aux("smooth(delay3(step(6, 1), 3), 2)")
    assert 0.0 == found[0]
    assert 5 < found[-1] < 6


def test_a_step_comes_at_its_time() -> None:
    """A step is there from its time on, though times are sums of parts that aren't exact."""
    found = aux("step(5, 0.9)", time={"unit": "week", "stop": 3, "dt": 0.3})
    assert 3 * 0.3 < 0.9
    assert [0.0] * 3 + [5.0] * 8 == list(found)


def test_times_are_multiples() -> None:
    """Times are whole multiples of the step, not sums of many, so that both languages have the same."""
    result = run(made(time={"unit": "week", "stop": 100, "dt": 0.1}))
    assert [0.1 * number for number in range(1001)] == list(result.times)


def test_time_is_the_time() -> None:
    """`time` runs from 0 to the end."""
    assert [0.25 * step for step in range(41)] == list(aux("time"))


def test_a_start_may_be_worked_out() -> None:
    """A stock may begin where an equation says, over parameters, auxiliaries and other stocks."""
    model = made(
        stocks=[{"name": "level", "initial": "2 * other + part"}, {"name": "other", "initial": "part ^ 2"}],
        auxiliaries=[{"name": "part", "value": "share * 10"}],
        parameters=[{"name": "share", "value": 0.5, "min": 0, "max": 1, "step": 0.1, "level": 12}],
    )
    assert 55.0 == run(model).series["level"][0]
    assert 210.0 == run(model, {"share": 1}).series["level"][0]


def test_an_unknown_setting_is_refused() -> None:
    """A setting that the model hasn't is the caller's mistake."""
    with pytest.raises(ValueError, match="no parameter pace"):
        run(made(), {"pace": 1})


@pytest.mark.parametrize(
    ("rate", "stopped", "culprit"),
    [
        ("1 / (level - 100)", 0.0, "draining"),
        ("-(level ^ 2)", 1.75, "draining"),
        ("if(time < 5, 0, ln(-level))", 5.0, "draining"),
        ("if(time < 5, 0, 1e308) * 10", 5.0, "draining"),
        ("if(time < 5, 0, -1e308)", 7.0, "level"),
    ],
)
def test_a_run_stops_where_a_value_runs_away(rate: str, stopped: float, culprit: str) -> None:
    """From the moment at which a value is no finite number nothing is kept, and it is said whose it was."""
    result = run(made(flows=[{"name": "draining", "from": "level", "rate": rate}]))
    assert (stopped, culprit) == (result.stopped, result.culprit)
    assert all(time < stopped for time in result.times)
    assert len(result.times) == len(result.series["level"]) == stopped / 0.25


def test_a_start_that_is_no_number_stops_at_once() -> None:
    """A stock that can't begin leaves no samples, and a text that says so."""
    model = made(stocks=[{"name": "level", "initial": "1 / zero"}], parameters=[{"name": "zero", "value": 0}])
    result = run(model)
    assert Result((), {"level": ()}, 0.0, "level") == result
    assert ("The run stops at week 0, where a value runs away.",) == tell(model, result)
    assert ("This run stops at week 0, where a value runs away.",) == compare(model, result, result)


def test_finer_steps_keep_the_times() -> None:
    """A run with smaller steps keeps the same moments, so that two can be compared."""
    model = made(flows=[{"name": "draining", "from": "level", "rate": "level / 4"}])
    once, twice = run(model), run(model, finer=2)
    assert once.times == twice.times
    assert 100 * (1 - 0.125 / 4) ** 80 == pytest.approx(twice.series["level"][-1], rel=1e-13)


# The form for pages


def test_data_is_plain_and_whole() -> None:
    """The form for pages survives JSON, and holds slots, code and texts as they are documented."""
    model = made(
        flows=[{"name": "draining", "from": "level", "rate": "smooth(level, life) / 4"}],
        parameters=[
            {"name": "life", "value": 4, "min": 1, "max": 15, "unit": "weeks", "level": 9},
            {"name": "pi", "value": 3},
        ],
        runs=[{"title": "Sooner", "set": {"life": 2}, "shows": "It falls sooner."}],
    )
    data = model.data()
    assert data == json.loads(json.dumps(data, allow_nan=False))
    assert {"unit": "week", "stop": 10.0, "dt": 0.25, "steps": 40} == data["time"]
    assert ["time", "life", "pi", "level", "draining", "draining"] == list(model.owners)
    assert {"min": 1.0, "max": 15.0, "step": 0.1, "level": 9} == data["parameters"][0]["slider"]
    assert data["parameters"][1]["slider"] is None
    assert [{"slot": 3, "code": [100.0]}, {"slot": 5, "code": [[3]]}] == data["initial"]
    assert [{"slot": 4, "code": [[5], 4.0, "/"]}] == data["every"]
    assert [
        {"slot": 3, "net": [[4], "neg"]},
        {"slot": 5, "net": [[3], [5], "-", [1], "/"]},
    ] == data["stocks"]
    assert [{"title": "Sooner", "set": {"life": 2.0}, "shows": "It falls sooner."}] == data["runs"]
    assert {"axis": 0, "label": "level"}.items() <= data["plot"][0].items()


def test_equations_come_before_what_reads_them() -> None:
    """Auxiliaries may be declared in any order."""
    model = made(
        auxiliaries=[
            {"name": "last", "value": "middle + 1"},
            {"name": "middle", "value": "first * 2"},
            {"name": "first", "value": "level"},
        ],
        plot=["last"],
    )
    assert 201.0 == run(model).series["last"][0]
    assert ["first", "middle", "last"] == [model.owners[slot] for slot, _ in model.every]


def test_units_have_axes() -> None:
    """Quantities of one unit share an axis."""
    model = made(
        stocks=[
            {"name": "level", "initial": 1, "unit": "m"},
            {"name": "heat", "initial": 1, "unit": "K"},
            {"name": "depth", "initial": 1, "unit": "m"},
        ],
        plot=["level", "heat", "depth"],
    )
    assert [0, 1, 0] == [line.axis for line in model.lines]


def test_the_default_step_gives_a_slider_many_places() -> None:
    """A slider without a step has one that is a power of ten, and 20 to 200 places."""
    for low, high in ((0, 1), (1, 15), (0, 0.2), (0, 100), (-3, 7), (0, 19.99)):
        given = {"name": "one", "value": low, "min": low, "max": high, "level": 5}
        ((_, parameter),) = made(parameters=[given]).parameters
        assert 19.9 <= (high - low) / parameter.limits[2] <= 200
        assert parameter.reaches(low)
        assert not parameter.reaches(high + parameter.limits[2])


def test_a_slider_reaches_its_steps_and_no_further() -> None:
    """A value is reached if it is a step from the least one, and not beyond the most."""
    given = {"name": "one", "value": 0, "min": 0, "max": 0.96, "step": 0.1, "level": 5}
    ((_, parameter),) = made(parameters=[given]).parameters
    tried = (-0.1, 0, 0.3, 0.35, 0.9, 0.96, 1.0, 1e308, -1e308)
    assert [0, 0.3, 0.9] == [value for value in tried if parameter.reaches(value)]


def test_a_model_that_cannot_run_has_no_form() -> None:
    """Pages ask for a form and get none where there is no model, or a faulty one."""
    faulty = Simulation.model_validate(
        {
            "time": {"unit": "week", "stop": 1, "dt": 1},
            "stocks": [{"name": "level", "initial": "x"}],
            "plot": ["level"],
        }
    )
    assert (None, None) == (compiled_form(None), compiled_form(faulty))


# Words


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (120, "120"), (12345.6, "12,346"), (1234567, "1,234,567"), (99.96, "100"), (99.94, "99.9"), (2.5, "2.5"),
        (2.345, "2.35"), (0.0625, "0.063"), (0.0004, "0"), (0.001, "0.001"), (-3.14159, "−3.14"), (-0.0001, "0"),
        (0, "0"), (-0.0, "0"), (1.05, "1.05"), (9.999, "10"), (999.5, "1,000"), (1e12, "more than a trillion"),
        (-1e15, "less than minus a trillion"), (0.5, "0.5"), (1.005, "1.01"), (10.05, "10.1"),
        (100.5, "101"), (101.5, "102"),
    ],
)  # fmt: skip
def test_figures(value: float, expected: str) -> None:
    """Figures have three or four digits, a true minus, and halves go up."""
    assert expected == figure(value)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_any_figure_is_short(value: float) -> None:
    """No number makes a long text, and digits aren't lost."""
    text = figure(value)
    assert len(text) <= 26
    if 0.01 < abs(value) < 1e12:
        assert value == pytest.approx(float(text.replace(",", "").replace("−", "-")), rel=0.1)


MODEL = made()


def told(*values: float) -> str:
    """What is said of a curve with a value each week."""
    return tell(MODEL, Result(tuple(map(float, range(len(values)))), {"level": values}, None))[0]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((7.0, 7.0, 7.0), "Level: 7 throughout."),
        ((100.0, 100.4, 100.2), "Level: 100 throughout."),
        ((10.0, 20.0, 30.0, 38.0), "Level: up from 10 to 38, 3.8 times the start."),
        ((10.0, 14.0, 14.5, 14.6, 15.0), "Level: up from 10 to 15."),
        (
            (0.0, 99.0, 100.0, 100.0, 100.0, 100.0),
            "Level: up from 0 to 100, nearly all of it by week 1.",
        ),
        ((0.0, 20.0, 40.0, 60.0, 99.0, 100.0), "Level: up from 0 to 100."),
        ((90.0, 70.0, 50.0, 30.0), "Level: down from 90 to 30, 33.3 % of the start."),
        ((90.0, 60.0, 30.0, 0.09), "Level: down from 90 to 0.09, 0.1 % of the start."),
        ((90.0, 60.0, 30.0, 0.08), "Level: down from 90 to 0.08, almost nothing of the start."),
        ((90.0, 60.0, 30.0, 0.0), "Level: down from 90 to 0."),
        (
            (120.0, 80.0, 150.0, 260.0),
            "Level: down from 120 to 80 by week 1, then up to 260, 2.17 times the start.",
        ),
        ((20.0, 90.0, 30.0), "Level: up from 20 to 90 by week 1, then down to 30."),
        ((50.0, 90.0, 10.0, 60.0), "Level: up from 50 to 90 by week 1, down to 10 by week 2, then up to 60."),
        (
            (50.0, 10.0, 90.0, 60.0),
            "Level: down from 50 to 10 by week 1, up to 90 by week 2, then down to 60.",
        ),
        (
            (50.0, 90.0, 10.0, 90.0, 10.0, 60.0),
            "Level: up from 50 to 90 by week 1, down to 10 by week 2, then up to 60. 4 turns on the way.",
        ),
        ((-10.0, 20.0), "Level: up from −10 to 20."),
    ],
)
def test_a_curve_in_words(values: tuple[float, ...], expected: str) -> None:
    """A curve is told by its ends, its extremes where they are beyond them, and how often it turns."""
    assert expected == told(*values)


@pytest.mark.parametrize(
    ("values", "count"),
    [
        ((0, 1, 2), 0),
        ((0, 2, 0), 1),
        ((0, 2, 1.9, 2, 0), 1),
        ((2, 0, 2, 0), 2),
        ((1, 1, 1), 0),
        ((0, 9, 0, 9), 2),
    ],
)
def test_turns(values: tuple[float, ...], count: int) -> None:
    """A turn is one only where the curve comes back by more than a little."""
    assert count == turns(values, 0.2)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ((0.0, 100.0), (0.0, 100.5), "Level: as before."),
        ((0.0, 260.0), (0.0, 300.0), "Level: at the end 300 instead of 260."),
        ((0.0, 50.0, 100.0), (0.0, 90.0, 100.0), "Level: at the end 100 as before."),
        (
            (50.0, 90.0, 60.0),
            (50.0, 120.0, 60.0),
            "Level: at the end 60 as before; highest 120 instead of 90.",
        ),
        (
            (50.0, 20.0, 60.0),
            (50.0, 5.0, 90.0),
            "Level: at the end 90 instead of 60; lowest 5 instead of 20.",
        ),
    ],
)
def test_a_difference_in_words(before: tuple[float, ...], after: tuple[float, ...], expected: str) -> None:
    """Two runs are told apart by their ends, and by extremes that matter."""

    def result(values: tuple[float, ...]) -> Result:
        return Result(tuple(map(float, range(len(values)))), {"level": values}, None)

    assert (expected,) == compare(MODEL, result(before), result(after))


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=40), st.lists(st.floats(-1e9, 1e9), min_size=1))
def test_any_curve_can_be_told(first: list[float], second: list[float]) -> None:
    """Whatever a curve does, there is one text on it, and one on what another does otherwise."""
    one, other = (
        Result(tuple(map(float, range(len(values)))), {"level": tuple(values)}, None)
        for values in (first, second)
    )
    (text,) = tell(MODEL, one)
    (difference,) = compare(MODEL, one, other)
    assert text.startswith("Level: ")
    assert difference.startswith("Level: ")
