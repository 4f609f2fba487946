"""Links that never break: a library that is worked on for long, built now and then, and every address it ever had."""

from __future__ import annotations

import posixpath
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import yaml
from click.testing import CliRunner

from builds import Page, mkdocs
from trimtab import Library, Severity, check, load
from trimtab.cli.main import main
from trimtab.core.diagnostics import Diagnostic
from trimtab.core.lock import Record, What, parse
from trimtab.core.model import Status
from trimtab.core.permalinks import published
from trimtab.core.routes import Routes
from trimtab.edit.rename import rename
from trimtab.rules.permanence import CODES

STEPS = 200
BUILDS = 6
CONFIG = """\
site_name: Walk
site_url: https://example.org/walk/
docs_dir: docs
theme: {name: material, font: false}
plugins: [trimtab: {search: false}]
"""
WORDS = [
    "anchor",
    "basin",
    "canal",
    "dune",
    "estuary",
    "fjord",
    "glacier",
    "harbour",
    "island",
    "jetty",
    "kelp",
    "lagoon",
    "marsh",
    "nook",
    "oxbow",
    "pier",
]


@dataclass
class Author:
    """Somebody who works on a library by chance, and keeps what the check asks for."""

    root: Path
    chance: random.Random
    ever: dict[str, set[str]] = field(default_factory=dict)
    """Every address that was published, with the anchors that were on it."""
    refused: dict[str, int] = field(default_factory=dict)
    """How often each rule refused a step."""
    lists: set[str] = field(default_factory=set)
    """Addresses of pages that the site makes, which builds look at."""
    count: int = 0

    @property
    def docs(self) -> Path:
        """The library's folder."""
        return self.root / "docs"

    @property
    def config(self) -> Path:
        """The library's configuration."""
        return self.root / "mkdocs.yml"

    def library(self) -> Library:
        """The library as it lies on disk."""
        return Library.read(load(self.config))

    # Files

    def front(self, path: str) -> dict[str, Any]:
        """A file's front matter."""
        return yaml.safe_load((self.docs / path).read_text().split("---\n")[1]) or {}

    def body(self, path: str) -> str:
        """What stands below it."""
        return (self.docs / path).read_text().split("---\n", 2)[2]

    def write(self, path: str, front: dict[str, Any], body: str) -> None:
        """Write a file."""
        (self.docs / path).parent.mkdir(exist_ok=True)
        text = yaml.safe_dump(front, sort_keys=False, allow_unicode=True, width=1000)
        (self.docs / path).write_text(f"---\n{text}---\n{body}")

    def change(self, path: str, **more: Any) -> None:
        """Change front matter; an empty value goes."""
        front = {**self.front(path), **more}
        self.write(
            path, {key: value for key, value in front.items() if value not in ([], "")}, self.body(path)
        )

    def add(self, path: str, field: str, value: str) -> None:
        """Add to a list of front matter."""
        self.change(path, **{field: [*self.front(path).get(field, []), value]})

    # Chance

    def fresh(self) -> str:
        """A name that nothing has had."""
        self.count += 1
        return f"{self.chance.choice(WORDS)}-{self.chance.choice(WORDS)}-{self.count}"

    def pick(self, *, living: bool = True) -> str:
        """The file of an entry."""
        entries = [one for one in self.library().entries if not living or one.status is not Status.REMOVED]
        return self.chance.choice(entries).path

    def sections(self, number: int = 3) -> str:
        """Some sections with headings of their own."""
        return "".join(f"\n## {self.fresh().title()}\n\nWords.\n" for _ in range(number))

    # The check

    def broken(self) -> list[Diagnostic]:
        """What would break of what was published."""
        return [one for one in check(self.library()).diagnostics if one.code in CODES]

    def mend(self, heirs: dict[str, str] | None = None) -> None:
        """Do what the check asks for; where a file is gone, its heir takes its place, or a tombstone stays."""
        for _ in range(10):
            found = self.broken()
            if not found:
                return
            for one in found:
                self.refused[one.code] = self.refused.get(one.code, 0) + 1
            self.cure(heirs or {})
        pytest.fail(f"what the help says doesn't mend it: {self.broken()[0]}")

    def cure(self, heirs: dict[str, str]) -> None:
        """Do what the help of each finding says."""
        for one in self.broken():
            record = parse(one.source_line)
            if one.code == "TT311":
                (page,) = one.related
                mark = re.search(r'<a id="[^"]*"></a>', one.help)
                assert mark
                if mark[0] not in self.body(page.path):
                    self.write(page.path, self.front(page.path), f"\n{mark[0]}\n{self.body(page.path)}")
                continue
            assert "TT310" == one.code
            if "both claim it" in one.message:
                first = re.search("had it first, `([^`]+)`", one.help)
                claimants = set(re.findall(r"`([^`]+\.md)`", one.message))
                name = posixpath.basename(unquote(record.name).rstrip("/"))
                for path in claimants - {first[1] if first else ""}:
                    earlier = [each for each in self.front(path).get("redirect_from", []) if each != name]
                    ident = self.front(path).get("id", "")
                    self.change(path, redirect_from=earlier, id="" if ident == name else ident)
                return  # That may have mended others.
            told = re.search(r"`([^`]+)` to (?:its )?`redirect_from`(?: (?:of|in) `([^`]+)`)?", one.help)
            kept = re.search("it led to `([^`]+)`", one.message)
            target = kept[1] if kept else record.file
            while not (self.docs / target).exists() and target in heirs:
                target = heirs[target]
            if kept:
                earlier = told[1] if told else ""
            elif (self.docs / target).exists():
                earlier = earlier_of(record, target)
            elif told and told[2] and posixpath.basename(told[1]) in self.names(told[2]):
                earlier, target = told[1], told[2]
            else:
                assert f"restore `{target}` with `status: removed`" in one.help
                self.write(
                    target, {"title": self.fresh().title(), "summary": "Gone.", "status": "removed"}, ""
                )
                return  # That may have mended others.
            if not earlier:
                identity = re.match(r"Write `id: ([^`]+)` in `([^`]+)`", one.help)
                assert identity
                self.change(identity[2], id=identity[1])
            elif earlier not in self.front(target).get("redirect_from", []):
                self.add(target, "redirect_from", earlier)

    def names(self, path: str) -> set[str]:
        """The slugs that an entry has and had."""
        earlier = self.front(path).get("redirect_from", [])
        return {posixpath.basename(one) for one in (path.removesuffix(".md"), *earlier)}

    def settle(self) -> None:
        """Record what is new, and look at everything that was ever published."""
        result = CliRunner().invoke(
            main, ["permalinks", "--update", "-f", str(self.config)], catch_exceptions=False
        )
        assert 0 == result.exit_code, result.output
        library = self.library()
        errors = [one for one in check(library).diagnostics if one.severity is Severity.ERROR]
        assert [] == [(one.code, one.path, one.message) for one in errors]
        routes = Routes(library)
        for record in published(routes):
            url = routes.permanent(record.name) if record.what is What.ID else record.name
            self.ever.setdefault(url, set())
            if record.what is What.ANCHOR:
                self.ever[url].add(record.anchor)
        for url, anchors in self.ever.items():
            page = routes.reach(url)
            if page is None:
                assert url in self.lists, url
            elif page.entry is None or page.entry.status is not Status.REMOVED:
                assert anchors <= page.anchors, url

    def build(self, number: int) -> None:
        """Build the site, and follow every address that it ever had, hop by hop, as a browser without script does."""
        site = self.root / f"site-{number}"
        done = mkdocs(self.config, site, "-q")
        assert 0 == done.code, done.log
        pages = {
            path.relative_to(site).as_posix(): Page.read(site, path.relative_to(site).as_posix())
            for path in site.rglob("*.html")
        }
        for url, anchors in sorted(self.ever.items()):
            page = follow(pages, url)
            if not any("tt-banner--removed" in (one.get("class") or "") for one in page.all("p.tt-banner")):
                assert anchors <= set(page.ids), url
        for path, page in pages.items():
            if path != "404.html":
                url = path.removesuffix("index.html") or "./"
                headings = [element.get("id", "") for element in page.elements if element.tag in ("h2", "h3")]
                shown = {ident for ident in headings if ident and not ident.startswith(("tt-", "__"))}
                assert url in self.lists or shown <= self.ever.get(url, shown), path
                if url not in self.ever:
                    self.ever[url] = set()
                    self.lists.add(url)


