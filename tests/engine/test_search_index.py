"""The search index: shards, their merger, and what is kept."""

from __future__ import annotations

import gzip
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from trimtab.engine import search
from trimtab.engine.search import cbor, merging, postings, shards, whole
from trimtab.engine.search.keeping import Keeping
from trimtab.engine.search.publishing import publish
from trimtab.engine.search.service import Service
from trimtab.site.records import record

WORDS = (
    *("feedback", "system", "delay", "goal", "flow", "stock", "loop", "trust", "naïve", "café", "resumé"),
    *("review", "budget", "garden", "shared", "signal"),
)
PAGES = 620


def page(number: int, text: str = "", language: str = "en") -> str:
    """A finished page: in a frame that search must not read, an entry whose words, marks and facets differ."""
    words = [WORDS[(number * step + step) % len(WORDS)] for step in range(1, 9 + number % 5)]
    title = f"{words[0]} & {words[1]} “{number}”".title()
    aliases = f'<meta data-pagefind-meta="aliases[content]" content="The Other; Nº {number}">'
    return f"""<!doctype html>
<html lang="{language}" class="no-js">
<head><meta charset="utf-8"><title>{title} - Site</title>
<meta data-pagefind-sort="title[content]" content="{title.lower()}">
<meta data-pagefind-filter="kind[content]" content="{"pattern" if number % 4 else "case"}">
<meta data-pagefind-filter="tag[content]" content="t{number % 7}">
<meta data-pagefind-meta="summary[content]" content="About {words[2]}">{aliases if number % 3 else ""}</head>
<body><nav>frame <div>of the site</div></nav>
<main><article class="x" data-pagefind-body><h1 data-pagefind-weight="10" data-pagefind-meta="title">{title}</h1>
<aside data-pagefind-ignore><div>beside</div><aside>within</aside></aside>
<h2 id="context">Context</h2><p>The {" and the ".join(words)}. {text}</p>
<div class="after" data-pagefind-ignore><div>backlinks</div> frame{number}</div>
</article></main><footer>frame</footer></body></html>
"""


def pages(number: int = PAGES) -> dict[str, str]:
    """Pages by their files."""
    return {f"entry-{at:04}/index.html": page(at) for at in range(number)}


def write(folder: Path, texts: dict[str, str]) -> Path:
    """A site of some pages."""
    for path, text in texts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the test's own for what is kept."""
    monkeypatch.setenv("TRIMTAB_CACHE_DIR", str(tmp_path / "kept"))
    return tmp_path / "kept"


def build(site: Path, texts: dict[str, str]) -> dict[str, str]:
    """Index a site as a build does; gives by what to know its pages again."""
    index = search.Index(site.parent, texts)
    marks = {path: index.add(path, text) for path, text in texts.items()}
    index.finish(str(site))
    return marks


def unpack(path: Path) -> Any:
    """What a file of Pagefind's holds."""
    content = gzip.decompress(path.read_bytes())
    assert content.startswith(shards.MAGIC)
    return cbor.read(content[len(shards.MAGIC) :])[0]


def known(folder: Path) -> dict[str, Any]:
    """All that an index tells, whatever its files and chunks are: by address instead of number."""
    entry = json.loads((folder / "pagefind-entry.json").read_bytes())
    found: dict[str, Any] = {"characters": entry["include_characters"]}
    for language, about in entry["languages"].items():
        _, listed, chunks, filters, sorts, fields = unpack(folder / f"pagefind.{about['hash']}.pf_meta")
        fragments = [_fragment(folder, name) for name, _ in listed]
        urls = [fragment["url"] for fragment in fragments]
        assert about["page_count"] == len(urls) == len(set(urls))
        words = {}
        for first, last, name in chunks:
            for text, plain, variants in unpack(folder / f"index/{name}.pf_index")[0]:
                assert first <= text <= last or text.startswith(last)
                assert text not in words
                words[text] = (places(plain, urls), {form: places(some, urls) for form, some in variants})
        found[language] = {
            "wasm": about["wasm"],
            "pages": {one["url"]: (size, one) for (_, size), one in zip(listed, fragments, strict=True)},
            "words": words,
            "filters": {name: values(folder, file, urls) for name, file in filters},
            "sorts": {name: [urls[at] for at in order] for name, order in sorts},
            "fields": fields,
        }
    return found


def _fragment(folder: Path, name: str) -> dict[str, Any]:
    return json.loads(gzip.decompress((folder / f"fragment/{name}.pf_fragment").read_bytes())[12:])


