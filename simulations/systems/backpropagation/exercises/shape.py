"""Exercise: how many numbers a network of a given shape has to learn."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from decimal import Decimal
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Number
from simulations import mistakes, simulation
from simulations.systems.backpropagation import algorithm


@register
class BackpropagationShape(Exercise):
    slug = "backpropagation-shape"
    title = gettext_lazy("Backpropagation: how many numbers are learned")

    def parameters(self, rng: Random) -> Parameters:
        while True:
            inputs, output = rng.randint(2, 36), rng.choice([1, 1, 2, 3, 10, 24])
            hidden = [rng.randint(2, 12) for _layer in range(rng.randint(1, 3))]
            layers = [inputs, *hidden, output]
            if len(_named(layers)) >= 4:
                return {"layers": layers}

    def question(self, **parameters: Any) -> Number:
        layers: list[int] = parameters["layers"]
        return Number(
            prompt=_prompt(layers),
            value=str(algorithm.count(layers)),
            mistakes=_named(layers),
            explanation=_explanation(layers),
        )

    def lab(self, parameters: Parameters) -> str:
        return simulation.get("network-size").address(
            {"layers": [parameters["layers"]]}
        )


def _named(layers: list[int]) -> tuple[Any, ...]:
    truth = Decimal(algorithm.count(layers))
    return mistakes.distinct(
        ((Decimal(value), text) for value, text in _slips(layers)), truth=truth
    )


def _slips(layers: list[int]) -> Iterator[tuple[int, str]]:
    weights = sum(a * b for a, b in itertools.pairwise(layers))
    units = sum(layers[1:])
    yield (
        weights,
        _("Those are the weights. Each of the %(units)d units has a bias too.")
        % {"units": units},
    )
    yield (
        weights + units + layers[0],
        _("The %(inputs)d inputs have no bias: they only pass their value on.")
        % {"inputs": layers[0]},
    )
    yield (
        weights + len(layers) - 1,
        _("A bias belongs to each unit, not to each layer: there are %(units)d.")
        % {"units": units},
    )
    yield (
        weights + units - layers[-1],
        _("The output units have biases too: %(outputs)d more.")
        % {"outputs": layers[-1]},
    )
    yield (
        units,
        _(
            "That is how many units there are. Each pair of units in neighbouring layers "
            "has a weight."
        ),
    )
    yield (
        math.prod(layers),
        _(
            "Only neighbouring layers are connected: multiply them in pairs, and add up."
        ),
    )


def _prompt(layers: list[int]) -> str:
    inputs, *hidden, outputs = layers
    network = _(
        "A layered network has %(inputs)d inputs, then layers of %(hidden)s hidden units "
        "from first to last, and at the end the output layer, of size %(outputs)d."
    ) % {
        "inputs": inputs,
        "hidden": ", ".join(str(units) for units in hidden),
        "outputs": outputs,
    }
    if len(hidden) == 1:
        network = _(
            "A layered network has %(inputs)d inputs, one hidden layer of %(hidden)d units, "
            "and an output layer of size %(outputs)d."
        ) % {"inputs": inputs, "hidden": hidden[0], "outputs": outputs}
    rule = _(
        "Each unit of a layer is connected to all units of the layer before it, and "
        "there are no other connections; each hidden and each output unit has a bias "
        "of its own."
    )
    asked = _(
        "How many numbers does backpropagation learn: weights and biases together?"
    )
    return f"{network} {rule}\n\n{asked}"


def _explanation(layers: list[int]) -> str:
    pairs = list(itertools.pairwise(layers))
    products = " + ".join(rf"{a} \cdot {b}" for a, b in pairs)
    total = sum(a * b for a, b in pairs)
    biases = " + ".join(str(units) for units in layers[1:])
    return "\n\n".join(
        [
            _(
                "**Weights.** One for each pair of neighbours: $%(products)s = %(total)d$."
            )
            % {"products": products, "total": total},
            _(
                "**Biases.** One for each unit that is no input: $%(biases)s = %(units)d$."
            )
            % {"biases": biases, "units": sum(layers[1:])},
            _("**Together.** $%(total)d + %(units)d = %(answer)d$.")
            % {
                "total": total,
                "units": sum(layers[1:]),
                "answer": algorithm.count(layers),
            },
        ]
    )
