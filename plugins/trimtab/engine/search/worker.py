"""A process of its own that indexes shards and merges them, so that a build neither waits nor grows.

It reads orders, a line of JSON each, and answers the last one, to merge, with a line. It ends with whoever started it.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from trimtab.checking.store import unpack
from trimtab.engine.search import merging, shards
from trimtab.engine.search.keeping import Keeping
from trimtab.engine.search.publishing import publish
from trimtab.engine.search.service import Service, ServiceError
from trimtab.engine.search.shards import UnknownIndexError
from trimtab.site.records import Record


class _Worker:
    def __init__(self, root: str, own: str, jobs: int) -> None:
        self._keeping = Keeping(Path(root) if root else None, Path(own))
        self._jobs = jobs
        self._pool = ThreadPoolExecutor(jobs)
        self._begun: list[Future[None]] = []
        self._services: list[Service] = []
        self._idle: list[Service] = []

    def serve(self) -> None:
        """Follow orders until there are no more."""
        for line in sys.stdin:
            order = json.loads(line)
            if "shard" in order:
                self._begun.append(self._pool.submit(self._index, order["shard"], Path(order["records"])))
            else:
                sys.stdout.write(json.dumps({"problem": self._merge(**order)}) + "\n")
                sys.stdout.flush()
        for service in self._services:
            service.kill()
        os._exit(0)

    def _index(self, name: str, path: Path) -> None:
        found = unpack(path.read_bytes(), list)
        path.unlink()
        if found is None:
            message = "records got lost on the way"
            raise ServiceError(message)
        service = self._service()
        self._keeping.keep(name, shards.index([Record(*record) for record in found[0]], service))
        self._idle.append(service)

    def _service(self) -> Service:
        """One that has nothing to do. To start another for each shard would take its memory anew each time."""
        try:
            return self._idle.pop()
        except IndexError:
            self._services.append(Service())
            return self._services[-1]

    def _merge(self, merge: str, of: list[str], site: str) -> str:
        """Put the index of some shards into a site; gives what stood in the way, if anything."""
        try:
            for one in self._begun:
                one.result()
            self._idle.clear()
            while self._services:
                self._services.pop().close()
            merged = self._keeping.merged(merge)
            if merged is None:
                parts: list[Any] = [self._keeping.shard(name) for name in of]
                if None in parts:
                    return "what was kept is gone"
                merged = merging.merge(parts, self._jobs)
                self._keeping.keep_merged(merge, merged)
                del parts
            return "" if publish(site, merged, of, self._keeping) else "what was kept is gone"
        except (UnknownIndexError, ServiceError, OSError) as error:
            return str(error) or type(error).__name__


if __name__ == "__main__":
    gc.disable()  # Postings are many small objects that don't refer to each other.
    _Worker(sys.argv[1], sys.argv[2], int(sys.argv[3])).serve()
