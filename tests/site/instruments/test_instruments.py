from __future__ import annotations

from pathlib import Path

import pytest

from trimtab.core.library import Library
from trimtab.core.project import load
from trimtab.site.catalogue import Catalogue
from trimtab.site.instruments import pages
from trimtab.site.listings import GeneratedPage
from trimtab.site.views import Value

_, *INSTRUMENTS = pages(Catalogue(Library.read(load(Path(__file__).parents[3] / "mkdocs.yml"))))


def test_all_are_there() -> None:
    """A library that has something of everything gets every instrument."""
    assert 6 == len(INSTRUMENTS)


@pytest.mark.parametrize("page", INSTRUMENTS, ids=lambda page: page.path)
def test_each_leads_back_to_all(page: GeneratedPage) -> None:
    """Above every instrument stands the way to the list of all."""
    assert Value("Instruments", "instruments/") == page.view.up
