"""What pages show that isn't their own: a build that has a past comes out as one that has none.

Overrides, themes and hooks may show anything. Each library here has such a one; after an edit, what a build that uses
what was kept gives is compared with what a build without a past gives.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import material
import pytest
from jinja2 import Environment
from mkdocs.theme import Theme

from builds import mkdocs, snapshot
from trimtab.engine.assets import THEME
from trimtab.engine.rendering.folders import shows_more

CONFIG = """
site_name: Bench
site_url: https://bench.example/
theme: {name: material, custom_dir: overrides}
nav: [about.md, zed.md]
plugins: [trimtab]
"""
ENTRY = """---
title: Pattern {number}
summary: One of a few.
---

## Problem

There is a problem {number}.

## Solution

Therefore do.
"""


class Site:
    """A library that is built again and again.

    Args:
        root: its folder.
        more: folders from which Python imports before others.
    """

    def __init__(self, root: Path, more: Path) -> None:
        self.root = root
        self.more = more

    def write(self, path: str, text: str) -> None:
        """Write a file."""
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")

    def main(self, text: str) -> None:
        """Override the template of every page, at its top."""
        self.write(
            "overrides/main.html",
            f'{{% extends "base.html" %}}{{% block announce %}}{{% if page %}}{text}{{% endif %}}{{% endblock %}}',
        )

    def add(self, lines: str) -> None:
        """Add to the settings."""
        self.write("mkdocs.yml", (self.root / "mkdocs.yml").read_text(encoding="utf-8") + lines)

    def built(self, *, kept: str = "kept", site: str = "site") -> tuple[dict[str, bytes], str]:
        """The site's files and what was logged."""
        places = filter(None, [str(self.more), os.environ.get("PYTHONPATH")])
        done = mkdocs(
            self.root / "mkdocs.yml",
            self.root / site,
            env={"TRIMTAB_CACHE_DIR": str(self.root / kept), "PYTHONPATH": os.pathsep.join(places)},
        )
        assert 0 == done.code, done.log
        return snapshot(self.root / site), done.log

    def clean(self) -> dict[str, bytes]:
        """The site of a build without a past."""
        shutil.rmtree(self.root / "nothing", ignore_errors=True)
        return self.built(kept="nothing", site="clean")[0]

    def stale(self) -> list[str]:
        """The files in which a build with a past differs from one without."""
        warm, clean = self.built()[0], self.clean()
        return sorted(path for path in warm.keys() | clean.keys() if warm.get(path) != clean.get(path))


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A small library with two ordinary pages, neighbours of each other."""
    one = Site(tmp_path / "library", tmp_path / "packages")
    one.write("mkdocs.yml", CONFIG)
    one.write("docs/about.md", "# About\n\nAll of it.\n")
    one.write("docs/zed.md", "# Zed\n\nThe last.\n")
    for number in range(6):
        one.write(f"docs/pattern-{number}.md", ENTRY.format(number=number))
    (one.root / "overrides").mkdir()
    return one


MORE = [
    "{{ page.next_page.content }}",
    "{% if page.next_page %}{{ page.next_page['content'] }}{% endif %}",
    "{% for p in nav.pages %}{{ p.content | length }}{% endfor %}",
    "{% for p in nav.pages %}{{ p['toc'] | length }}{% endfor %}",
    "{% set p = page.next_page %}{{ p.toc }}",
    "{% set page = page.next_page %}{{ page.content }}",
    "{% for page in nav.pages %}{% include 'partials/content.html' %}{% endfor %}",
    "{% macro show(page) %}{{ page.content }}{% endmacro %}{{ show(nav.homepage) }}",
    "{{ nav.pages | map(attribute='update_date') | join }}",
    "{{ nav.pages | map(attribute='file.src_uri') | join }}",
    "{{ page.previous_page | attr('edit_url') }}",
    "{{ page.previous_page | attr(name) }}",
    "{{ page.parent.children[0].canonical_url }}",
    "{{ nav.homepage.abs_url }}",
    "{{ page.markdown }}",
    "{{ page.file.content_string }}",
    "{{ pages | length }}",
    "{% for each in pages %}{{ loop.index }}{% endfor %}",
    "{{ build_date_utc }}",
    "{% if build_date_utc.year == 2026 %}Now{% endif %}",
]
"""Templates that show what is nowhere looked at: other pages, or the time."""
NO_MORE = [
    "{{ page.content }} {{ page.toc }} {{ page.update_date }} {{ page.edit_url }} {{ page.file.src_uri }}",
    "{{ page.next_page.title }} {{ page.next_page.url }} {{ page.next_page.meta.content }}",
    "{% for item in nav.items %}{{ item.title }}{{ item.children }}{% endfor %}",
    "{{ config.mdx_configs.toc.title }} {{ page.meta.links }} {{ lang.t('toc') }}",
    "{% if 'toc' not in page.meta.hide %}content{% endif %} pages build_date_utc",
    "{{ page.ancestors | map(attribute='title') | join }} {{ page.meta.tags | join(', ') }}",
    "{% not a template",
]
"""Templates that show the page, the names of its neighbours, and the navigation."""


def shown(root: Path, template: str) -> str:
    """The template of a folder that shows more, where one has this text."""
    root.mkdir(exist_ok=True)
    (root / "one.html").write_text(template, encoding="utf-8")
    theme = Theme("material", custom_dir=str(root))
    return shows_more(Environment(autoescape=False), theme)  # noqa: S701 - nothing is rendered


@pytest.mark.parametrize("template", MORE)
def test_templates_that_show_more(template: str, tmp_path: Path) -> None:
    """A template that shows other pages, or the time, is found."""
    assert "one.html" == shown(tmp_path / "overrides", template)


@pytest.mark.parametrize("template", NO_MORE)
def test_templates_that_show_no_more(template: str, tmp_path: Path) -> None:
    """A template that shows a page and where it stands is no reason to lay all pages out."""
    assert "" == shown(tmp_path / "overrides", template)


@pytest.mark.parametrize("theme", [THEME, Path(material.__file__).parent / "templates"])
def test_copies_of_known_templates_show_no_more(theme: Path, tmp_path: Path) -> None:
    """Who has changed a word in one of our templates, or in one of Material's, has pages kept all the same."""
    found = [
        path.relative_to(theme).as_posix()
        for path in sorted(theme.rglob("*.html"))
        if shown(tmp_path / "overrides", path.read_text(encoding="utf-8"))
    ]
    blog = ["fragments/tags/default/listing.html", "partials/post.html"]
    assert found in (blog, ["trimtab/linkkit.html"])