def values(folder: Path, file: str, urls: list[str]) -> dict[str, list[str]]:
    """The addresses that have each value of a facet."""
    _, found = unpack(folder / f"filter/{file}.pf_filter")
    return {value: sorted(urls[at] for at in some) for value, some in found}


def places(given: list[Any], urls: list[str]) -> dict[str, Any]:
    """Postings by address."""
    at, found = 0, {}
    for step, *where in given:
        at += step
        found[urls[at]] = where
    return found


def test_a_merger_is_what_pagefind_makes_of_all(tmp_path: Path) -> None:
    """Pages, words, postings, places, facets and orders are those of one run of Pagefind over the whole site."""
    texts = pages()
    texts |= {f"andere/{at:03}/index.html": page(at, "Schöne Wörter", "de") for at in range(130)}
    texts |= {f"zh/{at:03}/index.html": page(at, "反馈回路使系统稳定。", "zh") for at in range(20)}
    site = write(tmp_path / "site", texts)
    build(site, texts)
    assert len(shards.partition(texts)) > 2
    whole.index(str(site), str(tmp_path / "one"))
    assert known(tmp_path / "one") == known(site / "pagefind")


def test_meta_fields_that_only_some_shards_have(tmp_path: Path) -> None:
    """A field that only the last shard knows, and that comes before others in order, moves their numbers."""
    texts = pages()
    about = '<meta data-pagefind-meta="about[content]" content="review goal"><title>'
    for path in shards.partition(texts)[-1]:
        texts[path] = texts[path].replace("<title>", about)
    site = write(tmp_path / "site", texts)
    build(site, texts)
    whole.index(str(site), str(tmp_path / "one"))
    assert known(tmp_path / "one") == known(site / "pagefind")
    assert "about" in known(site / "pagefind")["en"]["fields"]


@pytest.mark.parametrize(
    "link",
    [
        '<a class="headerlink" href="#forces" title="Link">¶</a>',
        '<a class="headerlink" href="#forces" title="a > b">¶</a>',
        '<a class="to headerlink" href="#forces">¶</a>',
    ],
)
def test_links_from_headings_to_themselves(tmp_path: Path, link: str) -> None:
    """Neither a page's text nor its headings' titles hold the sign of such a link, whoever indexes the site."""
    heading = f'<h2 id="forces">Forces{link}</h2><p>Some pull.</p>'
    texts = {path: text.replace("</article>", f"{heading}</article>") for path, text in pages(5).items()}
    site = write(tmp_path / "site", texts)
    build(site, texts)
    whole.index(str(site), str(tmp_path / "one"))
    assert known(tmp_path / "one") == known(site / "pagefind")
    _, fragment = known(site / "pagefind")["en"]["pages"]["/entry-0003/"]
    assert "Forces. Some pull." in fragment["content"]
    assert ["Context", "Forces"] == [anchor["text"] for anchor in fragment["anchors"]]


class Runs:
    """A Pagefind that tells how often it was started, and may be made to fail."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, broken: str = "") -> None:
        from pagefind.service import get_executable

        self._told = folder / "runs"
        program = folder / "pagefind"
        program.write_text(
            f'#!/bin/sh\necho "$1" >> "{self._told}"\n{broken}\nexec "{get_executable()}" "$@"\n',
            encoding="utf-8",
        )
        program.chmod(0o755)
        monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(program))

    def count(self) -> dict[str, int]:
        """How often since it was last asked for: as a service, and for a whole folder."""
        lines = self._told.read_text(encoding="utf-8").split() if self._told.exists() else []
        self._told.unlink(missing_ok=True)
        return {"service": lines.count("--service"), "whole": lines.count("--site")}


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Runs:
    """How often Pagefind runs."""
    return Runs(tmp_path, monkeypatch)


def snapshot(folder: Path) -> dict[str, bytes]:
    """All files of a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of some shards, indexed."""
    folder = write(tmp_path / "site", pages())
    build(folder, pages())
    return folder


def again(site: Path, changed: dict[str, str] | None = None) -> None:
    """Index a site once more, where only some of its pages are new."""
    changed = changed or {}
    write(site, changed)
    paths = sorted(path.relative_to(site).as_posix() for path in site.rglob("index.html"))
    index = search.Index(site.parent, paths)
    for path in paths:
        if path in changed:
            index.add(path, changed[path])
        else:
            index.same(path, mark(path, (site / path).read_text(encoding="utf-8")))
    index.finish(str(site))


def mark(path: str, text: str) -> str:
    """By what a page is known again."""
    index = search.Index(Path("nowhere"))
    found = index.add(path, text)
    index.cancel()
    return found


def anew(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """What an index of the same pages is where nothing is kept."""
    monkeypatch.setenv("TRIMTAB_CACHE_DIR", str(tmp_path / "nothing"))
    texts = {path: text.decode() for path, text in snapshot(site).items() if path.endswith("index.html")}
    other = write(tmp_path / "other", texts)
    build(other, texts)
    return snapshot(other / "pagefind")


def test_what_nothing_has_changed_in_is_not_indexed(site: Path, runs: Runs) -> None:
    """A second build runs no indexer, and its files are the same; so they are where the site's folder is a new one."""
    again(site)
    runs.count()
    before = snapshot(site / "pagefind")
    again(site)
    assert {"service": 0, "whole": 0} == runs.count()
    assert before == snapshot(site / "pagefind")
    for path in before:
        (site / "pagefind" / path).unlink()
    again(site)
    assert {"service": 0, "whole": 0} == runs.count()
    assert before == snapshot(site / "pagefind")


