"""What is measured here is the simulations' own time."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _no_collection_in_between() -> Iterator[None]:
    """A refusal takes under 50 ms; to collect a long run's garbage may take more."""
    gc.disable()
    yield
    gc.enable()