def edit_zed(site: Site) -> None:
    """Add to the text of a page."""
    site.write("docs/zed.md", "# Zed\n\nNot quite the last.\n\n## And a part\n")


def next_content(site: Site) -> None:
    """Show what stands on the next page."""
    site.main("{% if page.next_page %}{{ page.next_page.content }}{% endif %}")


def all_contents(site: Site) -> None:
    """Show how long each page is."""
    site.main("{% for p in nav.pages %}{{ p.content | length }},{% endfor %}")


def another_theme(site: Site) -> None:
    """Have another theme on top of Material, which shows all pages."""
    theme = site.more / "mytheme"
    (theme / "partials").mkdir(parents=True)
    (theme / "__init__.py").touch()
    (theme / "mkdocs_theme.yml").write_text("extends: material\n", encoding="utf-8")
    (theme / "partials" / "copyright.html").write_text(
        "<p>{% for one in pages %}{{ one.page.content | length }},{% endfor %}</p>", encoding="utf-8"
    )
    (site.more / "mytheme-1.dist-info").mkdir()
    for name, text in (
        ("METADATA", "Metadata-Version: 2.1\nName: mytheme\nVersion: 1\n"),
        ("entry_points.txt", "[mkdocs.themes]\nmytheme = mytheme\n"),
    ):
        (site.more / "mytheme-1.dist-info" / name).write_text(text, encoding="utf-8")
    site.write("mkdocs.yml", CONFIG.replace("name: material", "name: mytheme"))


def a_file_of_a_theme(site: Site) -> None:
    """Have another theme whose templates take in a file that isn't one."""
    another_theme(site)
    note(site, "One note")
    (site.more / "mytheme" / "partials" / "copyright.html").write_text(
        '<p>{% include "note.md" %}</p>', encoding="utf-8"
    )


def note(site: Site, text: str = "Another note") -> None:
    """Change what a theme takes in."""
    (site.more / "mytheme" / "note.md").write_text(text, encoding="utf-8")


