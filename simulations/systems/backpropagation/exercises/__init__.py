"""What is asked about backpropagation."""

from . import (
    chain,
    decay,
    forward,
    gradient,
    momentum,
    order,
    shape,
    step,
    symmetry,
    xor,
)

__all__ = [
    "chain",
    "decay",
    "forward",
    "gradient",
    "momentum",
    "order",
    "shape",
    "step",
    "symmetry",
    "xor",
]
