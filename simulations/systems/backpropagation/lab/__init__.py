"""The labs: a network of one hidden layer, its size, one weight, the symmetry task."""

from . import network, size, symmetry, weight

__all__ = ["network", "size", "symmetry", "weight"]
