"""What an algorithm can be given: checked before any work is done.

Plain numpy, so that the algorithms may use it. A refusal names the parameter.
"""

from __future__ import annotations

import math
import numbers as kinds
from collections.abc import Collection
from typing import Any

import numpy as np
from numpy.typing import NDArray

MOST_NUMBERS = 1_000_000  # in one array
MOST_LISTED = 100_000  # in lists, or of other types, which take long to read
MOST_WORK = 50_000_000  # multiplications or so, a second or two
CALLS = 1_000  # what a step costs besides: numpy is called, as long as for these
MOST_STEPS = 100_000  # kept in one run: some seconds, and under half a gigabyte


class OutOfBounds(ValueError):
    """A parameter that cannot be used: `name` says which one, `why` the reason.

    `why` is an English sentence, literal, with places for `values` such as %(most)d:
    `make messages` finds it here, and who shows it can translate it.
    """

    def __init__(self, name: str, why: str, **values: object) -> None:
        super().__init__(f"{name}: {why % values}")
        self.name, self.why, self.values = name, why, values


def whole(name: str, value: Any, *, least: int = 1, most: int) -> int:
    """A whole number from `least` to `most`, both included."""
    right = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if not right or not least <= value <= most:
        raise OutOfBounds(
            name,
            "give a whole number from %(least)d to %(most)d.",
            least=least,
            most=most,
        )
    return int(value)


def number(
    name: str, value: Any, *, least: float = -math.inf, most: float = math.inf
) -> float:
    """A finite number, a Fraction too, from `least` to `most`, both included."""
    right = isinstance(value, kinds.Real) and not isinstance(value, bool)
    try:
        finite = right and math.isfinite(value)
    except OverflowError:  # an integer beyond all floats
        finite = False
    if not finite:
        raise OutOfBounds(name, "give a finite number.")
    if not least <= value <= most:
        raise OutOfBounds(
            name, "give a number from %(least)g to %(most)g.", least=least, most=most
        )
    return float(value)


def one_of(name: str, value: Any, known: Collection[str]) -> str:
    """A name out of the known ones."""
    if not isinstance(value, str) or value not in known:
        raise OutOfBounds(name, "give one of %(known)s.", known=", ".join(known))
    return value


def length(name: str, value: Any, *, least: int = 1, most: int) -> int:
    """How many there are in a list of `least` to `most`, both included."""
    listed = hasattr(value, "__len__") and not isinstance(value, str | bytes)
    if not listed or not least <= len(value) <= most:
        raise OutOfBounds(
            name, "give a list of %(least)d to %(most)d.", least=least, most=most
        )
    return len(value)


def lengths(name: str, value: Any, *, most: int) -> list[int]:
    """How many there are in each of some lists, 1 to `most` in all."""
    length(name, value, most=most)
    found = [length(name, one, least=0, most=most) for one in value]
    if not 1 <= sum(found) <= most:
        raise OutOfBounds(name, "give 1 to %(most)d in all.", most=most)
    return found


def array(
    name: str,
    value: Any,
    *,
    shape: tuple[int | None, ...],
    most: float = math.inf,
    numbers: int = MOST_NUMBERS,
) -> NDArray[np.float64]:
    """Finite numbers of this shape (None: any length but 0), none beyond ± `most`.

    At most `numbers` of them. A copy, so that a run never changes what it was given.
    What is too much is refused before it is copied.
    """
    found = _lengths(value, len(shape))
    _check_shape(name, found, shape)
    _check_count(name, value, math.prod(found), most=numbers)
    try:
        copy = np.array(value, dtype=float)
    except (TypeError, ValueError, OverflowError):
        raise OutOfBounds(name, "give numbers in rows of equal length.") from None
    if copy.shape != found:
        _check_shape(name, copy.shape, shape)
    largest = np.abs(copy).max()
    if not largest < math.inf:
        raise OutOfBounds(name, "give finite numbers.")
    if largest > most:
        raise OutOfBounds(
            name, "give numbers from %(least)g to %(most)g.", least=-most, most=most
        )
    return copy


def _lengths(value: Any, dimensions: int) -> tuple[int, ...]:
    """The shape of nested lists by the first item of each; of arrays, theirs.

    No deeper than one dimension too many.
    """
    if isinstance(value, np.ndarray):
        return tuple(value.shape)
    listed = hasattr(value, "__len__") and hasattr(value, "__getitem__")
    if not listed or isinstance(value, str | bytes | dict) or dimensions < 0:
        return ()
    deeper = _lengths(value[0], dimensions - 1) if len(value) else ()
    return (len(value), *deeper)


def _check_count(name: str, value: Any, count: int, *, most: int) -> None:
    if count > most:
        raise OutOfBounds(name, "give at most %(most)d numbers.", most=most)
    if count > MOST_LISTED and getattr(value, "dtype", np.dtype("O")).kind not in "iuf":
        raise OutOfBounds(
            name,
            "give more than %(most)d numbers as an array of numbers.",
            most=MOST_LISTED,
        )


def _check_shape(
    name: str, found: tuple[int, ...], shape: tuple[int | None, ...]
) -> None:
    if found == shape and 0 not in found:
        return
    fits = len(found) == len(shape) and all(
        wanted in (None, length) for wanted, length in zip(shape, found, strict=True)
    )
    if not fits or 0 in found:
        raise OutOfBounds(
            name,
            "give numbers of shape %(wanted)s, not %(found)s.",
            wanted=_times(shape),
            found=_times(found),
        )


def _times(shape: tuple[int | None, ...]) -> str:
    """A shape as it is read in any language: n × 2, with n for any length."""
    return " × ".join("n" if one is None else str(one) for one in shape) or "1"


def steps(name: str, count: float) -> None:
    """Refuse a run that keeps more than MOST_STEPS steps, whatever is in them."""
    work(name, count, most=MOST_STEPS)


def work(name: str, amount: float, *, most: float = MOST_WORK) -> None:
    """Refuse more work than `most`, counted before it is done."""
    if not amount <= most:
        amount = min(amount, 1e300)  # an integer may be beyond floats
        raise OutOfBounds(
            name,
            "that is %(amount)g steps; at most %(most)g are done.",
            amount=amount,
            most=most,
        )
