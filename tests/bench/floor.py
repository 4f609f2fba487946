"""What nobody can do without, alone: run as a program, it prints the seconds that it took, its start left out.

`floor.py DOCS` reads the files and loads their front matter with PyYAML's C loader, as every check must.
`floor.py DOCS SITE EXTENSIONS` also converts the bodies with one converter and writes them, as every build must.
"""

from __future__ import annotations

import contextlib
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import yaml


def main() -> None:
    """Do it and print the time."""
    docs, *more = sys.argv[1:]
    start = time.perf_counter()
    if more:
        _build(Path(docs), Path(more[0]), json.loads(more[1]))
    else:
        for _ in _read(Path(docs)):
            pass
    print(time.perf_counter() - start)


def _read(docs: Path) -> Iterator[tuple[Path, str]]:
    """The files with their bodies; front matter that doesn't load counts as read."""
    for path in sorted(docs.iterdir()):
        text = path.read_text(encoding="utf-8")
        end = text.find("\n---", 3) if text.startswith("---\n") else -1
        if end > 0:
            with contextlib.suppress(yaml.YAMLError):
                yaml.load(text[4:end], yaml.CSafeLoader)
        yield path, text[end + 4 :] if end > 0 else text


def _build(docs: Path, site: Path, extensions: list[str | dict[str, dict[str, object]]]) -> None:
    import markdown

    names = [name for one in extensions for name in ([one] if isinstance(one, str) else one)]
    settings = {name: given for one in extensions if isinstance(one, dict) for name, given in one.items()}
    converter = markdown.Markdown(extensions=names, extension_configs=settings)
    for path, body in _read(docs):
        page = site / path.stem / "index.html"
        page.parent.mkdir(parents=True)
        page.write_text(converter.reset().convert(body), encoding="utf-8")


if __name__ == "__main__":
    main()
