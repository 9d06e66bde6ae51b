"""How a rounded number stands in a formula."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction


def equals(exact: Fraction, shown: Decimal | str) -> str:
    """The sign before what is shown: = if nothing was rounded away, else ≈."""
    return "=" if Fraction(shown) == exact else r"\approx"
