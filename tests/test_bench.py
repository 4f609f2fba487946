"""The tool that measures our speed: what it makes, reckons and shows. How fast anything is, no test says."""

import json
import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
import yaml

from bench import chart, guide, libraries, tables
from bench.contestants import CONTESTANTS, EXTENSIONS, Place
from bench.measuring import LINUX, FailedError, run
from bench.ratios import growth, ratios
from builds import ROOT, snapshot
from trimtab.core.project import load

SICK = "---\ntitle: [\n---\n\n| a |\n|---|\n| b" + " " * 10_000 + "|\n"


def usage(wall: float, memory: int | None = 10**8) -> dict[str, float | None]:
    """What a build took."""
    return {"wall": wall, "cpu": wall, "memory": memory, "tree": memory}


def size(patterns: int, cold: float, **others: Any) -> dict[str, Any]:
    """What was measured at one size, where plain Material takes 10 s."""
    ours = {"cold": usage(cold), "warm": usage(1.0), "edit": usage(2.0)}
    return {
        "patterns": patterns,
        "bytes": patterns * 24_000,
        "builds": {"trimtab": ours, "plain": {"cold": usage(10.0, 2 * 10**8)}, "floor": {"cold": usage(4.0)}},
        "check": {"floor": 0.5, "cold": 0.9, "warm": 0.2, "edit": 0.3},
        "served": {"page": 0.5, "search": 4.0},
        "reader": {"trimtab": {"page": 90_000, "search": 210_000}, "plain": {"page": 600_000, "search": 0}},
        "left_out": {"zensical": "zensical isn't installed (group `bench`)"},
        **others,
    }


def result(*sizes: dict[str, Any]) -> dict[str, Any]:
    """A whole measurement."""
    return {
        "date": "2026-03-01",
        "machine": {
            "system": "Linux",
            "processor": "Some & Other <4>",
            "processors": 4,
            "used": 2,
            "memory": 8 * 10**9,
            "python": "3.12.1",
        },
        "versions": {"mkdocs": "1.6.1"},
        "library": "made",
        "runs": 2,
        "sizes": list(sizes),
    }


def ended(process: int) -> bool:
    """Whether a process comes to its end, in ten seconds at most; what nobody has asked about yet counts."""
    for _ in range(100):
        try:
            if "State:\tZ" in Path(f"/proc/{process}/status").read_text(encoding="utf-8"):
                return True
        except (FileNotFoundError, ProcessLookupError):
            return True
        time.sleep(0.1)
    return False


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Two patterns that name each other."""
    folder = tmp_path / "source"
    folder.mkdir()
    for slug, other in (("bell", "door"), ("door", "bell")):
        text = f'---\nslug: {slug}\ntitle: "The {slug}"\nenables:\n  - {other}\n  - slug: {other}\n---\n\nText.\n'
        (folder / f"{slug}.md").write_text(text, encoding="utf-8")
    return folder


def test_made_libraries_are_the_same_every_time(tmp_path: Path) -> None:
    """Two libraries of one size are alike to the byte, and have as many patterns as asked for."""
    sizes = [libraries.write(tmp_path / name, 30) for name in ("one", "two")]
    one, two = (snapshot(tmp_path / name) for name in ("one", "two"))
    assert one == two
    assert 30 == len(one)
    assert [sum(map(len, one.values()))] * 2 == sizes


def test_made_patterns_are_like_real_ones(tmp_path: Path) -> None:
    """They have 15 to 35 kB, front matter that loads, and relations to others of the library."""
    libraries.write(tmp_path / "docs", 30)
    slugs = {path.stem for path in (tmp_path / "docs").iterdir()}
    for path in sorted((tmp_path / "docs").iterdir()):
        text = path.read_text(encoding="utf-8")
        front_matter = yaml.safe_load(text.split("---\n")[1])
        named = {one["slug"] for some in front_matter["relationships"].values() for one in some}
        assert 15_000 < len(text) < 35_000
        assert path.stem == front_matter["slug"]
        assert named & slugs


def test_repeated_libraries_name_their_own_round(tmp_path: Path, source: Path) -> None:
    """The second round of a folder's files has slugs, titles and relations of its own, the first is as it was."""
    libraries.write(tmp_path / "docs", 4, source)
    made = {path.stem: path.read_text(encoding="utf-8") for path in (tmp_path / "docs").iterdir()}
    assert {"bell", "door", "bell-2", "door-2"} == set(made)
    assert (source / "bell.md").read_text(encoding="utf-8") == made["bell"]
    expected = {"slug": "bell-2", "title": "The bell 2", "enables": ["door-2", {"slug": "door-2"}]}
    assert expected == yaml.safe_load(made["bell-2"].split("---\n")[1])


