"""Formulas that authors write: arithmetic over named numbers, nothing else.

They are read with Python's own grammar, and only what is listed here is reckoned,
always in floats. So a formula can neither reach anything nor take long.
"""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

MOST_CHARACTERS = 200
MOST_NODES = 100
# 2if: Python reads it, with a warning that it will not for long
_DIGIT_AND_WORD = re.compile(r"[\d.](?!e[+-]?\d)[a-z_]")
_CHARACTERS = re.compile(r"[0-9a-z_.,()+\-*/<>=! ]+")
_AS_TYPED = str.maketrans({"−": "-", "×": "*", "·": "*", "^": "**"})


def _sigmoid(x: float) -> float:
    """1 / (1 + e^−x), where e^−x may be more than a float can be."""
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


_OPERATORS: dict[type[ast.AST], Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: math.pow,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
_OF_ONE: dict[str, Callable[[float], float]] = {
    "abs": abs,
    "exp": math.exp,
    "log": math.log,
    "relu": lambda x: max(x, 0.0),
    "sigmoid": _sigmoid,
    "sqrt": math.sqrt,
    "step": lambda x: float(x >= 0),
    "tanh": math.tanh,
}
_OF_SEVERAL: dict[str, Callable[..., float]] = {"max": max, "min": min}
FUNCTIONS = sorted({*_OF_ONE, *_OF_SEVERAL})


@dataclass(frozen=True)
class Formula:
    """An expression that was read, and the names of the numbers it needs."""

    body: ast.expr
    names: frozenset[str]

    def value(self, numbers: Mapping[str, float]) -> float:
        """What it comes to; ValueError where that is no finite number."""
        try:
            result = _value(self.body, numbers)
        except (ArithmeticError, ValueError):
            result = math.nan
        if not math.isfinite(result):
            raise ValueError(_("The formula has no value here."))
        return result


@lru_cache(maxsize=1024)
def read(text: str) -> Formula:
    """The formula that is written; ValueError with a sentence for its author."""
    if len(text) > MOST_CHARACTERS:
        raise ValueError(
            _("A formula has at most %(most)d characters.") % {"most": MOST_CHARACTERS}
        )
    plain = text.translate(_AS_TYPED).strip().lower()
    if not _CHARACTERS.fullmatch(plain) or _DIGIT_AND_WORD.search(plain):
        raise ValueError(_("“%(formula)s” is no formula.") % {"formula": text})
    try:
        body = ast.parse(plain, mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise ValueError(
            _("“%(formula)s” is no formula.") % {"formula": text}
        ) from None
    nodes = list(ast.walk(body))
    if len(nodes) > MOST_NODES:
        raise ValueError(_("The formula is too long."))
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    for node in nodes:
        _check(node, called)
    names = {n.id for n in nodes if isinstance(n, ast.Name) and id(n) not in called}
    return Formula(body, frozenset(names))


def _check(node: ast.AST, called: set[int]) -> None:
    """Whether a node is of the few sorts that are reckoned."""
    match node:
        case ast.Constant():
            known = type(node.value) in (int, float)
        case ast.Call(func=ast.Name(id=name)):
            count = len(node.args)
            known = not node.keywords and (
                (name in _OF_ONE and count == 1) or (name in _OF_SEVERAL and count >= 2)
            )
        case ast.Name():
            known = id(node) in called or node.id not in FUNCTIONS
        case ast.Compare():
            known = len(node.ops) == 1
        case ast.BinOp() | ast.UnaryOp() | ast.Load():
            known = True
        case _:
            known = type(node) in _OPERATORS
    if not known:
        raise ValueError(
            _(
                "A formula has numbers, names, + − * / **, one comparison at a time, and "
                "the functions %(functions)s."
            )
            % {"functions": ", ".join(FUNCTIONS)}
        )


def _value(node: ast.expr, numbers: Mapping[str, float]) -> float:
    match node:
        case ast.Constant(value=value):
            return float(value)  # type: ignore[arg-type]
        case ast.Name(id=name):
            return numbers[name]
        case ast.BinOp(left=left, op=op, right=right):
            pair = _value(left, numbers), _value(right, numbers)
            return _OPERATORS[type(op)](*pair)  # type: ignore[no-any-return]
        case ast.UnaryOp(op=op, operand=operand):
            return _OPERATORS[type(op)](_value(operand, numbers))  # type: ignore[no-any-return]
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            pair = _value(left, numbers), _value(right, numbers)
            return float(_OPERATORS[type(op)](*pair))
        case ast.Call(func=ast.Name(id=name), args=args):
            given = [_value(one, numbers) for one in args]
            return (_OF_ONE.get(name) or _OF_SEVERAL[name])(*given)
    raise TypeError(node)
