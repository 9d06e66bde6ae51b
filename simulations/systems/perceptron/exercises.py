"""What is asked about the perceptron."""

from .convergence import PerceptronConvergence
from .updating import PerceptronUpdate

__all__ = ["PerceptronConvergence", "PerceptronUpdate"]
