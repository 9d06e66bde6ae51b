"""What is asked about the perceptron."""

from .a_units import PerceptronAUnits
from .biases import PerceptronBiases
from .convergence import PerceptronConvergence
from .impossible import PerceptronImpossible
from .misclassified import PerceptronMisclassified
from .novikoff import PerceptronNovikoff
from .reinforcement import PerceptronReinforcement
from .truth_table import PerceptronTruthTable
from .two_steps import PerceptronTwoSteps
from .two_updates import PerceptronTwoUpdates
from .updating import PerceptronUpdate

__all__ = [
    "PerceptronAUnits",
    "PerceptronBiases",
    "PerceptronConvergence",
    "PerceptronImpossible",
    "PerceptronMisclassified",
    "PerceptronNovikoff",
    "PerceptronReinforcement",
    "PerceptronTruthTable",
    "PerceptronTwoSteps",
    "PerceptronTwoUpdates",
    "PerceptronUpdate",
]
