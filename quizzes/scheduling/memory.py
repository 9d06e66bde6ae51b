"""A memory and what an answer does to it: FSRS-6, by py-fsrs.

The only import of fsrs. Elapsed time is counted in study days, not in hours, so an
answer at 21:00 after one at 21:30 the evening before is one day later, as people
count; py-fsrs would call it the same day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

import fsrs

STEPS = (timedelta(minutes=10),)  # when a wrong answer is asked again
LONGEST = 36_500  # days

DEFAULT_PARAMETERS: tuple[float, ...] = tuple(fsrs.scheduler.DEFAULT_PARAMETERS)


@dataclass(frozen=True)
class Memory:
    """FSRS's state after an answer. `state` is 1 learning, 2 review, 3 relearning.

    Stability is in days; difficulty from 1 to 10; `last_day` a study day.
    """

    state: int
    step: int | None
    stability: float
    difficulty: float
    last_day: date


@lru_cache(maxsize=256)
def _scheduler(parameters: tuple[float, ...], retention: float) -> fsrs.Scheduler:
    return fsrs.Scheduler(
        parameters=parameters,
        desired_retention=retention,
        learning_steps=STEPS,
        relearning_steps=STEPS,
        maximum_interval=LONGEST,
        enable_fuzzing=False,  # ours is seeded, see `fuzzed`
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)


def _fsrs_card(memory: Memory) -> fsrs.Card:
    return fsrs.Card(
        card_id=0,  # else py-fsrs sleeps a millisecond to make one up
        state=fsrs.State(memory.state),
        step=memory.step,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=_midnight(memory.last_day),
        last_review=_midnight(memory.last_day),
    )


def after(
    memory: Memory | None,
    rating: int,
    day: date,
    *,
    parameters: tuple[float, ...] = DEFAULT_PARAMETERS,
    retention: float = 0.9,
) -> tuple[Memory, timedelta]:
    """The memory after an answer on a study day, and the interval until the next.

    `memory` is None before the first answer; `rating` is 1 (again) to 4 (easy).
    A day before `memory.last_day` counts as that day. The interval is a step of
    minutes or whole days, at least one.
    """
    if memory is None:
        card = fsrs.Card(card_id=0, due=_midnight(day))
    else:
        card = _fsrs_card(memory)
        day = max(day, memory.last_day)
    card, _log = _scheduler(parameters, retention).review_card(
        card, fsrs.Rating(rating), _midnight(day)
    )
    assert card.stability is not None  # noqa: S101 (py-fsrs sets both)
    assert card.difficulty is not None  # noqa: S101
    fresh = Memory(card.state.value, card.step, card.stability, card.difficulty, day)
    return fresh, card.due - _midnight(day)


def retrievability(
    memory: Memory,
    day: date,
    *,
    parameters: tuple[float, ...] = DEFAULT_PARAMETERS,
) -> float:
    """The chance to know it on a study day: R(t, S) of FSRS-6."""
    scheduler = _scheduler(parameters, 0.9)
    return scheduler.get_card_retrievability(_fsrs_card(memory), _midnight(day))
