"""What strangers write can't run, reach another host, or pass for the site's own frame."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest

from builds import LIBRARIES, Build, Builds, Page, inherit, mkdocs, select, words
from trimtab import Library, load
from trimtab.core.frontmatter import Items, Mapping, Node, Scalar

MARK = "<script>alert(1)</script>"
INLINE = (
    "__md_scope=new URL(",
    "var target=document.getElementById(location.hash.slice(1))",
    '{"annotate":null,"base":',
    '{"base":',
)
"""How Material's own inline scripts begin: the page's scope, an opened target, its settings as data."""
UNSHOWN = {
    "redirect_from",
    "id",
    "levels",
    "number",
    "tier",
    "vitality",
    "confidence",
    "status",
    "template",
    "search",
    "hide",
    "icon",
}
UNSHOWN |= {"subtitle", "comments", "social", "author", "revision_date", "authors", "level"}
"""Keys whose text no page shows: identities, numbers, words from a list, and keys of Material."""
LABELS = ("label1", "data1", "label2", "data2")
ELSEWHERE = {"acts_on", "decision_path"}
"""Keys whose text is shown on other pages than the entry's own."""


@pytest.fixture
def build(builds: Builds) -> Build:
    """The hostile library, built."""
    return builds["hostile"]


def test_it_builds(build: Build) -> None:
    """A hostile library is a library like others: it builds."""
    assert 0 == build.code, build.log


def test_scripts_are_the_site_s_own(build: Build) -> None:
    """Every script is a file of the theme's, one of Material's few inline ones, or data."""
    found = set()
    for page in build.pages.values():
        for script in page.all("script"):
            source = script.get("src")
            if script.get("type") == "application/ld+json":
                # Data: no browser runs it.
                assert "https://schema.org" == json.loads(script.text or "")["@context"]
            elif source is None:
                text = (script.text or "").strip()
                found |= {text[:80]} if not text.startswith(INLINE) else set()
            elif not re.fullmatch(r"(?:\.\./|/|\./)*assets/(?:javascripts|trimtab)/[\w./-]+\.js", source):
                found.add(source)
    assert set() == found


def test_no_handlers(build: Build) -> None:
    """No element has an event handler, a style that loads, or a script for an address."""
    found = {
        f"{page.path} <{element.tag} {name}={value!r}>"
        for page in build.pages.values()
        for element in page.elements
        for name, value in element.attrib.items()
        if str(name).rpartition("}")[2].startswith("on")
        or re.match(
            r"[\x00-\x20]*(?:javascript|vbscript|data):", re.sub(r"[\t\r\n]", "", value), re.IGNORECASE
        )
        or (name == "style" and not re.fullmatch(r"text-align: ?\w+", value))
    }
    assert set() == found


def test_no_foreign_elements(build: Build) -> None:
    """Bodies hold no frames, forms, media, meta, base or link elements, nor anything that HTML doesn't know."""
    banned = {
        "applet", "audio", "base", "button", "dialog", "embed", "foreignObject", "form", "frame", "iframe", "image",
        "link", "marquee", "math", "meta", "object", "picture", "script", "select", "source", "style", "template",
        "textarea", "unknown-element", "use", "video",
    }  # fmt: skip
    for page in build.pages.values():
        for body in page.all(".tt-body"):
            tags = {element.tag.rpartition("}")[2] for element in body.iter() if isinstance(element.tag, str)}
            # Drawings of loops are ours, and have their styles in a file.
            assert set() == tags & banned, page.path


def test_nobody_meant_to_be_called_is_called(build: Build) -> None:
    """The host of the attacks stands in links that readers may follow, and in text, and nowhere else."""
    found = {
        f"{page.path} <{element.tag} {name}={value!r}>"
        for page in build.pages.values()
        for element in page.elements
        for name, value in element.attrib.items()
        if "evil.example" in value and (element.tag, name) not in {("a", "href"), ("span", "title")}
    }
    assert set() == found


