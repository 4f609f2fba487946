"""The published schemas: what they say is what the files say, and nothing is in a file that no schema tells of."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from builds import GOLDEN, LIBRARIES
from exporting import ABOUT, catalogue, written
from trimtab import Library, check, load
from trimtab.site import urls
from trimtab.site.catalogue import Catalogue
from trimtab.site.exports import SCHEMAS, About
from trimtab.site.health import VERSION, Health

NAMES = ("entries", "entry", "graph", "health", "index", "names")
SCHEMA = {name: json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8")) for name in NAMES}


def declared(schema: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every property that a schema declares, by its path."""
    if isinstance(schema, list):
        for each in schema:
            yield from declared(each, path)
    if isinstance(schema, dict):
        for key, value in schema.items():
            if key == "properties":
                for name, inner in value.items():
                    yield f"{path}/{name}", inner
            yield from declared(value, f"{path}/{key}")


def strict(schema: Any) -> Any:
    """The schema, with no property but those that it declares."""
    closed = deepcopy(schema)
    objects = [closed]
    while objects:
        one = objects.pop()
        if isinstance(one, dict):
            if "properties" in one and isinstance(one["properties"], dict):
                one.setdefault("additionalProperties", False)
            objects += one.values()
        elif isinstance(one, list):
            objects += one
    return Draft202012Validator(closed, format_checker=Draft202012Validator.FORMAT_CHECKER)


STRICT = {name: strict(schema) for name, schema in SCHEMA.items()}


def data(made: Catalogue, about: About) -> Iterator[tuple[str, Any]]:
    """The JSON files of a library, each with its schema's name."""
    for path, content in written(made, about).items():
        if path.endswith(".json") and "/schemas/" not in path:
            yield (
                "entry" if "/entries/" in path else path.split("/")[-1].removesuffix(".json"),
                json.loads(content),
            )


def test_there_is_one_for_each_file() -> None:
    """Each schema is published, under the name of the data that it describes."""
    assert sorted(NAMES) == sorted(path.stem for path in SCHEMAS.glob("*.json"))
    made = written(catalogue())
    assert [SCHEMA[name] for name in NAMES] == [json.loads(made[urls.schema(name)]) for name in NAMES]


@pytest.mark.parametrize("name", NAMES)
def test_they_are_schemas(name: str) -> None:
    """Each is a valid schema with a name of its own, of the version that the files have."""
    Draft202012Validator.check_schema(SCHEMA[name])

    assert f"urn:trimtab:{name}:v1" == SCHEMA[name]["$id"]
    assert VERSION == SCHEMA[name]["properties"]["version"]["const"]


@pytest.mark.parametrize("name", NAMES)
def test_every_property_is_described(name: str) -> None:
    """Each property says what it is, in a sentence."""
    assert [] == [
        path for path, inner in declared(SCHEMA[name]) if not inner.get("description", "").endswith(".")
    ]


@pytest.mark.parametrize("about", [ABOUT, About()], ids=["site", "no-site"])
@pytest.mark.parametrize("name", GOLDEN)
def test_what_is_written_is_declared(name: str, about: About) -> None:
    """Every file of every library is valid, and has no property that its schema doesn't declare."""
    project = load(LIBRARIES / name / "mkdocs.yml")
    library = Library.read(project)
    made = Catalogue(library)
    files = [*data(made, about), ("health", Health(made, check(library), None).data())]

    assert set(NAMES) == {kind for kind, _ in files}
    assert [] == [error.message for kind, value in files for error in STRICT[kind].iter_errors(value)]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_declared_can_be_written(name: str) -> None:
    """What a schema requires is required: a file without it isn't valid, nor one of another version."""
    known = dict(data(catalogue(), ABOUT))
    known["health"] = Health(catalogue(), check(catalogue().library), None).data()
    validator = Draft202012Validator(SCHEMA[name])
    value = known[name]

    assert validator.is_valid({**value, "more": 1})
    assert not validator.is_valid({**value, "version": 2})
    for key in SCHEMA[name]["required"]:
        assert not validator.is_valid({other: inner for other, inner in value.items() if other != key})


def test_entries_are_the_same_in_both() -> None:
    """What the list has of an entry, its own file says in the same words."""
    lean = SCHEMA["entries"]["$defs"]["entry"]["properties"]

    assert lean.items() <= SCHEMA["entry"]["properties"].items()


def test_everything_declared_is_there() -> None:
    """The sample and the golden libraries together have every property of an entry that its schema declares."""
    found: set[str] = set()
    for made in (
        catalogue(),
        *(Catalogue(Library.read(load(LIBRARIES / name / "mkdocs.yml"))) for name in GOLDEN),
    ):
        for kind, value in data(made, ABOUT):
            if kind == "entry":
                found |= value.keys()

    assert set() == SCHEMA["entry"]["properties"].keys() - found - {"simulation"}
