"""Work is bounded: bounds far above what things take, which `make bench` measures."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

AT_ONCE = 1.0  # seconds; whatever takes milliseconds ends in them on any machine
INSTANT = 0.05  # what nobody notices
T = TypeVar("T")


@contextmanager
def within(seconds: float = AT_ONCE) -> Iterator[None]:
    """The body takes less than this of its own thread, collections of garbage aside."""
    enabled = gc.isenabled()
    gc.disable()
    started = time.thread_time()
    try:
        yield
    finally:
        spent = time.thread_time() - started
        if enabled:
            gc.enable()
    assert spent < seconds


def quickly(work: Callable[[], T], seconds: float = INSTANT, tries: int = 3) -> T:
    """What the work returns, which takes less than this of its own thread.

    What took longer is done again: a caught garbage collection or a cold cache is no
    fault. Only the best of the tries counts.
    """
    spent = []
    for _ in range(tries):
        started = time.thread_time()
        result = work()
        spent.append(time.thread_time() - started)
        if spent[-1] < seconds:
            return result
    raise AssertionError(f"{min(spent):.3f} s at best")
