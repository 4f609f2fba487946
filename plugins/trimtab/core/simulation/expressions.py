"""Equations: a small language of numbers, names, operators and functions, read by recursive descent.

Names are not looked up here, and nothing is evaluated: what is read is a tree.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

MOST_CHARACTERS = 500
"""A longer equation is a fault: nobody could read it, and a part of it deserves a name."""
MOST_DEPTH = 32
"""How deep brackets may nest."""

FUNCTIONS: dict[str, tuple[int, int]] = {
    "abs": (1, 1),
    "delay3": (2, 2),
    "exp": (1, 1),
    "if": (3, 3),
    "ln": (1, 1),
    "max": (2, 8),
    "min": (2, 8),
    "smooth": (2, 3),
    "sqrt": (1, 1),
    "step": (2, 2),
}
"""The functions, with the least and the most arguments that each takes."""
TIME = "time"
"""The name that means the time of the run."""
RESERVED = frozenset({TIME, *FUNCTIONS})
"""Names that no quantity may have."""

_MINUS_SIGNS = str.maketrans({"\N{MINUS SIGN}": "-", "\N{EN DASH}": "-"})
_TOKEN = re.compile(
    r"(?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)|(?P<name>[^\W\d]\w*)"
    r"|(?P<mark>\*\*|==|!=|<=|>=|<>|[-+*/^()<>=,])"
)
_COMPARISONS = frozenset({"<", "<=", ">", ">=", "=", "<>"})
_FOREIGN = {"**": "^", "==": "=", "!=": "<>"}
_EXAMPLE = "Write it like `min(capacity, backlog / 2)`"


@dataclass(frozen=True, slots=True)
class Constant:
    """A number."""

    value: float


@dataclass(frozen=True, slots=True)
class Reference:
    """A name, with its place in the equation."""

    name: str
    offset: int


@dataclass(frozen=True, slots=True)
class Operation:
    """An operator or a function with what it is applied to. `neg` is the minus before a term."""

    name: str
    operands: tuple[Expression, ...]
    offset: int


Expression = Constant | Reference | Operation


class ExpressionError(ValueError):
    """A text that is no equation.

    Attributes:
        offset: 0-based place of the fault in the text; the text's length means "at the end".
        length: how many characters are wrong, 1 at least.
        help: what to write instead.
    """

    def __init__(self, message: str, offset: int, length: int, help: str) -> None:
        """Keep the place and the cure beside the message."""
        super().__init__(message)
        self.offset = offset
        self.length = length
        self.help = help


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    offset: int


def parse(text: str) -> Expression:
    """Read an equation.

    `^` binds tightest and to the right; then come the minus of a term, `*` and `/`, `+` and `-`, and one comparison.

    Args:
        text: the equation as typed.

    Raises:
        ExpressionError: it doesn't follow the grammar.
    """
    if len(text) > MOST_CHARACTERS:
        raise ExpressionError(
            f"The equation has {len(text):,} characters; {MOST_CHARACTERS} are read",
            MOST_CHARACTERS,
            1,
            "Give a part of it a name, as an auxiliary",
        )
    return _Parser(text).whole()


def references(expression: Expression) -> Iterator[Reference]:
    """The names in an equation, in the order in which they stand there."""
    if isinstance(expression, Reference):
        yield expression
    elif isinstance(expression, Operation):
        for operand in expression.operands:
            yield from references(operand)


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = list(self._read())
        self._at = 0
        self._depth = 0

    def whole(self) -> Expression:
        """The equation, to its end."""
        if self._next.kind == "end":
            raise ExpressionError("The equation is empty", 0, 1, _EXAMPLE)
        found = self._comparison()
        token = self._next
        if token.text == ")":
            raise self._error(token, "A bracket closes that was never opened", "Delete it, or open one")
        if token.kind != "end":
            raise self._stray(token)
        return found

    def _stray(self, token: _Token) -> ExpressionError:
        """A token that can't follow a whole equation, or one within brackets."""
        if token.kind in ("number", "name") or token.text == "(":
            return self._error(
                token, f"An operator is missing before `{token.text}`", "Write `*` for “times”"
            )
        if token.text in _COMPARISONS:
            return self._error(token, "Comparisons can't be chained", "Use `if(a < b, b < c, 0)`")
        return self._error(token, f"`{token.text}` doesn't belong here", _EXAMPLE)

    def _read(self) -> Iterator[_Token]:
        plain = self._text.translate(_MINUS_SIGNS)
        at = 0
        while at < len(plain):
            if plain[at].isspace():
                at += 1
                continue
            match = _TOKEN.match(plain, at)
            if match is None:
                message = f"`{self._text[at]}` has no meaning in an equation"
                raise ExpressionError(message, at, 1, "Use numbers, names, + - * / ^ and brackets")
            kind, token = str(match.lastgroup), match.group()
            if token in _FOREIGN:
                message = f"`{token}` is not an operator"
                raise ExpressionError(message, at, len(token), f"Write `{_FOREIGN[token]}`")
            yield _Token(kind, token, at)
            at = match.end()
        yield _Token("end", "", len(plain.rstrip()))

    @property
    def _next(self) -> _Token:
        return self._tokens[self._at]

    def _take(self, *texts: str) -> _Token | None:
        """The next token, if it is one of some marks."""
        token = self._next
        if token.kind != "mark" or token.text not in texts:
            return None
        self._at += 1
        return token

    def _error(self, token: _Token, message: str, help: str) -> ExpressionError:
        return ExpressionError(message, token.offset, max(len(token.text), 1), help)

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > MOST_DEPTH:
            message = f"The equation nests deeper than {MOST_DEPTH} levels"
            raise self._error(self._next, message, "Give a part of it a name, as an auxiliary")

    def _comparison(self) -> Expression:
        left = self._sum()
        token = self._take(*_COMPARISONS)
        if token is not None:
            left = Operation(token.text, (left, self._sum()), token.offset)
        return left

    def _sum(self) -> Expression:
        left = self._term()
        while token := self._take("+", "-"):
            left = Operation(token.text, (left, self._term()), token.offset)
        return left

    def _term(self) -> Expression:
        left = self._signed()
        while token := self._take("*", "/"):
            left = Operation(token.text, (left, self._signed()), token.offset)
        return left

    def _signed(self) -> Expression:
        """A term with its sign; all that nests passes here."""
        self._deeper()
        token = self._take("-", "+")
        found = self._power() if token is None else self._signed()
        if token is not None and token.text == "-":
            found = Operation("neg", (found,), token.offset)
        self._depth -= 1
        return found

    def _power(self) -> Expression:
        base = self._atom()
        token = self._take("^")
        return base if token is None else Operation("^", (base, self._signed()), token.offset)

    def _atom(self) -> Expression:
        token = self._next
        self._at += 1
        if token.kind == "number":
            value = float(token.text)
            if not math.isfinite(value):
                raise self._error(token, f"`{token.text}` is too large a number", "Choose a larger unit")
            return Constant(value)
        if token.kind == "name":
            return self._named(token)
        if token.text == "(":
            inner = self._comparison()
            self._close(token)
            return inner
        where = f"`{token.text}` stands" if token.text else "The equation ends"
        raise self._error(token, f"{where} where a number or a name is expected", _EXAMPLE)

    def _named(self, token: _Token) -> Expression:
        if not self._take("("):
            if token.text in FUNCTIONS:
                raise self._error(
                    token,
                    f"`{token.text}` is a function and needs its arguments",
                    f"Write `{token.text}(...)`",
                )
            return Reference(token.text, token.offset)
        if token.text not in FUNCTIONS:
            raise self._error(
                token, f"There is no function `{token.text}`", f"Use one of {', '.join(FUNCTIONS)}"
            )
        operands: list[Expression] = []
        if not self._take(")"):
            operands.append(self._comparison())
            while self._take(","):
                operands.append(self._comparison())
            self._close(token)
        least, most = FUNCTIONS[token.text]
        if not least <= len(operands) <= most:
            wanted = str(least) if least == most else f"{least} to {most}"
            raise self._error(
                token,
                f"`{token.text}` takes {wanted} arguments, not {len(operands)}",
                "Separate arguments with commas",
            )
        return Operation(token.text, tuple(operands), token.offset)

    def _close(self, opened: _Token) -> None:
        if self._take(")"):
            return
        token = self._next
        if token.kind == "end":
            raise self._error(opened, "A bracket is never closed", "Close it with `)`")
        raise self._stray(token)