def earlier_of(record: Record, target: str) -> str:
    """How a page says in `redirect_from` what it had, or has from another."""
    if record.what is What.ID:
        return record.name
    folder, slug = posixpath.split(unquote(record.name).rstrip("/"))
    if folder == posixpath.dirname(target):
        return slug
    return f"{folder}/{slug}"


def follow(pages: dict[str, Page], url: str) -> Page:
    """The page that an address leads to in the end."""
    path = posixpath.normpath(unquote(url) + "index.html") if url.endswith("/") else url
    for _ in range(3):
        assert path in pages, f"{url} is a 404: {path}"
        page = pages[path]
        links = [one for one in page.all("a") if "data-tt-redirect" in one.attrib]
        if not links:
            return page
        (refresh,) = [one for one in page.all("meta") if one.get("http-equiv") == "refresh"]
        href = links[0].get("href", "")
        assert f"0; url={href}" == refresh.get("content")
        path = page.target(href)
    raise AssertionError(f"{url} leads on and on")


# Steps


def new(author: Author) -> None:
    """A new entry."""
    slug = author.fresh()
    front: dict[str, Any] = {"title": slug.replace("-", " ").title(), "summary": f"About {slug[::-1]}."}
    if author.chance.random() < 0.3:
        front["id"] = f"n-{author.count}"
    if author.chance.random() < 0.5:
        front["domain"] = author.chance.choice(WORDS)
    author.write(f"{slug}.md", front, author.sections())


