"""Watch it behave: all simulations of a library, each leading to its entry's page, where it can be tried."""

from __future__ import annotations

from dataclasses import dataclass

from trimtab.site import urls
from trimtab.site.catalogue import Catalogue
from trimtab.site.listings import GeneratedPage
from trimtab.site.simulations import HEADING, GlanceView, Simulations
from trimtab.site.views import Value


@dataclass(frozen=True, slots=True)
class WatchView:
    """The page."""

    title: str
    intro: str
    up: Value
    simulations: tuple[GlanceView, ...]


def page(catalogue: Catalogue) -> GeneratedPage | None:
    """The instrument's page; none where no entry has a simulation that runs."""
    simulations = Simulations(catalogue)
    found = tuple(
        view
        for index, entry in enumerate(catalogue.library.current)
        if (view := simulations.glance(entry, f"tt-plot-{index}")) is not None
    )
    if not found:
        return None
    intro = (
        "Small models of what these entries describe, each with made-up numbers. Open one, move its sliders, "
        "and see which of them matter and which only seem to."
    )
    up = Value("Instruments", catalogue.url(urls.INSTRUMENTS))
    shown = WatchView(HEADING, intro, up, found)
    description = "Models to run and to try, from weak levers to strong ones."
    return GeneratedPage(urls.instrument("watch"), HEADING, "instruments/watch.html", shown, description)
