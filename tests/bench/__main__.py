"""How long Trimtab takes, beside other generators and the least that is to be done, in ratios of one run.

All builds are of one library and use the same processors, in turn: what else the machine does meets all of them.
Ends with 1 if a ratio isn't what it must be in libraries of 3,000 patterns or more.
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from bench import chart, guide, tables
from bench.browsing import chromium
from bench.contestants import CONTESTANTS, chosen
from bench.measuring import LINUX
from bench.ratios import ratios
from bench.rounds import Plan, measure

_PACKAGES = ("mkdocs", "mkdocs-material", "properdocs", "zensical", "markdown", "pagefind")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print tables, write them as JSON and the chart as SVG."""
    options = _options(arguments)
    if options.guide:
        try:
            guide.write(options.json)
        except (OSError, ValueError) as error:
            print(f"The guide stays as it is: {error}", file=sys.stderr)
            return 2
        return 0
    processors = _processors(options.processors)
    plan = Plan(
        chosen(options.only), options.source, options.runs, processors, options.limit * 60, options.all
    )
    try:
        with chromium() as browser:
            if browser is None:
                _say("There is no Chromium: what readers load isn't measured.")
            sizes: list[dict[str, Any]] = []
            result = {**_circumstances(options, len(processors)), "sizes": sizes}
            for patterns in sorted(set(options.patterns)):
                sizes.append(measure(patterns, plan, browser, _say))
                _write(options.json, result)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    print(tables.text(result))
    too_much = [one for one in ratios(sizes) if not one.holds]
    for one in too_much:
        print(f"{one.name} is {one.value:.2f} with {one.patterns:,} patterns and may be at most {one.most}.")
    return int(bool(too_much) or any("trimtab" in size["left_out"] for size in sizes))


def _write(path: Path, result: Mapping[str, Any]) -> None:
    """Keep what was measured so far, and draw it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(guide.as_json(result), encoding="utf-8")
    path.with_suffix(".svg").write_text(chart.svg(result), encoding="utf-8")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="make bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add(
        "--patterns",
        type=_count,
        nargs="+",
        default=[100, 1000],
        help="sizes of libraries (default: 100 1000)",
    )
    add("--source", type=Path, help="a folder of real patterns to repeat; made ones otherwise")
    add("--runs", type=_count, default=1, help="how often; the best counts (default: 1)")
    add("--processors", type=_count, default=2, help="how many each command may use (default: 2)")
    add(
        "--only", nargs="+", choices=[one.name for one in CONTESTANTS], help="these contestants and the floor"
    )
    add("--limit", type=_count, default=15, help="minutes after which a build takes too long (default: 15)")
    add("--all", action="store_true", help="also those that take very long at a size")
    add(
        "--json",
        type=Path,
        default=Path("test-results/bench.json"),
        help="where to write; the chart goes beside it",
    )
    add("--guide", action="store_true", help="measure nothing: show the measurement in --json in the guide")
    return parser.parse_args(arguments)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        message = f"{text} is not a whole number from 1 on"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def _processors(count: int) -> list[int]:
    """The numbers of the first processors that we may use."""
    return sorted(os.sched_getaffinity(0))[:count] if LINUX else list(range(os.cpu_count() or 1))


def _circumstances(options: argparse.Namespace, used: int) -> dict[str, Any]:
    return {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "machine": {
            "system": platform.system(),
            "processor": _processor(),
            "processors": os.cpu_count(),
            "used": used,
            "memory": os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"),
            "python": platform.python_version(),
        },
        "versions": {name: found for name in _PACKAGES if (found := _version(name))},
        "library": f"{options.source.name}, repeated" if options.source else "made",
        "runs": options.runs,
    }


def _processor() -> str:
    """The processor's name; Python alone knows it on some systems only."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
