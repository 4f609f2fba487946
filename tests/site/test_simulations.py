from __future__ import annotations

import json

import models
from helpers import library
from trimtab.site import instruments
from trimtab.site.catalogue import Catalogue
from trimtab.site.entries import EntryViews
from trimtab.site.instruments import watch
from trimtab.site.simulations import Simulations, SimulationView

LEVEL = "---\ntitle: Wait and See\nsummary: Waits.\nnumber: 9\n---\n\n## Signs\n\nWords.\n"


def catalogue(**more: str) -> Catalogue:
    """The models as a library, with more files."""
    return Catalogue(
        library({**models.files(), **{f"levels/{name}.md": text for name, text in more.items()}})
    )


def seen(name: str, found: Catalogue | None = None) -> SimulationView:
    """The view of a model."""
    found = found or catalogue()
    view = Simulations(found).view(next(entry for entry in found.library.entries if entry.slug == name))
    assert view is not None
    return view


def test_sliders_stand_at_their_levels() -> None:
    """Parameters that can be moved are listed by level, the strongest first, each with where it can go."""
    levers = seen("overtime").levers
    assert [(9, "Delays"), (12, "Parameters")] == [(lever.number, lever.name) for lever in levers]
    assert [["recovery"], ["overtime"]] == [[slider.name for slider in lever.sliders] for lever in levers]
    (slider,) = levers[1].sliders
    assert ("overtime", "0.2", "share", "0 to 1 in steps of 0.05", "How much is ordered.") == (
        slider.label,
        slider.value,
        slider.unit,
        slider.range,
        slider.about,
    )


def test_levels_lead_to_their_pages() -> None:
    """A level is a link where the library has levels, under the name that it has there, and else words."""
    assert "" == seen("overtime").levers[0].url
    lever = seen("overtime", catalogue(delays=LEVEL)).levers[0]
    assert ("Wait and See", "levels/delays/") == (lever.name, lever.url)


def test_runs_are_made_and_told() -> None:
    """Each named run says what it sets, what it is meant to show and what came of it, and is drawn."""
    push, rest = seen("overtime").runs
    assert ("Push the number", "overtime 0.6 instead of 0.2", "The backlog dips and grows again.") == (
        push.title,
        push.settings,
        push.shows,
    )
    assert push.results[0].startswith("Backlog: at the end 1,109 instead of 315")
    assert "" == rest.shows
    assert ["tt-plot-ghost" in run.svg for run in (push, rest)] == [True, True]
    assert [f'id="tt-plot-{number}-title"' in run.svg for number, run in enumerate((push, rest), 1)] == [
        True,
        True,
    ]


def test_a_run_away_is_told() -> None:
    """A run that stops says when and why."""
    (run,) = seen("runaway").runs
    assert run.results[-1].startswith("This run stops at day ")


def test_the_base_run_is_told_and_listed() -> None:
    """The drawing says in words what the page says, and the numbers stand at round times and the end."""
    view = seen("overtime")
    assert "Backlog: up from 120 to 315, 2.63 times the start." == view.tells[0]
    assert f">{' '.join(view.tells)}</desc>" in view.svg
    assert "Backlog and capacity, week 0 to 52</title>" in view.svg
    assert ("week", ("backlog, tasks", "capacity, tasks/week")) == (view.time, view.columns)
    assert ["0", "5", "10", "15", "20", "25", "30", "35", "40", "45", "50", "52"] == [
        row[0] for row in view.rows
    ]
    assert ("0", "120", "24") == view.rows[0]


def test_equations_are_listed() -> None:
    """Every quantity stands in the table of equations, with where a flow comes from and goes."""
    view = seen("overtime")
    assert ["Stocks", "Flows", "Auxiliaries", "Parameters"] == [title for title, _ in view.quantities]
    flows = dict(view.quantities)["Flows"]
    assert ["From outside to backlog.", "From backlog to outside.", "From outside to fatigue."] == [
        flow.about for flow in flows
    ]
    assert "In steps of 0.25 week, by Euler's method." == view.method


def test_the_script_gets_the_model() -> None:
    """The data is JSON that holds the compiled model and the measures of the drawing."""
    found = catalogue()
    data = json.loads(seen("strange", found).data)
    assert {"title", "model", "frame"} == set(data)
    assert models.MARK == data["model"]["about"]
    assert 420 == data["frame"]["width"]


def test_a_model_that_can_not_run_is_not_shown() -> None:
    """An entry without a simulation, or with a broken one, has no part for it on its page."""
    broken = models.page_of("still").replace("initial: 37.5", "initial: nonsense")
    found = Catalogue(library({"archetypes/broken.md": broken, **models.files()}))
    views = EntryViews(found)
    parts = {
        entry.slug: "tt-simulation" in dict(map(reversed, views.view(entry).parts))
        for entry in found.library.entries
    }
    assert {"broken": False, "plain": False, **dict.fromkeys(models.MODELS, True)} == parts
    assert None is Simulations(found).glance(
        next(e for e in found.library.entries if e.slug == "broken"), "x"
    )


def test_the_instrument_lists_all() -> None:
    """The instrument shows each simulation once, with what it is about, and leads to it."""
    page = watch.page(catalogue())
    assert page is not None
    shown = {view.url: view for view in page.view.simulations}
    assert {f"archetypes/{name}/#tt-simulation" for name in models.MODELS} == set(shown)
    assert (
        "A made-up team that answers a backlog with overtime."
        == shown["archetypes/overtime/#tt-simulation"].about
    )
    assert "One of them." == shown["archetypes/swing/#tt-simulation"].about
    idents = [view.svg.split('aria-labelledby="')[1].split("-title")[0] for view in page.view.simulations]
    assert len(idents) == len(set(idents))


def test_no_instrument_without_simulations() -> None:
    """A library without simulations has no page for them."""
    found = Catalogue(library({"archetypes/plain.md": models.files()["archetypes/plain.md"]}))
    assert None is watch.page(found)
    assert "instruments/watch.md" not in {page.path for page in instruments.pages(found)}
    assert "instruments/watch.md" in {page.path for page in instruments.pages(catalogue())}
