"""The last measurement in the guide: its tables between two marks of the page, its chart beside the page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.chart import svg
from bench.tables import markdown

ROOT = Path(__file__).parents[2]
RESULT = Path(__file__).with_name("result.json")
"""The measurement that the guide shows."""
PAGE = ROOT / "patterns/guide/speed.md"
CHART = PAGE.with_suffix(".svg")
_BEGIN = "<!-- `make bench` writes from here -->"
_END = "<!-- to here -->"


def page(text: str, result: Mapping[str, Any]) -> str:
    """The guide's page with a measurement in place of the one that it shows.

    Raises:
        ValueError: the page lacks one of the marks.
    """
    before, begin, rest = text.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not (begin and end):
        message = f"{PAGE} lacks its marks `{_BEGIN}` and `{_END}`"
        raise ValueError(message)
    return f"{before}{_BEGIN}\n\n{markdown(result, CHART.name)}\n\n{_END}{after}"


def write(found: Path) -> None:
    """Show another measurement: keep it, and write page and chart from it.

    Raises:
        ValueError: the page lacks one of the marks, or the file isn't JSON.
    """
    result = json.loads(found.read_text(encoding="utf-8"))
    text = page(PAGE.read_text(encoding="utf-8"), result)
    RESULT.write_text(as_json(result), encoding="utf-8")
    PAGE.write_text(text, encoding="utf-8")
    CHART.write_text(svg(result), encoding="utf-8")


def as_json(result: Mapping[str, Any]) -> str:
    """A measurement as it's kept."""
    return json.dumps(result, indent=1, ensure_ascii=False) + "\n"
