from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.core.simulation import Simulation, evaluate, examine
from trimtab.core.simulation.expressions import (
    FUNCTIONS,
    MOST_CHARACTERS,
    MOST_DEPTH,
    Constant,
    ExpressionError,
    parse,
    references,
)

KNOWN = {"a": 2.0, "b": 3.0, "zero": 0.0}


def worth(text: str, known: dict[str, float] | None = None) -> float:
    """What an equation comes to where some names have values."""
    names = KNOWN if known is None else known
    simulation = Simulation.model_validate(
        {
            "time": {"unit": "week", "stop": 1, "dt": 0.5},
            "stocks": [{"name": "stock", "initial": 0}],
            "auxiliaries": [{"name": "result", "value": text}],
            "parameters": [{"name": name, "value": value} for name, value in names.items()],
            "plot": ["result"],
        }
    )
    model = examine(simulation).compiled
    assert model is not None
    values = [0.0] * model.slots
    for slot, parameter in model.parameters:
        values[slot] = parameter.value
    ((_, code),) = model.every
    return evaluate(code, values)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7", 7),
        (".5", 0.5),
        ("2.", 2),
        ("1.5e3", 1500),
        ("1E-2", 0.01),
        ("a", 2),
        ("  a  +\tb ", 5),
        ("2 + 3 * 4", 14),
        ("(2 + 3) * 4", 20),
        ("8 - 3 - 2", 3),
        ("8 / 4 / 2", 1),
        ("8 / 4 * 2", 4),
        ("2 ^ 3 ^ 2", 512),
        ("-2 ^ 2", -4),
        ("(-2) ^ 2", 4),
        ("2 ^ -1", 0.5),
        ("2 * -3", -6),
        ("--2", 2),
        ("+2 - +1", 1),
        ("5 − 2", 3),
        ("5 – 2", 3),
        ("a < b", 1),
        ("a >= b", 0),
        ("a + 1 = b", 1),
        ("a <> 2", 0),
        ("min(3, 1, 2)", 1),
        ("max(3, 1, 2, 9)", 9),
        ("abs(a - b)", 1),
        ("sqrt(16)", 4),
        ("exp(0)", 1),
        ("ln(exp(2))", 2),
        ("if(a < b, 10, 20)", 10),
        ("if(a > b, 10, 20)", 20),
        ("if(zero, 1 / zero, 5)", 5),
        ("if(1, 5, 1 / zero)", 5),
        ("0 ^ 0", 1),
    ],
)
def test_what_equations_come_to(text: str, expected: float) -> None:
    """Operators bind as in mathematics, and functions do what they are called."""
    assert expected == pytest.approx(worth(text))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "1 / zero",
            "zero / zero",
            "sqrt(-1)",
            "ln(0)",
            "ln(-1)",
            "exp(1000)",
            "(-8) ^ (1 / 3)",
            "zero ^ -1",
        ),
        *("1e308 * 10", "-1e308 * 10", "1e308 + 1e308", "10 ^ 1000", "0 * (1 / zero)", "min(1, 1 / zero)"),
        *("max(1 / zero, 1)", "1 / zero < 1", "if(1 / zero, 1, 2)", "if(1, 1 / zero, 2)", "(1 / zero) ^ 0"),
        "1 ^ (1 / zero)",
    ],
)
def test_what_is_no_number(text: str) -> None:
    """Whatever isn't a finite number is NaN, and stays it, whatever is made of it."""
    assert math.isnan(worth(text))


@pytest.mark.parametrize(
    ("text", "offset", "length", "reason"),
    [
        ("", 0, 1, "empty"),
        ("   ", 0, 1, "empty"),
        ("2 +", 3, 1, "ends where a number"),
        ("* 2", 0, 1, "`*` stands where"),
        ("2 3", 2, 1, "An operator is missing before `3`"),
        ("2x", 1, 1, "An operator is missing before `x`"),
        ("a (b)", 0, 1, "There is no function `a`"),
        ("(a) (b)", 4, 1, "An operator is missing before `(`"),
        ("(a + b", 0, 1, "never closed"),
        ("min(a, b", 0, 3, "never closed"),
        ("a + b)", 5, 1, "never opened"),
        ("a, b", 1, 1, "`,` doesn't belong here"),
        ("a < b < 3", 6, 1, "chained"),
        ("(a < b < 3)", 7, 1, "chained"),
        ("a ** b", 2, 2, "`**` is not an operator"),
        ("a == b", 2, 2, "`==` is not an operator"),
        ("a != b", 2, 2, "`!=` is not an operator"),
        ("a & b", 2, 1, "`&` has no meaning"),
        ("a; b", 1, 1, "`;` has no meaning"),
        ("a + 'b'", 4, 1, "`'` has no meaning"),
        ("sin(a)", 0, 3, "There is no function `sin`"),
        ("a + min", 4, 3, "`min` is a function"),
        ("min(a)", 0, 3, "`min` takes 2 to 8 arguments, not 1"),
        ("sqrt()", 0, 4, "`sqrt` takes 1 arguments, not 0"),
        ("if(a, b)", 0, 2, "`if` takes 3 arguments, not 2"),
        ("smooth(a, b, 1, 2)", 0, 6, "`smooth` takes 2 to 3 arguments, not 4"),
        ("min(a, )", 7, 1, "`)` stands where"),
        ("1e999", 0, 5, "too large a number"),
        ("(" * 40 + "a" + ")" * 40, MOST_DEPTH, 1, "nests deeper"),
        ("-" * 40 + "a", MOST_DEPTH, 1, "nests deeper"),
        ("2" + " ^ 2" * 40, 4 * MOST_DEPTH, 1, "nests deeper"),
        ("1" + " + 1" * 200, MOST_CHARACTERS, 1, "801 characters"),
    ],
)
def test_faults_have_a_place_and_a_cure(text: str, offset: int, length: int, reason: str) -> None:
    """What can't be read is told with the characters that are wrong, and with what to write instead."""
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert reason in str(caught.value)
    assert offset == caught.value.offset
    assert length == caught.value.length
    assert caught.value.help


