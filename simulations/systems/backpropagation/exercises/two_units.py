"""A chain of two sigmoid units, x → h → ŷ, which several exercises train."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from quizzes.exercises import Parameters
from simulations import decimals, figures, networks, simulation
from simulations.systems.backpropagation.algorithm import Layer


@dataclass(frozen=True)
class TwoUnits:
    """One sample, the weights w and v, the biases b and c, and the learning rate."""

    x: float
    target: int
    w: float
    b: float
    v: float
    c: float
    eta: float

    @property
    def layers(self) -> list[Layer]:
        rows = (self.w, self.b), (self.v, self.c)
        return [Layer(np.array([[weight]]), np.array([bias])) for weight, bias in rows]

    def drawing(self, hidden: str) -> figures.Spec:
        """The chain with its weights, and what the hidden unit has answered."""
        values = [[figures.written(self.x)], [hidden], ["?"]]
        return networks.drawing(
            networks.labelled(self.layers, values),
            description=_("The chain with its weights and biases."),
        )


def draw(rng: Random, rates: Sequence[float]) -> Parameters:
    """The fields of a TwoUnits."""
    return {
        "x": rng.choice([-1, 0.5, 1, 2]),
        "target": rng.randint(0, 1),
        **{name: decimals.drawn(rng, 2, 15) for name in ("w", "b", "v", "c")},
        "eta": rng.choice(rates),
    }


def address(parameters: dict[str, Any], epochs: int) -> str:
    """The lab, with this chain trained on its sample."""
    p = parameters
    return simulation.get("backpropagation").address(
        {
            "data": [[p["x"], p["target"]]],
            "hidden": [[p["w"], p["b"]]],
            "output": [[p["v"], p["c"]]],
            "eta": p["eta"],
            "epochs": epochs,
        }
    )