def test_no_false_frames(build: Build) -> None:
    """Content has no id or class of the frame's, so that it can't open the search or cover the page."""
    for name in ("html-in-body", "markdown-in-body"):
        page = build.page(name)
        body = page.one(".tt-body")
        ours = {body, *page.one(".tt-after").iter()}
        theirs = [element for element in body.iter() if isinstance(element.tag, str) and element not in ours]
        ids = {element.get("id", "") for element in theirs}
        assert set() == {ident for ident in ids if re.match(r"(?!__tabbed)_|tt-", ident)}
        classes = {word for element in theirs for word in element.get("class", "").split()}
        given = {"tt-remote", "tt-ref", "tt-missing", "tt-planned"}
        assert set() == {word for word in classes if word.startswith(("md-", "tt-"))} - given
    body = build.page("html-in-body").one(".tt-body")
    assert select(body, "div.good-class")
    assert [element for element in body.iter() if element.get("id") == "good-id"]


def texts(node: Node) -> Iterator[str]:
    """Every value in a piece of front matter."""
    if isinstance(node, Scalar):
        yield " ".join(node.text.split())
    elif isinstance(node, Items):
        for item in node.items:
            yield from texts(item)
    elif isinstance(node, Mapping):
        for value in node.values.values():
            yield from texts(value)


def test_every_field_is_tried() -> None:
    """Each field of each kind's model holds markup in the hostile library, or can't hold any."""
    library = Library.read(load(LIBRARIES / "hostile" / "mkdocs.yml"))
    numbers = {"levels", "number", "tier", "confidence", "status", "levels_that_help", "levels_that_worsen"}
    numbers |= {"supporting_levels"}
    computed = {"slug", "kind", "path", "extra"}
    for name in ("pattern", "level", "archetype", "mental-model", "case", "worksheet"):
        entry, *_ = (entry for entry in library.of_kind(name) if entry.slug.startswith("the-"))
        front = library.document_of(entry).front.root.values
        tried = {
            field
            for field, value in front.items()
            if any(MARK in text or "javascript:" in text for text in texts(value))
        }
        assert set() == set(type(entry).model_fields) - tried - numbers - computed, name


@pytest.mark.parametrize(
    "path",
    [
        "the-pattern.md",
        "levels/the-rung.md",
        "archetypes/the-trap.md",
        "mental-models/the-lens.md",
        "cases/the-case.md",
        "worksheets/the-sheet.md",
    ],
)
def test_front_matter_is_shown_as_text(path: str, build: Build) -> None:
    """Each value of the front matter that a page shows, it shows letter for letter, as text."""
    library = Library.read(load(build.config))
    page = build.page(path.removesuffix(".md"))
    shown = words(page.one("article")).replace(" ", "")
    hints = {value for element in page.elements for value in element.attrib.values()}
    document = library.by_path[path]
    for key, value in document.front.root.values.items():
        if (
            key in UNSHOWN | ELSEWHERE
            or "unknown" in key
            or (key == "level_why" and "Level" not in words(page.one(".tt-card")))
        ):
            continue
        for text in texts(value):
            name = text.removeprefix("planned:")
            loop = " -> " in text
            address = text.startswith(("https://", "http://"))
            if (key == "relations" and text == "the-trap") or loop:
                continue
            found = name.replace(" ", "") in shown or (address and text in hints) or text.startswith("the-")
            found = found or (text.startswith("javascript:") and key == "sources")
            assert found, f"{key}: {text}"
    assert "{{ 7*7 }}" in page.html
    assert "{{ config }}" not in words(page.one("title"))


def test_places_of_action_are_shown_as_text(build: Build) -> None:
    """What entries do on an archetype's loops stands on its page letter for letter, with the places that they name."""
    library = Library.read(load(build.config))
    page = build.page("archetypes/the-trap")
    shown = words(page.one("section.tt-pins"))
    acting = [entry for entry in library.entries if entry.acts_on]
    assert 6 == len(acting)
    for entry in acting:
        assert entry.title in shown
        assert [] == [place.how for place in entry.acts_on if place.how not in shown]
    link, loop = acting[0].acts_on
    assert link.link.replace("->", "→") in shown
    assert loop.loop in shown
    assert {"1", "2"} == {words(pin)[-1] for pin in page.all("span.tt-pin")}
    assert ["1", "2"] == ["".join(number.itertext()) for number in page.all(".tt-loop-number")]


