"""Named mistakes: the wrong numbers that known slips produce."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from quizzes.questions import Mistake

from . import decimals

Slip = tuple[Decimal, str]  # the wrong number, and what to tell who answers it
Rows = Sequence[Sequence[Decimal]]
Table = tuple[tuple[Any, ...], ...]


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


def rounded(
    slips: Iterable[tuple[float, str]],
    facts: Mapping[str, Any],
    *,
    truth: float,
    places: int,
    tolerance: Decimal,
) -> tuple[Mistake, ...]:
    """The same for floats, rounded like the answer, and told with these facts."""
    told = ((decimals.rounded(value, places), text % facts) for value, text in slips)
    return distinct(told, truth=decimals.rounded(truth, places), gap=2 * tolerance)


def distinct_arrays(
    slips: Iterable[tuple[Rows, str]], *, truth: Rows, gap: Decimal = Decimal(0)
) -> tuple[Mistake, ...]:
    """The same for whole matrices, which differ if some entry does."""
    taken, mistakes = [truth], []
    for rows, feedback in slips:
        if all(_far(rows, other, gap) for other in taken):
            taken.append(rows)
            mistakes.append(Mistake(written(rows), feedback))
    return tuple(mistakes)


def distinct_tables(
    slips: Iterable[tuple[Table, str]], *, truth: Table
) -> tuple[Mistake, ...]:
    """The same for what is either equal or not: bits, shapes."""
    taken, mistakes = [truth], []
    for table, feedback in slips:
        if table not in taken:
            taken.append(table)
            mistakes.append(Mistake(table, feedback))
    return tuple(mistakes)


def _far(ours: Rows, theirs: Rows, gap: Decimal) -> bool:
    return any(
        abs(one - other) > gap
        for row, others in zip(ours, theirs, strict=True)
        for one, other in zip(row, others, strict=True)
    )


def written(rows: Rows) -> tuple[tuple[str, ...], ...]:
    """A matrix as a question writes it."""
    return tuple(tuple(decimals.text(entry) for entry in row) for row in rows)
