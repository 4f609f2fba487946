"""Templates without the blank space that they are laid out with, which would be a third of a page's frame.

A process that builds again and again compiles each only once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, MutableMapping
from pathlib import Path
from types import CodeType

from jinja2 import Environment
from jinja2.bccache import Bucket, BytecodeCache
from jinja2.ext import Extension

_AT_ENDS = re.compile(r"^[ \t]+|[ \t]+$", re.MULTILINE)
_TAGS_ALONE = re.compile(r"^(?!\{[%#]-)((?:\{(?:%(?:(?!%\}).)*%|#(?:(?!#\}).)*#)\}[ \t]*)+)\n", re.MULTILINE)
"""A line that has nothing but tags. One with text keeps the break at its end, and so does one that takes away the break
before it: so no two words meet."""
_EMPTY = re.compile(r"\n{2,}")
_BLOCKS = (
    "article|aside|body|div|dl|footer|form|h[1-6]|head|header|link|main|meta|nav|ol|section|table|title|ul"
)
_BEFORE_BLOCKS = re.compile(rf"\n(?=</?(?:{_BLOCKS})\b)")
"""A break where no text runs on, and so shows nothing."""


class Squeeze(Extension):
    """Takes indentation and empty lines out of templates as they are read, not out of what is put into them.

    It does so with the templates of certain folders: those of ours and Material's.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """A template's source, squeezed where it comes from one of the folders."""
        folders: tuple[Path, ...] = getattr(self.environment, "squeezed", ())
        if filename is None or not any(Path(filename).is_relative_to(folder) for folder in folders):
            return source
        return _BEFORE_BLOCKS.sub("", _EMPTY.sub("\n", _TAGS_ALONE.sub(r"\1", _AT_ENDS.sub("", source))))


def squeeze(env: Environment, folders: Iterable[str]) -> None:
    """Have an environment squeeze the templates of some folders.

    Args:
        env: it, before it has read any of them.
        folders: where they are.
    """
    env.policies["json.dumps_kwargs"] = {**env.policies["json.dumps_kwargs"], "separators": (",", ":")}
    env.add_extension(Squeeze)
    env.extend(squeezed=tuple(map(Path, folders)))


Codes = MutableMapping[str, tuple[str, CodeType]]
"""What templates were compiled to: by name and file, each with a digest of its source."""


def remember(env: Environment, codes: Codes) -> None:
    """Have an environment take compiled templates from memory where their sources are the same.

    Args:
        env: it, as it is for every build: with the same extensions, and with filters that do the same.
        codes: what was compiled before; what is compiled now is added.
    """
    env.bytecode_cache = _Codes(codes)


class _Codes(BytecodeCache):
    def __init__(self, codes: Codes) -> None:
        self._codes = codes

    def load_bytecode(self, bucket: Bucket) -> None:
        checksum, code = self._codes.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._codes[bucket.key] = (bucket.checksum, bucket.code)
