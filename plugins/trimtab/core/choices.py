"""Words of which a value is one."""

from __future__ import annotations

from enum import StrEnum
from typing import Any


class Choice(StrEnum):
    """Words to choose from, packed by their value.

    Python packs members of an enumeration as a call of `getattr` in some versions, 3.11.2 among them; who unpacks only
    plain data refuses that.
    """

    def __reduce_ex__(self, protocol: Any) -> tuple[Any, ...]:
        return type(self), (self.value,)
