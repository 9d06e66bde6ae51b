"""One weight's gradient in a 2-2-1 network, as it is reckoned by hand.

The forward pass is given, rounded to PLACES decimals, and the gradient is reckoned
from just these numbers. TOLERANCE covers a person who rounds every product to
PLACES decimals as well as one who keeps every digit from the start.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import numpy as np

from simulations import decimals

from . import algorithm

PLACES = 4
TOLERANCE = Decimal("0.0002")
HIDDEN = ("w11", "w12", "w21", "w22")  # w21 leads from input 1 to hidden unit 2
OUTPUT = ("v1", "v2")


@dataclass(frozen=True)
class Case:
    """A network, a sample, and the weight whose gradient is asked for."""

    inputs: list[float]
    hidden: list[list[float]]  # a row a hidden unit: its weights, its bias
    output: list[float]  # the weights, the bias
    target: int
    asked: str

    @property
    def x(self) -> list[Decimal]:
        return decimals.exactly(self.inputs)

    @property
    def v(self) -> list[Decimal]:
        return decimals.exactly(self.output[:-1])

    @property
    def t(self) -> Decimal:
        return Decimal(self.target)

    @cached_property
    def activations(self) -> list[algorithm.Array]:
        return algorithm.forward(self.layers, self.inputs)

    @property
    def layers(self) -> list[algorithm.Layer]:
        hidden, output = np.array(self.hidden), np.array([self.output])
        return [algorithm.Layer(rows[:, :-1], rows[:, -1]) for rows in (hidden, output)]

    @cached_property
    def h(self) -> list[Decimal]:
        return [_given(value) for value in self.activations[1]]

    @cached_property
    def y(self) -> Decimal:
        return _given(self.activations[2][0])

    @cached_property
    def delta(self) -> Decimal:
        """∂E by the output unit's sum."""
        return (self.y - self.t) * self.y * (1 - self.y)

    @property
    def of_output(self) -> bool:
        return self.asked in OUTPUT

    @property
    def j(self) -> int:
        """The asked weight's hidden unit, from 0."""
        return int(self.asked[1]) - 1

    @property
    def i(self) -> int:
        """The asked weight's input, from 0; hidden weights only."""
        return int(self.asked[2]) - 1

    @cached_property
    def slope(self) -> Decimal:
        """The derivative of the asked weight's hidden unit."""
        return self.h[self.j] * (1 - self.h[self.j])

    @cached_property
    def hidden_delta(self) -> Decimal:
        """∂E by the sum of the asked weight's hidden unit."""
        return self.delta * self.v[self.j] * self.slope

    @cached_property
    def gradient(self) -> Decimal:
        if self.of_output:
            return self.delta * self.h[self.j]
        return self.hidden_delta * self.x[self.i]

    @property
    def symbol(self) -> str:
        return f"{self.asked[0]}_{{{self.asked[1:]}}}"


def rounded(value: Decimal) -> Decimal:
    return round(value, PLACES)


def _given(value: float) -> Decimal:
    return rounded(Decimal(float(value)))
