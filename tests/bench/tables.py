"""A result as tables: as text for a terminal, as Markdown for the guide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bench.contestants import CONTESTANTS, FLOOR, FLOOR_TITLE
from bench.ratios import Ratio, growth, ratios

NONE = "–"
TITLES = {**{one.name: one.title for one in CONTESTANTS}, FLOOR: FLOOR_TITLE}
"""What each contestant is called, in the order of the tables."""
_READER = 2
_COLUMNS = ("cold", "warm", "one edit", "memory", "all processes", "page", "first search")
"""The last `_READER` of them are of what a reader loads."""

Row = tuple[str, ...]


def text(result: Mapping[str, Any]) -> str:
    """Everything, for a terminal."""
    lines = [_about(result), ""]
    for size in result["sizes"]:
        lines += [f"{size['patterns']:,} patterns, {megabytes(size['bytes'])}"]
        lines += [*_aligned([("", *_COLUMNS), *_builds(size)]), *_aligned(_others(size))]
        lines += [*(f"  left out {line}" for line in _left_out(size)), ""]
    lines += _aligned(
        [("ratios by the number of patterns", *_sizes(result), "at most", ""), *_ratios(result)]
    )
    grown = _growth(result)
    if grown:
        lines += [
            "",
            *_aligned([("cold times grow with the number of patterns to the power of", ""), *grown]),
        ]
    return "\n".join(lines) + "\n"


def markdown(result: Mapping[str, Any], chart: str) -> str:
    """The last measurement, for the guide.

    Args:
        result: what was measured.
        chart: the address of the drawing, relative to the page.
    """
    largest = result["sizes"][-1]
    builds: list[Row] = [("", *_COLUMNS), *_builds(largest)]
    must = [row[:-1] for row in _ratios(result) if row[-2] != NONE]
    parts = [
        _about(result),
        f"![{told(result)}]({chart})",
        f"With {largest['patterns']:,} patterns, {megabytes(largest['bytes'])} of Markdown:",
        _table([row[:-_READER] for row in builds]),
        _table([("in the same library", "takes"), *_others(largest)]),
    ]
    if largest["reader"]:
        loads = [(row[0], *row[-_READER:]) for row in builds]
        parts.append(_table([row for row in loads if set(row[1:]) != {NONE}]))
    missing = [f"- {line}" for size in result["sizes"] for line in _left_out(size)]
    if missing:
        parts.append("Left out:\n\n" + "\n".join(missing))
    if must:
        parts.append("Ratios by the number of patterns, and what each may be at most from 3,000 on:")
        parts.append(_table([("", *_sizes(result), "at most"), *must]))
    if len(result["sizes"]) > 1:
        cold = [(TITLES[name], *(_time(size, name, "cold") for size in result["sizes"])) for name in TITLES]
        cold = [row for row in cold if set(row[1:]) != {NONE}]
        grown = dict(_growth(result))
        parts.append("Cold builds by the number of patterns, and the power of it with which they grow:")
        parts.append(
            _table([("", *_sizes(result), "power"), *((*row, grown.get(row[0], NONE)) for row in cold)])
        )
    return "\n\n".join(parts)


def told(result: Mapping[str, Any]) -> str:
    """What the chart shows, in one sentence."""
    largest = result["sizes"][-1]
    times = (f"{TITLES[name]} {_time(largest, name, 'cold')}" for name in TITLES if name in largest["builds"])
    return f"Cold builds of {largest['patterns']:,} patterns take: " + "; ".join(times) + "."


def megabytes(size: float | None) -> str:
    """A size in bytes as kB, MB or GB."""
    if size is None:
        return NONE
    if size >= 1e10:
        return f"{size / 1e9:.0f} GB"
    return (
        f"{size / 1e6:,.0f} MB"
        if size >= 1e7
        else f"{size / 1e6:.1f} MB"
        if size >= 1e6
        else f"{size / 1e3:.0f} kB"
    )


def seconds(time: float | None) -> str:
    """A time in two or three digits."""
    return (
        NONE
        if time is None
        else f"{time:.0f} s"
        if time >= 100
        else f"{time:.1f} s"
        if time >= 1
        else f"{time:.2f} s"
    )


def _about(result: Mapping[str, Any]) -> str:
    machine, versions = result["machine"], result["versions"]
    runs = f"the best of {result['runs']} runs counts" if result["runs"] > 1 else "each was run once"
    packages = ", ".join(f"{name} {version}" for name, version in versions.items())
    return (
        f"Measured on {result['date']} on {machine['system']}, {machine['processor']}, {machine['used']} of "
        f"{machine['processors']} processors, {megabytes(machine['memory'])} of memory, Python {machine['python']}; "
        f"{packages}. The library is {result['library']}; {runs}."
    )


def _time(size: Mapping[str, Any], name: str, step: str) -> str:
    return seconds(size["builds"].get(name, {}).get(step, {}).get("wall"))


def _builds(size: Mapping[str, Any]) -> list[Row]:
    rows = []
    for name in TITLES:
        steps, reader = size["builds"].get(name), size["reader"].get(name, {})
        if steps:
            # What keeps nothing does everything again, whatever has changed.
            rest = [_time(size, name, step) if step in steps else "as cold" for step in ("warm", "edit")]
            rows.append(
                (
                    TITLES[name],
                    _time(size, name, "cold"),
                    *(rest if name != FLOOR else (NONE, NONE)),
                    megabytes(steps["cold"]["memory"]),
                    megabytes(steps["cold"]["tree"]),
                    megabytes(reader.get("page")),
                    megabytes(reader.get("search")),
                )
            )
    return rows


def _others(size: Mapping[str, Any]) -> list[Row]:
    check, served = size["check"], size["served"]
    found = (
        ("while serving: from an edit until its page has it", served.get("page")),
        ("while serving: from an edit until the search has it", served.get("search")),
        ("`trimtab check`, cold", check.get("cold")),
        ("`trimtab check`, nothing changed", check.get("warm")),
        ("`trimtab check`, one edit", check.get("edit")),
        ("floor of a check: read, load front matter", check.get(FLOOR)),
    )
    return [(name, seconds(time)) for name, time in found if time is not None]


def _left_out(size: Mapping[str, Any]) -> list[str]:
    return [
        f"with {size['patterns']:,} patterns: {TITLES[name]}: {reason}"
        for name, reason in size["left_out"].items()
    ]


def _ratios(result: Mapping[str, Any]) -> list[Row]:
    """A row for each ratio: its name, its value in each library, what it may be, and whether it's too much."""
    rows: dict[str, dict[int, Ratio]] = {}
    for one in ratios(result["sizes"]):
        rows.setdefault(one.name, {})[one.patterns] = one
    sizes = [size["patterns"] for size in result["sizes"]]
    return [
        (
            name,
            *(f"{found[size].value:.2f}" if size in found else NONE for size in sizes),
            next((f"{one.most:g}" for one in found.values() if one.most is not None), NONE),
            "" if all(one.holds for one in found.values()) else "too much",
        )
        for name, found in rows.items()
    ]


def _sizes(result: Mapping[str, Any]) -> Row:
    return tuple(f"{size['patterns']:,}" for size in result["sizes"])


def _growth(result: Mapping[str, Any]) -> list[tuple[str, str]]:
    found = ((title, growth(result["sizes"], name)) for name, title in TITLES.items())
    return [(title, f"{power:.2f}") for title, power in found if power is not None]


def _aligned(rows: Sequence[Row]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        f"  {row[0]:{widths[0]}}"
        + "".join(f"  {cell:>{width}}" for cell, width in zip(row[1:], widths[1:], strict=True)).rstrip()
        for row in rows
    ]


def _table(rows: Sequence[Row]) -> str:
    rule = ("---", *("--:" for _ in rows[0][1:]))
    return "\n".join("| " + " | ".join(row) + " |" for row in (rows[0], rule, *rows[1:]))
