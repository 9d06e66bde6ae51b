"""Timing, and a table of it."""

from __future__ import annotations

import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterable
from typing import Any


def say(line: str = "") -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def timed(
    calls: Iterable[Callable[[], Any]], clock: Callable[[], float] = time.perf_counter
) -> list[float]:
    """Milliseconds of each call."""
    times = []
    for call in calls:
        start = clock()
        call()
        times.append(1000 * (clock() - start))
    return times


def median_and_p95(times: list[float]) -> str:
    p95 = statistics.quantiles(times, n=20)[-1]
    return f"{statistics.median(times):6.2f} / {p95:6.2f} ms"


def peak(call: Callable[[], Any]) -> float:
    """Megabytes that a call holds at its worst, numpy's arrays included."""
    tracemalloc.start()
    call()
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 1e6
