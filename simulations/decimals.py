"""Decimal numbers as people write them: exact in, plain out.

Runs that a person follows by hand are reckoned in decimals: 0.1 + 0.2 − 0.3 is 0,
so a threshold decides as it does on paper.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from random import Random

Plain = int | float


def exact(value: Plain | Decimal) -> Decimal:
    """The decimal that is written for `value`: 0.1 is one tenth."""
    return Decimal(str(value)) if isinstance(value, float) else Decimal(value)


def exactly(values: Iterable[Plain]) -> list[Decimal]:
    return [exact(value) for value in values]


def rounded(value: Decimal | float, places: int) -> Decimal:
    """What is nearest at so many places: of a float, of its very binary value."""
    return round(Decimal(value), places)


def all_rounded(values: Iterable[Decimal | float], places: int) -> list[Decimal]:
    return [rounded(value, places) for value in values]


def drawn(rng: Random, least: int, most: int, *, parts: int = 10) -> Plain:
    """From `least` to `most` tenths (halves, …) above or below 0."""
    return plain(Decimal(rng.choice([-1, 1]) * rng.randint(least, most)) / parts)


def plain(value: Decimal | Plain) -> Plain:
    """The same number for JSON: an int where it is whole."""
    whole = int(value)
    return whole if whole == value else float(value)


def text(value: Decimal | Plain) -> str:
    """The number without superfluous zeros or exponent, for TeX and forms."""
    return format((exact(value) + 0).normalize(), "f")


def about(value: Decimal | Plain, shown: Decimal | Plain) -> str:
    """What TeX writes between a value and how it is shown: = or ≈."""
    return "=" if exact(value) == exact(shown) else r"\approx"


def factor(value: Decimal | Plain) -> str:
    """As `text`, in brackets where a sign would follow an operator."""
    written = text(value)
    return f"({written})" if written.startswith("-") else written


def vector(values: Iterable[Decimal | Plain]) -> str:
    return "(" + ", ".join(text(value) for value in values) + ")"
