"""What the registry of exercises finds: the exercises of every system."""

from .systems.backpropagation import exercises as backpropagation
from .systems.perceptron import exercises as perceptron

__all__ = ["backpropagation", "perceptron"]
