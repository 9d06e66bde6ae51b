"""Central differences, which every gradient is compared with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

STEP = 1e-5


def slopes(array: Array, value: Callable[[], Any]) -> Array:
    """∂value by each entry of the array, which is moved in place and put back.

    The shape is that of the array, then that of the value.
    """
    found = []
    for place in np.ndindex(array.shape):
        kept = array[place]
        array[place] = kept + STEP
        above = np.array(value())
        array[place] = kept - STEP
        found.append((above - value()) / (2 * STEP))
        array[place] = kept
    return np.array(found).reshape(*array.shape, *np.shape(found[0]))


def near(found: Array, expected: Array) -> bool:
    """To 1e-6 of the largest entry."""
    return bool(np.max(np.abs(found - expected)) <= 1e-6 * np.max(np.abs(expected)))
