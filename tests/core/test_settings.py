from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from trimtab.core.model import MODELS
from trimtab.core.project import load
from trimtab.core.settings import DEFAULT_FIELDS, DEFAULT_FOLDERS, Settings, SettingsError, parse


def write(folder: Path, config: str, name: str = "mkdocs.yml") -> Path:
    """A configuration on disk, beside a folder `docs`."""
    (folder / "docs").mkdir(exist_ok=True)
    path = folder / name
    path.write_text(config, encoding="utf-8")
    return path


@pytest.mark.parametrize("options", [None, {}])
def test_defaults(options: Any) -> None:
    """Without options a library has the built-in folders, kinds, relations and grammar of slugs."""
    settings = parse(options)

    assert DEFAULT_FOLDERS == {name: folder.kind for name, folder in settings.folders.items()}
    assert list(MODELS) == list(settings.all_kinds)
    assert {"requires", "enables", "part_of"} <= set(settings.relation_types)
    assert (True, False) == (settings.search, settings.remote_images)
    assert settings == Settings()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("a.md", "pattern"),
        ("levels/a.md", "level"),
        ("levels/deep/a.md", None),
        ("guide/a.md", None),
    ],
)
def test_folder_of(path: str, kind: str | None) -> None:
    """A file is of the folder that it is in; a folder below that is another."""
    folder = parse({}).folder_of(path)

    assert kind == (folder.kind if folder else None)


@pytest.mark.parametrize("name", ["one/two", "one/two/", "./one/two", "one//two"])
def test_names_of_folders(name: str) -> None:
    """A folder may be written with a stroke at its end, or a dot at its beginning."""
    folder = parse({"folders": {name: "case"}}).folder_of("one/two/a.md")

    assert folder is not None
    assert "case" == folder.kind


@pytest.mark.parametrize("folder", ["case", {"kind": "case"}])
def test_forms_of_a_folder(folder: Any) -> None:
    """A folder is given by its kind alone, or as a mapping; it replaces all built-in ones."""
    settings = parse({"folders": {".": folder}})

    assert {".": "case"} == {name: found.kind for name, found in settings.folders.items()}


@pytest.mark.parametrize(
    ("options", "field", "origins"),
    [
        ({}, "levels", DEFAULT_FIELDS["levels"]),
        ({}, "domain", ["domain"]),
        ({"fields": {"domain": "a.b"}}, "domain", ["a.b"]),
        ({"fields": {"domain": ["a", {"from": "b", "map": {"x": "y"}}]}}, "domain", ["a", "b"]),
        ({"fields": {"domain": {"from": "folder"}}}, "domain", ["folder"]),
        ({"fields": {"vitality.reasoning": "a"}}, "vitality.reasoning", ["a"]),
    ],
)
def test_sources_of(options: dict[str, Any], field: str, origins: list[str]) -> None:
    """A field comes from where settings say, else from where it's built in, else from the key of its name."""
    assert origins == [source.origin for source in parse(options).sources_of(field)]


@pytest.mark.parametrize(
    ("kinds", "kind", "form"),
    [
        ({}, "worksheet", MODELS["worksheet"].form),
        ({}, "unheard-of", ()),
        ({"worksheet": {"title": "Sheet", "plural": "Sheets"}}, "worksheet", ()),
        ({"worksheet": {"title": "Sheet", "plural": "Sheets", "sections": ["A"]}}, "worksheet", ("A",)),
        ({"recipe": {"title": "Recipe", "plural": "Recipes", "sections": ["A", "B"]}}, "recipe", ("A", "B")),
    ],
)
def test_form(kinds: dict[str, Any], kind: str, form: tuple[str, ...]) -> None:
    """A kind has the sections that settings give it, else those built in; one that they redefine has only theirs."""
    assert form == parse({"kinds": kinds}).form(kind)


def test_relation_types_are_added() -> None:
    """A library adds types of relation to the built-in ones, or renames those."""
    settings = parse({"relations": {"types": {"heals": {"label": "Heals"}, "requires": {"label": "Needs"}}}})

    assert ("Heals", None) == (
        settings.relation_types["heals"].label,
        settings.relation_types["heals"].inverse,
    )
    assert "Needs" == settings.relation_types["requires"].label
    assert "enables" in settings.relation_types