def test_ratios_divide_what_they_say() -> None:
    """Each ratio is of its two measurements, and has its bound in large libraries alone."""
    small, large = size(1000, 8.0), size(3600, 8.0)
    found = {(one.name, one.patterns): one for one in ratios([small, large])}
    names = {name: one for (name, patterns), one in found.items() if patterns == 3600}
    expected = {
        "cold : MkDocs Material, entries out of the nav": (0.8, 0.8),
        "warm, nothing changed : cold": (0.125, 0.15),
        "one edited body, until its page is served : cold": (0.0625, 0.15),
        "one edited body, until search knows it : cold": (0.5, 0.4),
        "one edited body, a whole build : cold": (0.25, 0.4),
        "memory of the build process : MkDocs Material's": (0.5, 1.0),
        "cold : floor of a build": (2.0, None),
        "check, cold : floor of a check": (1.8, 2.0),
        "check, warm : floor of a check": (0.4, 0.5),
        "check, one edit : floor of a check": (0.6, None),
        "page, bytes : MkDocs Material's": (0.15, None),
        "page and first search, bytes : MkDocs Material's": (0.5, None),
    }
    assert expected == {name: (pytest.approx(one.value), one.most) for name, one in names.items()}
    assert ["one edited body, until search knows it : cold"] == [
        name for name, one in names.items() if not one.holds
    ]
    assert all(one.most is None for (_, patterns), one in found.items() if patterns == 1000)


@pytest.mark.parametrize(("cold", "holds"), [(11.4, True), (11.6, False)])
def test_a_pattern_may_take_little_more_in_a_large_library(cold: float, holds: bool) -> None:
    """From 1,000 to 10,000 patterns a cold build may take 15 % more for each."""
    last = ratios([size(1000, 1.0), size(10_000, cold)])[-1]
    assert ("cold for each pattern, of 10,000 : of 1,000", holds) == (last.name, last.holds)


@pytest.mark.parametrize("power", [1.0, 1.3, 2.0])
def test_growth_is_the_power(power: float) -> None:
    """Times that are a power of the number of patterns give that power; a single size gives none."""
    sizes = [size(count, 0.002 * count**power) for count in (100, 1000, 3600)]
    assert pytest.approx(power) == growth(sizes, "trimtab")
    assert growth(sizes[:1], "trimtab") is None
    assert growth(sizes, "zensical") is None


def test_what_was_not_measured_has_no_ratio() -> None:
    """Without a browser, a server or other generators the rest is still there."""
    bare = size(3600, 8.0, reader={}, served={}, check={})
    del bare["builds"]["plain"]
    names = [one.name for one in ratios([bare])]
    assert [
        "warm, nothing changed : cold",
        "one edited body, a whole build : cold",
        "cold : floor of a build",
    ] == names
    assert tables.text(result(bare))
    assert tables.markdown(result(bare), "speed.svg")


def test_tables_say_what_was_measured() -> None:
    """The tables have the times, the bounds that are exceeded, and what was left out."""
    text = tables.text(result(size(3600, 8.0)))
    rows = {line.split("  ")[1]: line.split() for line in text.splitlines() if line.startswith("  ")}
    assert ["8.0", "s", "1.0", "s", "2.0", "s", "100", "MB"] == rows["Trimtab: rules, search, exports"][4:12]
    assert "too much" in text.partition("until search knows it")[2].splitlines()[0]
    assert "too much" not in text.partition("until its page is served")[2].splitlines()[0]
    assert "left out with 3,600 patterns: Zensical, entries out of the nav: zensical isn't installed" in text


def test_markdown_tables_are_whole() -> None:
    """Each row of a table in the guide has as many cells as its head."""
    text = tables.markdown(result(size(1000, 3.0), size(3600, 8.0)), "speed.svg")
    for table in (part for part in text.split("\n\n") if part.startswith("|")):
        assert 1 == len({row.count("|") for row in table.splitlines()}), table
    assert "Measured on 2026-03-01 on Linux, Some & Other <4>, 2 of 4 processors" in text


def test_chart_names_each_line_and_tells_it() -> None:
    """The drawing is XML, has a line and a name for each contestant, and says the same in words."""
    drawing = ET.fromstring(chart.svg(result(size(1000, 3.0), size(3600, 8.0))))  # noqa: S314, it's ours
    inside = {
        name: list(drawing.iter(f"{{http://www.w3.org/2000/svg}}{name}")) for name in ("text", "circle")
    }
    said = [element.text for element in inside["text"]]
    assert 6 == len(inside["circle"])
    assert {"Trimtab: rules, search, exports, 8.0 s", "floor: read, load, convert, write, 4.0 s"} <= set(said)
    assert "Trimtab: rules, search, exports 8.0 s" in (drawing[1].text or "")