def renamed(author: Author) -> None:
    """Another slug, by the command."""
    made = rename(author.library(), load(author.config), author.pick(), author.fresh())
    made.transaction.write()
    assert [] == author.broken()


def retitled(author: Author) -> None:
    """Another title, by the command."""
    path = author.pick()
    slug = posixpath.basename(path).removesuffix(".md")
    title = author.fresh().title()
    rename(author.library(), load(author.config), path, slug, title=title).transaction.write()
    assert [] == author.broken()


def deleted(author: Author) -> None:
    """A file goes; the check insists on a tombstone."""
    (author.docs / author.pick()).unlink()
    assert author.broken()


def renamed_by_hand(author: Author) -> None:
    """A file gets another name without a word; the check insists that the old one leads on."""
    path = author.pick()
    other = posixpath.join(posixpath.dirname(path), f"{author.fresh()}.md")
    (author.docs / path).rename(author.docs / other)
    assert author.broken()
    author.mend({path: other})


def moved(author: Author) -> None:
    """A file goes to another folder, or comes back."""
    path = author.pick()
    other = posixpath.basename(path) if "/" in path else f"cases/{path}"
    (author.docs / "cases").mkdir(exist_ok=True)
    (author.docs / path).rename(author.docs / other)
    author.change(
        other, redirect_from=[one for one in author.front(other).get("redirect_from", []) if "/" not in one]
    )
    assert author.broken()
    author.mend({path: other})


def merged(author: Author) -> None:
    """Two entries become one."""
    gone, heir = author.pick(), author.pick()
    if gone != heir:
        (author.docs / gone).unlink()
        assert author.broken()
        author.mend({gone: heir})


def buried(author: Author) -> None:
    """An entry is marked as removed and loses its text and its names."""
    path, heir = author.pick(), author.pick()
    front = author.front(path)
    front |= {"status": "removed", "superseded_by": posixpath.basename(heir).removesuffix(".md")}
    if heir == path:
        del front["superseded_by"]
    author.write(
        path, {key: value for key, value in front.items() if key not in ("aliases", "redirect_from")}, ""
    )


def named(author: Author) -> None:
    """One more alias."""
    author.add(author.pick(), "aliases", author.fresh().title())


def unnamed(author: Author) -> None:
    """An entry loses its aliases."""
    author.change(author.pick(), aliases=[])


def split(author: Author) -> None:
    """A section becomes an entry of its own."""
    path = author.pick()
    parts = re.split(r"(?=\n## )", author.body(path))
    if len(parts) > 1:
        slug = author.fresh()
        author.write(f"{slug}.md", {"title": slug.title(), "summary": f"Of {slug[::-1]}."}, parts.pop())
        author.write(path, author.front(path), "".join(parts))
        assert author.broken()


