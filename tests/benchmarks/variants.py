"""How fast each exercise makes variants, the slowest first."""

from __future__ import annotations

import json
import statistics
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import Any

import django
from django.utils import translation

from tests.benchmarks.figures import peak, say, timed

SEEDS = 1000


@dataclass
class Row:
    """One exercise: times in ms, its memory in MB, the largest variant in KB."""

    slug: str
    p50: float
    p99: float
    rate: float
    peak: float
    kilobytes: float
    different: int
    whole: bool  # whether there are no others


def variety(exercise: Any) -> tuple[int, int]:
    """Bytes of the largest of its questions, and how many different ones there are."""
    from tests.simulations.content import content

    largest, found = 0, set()
    for seed in range(SEEDS):
        question = exercise.ask(Random(seed))[1]
        largest = max(largest, len(json.dumps(question.to_json()).encode()))
        found.add(content(question))
    return largest, len(found)


def measure(exercise: Any) -> Row:
    asking = [partial(exercise.ask, Random(seed)) for seed in range(SEEDS)]
    with translation.override("ko"):
        exercise.ask(Random(SEEDS))  # what is kept is made by the first
        times = timed(asking)
        memory = peak(lambda: [exercise.ask(Random(seed)) for seed in range(20)])
        largest, different = variety(exercise)
    return Row(
        exercise.slug,
        statistics.median(times),
        statistics.quantiles(times, n=100)[-1],
        1000 * SEEDS / sum(times),
        memory,
        largest / 1000,
        different,
        different == exercise.space,
    )


def main() -> None:
    django.setup()
    from quizzes import exercises

    rows = [measure(exercise) for exercise in exercises.all_exercises()]
    say(f"Variants of {len(rows)} exercises, the slowest first; {SEEDS} each in Korean")
    say(f"{'':40}   p50        p99        a second  peak     largest  different")
    for row in sorted(rows, key=lambda row: -row.p50):
        say(
            f"{row.slug:40} {row.p50:6.2f} ms  {row.p99:6.2f} ms  {row.rate:8.0f}"
            f"  {row.peak:4.1f} MB  {row.kilobytes:4.1f} KB  {row.different:5}{' are all' * row.whole}"
        )
    fewest = min((row for row in rows if not row.whole), key=lambda row: row.different)
    say(f"the fewest different questions {fewest.different}, of {fewest.slug}")
    say(f"the slowest p50 {max(row.p50 for row in rows):.2f} ms")
    say(f"the slowest p99 {max(row.p99 for row in rows):.2f} ms")
    say()


if __name__ == "__main__":
    main()
