"""Turing's imitation game: rounds of interrogation, and what they prove.

A. M. Turing, "Computing Machinery and Intelligence", Mind 59 (1950) 433–460. A
judge talks with a machine and a human in writing and says which is which. Section
6 gives the criterion: "an average interrogator will not have more than 70 per
cent. chance of making the right identification after five minutes".

How a judge comes to a verdict is ours, not Turing's: each minute gives one clue, and
the judge goes with the majority of them (Condorcet's jury theorem, 1785). Whether a
judge does better than by tossing a coin is decided by the exact binomial test.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from simulations import bounds

CRITERION = Fraction(7, 10)  # of right identifications; the machine passes up to it
MINUTES = 5  # of questioning, in Turing's prediction
ROOMS = ("X", "Y")  # the judge knows the two by these labels only
MOST_ROUNDS = 1000
MOST_MINUTES = 1000

Real = TypeVar("Real", float, Fraction)


@dataclass(frozen=True)
class Round:
    """One interrogation: its clues, the verdict, and the score up to and with it."""

    number: int  # from 1
    machine: str  # the room it sits in
    clues: list[int]  # a minute each: 1 points to the machine, 0 to the human
    opinions: list[int]  # after each minute: 1 if the judge suspects the machine
    verdict: str  # the room that the judge names
    right: bool
    total: int  # right identifications so far
    share: float  # of right identifications so far
    p_value: float  # chance that coin tosses do at least as well


@dataclass(frozen=True)
class Run:
    """All rounds, one after the other."""

    rounds: Sequence[Round]

    @property
    def total(self) -> int:
        return self.rounds[-1].total

    @property
    def passed(self) -> bool:
        """Whether the machine meets Turing's criterion, as measured in these rounds."""
        return passes(self.total, len(self.rounds))


def passes(right: int, rounds: int) -> bool:
    """Whether at most 70 per cent of the identifications are right (section 6)."""
    bounds.whole("rounds", rounds, most=MOST_ROUNDS)
    bounds.whole("right", right, least=0, most=rounds)
    return Fraction(right, rounds) <= CRITERION


def opinions(clues: Sequence[int]) -> list[int]:
    """What most clues say after each minute; a tie keeps the opinion before it.

    Clues (minutes,) of 0 and 1. Raises OutOfBounds if these are others or too many.
    """
    bounds.length("clues", clues, most=MOST_MINUTES)
    return _opinions([bounds.whole("clues", clue, least=0, most=1) for clue in clues])


def _opinions(clues: Sequence[int]) -> list[int]:
    held: list[int] = []
    lead = 0
    for clue in clues:
        lead += 2 * clue - 1
        held.append(int(lead > 0) if lead else held[-1])
    return held


def draw(
    *, skill: float, rounds: int, minutes: int, rng: np.random.Generator
) -> tuple[list[str], NDArray[np.int64]]:
    """Rooms for the machine (rounds,), and clues (rounds, minutes) of 0 and 1.

    `skill` is the chance that a clue points to the machine.
    """
    bounds.number("skill", skill, least=0, most=1)
    bounds.whole("rounds", rounds, most=MOST_ROUNDS)
    bounds.whole("minutes", minutes, most=MOST_MINUTES)
    rooms = [ROOMS[place] for place in rng.integers(0, 2, rounds)]
    return rooms, (rng.random((rounds, minutes)) < skill).astype(int)


def play(machines: Sequence[str], clues: Any) -> Run:
    """The rounds in which the machine sat in these rooms and gave these clues away.

    machines (rounds,) of "X" and "Y", clues (rounds, minutes) of 0 and 1. Raises
    OutOfBounds if these do not fit.
    """
    _check_rooms(machines)
    most = len(machines) * MOST_MINUTES
    given = bounds.array(
        "clues", clues, shape=(len(machines), None), most=1, numbers=most
    )
    if not np.isin(given, (0, 1)).all():
        raise bounds.OutOfBounds("clues", "give 0 and 1 only.")
    rounds: list[Round] = []
    chances, total = np.ones(1), 0
    for number, (room, row) in enumerate(
        zip(machines, given.astype(int).tolist(), strict=True), start=1
    ):
        held = _opinions(row)
        total += held[-1]
        chances = _one_more(chances, 0.5)
        rounds.append(
            Round(
                number=number,
                machine=room,
                clues=row,
                opinions=held,
                verdict=room if held[-1] else ROOMS[1 - ROOMS.index(room)],
                right=bool(held[-1]),
                total=total,
                share=total / number,
                p_value=min(1.0, float(chances[total:].sum())),
            )
        )
    return Run(rounds)


def _check_rooms(machines: Sequence[str]) -> None:
    bounds.length("machines", machines, most=MOST_ROUNDS)
    if not all(room in ROOMS for room in machines):
        raise bounds.OutOfBounds("machines", 'give "X" and "Y" only.')


def distribution(rounds: int, chance: float) -> NDArray[np.float64]:
    """The chance of 0, 1, …, `rounds` right identifications, (rounds + 1,).

    Round by round, as Pascal's triangle grows: no term overflows or cancels.
    """
    bounds.whole("rounds", rounds, least=0, most=MOST_ROUNDS)
    bounds.number("chance", chance, least=0, most=1)
    chances = np.ones(1)
    for _round in range(rounds):
        chances = _one_more(chances, chance)
    return chances


def _one_more(chances: NDArray[np.float64], chance: float) -> NDArray[np.float64]:
    grown = np.zeros(len(chances) + 1)
    grown[:-1] = (1 - chance) * chances
    grown[1:] += chance * chances
    return grown


def exactly(right: int, rounds: int, chance: Real) -> Real:
    """The chance of just `right` right identifications: C(n, k) pᵏ (1 − p)ⁿ⁻ᵏ.

    Exact for a Fraction.
    """
    bounds.whole("rounds", rounds, least=0, most=MOST_ROUNDS)
    bounds.whole("right", right, least=0, most=rounds)
    bounds.number("chance", chance, least=0, most=1)
    return comb(rounds, right) * chance**right * (1 - chance) ** (rounds - right)


def at_least(right: int, rounds: int, chance: Real) -> Real:
    """The chance of `right` or more right identifications; exact for a Fraction.

    With chance ½ it is the one-sided p-value of the exact binomial test.
    """
    bounds.whole("rounds", rounds, least=0, most=MOST_ROUNDS)
    bounds.whole("right", right, least=-MOST_ROUNDS, most=2 * MOST_ROUNDS)
    bounds.number("chance", chance, least=0, most=1)
    tail = (exactly(k, rounds, chance) for k in range(max(right, 0), rounds + 1))
    return sum(tail, start=0 * chance)


def least_significant(rounds: int, level: Fraction) -> int | None:
    """The fewest right identifications with a p-value of at most `level`.

    None if even a judge who is always right proves nothing.
    """
    bounds.whole("rounds", rounds, most=MOST_ROUNDS)
    bounds.number("level", level, least=0, most=1)
    ways, least = 0, None
    for right in range(rounds, -1, -1):
        ways += comb(rounds, right)
        if Fraction(ways, 2**rounds) > level:
            break
        least = right
    return least


def chance_right(skill: Real, minutes: int) -> Real:
    """The chance that the majority of the clues is right; exact for a Fraction.

    An even minute adds nothing: it may only make a tie, which decides nothing.
    """
    bounds.number("skill", skill, least=0, most=1)
    bounds.whole("minutes", minutes, most=MOST_MINUTES)
    odd = minutes - 1 + minutes % 2
    return at_least((odd + 1) // 2, odd, skill)
