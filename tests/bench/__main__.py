"""How long Trimtab takes, as ratios of times of one run: `make bench`.

The floor is what no checker can do without: read the files and load their front matter with PyYAML's C loader.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

import libraries

MUST = {"check, cold": 2.0, "check, warm": 0.5}
"""At most how many times the floor each may take in a library of `LARGE` patterns or more."""
LARGE = 3000
"""In smaller libraries it's the start of the program that takes the time."""


def main() -> int:
    """Measure, print a table, and write it as JSON if asked to."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--patterns", type=int, nargs="+", default=[300, 1000], help="sizes to measure")
    parser.add_argument(
        "--source", type=Path, help="a folder of real patterns to repeat; made ones otherwise"
    )
    parser.add_argument("--runs", type=int, default=3, help="how often; the best counts")
    parser.add_argument("--json", type=Path, help="write the results here too")
    options = parser.parse_args()
    results = [_measure(patterns, options.source, options.runs) for patterns in options.patterns]
    for result in results:
        _show(result)
    if options.json:
        machine = {"python": platform.python_version(), "processors": len(os.sched_getaffinity(0))}
        options.json.write_text(json.dumps({"machine": machine, "results": results}, indent=1) + "\n")
    large = [result for result in results if result["patterns"] >= LARGE]
    return int(any(result["ratios"][name] > most for result in large for name, most in MUST.items()))


def _measure(patterns: int, source: Path | None, runs: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as temporary:
        root, kept = Path(temporary) / "library", Path(temporary) / "kept"
        libraries.write(root, patterns, source)
        edited = min((root / "docs").iterdir())
        steps: dict[str, Callable[[], float]] = {
            "floor": lambda: _timed(lambda: _floor(root)),
            "check, cold": lambda: _check(
                root, kept, prepare=lambda: shutil.rmtree(kept, ignore_errors=True)
            ),
            "check, warm": lambda: _check(root, kept),
            "check, one edit": lambda: _check(root, kept, prepare=lambda: _edit(edited)),
        }
        times: dict[str, list[float]] = {name: [] for name in steps}
        _floor(root)  # The first reading fills the system's cache.
        for _ in range(runs):
            for name, step in steps.items():
                times[name].append(step())
    best = {name: min(found) for name, found in times.items()}
    ratios = {name: round(seconds / best["floor"], 2) for name, seconds in best.items()}
    return {
        "patterns": patterns,
        "seconds": {name: round(one, 3) for name, one in best.items()},
        "ratios": ratios,
    }


def _floor(root: Path) -> None:
    for path in sorted((root / "docs").iterdir()):
        text = path.read_text(encoding="utf-8")
        end = text.find("\n---", 3)
        if text.startswith("---\n") and end > 0:
            try:
                yaml.load(text[4:end], yaml.CSafeLoader)
            except yaml.YAMLError:
                continue


def _check(root: Path, kept: Path, prepare: Callable[[], object] = lambda: None) -> float:
    """The time of the command as a user runs it, its start included."""
    prepare()
    command = [sys.executable, "-m", "trimtab", "check"]
    environment = {**os.environ, "TRIMTAB_CACHE_DIR": str(kept)}
    options = {"cwd": root, "env": environment, "stdout": subprocess.DEVNULL}
    return _timed(lambda: subprocess.run(command, check=False, **options))


def _edit(path: Path) -> None:
    with path.open("a", encoding="utf-8") as stream:
        stream.write("\nOne sentence more.\n")


def _timed(step: Callable[[], object]) -> float:
    start = time.perf_counter()
    step()
    return time.perf_counter() - start


def _show(result: dict[str, Any]) -> None:
    seconds, ratios = result["seconds"], result["ratios"]
    print(f"{result['patterns']:,} patterns")
    for name, taken in seconds.items():
        most = f"at most {MUST[name]}" if name in MUST and result["patterns"] >= LARGE else ""
        print(f"  {name:16} {taken:8.2f} s {ratios[name]:7.2f} x floor  {most}".rstrip())


if __name__ == "__main__":
    sys.exit(main())
