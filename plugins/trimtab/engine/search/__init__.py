"""The search index: Pagefind's program, run over a library's entries, a part of them at a time."""

from trimtab.engine.search.background import Background
from trimtab.engine.search.indexing import Cancelled, Index, index
from trimtab.engine.search.publishing import FOLDER

__all__ = ["FOLDER", "Background", "Cancelled", "Index", "index"]
