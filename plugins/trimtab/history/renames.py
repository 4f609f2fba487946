"""Which file became which: from what entries say of themselves, then from their text.

Git could tell, but it sees no file that isn't tracked yet, obeys the user's settings of what a rename is, and runs the
filters that settings name to read the working tree. So the texts, which have been read already, are compared here, by
git's measure: how much of the larger text lies in lines that both have, half of it at least. Lines that many entries
share, such as headings of their form, say nothing about which entry it is and don't count.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from trimtab.core.document import Document
from trimtab.core.library import Library

_LEAST = 0.5
"""The likeness from which two texts are one, as in git: https://git-scm.com/docs/git-diff#Documentation/git-diff.txt--Mltngt"""
_COMMON = 8
"""A line that this many files have, of those that are looked at, is common property."""
_SAMPLE = 200
"""How many of the present files are looked at for such lines."""


def find_renames(before: Library, after: Library) -> dict[str, str]:
    """The new path of each `.md` file of `before` that has another one in `after`.

    What an entry's `redirect_from` says goes first, then an `id` that stayed, then likeness of text.
    """
    gone = {path: document for path, document in before.by_path.items() if path not in after.by_path}
    come = {path: document for path, document in after.by_path.items() if path not in before.by_path}
    found: dict[str, str] = {}
    if gone and come:
        step = max(1, len(after.documents) // _SAMPLE)
        likeness = _likeness(gone, come, after.documents[::step])
        for candidates in (_declared(gone, come), _same_id(gone, come), _same_text(gone, come)):
            _match(found, [(likeness.get(pair, 0.0), *pair) for pair in candidates])
        _match(found, [(score, *pair) for pair, score in likeness.items() if score >= _LEAST])
    return dict(sorted(found.items()))


def _match(found: dict[str, str], candidates: Iterable[tuple[float, str, str]]) -> None:
    """Take the best pairs first; of equals, those whose name or folder stayed."""

    def rank(candidate: tuple[float, str, str]) -> tuple[float, bool, bool, str, str]:
        score, old, new = candidate
        same_folder = old.rpartition("/")[0] == new.rpartition("/")[0]
        return (-score, _name(old) != _name(new), not same_folder, old, new)

    taken = set(found.values())
    for _, old, new in sorted(candidates, key=rank):
        if old not in found and new not in taken:
            found[old] = new
            taken.add(new)


def _declared(gone: dict[str, Document], come: dict[str, Document]) -> Iterator[tuple[str, str]]:
    by_slug = defaultdict(list)
    for old in gone:
        by_slug[_name(old).removesuffix(".md")].append(old)
    for new, document in come.items():
        for slug in document.entry.redirect_from if document.entry else ():
            for old in by_slug.get(slug, ()):
                yield old, new


def _same_id(gone: dict[str, Document], come: dict[str, Document]) -> Iterator[tuple[str, str]]:
    by_id = {document.entry.id: new for new, document in come.items() if document.entry and document.entry.id}
    for old, document in gone.items():
        if document.entry and document.entry.id in by_id:
            yield old, by_id[document.entry.id]


def _same_text(gone: dict[str, Document], come: dict[str, Document]) -> Iterator[tuple[str, str]]:
    by_text = defaultdict(list)
    for new, document in come.items():
        by_text[document.source.text].append(new)
    olds = defaultdict(list)
    for old, document in gone.items():
        olds[document.source.text].append(old)
    for text, paths in olds.items():
        names = {_name(new): new for new in by_text.get(text, ())}
        yield from ((old, names[_name(old)]) for old in paths if _name(old) in names)
        # Pairs by order, not each with each: there may be thousands of empty files.
        yield from zip(sorted(paths), sorted(by_text.get(text, ())), strict=False)


def _likeness(
    gone: dict[str, Document], come: dict[str, Document], others: Iterable[Document]
) -> dict[tuple[str, str], float]:
    """How alike two files are, 0.0 to 1.0, for each pair that has anything in common.

    Only lines of their own are compared, so few files share one and the work grows with the text, not with the pairs.
    """
    holders: Counter[str] = Counter()
    for document in {
        id(document): document for document in (*gone.values(), *come.values(), *others)
    }.values():
        holders.update(set(_lines(document)))

    def own(document: Document) -> Counter[str]:
        return Counter(line for line in _lines(document) if holders[line] < _COMMON)

    old_lines = {path: own(document) for path, document in gone.items()}
    sizes = {path: _size(lines) for path, lines in old_lines.items()}
    olds: dict[str, list[str]] = defaultdict(list)
    for path, lines in old_lines.items():
        for line in lines:
            olds[line].append(path)
    found: dict[tuple[str, str], float] = {}
    for new, document in come.items():
        lines = own(document)
        size = _size(lines)
        shared: dict[str, int] = defaultdict(int)
        for line, count in lines.items():
            for old in olds.get(line, ()):
                shared[old] += min(count, old_lines[old][line]) * len(line)
        for old, common in shared.items():
            found[old, new] = common / max(size, sizes[old])
    return found


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _lines(document: Document) -> list[str]:
    return [stripped for line in document.source.text.split("\n") if (stripped := line.strip())]


def _size(lines: Counter[str]) -> int:
    return sum(len(line) * count for line, count in lines.items())
