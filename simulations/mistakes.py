"""Named mistakes: the wrong numbers that known slips produce."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from quizzes.questions import Mistake

from . import decimals

Slip = tuple[Decimal, str]  # the wrong number, and what to tell who answers it


def distinct(
    slips: Iterable[Slip], *, truth: Decimal, gap: Decimal = Decimal(0)
) -> tuple[Mistake, ...]:
    """The slips that can be told from the truth and from those before them.

    Two numbers that are no more than `gap` apart cannot be told apart.
    """
    taken, mistakes = [truth], []
    for value, feedback in slips:
        if all(abs(value - other) > gap for other in taken):
            taken.append(value)
            mistakes.append(Mistake(decimals.text(value), feedback))
    return tuple(mistakes)