def a_folder_of_a_hook(site: Site) -> None:
    """Have a hook put a folder before all templates."""
    site.write("shared/foot.md", "One foot")
    site.write(
        "hook.py",
        "def on_config(config):\n    config.theme.dirs.insert(0, config.docs_dir + '/../shared')\n",
    )
    site.main('{% include "foot.md" %}')
    site.add("hooks: [hook.py]\n")


def foot(site: Site) -> None:
    """Change what is in that folder."""
    site.write("shared/foot.md", "Another foot")


READS = "from pathlib import Path\n\ndef who():\n    return Path('who.txt').read_text()\n\n"
"""What a hook begins with that knows something which nobody else knows."""


def put_on_pages(site: Site) -> None:
    """Have a hook put something on each page."""
    site.write("who.txt", "Ann")
    site.write(
        "hook.py", READS + "def on_page_content(html, page, config, files):\n    page.by = {'who': [who()]}\n"
    )
    site.main("By {{ page.by.who[0] }}")
    site.add("hooks: [hook.py]\n")


def put_on_a_page(site: Site) -> None:
    """Have a hook put an object of its own on one page."""
    site.write("who.txt", "Ann")
    site.write(
        "hook.py",
        READS + "class By:\n    def __str__(self):\n        return who()\n\n"
        "def on_page_content(html, page, config, files):\n"
        "    if page.file.src_uri == 'pattern-1.md':\n        page.by = By()\n",
    )
    site.main("By {{ page.by }}")
    site.add("hooks: [hook.py]\n")


def put_on_a_neighbour(site: Site) -> None:
    """Have a hook put something on a page of the navigation, which others show."""
    site.write("who.txt", "Ann")
    site.write(
        "hook.py",
        READS + "def on_page_content(html, page, config, files):\n"
        "    if page.file.src_uri == 'zed.md':\n        page.by = who()\n",
    )
    site.main("By {{ nav.pages[-1].by }}")
    site.add("hooks: [hook.py]\n")


def called_as_we_are(site: Site) -> None:
    """Have a hook in a place that is called as this package is."""
    site.write("who.txt", "Ann")
    site.write(
        "trimtab.hooks/who.py",
        READS
        + "def on_page_context(context, page, config, nav):\n    context['who'] = who()\n    return context\n",
    )
    site.main("By {{ who }}")
    site.add("hooks: [trimtab.hooks/who.py]\n")


def who(site: Site) -> None:
    """Change what that hook knows."""
    site.write("who.txt", "Bob")


CASES: list[tuple[Callable[[Site], None], Callable[[Site], None]]] = [
    (next_content, edit_zed),
    (all_contents, edit_zed),
    (another_theme, edit_zed),
    (a_file_of_a_theme, note),
    (a_folder_of_a_hook, foot),
    (put_on_pages, who),
    (put_on_a_page, who),
    (put_on_a_neighbour, who),
    (called_as_we_are, who),
]


@pytest.mark.parametrize(("prepare", "change"), CASES, ids=lambda case: case.__name__)
def test_nothing_is_stale(
    prepare: Callable[[Site], None], change: Callable[[Site], None], site: Site
) -> None:
    """Whatever templates and hooks show, a change of it shows in the next build."""
    prepare(site)
    before, _ = site.built()
    assert before == site.built()[0]
    change(site)
    assert before != site.clean()
    assert [] == site.stale()


SWAPS = """
from pathlib import Path

def on_nav(nav, config, files):
    flag, file = (Path(__file__).parent / name for name in ("swap", "docs/pattern-1.md"))
    if flag.exists():
        flag.unlink()
        file.write_text(file.read_text().replace("The second text.", "A third text that is longer."))
"""
"""A hook that edits a file after it has been read, as somebody may while a build is under way."""


def test_a_file_that_changes_while_it_is_built(site: Site) -> None:
    """A file that was changed after it was read, and then changed back, leaves nothing of what it was in between."""
    site.write("hook.py", SWAPS)
    site.add("hooks: [hook.py]\n")
    site.built()
    text = ENTRY.format(number=1).replace("Therefore do.", "The second text.")
    site.write("docs/pattern-1.md", text)
    site.write("swap", "")
    _, log = site.built()
    assert 1 == log.count("pattern-1.md has changed while the site was being built")
    assert "A third text" in (site.root / "docs/pattern-1.md").read_text(encoding="utf-8")
    site.write("docs/pattern-1.md", text)
    assert [] == site.stale()
