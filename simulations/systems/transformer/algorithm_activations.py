"""The bend between the two matrices of a feed-forward layer, and its derivative.

Kernels: the block's passes have checked the sums and the activation's name.
"""

from __future__ import annotations

from math import pi, sqrt
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Activation = Literal["relu", "gelu"]

_GELU = sqrt(2 / pi), 0.044715


def activated(sums: Array, activation: Activation) -> Array:
    """ReLU, or GELU as GPT and BERT reckon it (Hendrycks and Gimpel 2016)."""
    if activation == "relu":
        return np.maximum(sums, 0)
    factor, cubic = _GELU
    half: Array = 0.5 * sums * (1 + np.tanh(factor * (sums + cubic * sums**3)))
    return half


def slope(sums: Array, activation: Activation) -> Array:
    """The derivative of the activation; 0 for ReLU at 0."""
    if activation == "relu":
        return (sums > 0).astype(float)
    factor, cubic = _GELU
    tanh = np.tanh(factor * (sums + cubic * sums**3))
    inner = factor * (1 + 3 * cubic * sums**2)
    slopes: Array = 0.5 * (1 + tanh) + 0.5 * sums * (1 - tanh**2) * inner
    return slopes
