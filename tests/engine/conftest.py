from __future__ import annotations

from collections.abc import Iterator

import pytest

from builds import ALL, SLOW, Build, Builds
from trimtab import Library, load


def library_of(item: pytest.Item) -> str | None:
    """The library that a test is parametrized with."""
    call = getattr(item, "callspec", None)
    name = call.params.get("library") if call else None
    return name if name in ALL else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run what waits for a slow build last: the build goes on beside the other tests."""
    items.sort(key=lambda item: library_of(item) in SLOW)


@pytest.fixture(scope="session")
def builds(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Builds]:
    """The libraries, built. Those that the chosen tests name as `library` are begun at once, side by side."""
    made = Builds(tmp_path_factory.mktemp("builds"))
    named = {name for item in request.session.items if (name := library_of(item))}
    made.begin(sorted(named, key=lambda name: (name in SLOW, name)))
    yield made
    made.close()


@pytest.fixture
def build(library: str, builds: Builds) -> Build:
    """The built library that a test is parametrized with."""
    return builds[library]


@pytest.fixture(scope="session")
def libraries(builds: Builds) -> dict[str, Library]:
    """The libraries read so far, by name; `read` fills it."""
    return {}


@pytest.fixture
def read(build: Build, libraries: dict[str, Library]) -> Library:
    """The library that a test is parametrized with, as `trimtab check` reads it."""
    if build.name not in libraries:
        libraries[build.name] = Library.read(load(build.config))
    return libraries[build.name]
