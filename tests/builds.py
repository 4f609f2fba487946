"""Whole libraries, built as users build them: with `mkdocs build`, in a process of its own.

A library is built once a session, into a temporary folder; those that a run needs are built side by side.
"""

from __future__ import annotations

import functools
import os
import posixpath
import subprocess
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import pytest

ROOT = Path(__file__).parent.parent
LIBRARIES = ROOT / "tests" / "libraries"
CORPUS = ROOT.parent / "shared" / "corpus"

GOLDEN = ("minimal", "broken", "dialect", "third-party", "hostile")
"""The tiny libraries of `tests/libraries`."""
SAMPLES = {
    "commons-os": """
        fields:
          domain: [ontology.domain, classification.domain]
          vitality: ontology.commons_assessment.vitality
          vitality.reasoning: ontology.commons_assessment.vitality_reasoning
          confidence: [lifecycle.confidence, "callout:Confidence Rating"]
          status: [lifecycle.status, classification.status]
          tags: [ontology.commons_domain, classification.commons_domain]
          authors: contributors
        relations:
          containers: [relationships, "."]
          target: [slug, id, to]
        """,
    "innersource": """
        folders: {1-initial: pattern, 2-structured: pattern}
        fields:
          title: "section:Title"
          summary: "section:Patlet"
          status: {from: folder, map: {1-initial: draft, 2-structured: stable}}
        kinds:
          pattern: {title: Pattern, plural: Patterns, sections: [Problem, Context, Forces, Solution]}
        """,
}
"""Real libraries beside the repository, with the settings that they need."""
VARIANTS = {"third-party-flat": ("third-party", "use_directory_urls: false\n")}
"""Golden libraries once more, with other settings of MkDocs."""
ALL = (*GOLDEN, *VARIANTS, *SAMPLES, "own")
"""Every library."""
SLOW = ("commons-os", "own")
"""Libraries whose builds take more than a moment."""

EPOCH = "1798761600"
"""The first second of 2026, as the date of every build."""


@dataclass(frozen=True)
class Done:
    """A run of `mkdocs build`."""

    code: int
    log: str


def mkdocs(config: Path, site: Path, *arguments: str, env: Mapping[str, str | None] | None = None) -> Done:
    """Run `mkdocs build` with every warning of Python an error.

    Args:
        config: the library's `mkdocs.yml`.
        site: the folder to build into.
        arguments: further ones.
        env: variables to set, or with None to leave out.
    """
    settings = {"SOURCE_DATE_EPOCH": EPOCH, "NO_MKDOCS_2_WARNING": "1", **(env or {})}
    variables = {**os.environ, **settings}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "mkdocs", "build", "-f", config, "-d", site, *arguments],
        cwd=config.parent,
        env={name: value for name, value in variables.items() if value is not None},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Done(done.returncode, done.stdout)


@dataclass(frozen=True)
class Page:
    """A built page, parsed as browsers parse it."""

    path: str
    """POSIX path relative to the site's folder."""
    html: str
    root: Element
    errors: tuple[str, ...]
    """What the parser had to mend."""

    @classmethod
    def read(cls, site: Path, path: str) -> Page:
        """Parse one page of a site."""
        html = (site / path).read_text(encoding="utf-8")
        parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
        root = parser.parse(html)
        lines = html.split("\n")
        errors = (
            f"{line}:{column} {code}: {lines[line - 1][max(0, column - 60) : column + 20]}"
            for (line, column), code, _ in parser.errors
        )
        return cls(path, html, root, tuple(errors))

    @property
    def elements(self) -> Iterator[Element]:
        """All elements, in order."""
        return (element for element in self.root.iter() if isinstance(element.tag, str))

    @functools.cached_property
    def ids(self) -> tuple[str, ...]:
        """All ids, in order."""
        return tuple(element.get("id", "") for element in self.elements if element.get("id"))

    def all(self, selector: str) -> list[Element]:
        """The elements that a selector such as `p.tt-why` or `.tt-card` chooses."""
        return select(self.root, selector)

    def one(self, selector: str) -> Element:
        """The one element that a selector chooses."""
        found = self.all(selector)
        assert len(found) == 1, f"{self.path} has {len(found)} of {selector}"
        return found[0]

    def target(self, href: str) -> str:
        """The path, relative to the site, of the file that an address on this page leads to."""
        given = unquote(urlsplit(href).path)
        path = posixpath.normpath(posixpath.join(posixpath.dirname(self.path), given))
        if given.endswith(("/", ".")):
            path = posixpath.normpath(posixpath.join(path, "index.html"))
        return path if given else self.path