def test_an_edit_indexes_its_shard_alone(
    site: Path, runs: Runs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After an edit one shard is indexed, its other pages read from the site; the index is that of a cold build."""
    again(site)
    runs.count()
    again(site, {"entry-0300/index.html": page(300, "Zebras cross here.")})
    assert {"service": 1, "whole": 0} == runs.count()
    found = known(site / "pagefind")["en"]
    assert ["/entry-0300/"] == list(found["words"]["zebra"][0])
    assert snapshot(site / "pagefind") == anew(site, tmp_path, monkeypatch)


def test_the_frame_is_no_reason_to_index(site: Path, runs: Runs) -> None:
    """What changes around an entry, or in what search passes over, changes nothing."""
    again(site)
    runs.count()
    text = page(300).replace("of the site", "of another").replace("backlinks", "one more backlink")
    assert text != page(300)
    again(site, {"entry-0300/index.html": text})
    assert {"service": 0, "whole": 0} == runs.count()


def test_an_entry_more_or_less(
    site: Path, runs: Runs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An entry more changes few shards, and one less leaves no trace."""
    again(site)
    runs.count()
    again(site, {"entry-0000-and-a-half/index.html": page(5000, "Okapi")})
    assert 1 <= runs.count()["service"] <= 2
    assert "okapi" in known(site / "pagefind")["en"]["words"]
    (site / "entry-0000-and-a-half/index.html").unlink()
    again(site)
    assert "okapi" not in known(site / "pagefind")["en"]["words"]
    assert snapshot(site / "pagefind") == anew(site, tmp_path, monkeypatch)


@pytest.mark.parametrize("kind", ["words-", "files-", "merged-"])
def test_what_is_damaged_is_not_trusted(site: Path, kept: Path, kind: str) -> None:
    """Where something kept has been damaged, it is made anew."""
    before = snapshot(site / "pagefind")
    for path in kept.rglob(kind + "*"):
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
    for path in before:
        (site / "pagefind" / path).unlink()
    again(site)
    assert before == snapshot(site / "pagefind")


def test_nothing_can_be_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be kept, the index is the same."""
    site = write(tmp_path / "site", pages(300))
    build(site, pages(300))
    before = snapshot(site / "pagefind")
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    monkeypatch.setenv("TRIMTAB_CACHE_DIR", str(tmp_path / "file"))
    build(site, pages(300))
    assert before == snapshot(site / "pagefind")


def test_only_what_serves_is_kept(site: Path, kept: Path) -> None:
    """What is kept doesn't grow with edits."""
    before = len(list(kept.rglob("*")))
    for number in range(3):
        again(site, {"entry-0300/index.html": page(300, f"Edit {number}")})
    assert before == len(list(kept.rglob("*")))


@pytest.mark.parametrize("broken", ["exit 1", 'echo "bm90IGpzb24=,"; exit 0'])
def test_a_whole_run_where_shards_are_not_understood(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, broken: str
) -> None:
    """Where Pagefind can't be used in our way, it indexes the folder in its own; an informing line says so."""
    caplog.set_level("INFO")
    runs = Runs(tmp_path, monkeypatch, f'[ "$1" = --service ] && {{ {broken}; }}')
    site = write(tmp_path / "site", pages(40))
    build(site, pages(40))
    assert 1 == runs.count()["whole"]
    assert 40 == len(known(site / "pagefind")["en"]["pages"])
    assert ["INFO"] == [line.levelname for line in caplog.records]


def test_without_pagefind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Pagefind doesn't work at all, one message says so."""
    Runs(tmp_path, monkeypatch, "echo out of order >&2; exit 3")
    site = write(tmp_path / "site", pages(40))
    with pytest.raises(Exception, match="Pagefind could not index the site:\nout of order"):
        build(site, pages(40))


def test_a_page_that_is_another(site: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Where a page isn't what it is said to be, nothing is mixed: the site is indexed as it is."""
    caplog.set_level("INFO")
    marks = {path: mark(path, text) for path, text in pages().items()}
    write(site, {"entry-0300/index.html": page(300, "zebra")})
    index = search.Index(site.parent, marks)
    for path in marks:
        if path != "entry-0301/index.html":
            index.same(path, marks[path])
    index.add("entry-0301/index.html", page(301, "okapi"))
    write(site, {"entry-0301/index.html": page(301, "okapi")})
    index.finish(str(site))
    assert {"zebra", "okapi"} <= set(known(site / "pagefind")["en"]["words"])
    assert "entry-0300/index.html has changed meanwhile" in caplog.text


def test_a_folder(tmp_path: Path) -> None:
    """A built folder is indexed from its files: of these, the pages that are marked."""
    site = write(tmp_path / "site", {**pages(5), "list/index.html": "<html lang='en'><h1>List</h1></html>"})
    search.index(str(site))
    assert 5 == len(known(site / "pagefind")["en"]["pages"])


def test_nothing_is_marked(tmp_path: Path) -> None:
    """A site none of whose pages is marked is indexed as Pagefind does by itself: whole pages."""
    texts = {path: text.replace(" data-pagefind-body", "") for path, text in pages(5).items()}
    site = write(tmp_path / "site", texts)
    build(site, texts)
    assert 5 == len(known(site / "pagefind")["en"]["pages"])


def test_a_page_that_was_not_expected(tmp_path: Path) -> None:
    """Pages that are told of but weren't announced are found too; announced ones that never come are missed by none."""
    texts = pages(300)
    site = write(tmp_path / "site", texts)
    index = search.Index(tmp_path, [*list(texts)[:250], "gone/index.html"])
    for path, text in texts.items():
        index.add(path, text)
    index.finish(str(site))
    assert 300 == len(known(site / "pagefind")["en"]["pages"])


def test_only_what_readers_need(site: Path) -> None:
    """Of Pagefind's own programs those are in the site that ours use."""
    names = {path.name for path in (site / "pagefind").iterdir() if path.is_file()}
    meta = {name for name in names if name.endswith(".pf_meta")}
    assert 1 == len(meta)
    expected = {
        "pagefind.js",
        "pagefind-worker.js",
        "pagefind-entry.json",
        "trimtab.json",
        "wasm.en.pagefind",
    }
    assert expected == names - meta


# Pieces


def test_shards_stay() -> None:
    """An entry in front of all others leaves most shards as they were; each but the last has its least size."""
    paths = [f"entry-{at}/index.html" for at in range(3000)]
    before, after = shards.partition(paths), shards.partition(["a/index.html", *paths])
    assert sorted(paths) == [path for shard in before for path in shard]
    assert all(shards.LEAST <= len(shard) <= shards.MOST for shard in before[:-1])
    assert len(before) - 3 <= len([shard for shard in before if shard in after])


def indexed(texts: dict[str, str]) -> shards.Shard:
    """A shard of some pages."""
    with Service() as service:
        return shards.index((found for path, text in texts.items() if (found := record(path, text))), service)


def test_one_pagefind_makes_one_shard_after_another() -> None:
    """A shard holds nothing of the one before it that the same process has indexed."""
    found = [record(path, text) for path, text in pages(8).items()]
    first, second = [one for one in found[:5] if one], [one for one in found[5:] if one]
    with Service() as service:
        shards.index(first, service)
        again = shards.index(second, service)
    with Service() as service:
        assert again == shards.index(second, service)
    assert 3 == len(again.parts[0].pages)


def test_fragments_of_one_name(tmp_path: Path) -> None:
    """Two shards may have given fragments the same short name: then one gets another, and its file too."""
    shard = indexed(pages(3))
    merged = merging.merge([shard, shard])
    assert [(1, name, name + "0") for name, _ in shard.parts[0].pages] == merged.renamed
    keeping = Keeping(None, tmp_path / "kept")
    keeping.keep("one", shard)
    assert publish(str(tmp_path), merged, ["one", "one"], keeping)
    assert 6 == len(list((tmp_path / "pagefind/fragment").iterdir()))


def test_common_words_have_chunks_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """A large word that nearly all entries have shares its chunk with none, and is named."""
    monkeypatch.setattr(merging, "COMMON_BYTES", 40)
    shard = indexed(pages(60))
    merged = merging.merge([shard])
    common = json.loads(merged.files["trimtab.json"])["common"]
    assert "the" in common
    assert "zebra" not in common
    meta = next(content for path, content in merged.files.items() if path.endswith(".pf_meta"))
    chunks = cbor.read(gzip.decompress(meta)[12:])[0][2]
    alone = [
        cbor.read(gzip.decompress(merged.files[f"index/{name}.pf_index"])[12:])[0][0] for *_, name in chunks
    ]
    assert set(common) == {words[0][0] for words in alone if len(words) == 1 and words[0][0] in common}


def test_names_are_found_by_their_hash() -> None:
    """Each title and alias is in the file that its hash names, folded as the script folds it."""
    shard = indexed(pages(200))
    merged = merging.merge([shard])
    stamp, number = json.loads(merged.files["trimtab.json"])["names"]
    assert number > 1
    files = [json.loads(merged.files[f"names/{stamp}-{at}.json"]) for at in range(number)]
    known = files[merging._fnv("the other") % number]["the other"]
    assert 132 <= len(known[1]) <= 134
    assert [] == known[0]


def test_fields_are_numbered_anew() -> None:
    """Only places in meta fields change with the fields' numbers, in whichever posting they are."""
    given = [
        [1, [3, -24, 9], []],
        [2, [-2, 300], [-1, 4, -3, 0]],
        [9, [0], []],
        [30, [], [-2, 70000]],
        [1, [5], []],
    ]
    content = cbor.write(given).removeprefix(cbor.listed(len(given)))
    found = postings.Postings(len(given), 1, 43, content.removeprefix(b"\x83\x01")).renumbered(
        {0: 1, 1: 2, 2: 5}
    )
    moved, _ = cbor.read(cbor.listed(len(given)) + b"\x83\x01" + found.content)
    given[1][2], given[3][2] = [-2, 4, -6, 0], [-3, 70000]
    assert given == moved


@pytest.mark.parametrize(
    "chunk",
    [
        b"",
        b"\x81",
        b"\x80",
        b"\x81\x81\x83\x61a",
        b"\x81\x81\x83\x61a\x81\x83\x00\x80\x80\x80\x00",
        b"\x81\x81\x83\x61a\x82\x83\x00\x80\x80\x80",
    ],
)
def test_chunks_of_another_form(chunk: bytes) -> None:
    """What isn't a chunk as we know them is refused, never guessed at."""
    with pytest.raises(cbor.CborError):
        list(postings.words(chunk))


# In the background


def test_search_follows_in_the_background(site: Path) -> None:
    """An update returns at once; of several the last one counts."""
    background = search.Background()
    texts = pages()
    for animal in ("quagga", "okapi", "zebra"):
        texts["entry-0300/index.html"] = page(300, animal)
        write(site, texts)
        index = search.Index(site.parent, texts)
        for path, text in texts.items():
            index.add(path, text)
        background.run(index, str(site))
    background.wait()
    words = known(site / "pagefind")["en"]["words"]
    assert {"zebra"} == {"quagga", "okapi", "zebra"} & set(words)


def test_what_fails_in_the_background_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """An update that fails leaves the index as it was and says so."""
    site = write(tmp_path / "site", pages(20))
    build(site, pages(20))
    before = snapshot(site / "pagefind")
    Runs(tmp_path, monkeypatch, "echo out of order >&2; exit 3")
    monkeypatch.setenv("TRIMTAB_CACHE_DIR", str(tmp_path / "nothing"))
    index = search.Index(tmp_path)
    for path, text in pages(20).items():
        index.add(path, text)
    background = search.Background()
    background.run(index, str(site))
    background.wait()
    assert before == snapshot(site / "pagefind")
    assert "out of order" in caplog.text


def test_the_process_ends_with_its_starter(tmp_path: Path) -> None:
    """A build that is given up leaves no process behind."""
    index = search.Index(tmp_path, pages(100))
    for path, text in pages(100).items():
        index.add(path, text)
    worker = index._worker
    assert isinstance(worker, subprocess.Popen)
    index.cancel()
    assert worker.returncode is not None