def test_decision_paths_are_shown_as_text(build: Build) -> None:
    """The answers that lead to an archetype, and what people say in it, are text on the instrument's page."""
    library = Library.read(load(build.config))
    (trap,) = library.archetype_entries()
    page = build.page("instruments/what-keeps-happening")
    assert list(trap.decision_path) == [words(step) for step in page.all("p.tt-step__text")]
    assert list(trap.symptoms) == [words(symptom) for symptom in page.all("q")]
    assert {trap.title} == {words(title) for title in page.all(".tt-choice__title")}


def test_links_to_take_along_are_text(build: Build) -> None:
    """The link kit's forms are text; the one in HTML, read as HTML, is one link with the title's words."""
    page = build.page("link/the-pattern")
    forms = {code.get("data-tt-form"): code for code in page.all("code") if "data-tt-form" in code.attrib}
    assert 10 == len(forms)
    assert [] == [name for name, code in forms.items() if len(code)]
    read = html5lib.parseFragment(forms["HTML"].text or "", namespaceHTMLElements=False)
    (link,) = read
    assert {"href": "https://hostile.example/p/the-pattern/"} == link.attrib
    assert words(build.page("the-pattern").one("h1")) == words(link)


def described(page: Page) -> list[str]:
    """The texts of a page's head: its title, and what its meta elements say."""
    return [words(page.one("title")), *(meta.get("content", "") for meta in page.all("meta"))]


def test_heads_are_escaped(build: Build) -> None:
    """Title and description of every page are text, however they are written."""
    library = Library.read(load(build.config))
    for document in library.documents:
        page = build.page(document.path.removesuffix(".md"))
        title = " ".join(document.title.split())
        assert f"{title} - Hostile" == words(page.one("title")), document.path
        assert ["head", "body"] == [child.tag for child in page.root if isinstance(child.tag, str)]
        head = page.one("head")
        assert {"meta", "link", "title", "script"} == {
            child.tag for child in head if isinstance(child.tag, str)
        }
        if document.entry is not None and document.entry.summary:
            assert document.entry.summary in described(page)
    ordinary = build.page("guide/ordinary-page")
    assert any(text.startswith("page-description") and MARK in text for text in described(ordinary))


def test_tables_of_contents_are_escaped(build: Build) -> None:
    """Labels and ids that headings give themselves are no way into the table of contents."""
    page = build.page("markdown-in-body")
    listed = select(page.one(".tt-toc"), "a.md-nav__link")
    assert all(set(link.attrib) <= {"href", "class"} for link in listed)
    assert all(re.fullmatch(r"#[\w-]+", link.get("href", "")) for link in listed)
    assert all(link.get("href", "#")[1:] in page.ids for link in listed)


def test_keys_of_the_theme_are_not_obeyed(build: Build, builds: Builds) -> None:
    """`template`, `search`, `hide`, `icon` and their like in an entry change nothing."""
    with_keys, without = build.page("the-pattern"), build.page("constructor")
    assert with_keys.one("article.tt-entry") is not None
    assert not [side for side in with_keys.all("div.md-sidebar") if "hidden" in side.attrib]
    names = [
        # Those of Twitter's cards say what the entry's level and confidence are.
        sorted({meta.get("name", "") for meta in page.all("meta")} - {f"twitter:{one}" for one in LABELS})
        for page in (with_keys, without)
    ]
    assert names[0] == names[1]
    assert "data-pagefind-body" in with_keys.html


def test_no_file_of_the_machine_is_shown(build: Build) -> None:
    """No directive of a body brings another file onto the page, though the library asked for snippets."""
    account = Path("/etc/passwd").read_text(encoding="utf-8").splitlines()[0]
    assert [] == [page.path for page in build.pages.values() if account in page.html]
    assert '--8<-- "/etc/passwd"' in words(build.page("html-in-body").one(".tt-body"))
    assert "The extension pymdownx.snippets is left out" in build.log


def test_templates_are_not_run(build: Build) -> None:
    """Braces of a template language are letters."""
    body = words(build.page("html-in-body").one(".tt-body"))
    assert '{% include "/etc/passwd" %} {{ config }} {!/etc/passwd!} {{ 7*7 }}' in body
    assert [] == [page.path for page in build.pages.values() if re.search(r"\b49\b", words(page.one("body")))]