def select(within: Element, selector: str) -> list[Element]:
    """The elements below another that a selector such as `p.tt-why` or `.tt-card` chooses."""
    tag, *classes = selector.split(".")
    return [
        element
        for element in within.iter()
        if isinstance(element.tag, str)
        and tag in ("", element.tag)
        and set(classes) <= set(element.get("class", "").split())
    ]


def words(element: Element) -> str:
    """What an element says, with single blanks."""
    return " ".join("".join(element.itertext()).split())


@dataclass(frozen=True)
class Build:
    """A library and its built site."""

    name: str
    config: Path
    site: Path
    code: int
    log: str

    @functools.cached_property
    def pages(self) -> dict[str, Page]:
        """All pages by their path relative to the site's folder; those of the theme's files are none."""
        paths = sorted(path.relative_to(self.site).as_posix() for path in self.site.rglob("*.html"))
        return {path: Page.read(self.site, path) for path in paths if not path.startswith("pagefind/")}

    @functools.cached_property
    def files(self) -> frozenset[str]:
        """All files, relative to the site's folder."""
        return frozenset(
            path.relative_to(self.site).as_posix() for path in self.site.rglob("*") if path.is_file()
        )

    def page(self, address: str) -> Page:
        """The page at an address that is relative to the site's top."""
        path = (
            address
            if address.endswith(".html")
            else posixpath.normpath(posixpath.join(address, "index.html"))
        )
        return self.pages[path]


class Builds(Mapping[str, Build]):
    """The builds of a session, by the library's name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pool = ThreadPoolExecutor(max_workers=os.cpu_count())
        self._begun: dict[str, Future[Build]] = {}

    def begin(self, names: Iterable[str]) -> None:
        """Build libraries side by side."""
        for name in names:
            if name not in self._begun and available(name):
                self._begun[name] = self._pool.submit(self._build, name)

    def _build(self, name: str) -> Build:
        folder = self._folder / name
        folder.mkdir(parents=True)
        config = config_of(name, folder)
        done = mkdocs(config, folder / "site")
        return Build(name, config, folder / "site", done.code, done.log)

    def __getitem__(self, name: str) -> Build:
        if not available(name):
            pytest.skip(f"the sample {name} is not at {CORPUS}")
        self.begin([name])
        return self._begun[name].result()

    def __iter__(self) -> Iterator[str]:
        return iter(self._begun)

    def __len__(self) -> int:
        return len(self._begun)

    def close(self) -> None:
        """Wait for what was begun."""
        self._pool.shutdown()


def available(name: str) -> bool:
    """Whether a library is on this machine."""
    return name not in SAMPLES or (CORPUS / name).is_dir()


def config_of(name: str, folder: Path) -> Path:
    """The `mkdocs.yml` of a library; one that isn't in the repository is written into `folder`."""
    if name == "own":
        return ROOT / "mkdocs.yml"
    if name in GOLDEN:
        return LIBRARIES / name / "mkdocs.yml"
    if name in VARIANTS:
        base, more = VARIANTS[name]
        return inherit(LIBRARIES / base / "mkdocs.yml", folder, more)
    config = folder / "mkdocs.yml"
    settings = textwrap.indent(textwrap.dedent(SAMPLES[name]), " " * 6)
    config.write_text(
        f"site_name: {name}\ndocs_dir: {CORPUS / name}\ntheme: {{name: material, font: false}}\n"
        f"plugins:\n  - trimtab:{settings}\n",
        encoding="utf-8",
    )
    return config


def inherit(base: Path, folder: Path, more: str, docs: Path | None = None) -> Path:
    """A `mkdocs.yml` in `folder` that takes another's settings and changes some."""
    config = folder / "mkdocs.yml"
    docs = docs or base.parent / "docs"
    config.write_text(f"INHERIT: {base}\ndocs_dir: {docs}\n{more}", encoding="utf-8")
    return config


def snapshot(folder: Path) -> dict[str, bytes]:
    """The bytes of every file below a folder, hidden ones too."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def address(path: str, *, directories: bool = True) -> str:
    """The address, unquoted, of a Markdown file's page relative to the site's top."""
    folder, name = posixpath.split(path.removesuffix(".md"))
    if name in ("index", "README"):
        return posixpath.join(folder, "" if directories else "index.html")
    return posixpath.join(folder, f"{name}/" if directories else f"{name}.html")