def test_names_are_found_where_they_stand() -> None:
    """The names of an equation are told in order, with their places."""
    found = [(one.name, one.offset) for one in references(parse("min(cap, 2 * load) / cap"))]
    assert [("cap", 4), ("load", 13), ("cap", 21)] == found


@given(
    st.text(alphabet=st.sampled_from("ab 12.e+-*/^()<>=,min")) | st.text(max_size=60),
)
def test_any_text_is_an_equation_or_a_fault_inside_it(text: str) -> None:
    """No text ends in another error, and a fault lies in the text or at its end."""
    start, end = 0, 1
    try:
        parse(text)
    except ExpressionError as error:
        start, end = error.offset, error.offset + error.length
    assert 0 <= start <= len(text)
    assert start < end <= len(text) + 1


@given(st.sampled_from(["(", "-", "2^", "min(1,", "a+"]), st.integers(0, 400))
def test_depth_is_bounded(piece: str, count: int) -> None:
    """However often something is begun again, the answer is a tree or a fault, and the stack holds."""
    try:
        parse(piece * count + "1")
    except ExpressionError:
        return
    assert count <= 250


# The same, worked out by Python's own parser


BINARY: dict[type[ast.AST], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: math.pow,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
CALLS: dict[str, Callable[..., float]] = {
    "min": min,
    "max": max,
    "abs": abs,
    "sqrt": math.sqrt,
    "exp": math.exp,
    "ln": math.log,
}


def python(node: ast.expr) -> float:
    """What Python makes of a tree of its own; anything that isn't finite is an error."""
    if isinstance(node, ast.Constant):
        result = float(node.value)  # type: ignore[arg-type]
    elif isinstance(node, ast.Name):
        result = KNOWN[node.id]
    elif isinstance(node, ast.UnaryOp):
        result = -python(node.operand)
    elif isinstance(node, ast.BinOp):
        result = BINARY[type(node.op)](python(node.left), python(node.right))
    elif isinstance(node, ast.Compare):
        result = float(BINARY[type(node.ops[0])](python(node.left), python(node.comparators[0])))
    else:
        assert isinstance(node, ast.Call)
        assert isinstance(node.func, ast.Name)
        result = CALLS[node.func.id](*map(python, node.args))
    if not math.isfinite(result):
        raise OverflowError
    return result


def joined(pieces: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Equations made of smaller ones, most without brackets, so that precedence matters."""
    two = st.tuples(pieces, st.sampled_from(["+", "-", "*", "/", "^"]), pieces).map(" ".join)
    compared = st.tuples(pieces, st.sampled_from(["<", "<=", ">", ">="]), pieces).map(
        lambda parts: f"({' '.join(parts)})"
    )
    one = st.tuples(st.sampled_from(["abs", "sqrt", "exp", "ln"]), pieces).map(
        lambda parts: f"{parts[0]}({parts[1]})"
    )
    most = st.tuples(st.sampled_from(["min", "max"]), st.lists(pieces, min_size=2, max_size=3)).map(
        lambda parts: f"{parts[0]}({', '.join(parts[1])})"
    )
    return two | compared | one | most | pieces.map("-{}".format) | pieces.map("({})".format)


NUMBERS = st.sampled_from(["0", "1", "2", "3.5", "10", ".25", "a", "b", "zero"])


@given(st.recursive(NUMBERS, joined, max_leaves=8).filter(lambda text: len(text) < 200))
def test_python_reckons_the_same(text: str) -> None:
    """An equation comes to what Python's own grammar and arithmetic make of it."""
    try:
        expected = python(ast.parse(text.replace("^", "**"), mode="eval").body)
    except (ArithmeticError, ValueError):
        expected = math.nan
    found = worth(text)
    assert (math.isnan(expected) and math.isnan(found)) or expected == pytest.approx(found, rel=1e-12)


def test_every_function_is_reckoned() -> None:
    """Each function of the language is tried in some test here or in those of running."""
    assert {*CALLS, "if", "step", "smooth", "delay3"} == set(FUNCTIONS)


def test_constants_are_kept_as_typed() -> None:
    """A number is its value."""
    assert Constant(0.1) == parse("0.1")
