"""The order in which a bounded window of candidates is asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Candidate(Generic[T]):
    """Something that could be asked next.

    `topic` is what neighbours should not share (the chapter), `sibling` what they
    should share even less (the exercise); `risk` is higher the sooner it is lost.
    """

    value: T
    topic: str
    sibling: str = ""
    risk: float = 0.0


def interleaved(window: Iterable[Candidate[T]]) -> list[T]:
    """Easiest to lose first, but neighbours differ in sibling and topic if they can.

    Mixed practice is remembered better than blocked practice. The window is
    bounded by the caller: the time is quadratic in it.
    """
    left = sorted(window, key=lambda candidate: -candidate.risk)
    mixed: list[Candidate[T]] = []
    while left:
        place = min(range(len(left)), key=lambda i: (_likeness(left[i], mixed[-1:]), i))
        mixed.append(left.pop(place))
    return [candidate.value for candidate in mixed]


def _likeness(candidate: Candidate[T], before: Sequence[Candidate[T]]) -> int:
    if not before:
        return 0
    [last] = before
    if candidate.sibling and candidate.sibling == last.sibling:
        return 2
    return int(candidate.topic == last.topic)


def spread(many: Sequence[T], few: Sequence[T]) -> list[T]:
    """Both in their order, the few spread evenly among the many."""
    places = [((i + 0.5) / len(many), 1, value) for i, value in enumerate(many)]
    places += [((i + 0.5) / len(few), 0, value) for i, value in enumerate(few)]
    return [value for _place, _kind, value in sorted(places, key=lambda p: p[:2])]