@pytest.mark.parametrize("phrases", ["See {name}.", ["See {name}."], [{"text": "See {name}."}]])
def test_forms_of_phrases(phrases: Any) -> None:
    """Phrases are one text, a list, or mappings that add a kind."""
    assert ["See {name}."] == [phrase.phrase.template for phrase in parse({"phrases": phrases}).phrases]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"folder": {}}, "folder: there is no such setting; settings are folders, "),
        (
            {"folders": {"a": "recipe"}},
            "folders: `a` has the unknown kind `recipe`; known are pattern, level, ",
        ),
        ({"folders": {"a": {"kind": "case", "x": 1}}}, "folders.a.x: there is no such setting"),
        ({"folders": "a"}, "folders: Input should be a valid dictionary"),
        (
            {"fields": {"confidense": "a"}},
            "fields: there is no field `confidense`; fields are acts_on, aliases, ",
        ),
        ({"fields": {"domain": {"from": "a", "mapp": {}}}}, "fields.domain.0.mapp: there is no such setting"),
        ({"fields": {"domain": {"map": {}}}}, "fields.domain.0.from: Field required"),
        ({"fields": {"domain": ""}}, "fields.domain.0.from: "),
        ({"kinds": {"recipe": {"title": "Recipe"}}}, "kinds.recipe.plural: Field required"),
        ({"relations": {"types": {"heals": {}}}}, "relations.types.heals.label: Field required"),
        ({"phrases": "See"}, "phrases.0: `See` must hold `{name}` once, with words before it"),
        ({"slugs": "["}, "slugs: `[` is not a regular expression: "),
        ({"search": "perhaps"}, "search: "),
        ("x", "Input should be a valid dictionary"),
        ([1], "Input should be a valid dictionary"),
    ],
)
def test_faulty_options(options: Any, message: str) -> None:
    """An option that can't be is named with its place and what is wrong with it."""
    with pytest.raises(SettingsError) as caught:
        parse(options)

    assert str(caught.value).startswith(message)


def test_all_faults_are_named_at_once() -> None:
    """Several faulty options make one message with a line for each."""
    with pytest.raises(SettingsError) as caught:
        parse({"bogus": 1, "search": "perhaps"})

    assert ["search", "bogus"] == [line.partition(":")[0] for line in str(caught.value).splitlines()]


@pytest.mark.parametrize(
    "plugins",
    [
        "plugins: [trimtab]",
        "plugins:\n- search\n- trimtab",
        "plugins:\n- trimtab: {}",
        "plugins:\n- trimtab:\n",
        "plugins: {search: {}, trimtab: {}}",
        "plugins: {trimtab: }",
    ],
)
def test_load(tmp_path: Path, plugins: str) -> None:
    """The plugin may be listed in any way that MkDocs knows."""
    project = load(write(tmp_path, f"site_name: A\n{plugins}\n"))

    assert (tmp_path, tmp_path / "docs", Settings(), ()) == (
        project.root,
        project.docs_dir,
        project.settings,
        project.exclude_docs,
    )


def test_load_options(tmp_path: Path) -> None:
    """Options, the library's folder and what it leaves out come from the file."""
    (tmp_path / "patterns").mkdir()
    config = (
        "docs_dir: patterns\nexclude_docs: |\n  drafts/\n  *.tmp\nplugins:\n- trimtab:\n    slugs: '[a-z]+'\n"
    )
    project = load(write(tmp_path, config))

    assert tmp_path / "patterns" == project.docs_dir
    assert ("drafts/", "*.tmp") == project.exclude_docs
    assert "[a-z]+" == project.settings.slugs


@pytest.mark.parametrize(
    "extra",
    [
        "markdown_extensions:\n- pymdownx.emoji:\n    emoji_index: !!python/name:material.extensions.emoji.twemoji\n",
        "x: !!python/name:os.system\ny: !!python/object/apply:os.system ['exit 1']\nz: !!python/object:a.b {c: d}\n",
        "x: !relative $config_dir\ny: !other [a, b]\nz: !more {c: d}\n",
        "\ufeff",
    ],
    ids=["emoji", "python", "others", "byte order mark"],
)
def test_tags_of_other_plugins(tmp_path: Path, extra: str) -> None:
    """Tags that MkDocs or other plugins know don't stop us, and build nothing."""
    config = f"{extra}plugins: [trimtab]\n"

    assert Settings() == load(write(tmp_path, config)).settings


@pytest.mark.parametrize(("value", "search"), [("false", False), (None, True)])
def test_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str | None, search: bool
) -> None:
    """`!ENV` is read as MkDocs reads it, with its default."""
    if value is None:
        monkeypatch.delenv("TRIMTAB_TEST", raising=False)
    else:
        monkeypatch.setenv("TRIMTAB_TEST", value)
    config = "site_name: !ENV NOWHERE\nplugins:\n- trimtab:\n    search: !ENV [TRIMTAB_TEST, true]\n"

    assert search == load(write(tmp_path, config)).settings.search


