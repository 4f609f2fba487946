"""Long lists in parts: each a page of its own, that leads to the one before, the one after and some others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from trimtab.site.views import Group, Item, Value

if TYPE_CHECKING:
    from trimtab.site.listings import GeneratedPage

PAGE = 100
"""How many entries a page lists."""
NAMES = 400
"""How many names a page lists."""
_AROUND = 2
"""How many parts before and after it a part leads to, beside the first, the last and each tenth of the way."""

_Part = TypeVar("_Part")


@dataclass(frozen=True, slots=True)
class Pager:
    """Where a page stands among the parts of a list."""

    number: int
    total: int
    """How many parts there are."""
    first: str
    """The address of the first part."""
    pages: tuple[Value, ...]
    """Parts by number, each with the first name in it as note; the page's own has no address."""
    previous: str
    """The address of the part before; empty for the first."""
    next: str
    """The address of the part after; empty for the last."""


def part(path: str, number: int) -> str:
    """The file of a part of a list, by that of the whole, which is the first part's too."""
    if number == 1:
        return path
    return f"{path.removesuffix('.md').removesuffix('/index')}/page/{number}.md"


def spread(
    page: GeneratedPage, views: Sequence[object], firsts: Sequence[str], url: Callable[[str], str]
) -> tuple[GeneratedPage, ...]:
    """The pages of a list in parts.

    Args:
        page: that of the whole list.
        views: what each part shows: dataclasses with the fields `pager` and `up`.
        firsts: the first name in each part.
        url: gives the address of a file's page.
    """
    made = []
    for number, (view, pager) in enumerate(zip(views, _pagers(page.path, firsts, url), strict=True), 1):
        if number == 1:
            made.append(replace(page, view=replace(view, pager=pager)))  # type: ignore[type-var]
        else:
            whole = Value(page.title, url(page.path))
            title = f"{page.title}, page {number} of {len(views)}"
            made.append(
                replace(
                    page,
                    path=part(page.path, number),
                    title=title,
                    view=replace(view, pager=pager, up=whole),  # type: ignore[type-var]
                    description="",
                    in_nav=False,
                    first=False,
                )
            )
    return tuple(made)


def _pagers(path: str, firsts: Sequence[str], url: Callable[[str], str]) -> Iterator[Pager | None]:
    total = len(firsts)
    if total < 2:
        yield None
        return
    urls = [url(part(path, number)) for number in range(1, total + 1)]
    steps = {1, total, *(max(1, round(total * tenth / 10)) for tenth in range(1, 10))}
    for number in range(1, total + 1):
        near = range(max(1, number - _AROUND), min(total, number + _AROUND) + 1)
        yield Pager(
            number,
            total,
            urls[0],
            tuple(
                Value(str(one), "" if one == number else urls[one - 1], firsts[one - 1])
                for one in sorted(steps.union(near))
            ),
            urls[number - 2] if number > 1 else "",
            urls[number] if number < total else "",
        )


def chunks(parts: Sequence[_Part], size: int) -> list[Sequence[_Part]]:
    """A sequence in parts of a size; one empty part where there is nothing."""
    return [parts[at : at + size] for at in range(0, len(parts), size)] or [parts]


def grouped(groups: Iterable[Group], size: int) -> list[tuple[Group, ...]]:
    """Groups in parts with so many items each; what doesn't fit goes on under its heading in the next part."""
    flat = [(at, group, item) for at, group in enumerate(groups) for item in group.items]
    made = []
    for chunk in chunks(flat, size):
        kept: dict[int, tuple[Group, list[Item]]] = {}
        for at, group, item in chunk:
            kept.setdefault(at, (group, []))[1].append(item)
        made.append(tuple(replace(group, items=tuple(items)) for group, items in kept.values()))
    return made
