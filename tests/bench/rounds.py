"""One size measured: all contestants in turn, again and again, the best of each kept."""

from __future__ import annotations

import dataclasses
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench import libraries
from bench.browsing import Browser
from bench.contestants import FLOOR, Contestant, Place, floor_command
from bench.measuring import FailedError, Usage, run
from bench.serving import edit_while_serving

Say = Callable[[str], None]
"""Takes a line on what is being done, or hasn't been."""


@dataclasses.dataclass(frozen=True, slots=True)
class Plan:
    """What is measured, and how."""

    contestants: Sequence[Contestant]
    source: Path | None
    """A folder of real patterns, or None for made ones."""
    runs: int
    processors: Sequence[int]
    """The numbers of those that everything may use."""
    limit: float
    """After how many seconds a command has taken too long."""
    all: bool
    """Whether contestants also measure sizes that they take too long for."""


def measure(patterns: int, plan: Plan, browser: Browser | None, say: Say) -> dict[str, Any]:
    """Measure one size.

    Args:
        patterns: how many.
        plan: what and how.
        browser: what searches and loads pages as readers do, if there is one.
        say: gets lines on the progress.

    Returns:
        Everything as JSON knows it: `builds` of each contestant by step, `check`, `served`, `reader`; times in seconds,
        sizes in bytes, and in `left_out` the reasons of what isn't there.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        root = Path(temporary)
        size = libraries.write(root / "docs", patterns, plan.source)
        left_out = {
            one.name: reason for one in plan.contestants if (reason := _hindrance(one, patterns, plan))
        }
        places = [
            Place.make(one, root, root / "docs") for one in plan.contestants if one.name not in left_out
        ]
        round_ = _Round(places, root, plan, browser, say, left_out)
        for turn in range(plan.runs):
            round_.take(turn)
        return {
            "patterns": patterns,
            "bytes": size,
            "builds": {
                name: {step: dataclasses.asdict(usage) for step, usage in steps.items()}
                for name, steps in round_.builds.items()
            },
            "check": round_.check,
            "served": round_.served,
            "reader": round_.reader(),
            "left_out": left_out,
        }


def _hindrance(one: Contestant, patterns: int, plan: Plan) -> str | None:
    if one.most is not None and patterns > one.most and not plan.all:
        return f"takes too long beyond {one.most:,} patterns (--all)"
    return one.missing


class _Round:
    """The measurements of one size so far."""

    def __init__(
        self,
        places: list[Place],
        root: Path,
        plan: Plan,
        browser: Browser | None,
        say: Say,
        left_out: dict[str, str],
    ) -> None:
        self.builds: dict[str, dict[str, Usage]] = {}
        self.check: dict[str, float] = {}
        self.served: dict[str, float] = {}
        self._places, self._root, self._plan = places, root, plan
        self._browser, self._say, self._left_out = browser, say, left_out

    def take(self, turn: int) -> None:
        """Measure everything once more."""
        self._floor(turn)
        for place in self._places:
            if place.contestant.name in self._left_out:
                continue
            try:
                self._builds(place, turn)
                if place.contestant.name == "trimtab":
                    self._checks(place, turn)
                    self._serve(place, turn)
            except FailedError as failure:
                self._left_out[place.contestant.name] = str(failure).partition(":\n")[0]
                self._say(str(failure))

    def reader(self) -> dict[str, dict[str, int]]:
        """What a reader loads of each site that there is."""
        found: dict[str, dict[str, int]] = {}
        for place in self._places if self._browser else ():
            if place.contestant.name not in self._left_out:
                name = place.contestant.name
                self._say(f"{place.contestant.title}: what a reader loads")
                found[name] = self._browser.loads(place.site, name, place.first.stem)
        return found

    def _builds(self, place: Place, turn: int) -> None:
        place.empty()
        self._build(place, "cold")
        if place.contestant.keeps:
            self._build(place, "warm")
            place.edit(f"One sentence more, the {turn}th.")
            self._build(place, "edit")

    def _build(self, place: Place, step: str) -> None:
        self._say(f"{place.contestant.title}: {step}")
        usage = run(
            place.command("build"),
            folder=place.folder,
            processors=self._plan.processors,
            environment=place.environment,
            limit=self._plan.limit,
        )
        self._keep(place.contestant.name, step, usage)

    def _keep(self, name: str, step: str, usage: Usage) -> None:
        steps = self.builds.setdefault(name, {})
        if step not in steps or usage.wall < steps[step].wall:
            steps[step] = usage

    def _checks(self, place: Place, turn: int) -> None:
        """`trimtab check`, with what it keeps in a folder of its own."""
        self._say("trimtab check")
        kept = {"TRIMTAB_CACHE_DIR": str(self._root / f"checked-{turn}")}
        for step in ("cold", "warm", "edit"):
            if step == "edit":
                place.edit(f"One sentence more for the {turn}th check.")
            usage = run(
                [sys.executable, "-m", "trimtab", "check"],
                folder=place.folder,
                processors=self._plan.processors,
                environment={**place.environment, **kept},
                codes=(0, 1),
            )
            _least(self.check, step, usage.wall)

    def _serve(self, place: Place, turn: int) -> None:
        self._say(f"{place.contestant.title}: an edit while serving")
        for name, seconds in edit_while_serving(place, self._plan.processors, self._browser, turn).items():
            _least(self.served, name, seconds)

    def _floor(self, turn: int) -> None:
        """The floors of checks and builds, by the time that they print: starting Python is no part of them."""
        self._say("the floor")
        folder = self._root / "floor"
        folder.mkdir(exist_ok=True)
        docs = self._root / "docs"
        if turn == 0:  # The first reading fills the system's cache.
            run(floor_command(docs), folder=folder, processors=self._plan.processors)
        run(floor_command(docs), folder=folder, processors=self._plan.processors)
        _least(self.check, FLOOR, _printed(folder))
        site = folder / f"site-{turn}"
        usage = run(floor_command(docs, site), folder=folder, processors=self._plan.processors)
        self._keep(FLOOR, "cold", dataclasses.replace(usage, wall=_printed(folder)))


def _printed(folder: Path) -> float:
    return float((folder / "output.log").read_text(encoding="ascii").split()[-1])


def _least(kept: dict[str, float], name: str, seconds: float) -> None:
    kept[name] = min(seconds, kept.get(name, seconds))
