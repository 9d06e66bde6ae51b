"""How fast each exercise makes variants, the slowest first."""

from __future__ import annotations

import statistics
from functools import partial
from random import Random

import django
from django.utils import translation

from tests.benchmarks.figures import say, timed

SEEDS = 500


def main() -> None:
    django.setup()
    from quizzes import exercises

    rows = []
    for exercise in exercises.all_exercises():
        with translation.override("ko"):
            times = timed(partial(exercise.ask, Random(seed)) for seed in range(SEEDS))
        p99 = statistics.quantiles(times, n=100)[-1]
        rows.append(
            (statistics.median(times), p99, 1000 * SEEDS / sum(times), exercise)
        )
    say("Variants, the slowest first      p50        p99        a second")
    for p50, p99, rate, exercise in sorted(rows, key=lambda r: -r[0]):
        say(f"{exercise.slug:28} {p50:6.2f} ms  {p99:6.2f} ms  {rate:8.0f}")
    say()


if __name__ == "__main__":
    main()