def test_remote_images_become_links(build: Build) -> None:
    """An image of another host is a link with its words, or within a link its words alone."""
    body = build.page("markdown-in-body").one(".tt-body")
    assert [] == [
        image.get("src") for image in select(body, "img") if not re.fullmatch(r"x|", image.get("src", ""))
    ]
    remote = {link.get("href"): words(link) for link in select(body, "a.tt-remote")}
    assert "remote" == remote["https://evil.example/markdown.png"]
    assert MARK == remote["https://evil.example/alt.png"]
    assert "image on another site" == remote["https://evil.example/html.png"]
    assert ["badge"] == [words(mark) for mark in select(body, "span.tt-remote")]
    nested = [link for link in select(body, "a") if len(select(link, "a")) > 1]
    assert [] == nested


def test_remote_images_can_be_allowed(tmp_path: Path) -> None:
    """With `remote_images` an image of another host is an image; what can run still can't."""
    more = "plugins:\n  - trimtab: {remote_images: true}\n"
    done = mkdocs(inherit(LIBRARIES / "hostile" / "mkdocs.yml", tmp_path, more), tmp_path / "site")
    assert 0 == done.code, done.log
    body = Page.read(tmp_path / "site", "markdown-in-body/index.html").one(".tt-body")
    images = [image for image in select(body, "img") if image.get("src") == "https://evil.example/attr.png"]
    assert [{"src", "alt"}] == [set(image.attrib) for image in images]


def test_long_and_odd_names_of_lists(build: Build) -> None:
    """Domains and tags of any length and any signs have pages of their own, inside the site."""
    tags = {path for path in build.pages if path.startswith("tags/")}
    assert {
        "tags/index.html",
        "tags/index-/index.html",
        "tags/escape/index.html",
        "tags/other/index.html",
    } <= tags
    listed = {words(link) for link in select(build.page("tags").one("ul.tt-index"), "a")}
    assert {"index", "../../escape", "…"} <= listed
    assert all(len(part.encode()) <= 255 for path in build.files for part in path.split("/"))


def test_odd_file_names(tmp_path: Path) -> None:
    """A file may be called anything: its page is built, its name is text everywhere, and links to it arrive."""
    names = [
        '"><img src=x onerror=alert(1)>',
        "a'b",
        "-dash",
        "%2e%2e",
        "x;y&amp;z",
        "ünï—cödé",
        "javascript:alert(1)",
    ]
    docs = tmp_path / "docs"
    docs.mkdir()
    for name in names:
        (docs / f"{name}.md").write_text(
            "---\nsummary: Oddly named.\nlevel: 9\n---\n\n## Context\n\nWords.\n", encoding="utf-8"
        )
    links = "\n".join(f"- [[{name}]]" for name in names)
    (docs / "all.md").write_text(
        f"---\ntitle: All\nsummary: All of them.\n---\n\n{links}\n", encoding="utf-8"
    )
    done = mkdocs(inherit(LIBRARIES / "minimal" / "mkdocs.yml", tmp_path, "", docs), tmp_path / "site")
    assert 0 == done.code, done.log
    for name in names:
        page = Page.read(tmp_path / "site", f"{name}/index.html")
        assert () == page.errors
        assert not [image for image in page.all("img") if image.get("src") == "x"]
    page = Page.read(tmp_path / "site", "all/index.html")
    found = [page.target(link.get("href", "")) for link in select(page.one(".tt-body"), "a.tt-ref")]
    # What stands before a colon is a kind.
    assert [f"{name}/index.html" for name in names if ":" not in name] == found


def test_data_for_scripts_is_data(build: Build) -> None:
    """What the search reads as JSON is JSON, with titles letter for letter."""
    import json

    data = json.loads((build.site / "trimtab" / "search.json").read_text(encoding="utf-8"))
    names = next(level["names"] for level in data["levels"] if level["number"] == 9)
    assert any(MARK in name for name in names)


def test_marks_around_references_are_text(build: Build) -> None:
    """The words of a reference are words, whatever markup they look like."""
    body = build.page("the-pattern").one(".tt-body")
    refs: list[Element] = select(body, "a.tt-ref")
    assert ["<b onmouseover=alert(1)>words</b>", f'">{MARK}'] == [words(ref) for ref in refs]
    assert [MARK] == [words(mark) for mark in select(body, "span.tt-missing")][:1]
    assert [0, 0] == [len(ref) for ref in refs]
    assert escape(MARK, quote=False) in build.page("the-pattern").html
