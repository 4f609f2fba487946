"""How the tests run."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

# A first call compiles and caches, so a deadline for one example fails by chance.
settings.register_profile("trimtab", deadline=None)
settings.load_profile("trimtab")


@pytest.fixture(autouse=True, scope="session")
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the results of checks in a folder of the tests' own, not in the user's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRIMTAB_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        yield
