"""Other documentation links in by the inventory: real projects of Sphinx and MkDocs, built without a network."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from builds import Builds, Page, mkdocs, words

TOP = "https://minimal.example/lib/"
"""Where the library's site is said to be."""
EXPECTED = {
    "weekly-review/": "Weekly Review",
    "decision-log/": "the log",
    "weekly-review/#solution": "Solution",
    "archetypes/drifting-goals/": "Drifting Goals",
}
"""The addresses in the library that the projects link to, with the words that they show."""


@pytest.fixture(scope="module")
def inventory(builds: Builds) -> Path:
    """The inventory of the minimal library."""
    return builds["minimal"].site / "objects.inv"


def linked(page: Page) -> dict[str, str]:
    """What a page links to in the library."""
    found: list[Element] = [link for link in page.all("a") if link.get("href", "").startswith(TOP)]
    return {link.get("href", "").removeprefix(TOP): words(link) for link in found}


SPHINX = """\
project = "Other"
extensions = ["sphinx.ext.intersphinx", "myst_parser"]
intersphinx_mapping = {{"lib": ("{top}", r"{inventory}")}}
html_theme = "basic"
"""
RST = """\
Other
=====

See :ref:`weekly-review`, :ref:`the log <decision-log>`, :ref:`weekly-review:solution`
and :external+lib:ref:`drifting-goals`.

.. toctree::

   more
"""
MYST = """\
# More

See {ref}`weekly-review`, [the log](inv:lib#decision-log), {ref}`weekly-review:solution`
and {external+lib:ref}`drifting-goals`.
"""


def sphinx(folder: Path, inventory: Path) -> subprocess.CompletedProcess[str]:
    """Build a project of Sphinx in which any warning is an error."""
    (folder / "conf.py").write_text(SPHINX.format(top=TOP, inventory=inventory), encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-m", "sphinx", "-n", "-W", "-q", "-b", "html", folder, folder / "site"],
        env={**os.environ, "PYTHONWARNINGS": ""},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", ["index", "more"])
def test_sphinx(name: str, inventory: Path, tmp_path: Path) -> None:
    """Sphinx links entries by slug and headings by `slug:heading`, in its own markup and in MyST, with their words."""
    (tmp_path / "index.rst").write_text(RST, encoding="utf-8")
    (tmp_path / "more.md").write_text(MYST, encoding="utf-8")
    done = sphinx(tmp_path, inventory)
    assert (0, "") == (done.returncode, done.stderr)

    assert EXPECTED == linked(Page.read(tmp_path / "site", f"{name}.html"))


def test_sphinx_tells_of_a_name_that_is_not_there(inventory: Path, tmp_path: Path) -> None:
    """A name that the library doesn't have is a warning of Sphinx: a link that would break is seen at once."""
    (tmp_path / "index.rst").write_text("Other\n=====\n\n:ref:`weekly-revue`\n", encoding="utf-8")
    done = sphinx(tmp_path, inventory)

    assert 0 != done.returncode
    assert "undefined label: 'weekly-revue'" in done.stderr


MKDOCS = """\
site_name: Other
theme: {{name: mkdocs}}
plugins:
  - autorefs
  - mkdocstrings:
      handlers:
        python:
          inventories:
            - url: {inventory}
              base_url: {top}
              domains: [std]
"""
MARKDOWN = """\
# Other

See [Weekly Review][], [the log][decision-log], [Solution][weekly-review:solution]
and [Drifting Goals][drifting-goals].
"""


def test_mkdocs(inventory: Path, tmp_path: Path) -> None:
    """MkDocs with mkdocstrings links entries by slug or name and headings by `slug:heading`, strictly."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text(MARKDOWN, encoding="utf-8")
    config = tmp_path / "mkdocs.yml"
    config.write_text(MKDOCS.format(top=TOP, inventory=inventory.as_uri()), encoding="utf-8")
    done = mkdocs(config, tmp_path / "site", "--strict")
    assert 0 == done.code, done.log

    assert EXPECTED == linked(Page.read(tmp_path / "site", "index.html"))


def test_mkdocs_tells_of_a_name_that_is_not_there(inventory: Path, tmp_path: Path) -> None:
    """A name that the library doesn't have is a warning of MkDocs."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("# Other\n\n[x][weekly-revue]\n", encoding="utf-8")
    config = tmp_path / "mkdocs.yml"
    config.write_text(MKDOCS.format(top=TOP, inventory=inventory.as_uri()), encoding="utf-8")
    done = mkdocs(config, tmp_path / "site", "--strict")

    assert 1 == done.code
    assert "weekly-revue" in done.log
