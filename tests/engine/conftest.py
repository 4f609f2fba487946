from __future__ import annotations

from collections.abc import Iterator

import pytest

from builds import Build, Builds
from trimtab import Library, load


@pytest.fixture(scope="session")
def builds(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Builds]:
    """The libraries, built. Those that the chosen tests name as `library` are begun at once, side by side."""
    made = Builds(tmp_path_factory.mktemp("builds"))
    calls = (getattr(item, "callspec", None) for item in request.session.items)
    made.begin(call.params["library"] for call in calls if call is not None and "library" in call.params)
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
