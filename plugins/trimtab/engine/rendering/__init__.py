"""How pages are made in a fraction of the time that MkDocs takes for them, and come out the same.

MkDocs converts one page after the other, with a new converter for each. Here pages are converted ahead in several
processes (`processes`) with one converter each (`conversion`), conversions are kept by all that they were made of
(`conversions`), and a page is laid out again only if something that it shows has changed (`whole`). MkDocs goes on to
run its loops and its plugins' events in its own order: a page of ours (`pages`) takes what is ready when its turn has
come, if the text that reached it is the text that was converted. A process that builds again and again (`memory`) keeps
pages whose files would be written as they are out of MkDocs' last loop (`files`).
"""

from __future__ import annotations

from trimtab.engine.rendering.memory import Memory
from trimtab.engine.rendering.rendering import Contents, Rendering

__all__ = ["Contents", "Memory", "Rendering"]