def test_one_size_makes_a_chart_too() -> None:
    """A measurement of a single size is drawn as points."""
    assert "<circle" in chart.svg(result(size(1000, 3.0)))


def test_guide_shows_the_kept_measurement() -> None:
    """The guide's tables and chart are what `make bench ARGS=--guide` writes from the kept measurement."""
    kept = json.loads(guide.RESULT.read_text(encoding="utf-8"))
    text = guide.PAGE.read_text(encoding="utf-8")
    assert guide.page(text, kept) == text
    assert chart.svg(kept) == guide.CHART.read_text(encoding="utf-8")


def test_guide_without_marks_stays_as_it_is() -> None:
    """A page that has lost its marks is not written over."""
    with pytest.raises(ValueError, match="lacks its marks"):
        guide.page("# Speed\n", result(size(1000, 3.0)))


@pytest.mark.parametrize("contestant", CONTESTANTS, ids=lambda one: one.name)
def test_contestants_are_set_up_alike(tmp_path: Path, source: Path, contestant: Any) -> None:
    """All get the same patterns and address; only those that fail at a file get it without what they fail at."""
    docs = tmp_path / "docs"
    libraries.write(docs, 2, source)
    (docs / "sick.md").write_text(SICK, encoding="utf-8")
    place = Place.make(contestant, tmp_path, docs)
    written = (place.folder / "mkdocs.yml").read_text(encoding="utf-8")
    assert "site_url: https://bench.example/" in written
    assert snapshot(docs).keys() == snapshot(place.docs).keys()
    expected = "\n\n| a |\n|---|\n| b |\n" if contestant.sound else SICK
    assert expected == (place.docs / "sick.md").read_text(encoding="utf-8")


def test_plain_material_converts_as_we_do(tmp_path: Path) -> None:
    """What plain Material is given are the Markdown extensions that our engine turns on."""
    from mkdocs.config import load_config

    from trimtab.engine.config import prepare

    libraries.write(tmp_path / "docs", 1)
    place = Place.make(CONTESTANTS[0], tmp_path, tmp_path / "docs")
    config = load_config(str(place.folder / "mkdocs.yml"))
    prepare(config, load(place.folder / "mkdocs.yml").settings)
    names = [one if isinstance(one, str) else next(iter(one)) for one in EXTENSIONS]
    ours = {name for name in config.markdown_extensions if not name.startswith("trimtab")}
    assert ours == {*names, "tables", "fenced_code"}


def test_a_command_is_measured(tmp_path: Path) -> None:
    """Its time, its processor time and, on Linux, the memory that it had."""
    program = "import time; block = bytearray(80_000_000); time.sleep(0.6)"
    found = run([sys.executable, "-c", program], folder=tmp_path, processors=[0])
    assert found.wall >= 0.6
    assert found.cpu < found.wall
    if LINUX:
        assert found.memory is not None
        assert found.memory > 80_000_000


def test_a_command_that_fails_is_told(tmp_path: Path) -> None:
    """The message has the command, its code and what it printed last."""
    with pytest.raises(FailedError, match=r"ended with 3:\n  no such wind"):
        run([sys.executable, "-c", "print('no such wind'); exit(3)"], folder=tmp_path, processors=[0])


def test_a_command_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    """After its time it is ended with all that it started, and the message says so."""
    program = (
        "import subprocess, time; print(subprocess.Popen(['sleep', '60']).pid, flush=True); "
        "time.sleep(60); print('done')"
    )
    with pytest.raises(FailedError, match="wasn't done after"):
        run([sys.executable, "-c", program], folder=tmp_path, processors=[0], limit=1)
    child = int((tmp_path / "output.log").read_text(encoding="ascii"))
    assert not LINUX or ended(child)


def bench(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command."""
    return subprocess.run(
        [sys.executable, "-m", "bench", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT / "tests")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_tiny_library_is_measured(tmp_path: Path) -> None:
    """The command measures plain Material and the floor, prints the table, writes JSON and chart, and ends with 0."""
    written = tmp_path / "out/bench.json"
    done = bench("--patterns", "3", "--only", "plain", "--json", written)
    assert 0 == done.returncode, done.stderr
    found = json.loads(written.read_text(encoding="utf-8"))
    assert {"plain", "floor"} == set(found["sizes"][0]["builds"])
    assert 3 == found["sizes"][0]["patterns"]
    assert "MkDocs Material, entries out of the nav" in done.stdout
    assert written.with_suffix(".svg").is_file()


def test_a_folder_without_patterns_is_told(tmp_path: Path) -> None:
    """A source without Markdown files is one clear message, and code 2."""
    done = bench("--patterns", "3", "--source", tmp_path, "--json", tmp_path / "b.json")
    assert 2 == done.returncode
    assert f"there are no Markdown files in {tmp_path}\n" == done.stderr