def headed(author: Author) -> None:
    """A heading says it in other words; the check insists on its old anchor."""
    path = author.pick()
    body = author.body(path)
    heading = re.search(r"\n## ([^\n{]+)\n", body)
    if heading:
        other = f"\n## {author.fresh().title()}"
        author.write(path, author.front(path), body.replace(heading[0], f"{other}\n"))
        found = author.broken()[0]
        mark = re.search(r"\{ #[\w-]+ \}", found.help)
        assert mark
        author.write(path, author.front(path), body.replace(heading[0], f"{other} {mark[0]}\n"))
        author.refused["TT311"] = author.refused.get("TT311", 0) + 1
        assert [] == author.broken()


def identified(author: Author) -> None:
    """An entry gets an id, or another."""
    author.change(author.pick(), id=f"n-{author.fresh()}")


def squatted(author: Author) -> None:
    """A new entry takes the address that another had: the check refuses it, and it goes again."""
    earlier = [
        (one.path, slug) for one in author.library().entries for slug in one.redirect_from if "/" not in slug
    ]
    if earlier:
        path, slug = author.chance.choice(earlier)
        squat = posixpath.join(posixpath.dirname(path), f"{slug}.md")
        author.write(squat, {"title": slug.title(), "summary": f"Squats on {slug}."}, "")
        errors = [one.code for one in check(author.library()).diagnostics if one.severity is Severity.ERROR]
        assert "TT410" in errors or "TT401" in errors
        (author.docs / squat).unlink()


def stolen(author: Author) -> None:
    """An entry takes the id of another: the check refuses it, and gives it back."""
    one, other = author.pick(), author.pick()
    mine, theirs = author.front(one), author.front(other)
    if one != other and "id" in theirs:
        author.change(one, id=theirs["id"])
        author.change(other, id=f"n-{author.fresh()}")
        codes = {found.code for found in author.broken()}
        assert "TT312" in codes
        author.refused["TT312"] = author.refused.get("TT312", 0) + 1
        author.change(one, id=mine.get("id", ""))
        author.change(other, id=theirs["id"])


def filed(author: Author) -> None:
    """Another domain, so that lists come and go."""
    author.change(author.pick(), domain=author.chance.choice(["", *WORDS]))


def paged(author: Author) -> None:
    """An ordinary page gets another name."""
    page = next(iter(sorted((author.docs / "guide").glob("*.md"))))
    other = f"guide/{author.fresh()}.md"
    page.rename(author.docs / other)
    assert author.broken()
    author.mend({f"guide/{page.name}": other})


ACTIONS: tuple[Callable[[Author], None], ...] = (
    *(new, new, renamed, retitled, deleted, renamed_by_hand, moved, merged, buried),
    *(named, named, unnamed, split, headed, identified, squatted, stolen, filed, paged),
)


@pytest.fixture
def author(tmp_path: Path) -> Author:
    """An author of a library of a few entries."""
    made = Author(tmp_path, random.Random(20260301))
    (tmp_path / "docs").mkdir()
    made.config.write_text(CONFIG)
    made.write("guide/how.md", {"title": "How"}, made.sections())
    for _ in range(8):
        new(made)
    made.settle()
    return made


def test_nothing_that_was_published_ever_breaks(author: Author) -> None:
    """Through hundreds of changes every address that the site ever had leads to a page, with its headings."""
    author.build(0)
    done: dict[str, int] = {}
    for step in range(1, STEPS + 1):
        if len(author.library().current) < 4:
            new(author)
        action = author.chance.choice(ACTIONS)
        action(author)
        author.mend()
        author.settle()
        done[action.__name__] = done.get(action.__name__, 0) + 1
        if step % (STEPS // BUILDS) == 0:
            author.build(step)
    author.build(STEPS + 1)

    assert {action.__name__ for action in ACTIONS} == set(done)
    assert {"TT310", "TT311", "TT312"} <= set(author.refused)
    assert 300 < sum(1 + len(anchors) for anchors in author.ever.values())
