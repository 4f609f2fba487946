"""The part of CBOR (RFC 8949) that Pagefind's files are written in: whole numbers, texts and lists."""

from __future__ import annotations

from typing import Any

_NEGATIVE, _TEXT, _LIST = 1, 3, 4


class CborError(ValueError):
    """The data aren't what this module reads."""


def head(data: bytes, at: int) -> tuple[int, int, int]:
    """The kind of the item at a place, its number or length, and where its content begins.

    Raises:
        CborError: the item ends too early or has no definite length.
    """
    try:
        kind, short = data[at] >> 5, data[at] & 31
    except IndexError as error:
        raise CborError("too short") from error
    if short < 24:
        return kind, short, at + 1
    size = 1 << (short - 24)
    if short > 27 or len(data) < at + 1 + size:
        raise CborError("too short, or without a length")
    return kind, int.from_bytes(data[at + 1 : at + 1 + size], "big"), at + 1 + size


def read(data: bytes, at: int = 0) -> tuple[Any, int]:
    """The item at a place, and where the next one begins.

    Raises:
        CborError: it holds anything but whole numbers, texts and lists.
    """
    kind, number, at = head(data, at)
    if kind == 0:
        return number, at
    if kind == _NEGATIVE:
        return -1 - number, at
    if kind == _TEXT:
        if len(data) < at + number:
            raise CborError("too short")
        return data[at : at + number].decode(), at + number
    if kind != _LIST:
        raise CborError(f"an item of kind {kind}")
    items = []
    for _ in range(number):
        item, at = read(data, at)
        items.append(item)
    return items, at


def write(item: Any) -> bytes:
    """An item's shortest form."""
    if isinstance(item, int):
        return length(0, item) if item >= 0 else length(_NEGATIVE, -1 - item)
    if isinstance(item, str):
        encoded = item.encode()
        return length(_TEXT, len(encoded)) + encoded
    return length(_LIST, len(item)) + b"".join(map(write, item))


def listed(number: int) -> bytes:
    """How a list of so many items begins."""
    return length(_LIST, number)


def length(kind: int, number: int) -> bytes:
    """How an item of a kind begins."""
    if number < 24:
        return bytes((kind << 5 | number,))
    for short, size in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if number < 1 << (8 * size):
            return bytes((kind << 5 | short,)) + number.to_bytes(size, "big")
    raise CborError("too large a number")
