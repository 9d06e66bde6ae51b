"""Work is bounded: bounds far above what things take, which `make bench` measures."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager

AT_ONCE = 1.0  # seconds; whatever takes milliseconds ends in them on any machine


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