def test_inherit(tmp_path: Path) -> None:
    """A configuration inherits from another, mapping by mapping; its own values count, lists replace lists."""
    (tmp_path / "base").mkdir()
    write(
        tmp_path, "plugins: {trimtab: {slugs: '[a-z]+', search: false}}\nexclude_docs: a\n", "base/first.yml"
    )
    write(tmp_path, "INHERIT: first.yml\nplugins: {trimtab: {slugs: '[0-9]+'}}\n", "base/second.yml")
    project = load(write(tmp_path, "INHERIT: base/second.yml\nexclude_docs: b\n"))

    assert ("[0-9]+", False) == (project.settings.slugs, project.settings.search)
    assert (("b",), tmp_path / "docs") == (project.exclude_docs, project.docs_dir)


@pytest.mark.parametrize(("base", "over"), [("[search]", "{trimtab: {}}"), ("{search: {}}", "[trimtab]")])
def test_inherit_in_another_form(tmp_path: Path, base: str, over: str) -> None:
    """A list replaces a mapping, and a mapping a list."""
    write(tmp_path, f"plugins: {base}\n", "base.yml")

    assert Settings() == load(write(tmp_path, f"INHERIT: base.yml\nplugins: {over}\n")).settings


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ("plugins: [search]", "mkdocs.yml: the plugin `trimtab` is not listed; add it under `plugins:`"),
        ("site_name: A", "mkdocs.yml: the plugin `trimtab` is not listed; add it under `plugins:`"),
        ("plugins: trimtab", "mkdocs.yml: the plugin `trimtab` is not listed; add it under `plugins:`"),
        ("plugins: 5", "mkdocs.yml: the plugin `trimtab` is not listed; add it under `plugins:`"),
        ("", "mkdocs.yml: holds no settings"),
        ("- a", "mkdocs.yml: holds no settings"),
        ("a: b: c", "mkdocs.yml: not valid YAML: mapping values are not allowed"),
        ("a: b\x00", "mkdocs.yml: not valid YAML: "),
        ("a: {[b]: c}", "mkdocs.yml: not valid YAML: "),
        ("plugins: [trimtab]\ndocs_dir: nowhere", "nowhere` that `docs_dir` names isn't there"),
        ("plugins: [trimtab]\nexclude_docs: '!'", "mkdocs.yml: exclude_docs: "),
        ("plugins: [trimtab]\nexclude_docs: '[z-a]'", "mkdocs.yml: exclude_docs: "),
        (
            "plugins:\n- trimtab: {bogus: 1}",
            "mkdocs.yml: trimtab: bogus: there is no such setting; settings are ",
        ),
        ("plugins:\n- trimtab: x", "mkdocs.yml: trimtab: Input should be a valid dictionary"),
        ("INHERIT: mkdocs.yml", "mkdocs.yml: INHERIT leads back to itself"),
        ("INHERIT: nowhere.yml", "nowhere.yml: No such file or directory; run trimtab where"),
    ],
)
def test_faulty_files(tmp_path: Path, config: str, message: str) -> None:
    """A file that can't be used is named with what is wrong with it."""
    with pytest.raises(SettingsError) as caught:
        load(write(tmp_path, config))

    assert message in str(caught.value)


def test_circles_of_inheritance(tmp_path: Path) -> None:
    """Two files that inherit from each other are refused."""
    write(tmp_path, "INHERIT: mkdocs.yml", "other.yml")

    with pytest.raises(SettingsError, match="INHERIT leads back to itself"):
        load(write(tmp_path, "INHERIT: other.yml"))


def test_missing_file(tmp_path: Path) -> None:
    """Where there is no configuration the message says what to do."""
    with pytest.raises(
        SettingsError, match=r"No such file or directory; run trimtab where `mkdocs.yml` is, or name it"
    ):
        load(tmp_path / "mkdocs.yml")


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    """A configuration that isn't UTF-8 is refused."""
    path = write(tmp_path, "")
    path.write_bytes(b"site_name: Caf\xe9\n")

    with pytest.raises(SettingsError, match="not valid YAML"):
        load(path)


@pytest.mark.parametrize(
    ("given", "required"),
    [(None, False), ("", False), (False, False), ("false", False), (True, True), ("true", True), (1, True)],
)
def test_whether_addresses_must_be_recorded(given: object, required: bool) -> None:
    """The setting may come from the environment, where it is empty, a word or a number."""
    settings = parse({"permalinks": {"required": given}})

    assert ("permalinks.lock", required) == (settings.permalinks.lock, settings.permalinks.required)
