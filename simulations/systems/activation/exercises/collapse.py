"""Exercise: the one layer that two linear layers collapse into."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from random import Random
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Matrix, Mistake
from simulations import decimals, figures, markup, mistakes, networks, simulation
from simulations.systems.activation import algorithm

Array = algorithm.Array
Slip = tuple[list[list[Decimal]], str]


@register
class ActivationCollapse(Exercise):
    slug = "activation-collapse"
    title = gettext_lazy("Activation: two linear layers are one")

    def parameters(self, rng: Random) -> Parameters:
        while True:
            parameters = {
                name: [
                    [rng.randint(-2, 3), rng.randint(-2, 3), rng.randint(-3, 3)]
                    for _unit in range(2)
                ]
                for name in ("first", "second")
            }
            biases = [row[2] for rows in parameters.values() for row in rows]
            if 0 not in biases and len(_named(parameters)) >= 4:
                return parameters

    def question(self, **parameters: Any) -> Matrix:
        return Matrix(
            prompt=_prompt(parameters),
            value=mistakes.written(_one(parameters)),
            row_labels=("$y_1$", "$y_2$"),
            column_labels=("$x_1$", "$x_2$", _("bias")),
            mistakes=_named(parameters),
            explanation=_explanation(parameters),
            figure=_figure(parameters),
        )

    def lab(self, parameters: Parameters) -> str:
        """One way through both layers, over the first units: its weights multiply."""
        way = [parameters[name][0][0] for name in ("first", "second")]
        return simulation.get("activation").address(
            {"function": "identity", "weights": [way]}
        )


def _layers(parameters: Parameters) -> list[algorithm.Layer]:
    """A row a unit: two weights, the bias."""
    rows = [np.array(parameters[name], dtype=float) for name in ("first", "second")]
    return [algorithm.Layer(layer[:, :2], layer[:, 2]) for layer in rows]


def _one(parameters: Parameters) -> list[list[Decimal]]:
    one = algorithm.collapse(_layers(parameters))
    return _rows(one.weights, one.biases)


def _rows(weights: Array, biases: Array) -> list[list[Decimal]]:
    table = np.column_stack([weights, biases])
    return [[Decimal(int(value)) for value in row] for row in table]


def _named(parameters: Parameters) -> tuple[Mistake, ...]:
    return mistakes.distinct_arrays(_slips(parameters), truth=_one(parameters))


def _slips(parameters: Parameters) -> Iterator[Slip]:
    first, second = _layers(parameters)
    weights = second.weights @ first.weights
    carried = second.weights @ first.biases
    yield (
        _rows(first.weights @ second.weights, carried + second.biases),
        _(
            "That is $W_1 W_2$. The first layer acts on $\\mathbf{x}$ first, so it stands "
            "at the right: $W_2 W_1$."
        ),
    )
    yield (
        _rows(weights, first.biases + second.biases),
        _(
            "The weights are right. But $\\mathbf{b}_1$ goes through the second layer too: "
            "the bias is $W_2 \\mathbf{b}_1 + \\mathbf{b}_2$."
        ),
    )
    yield (
        _rows(weights, carried),
        _("The weights are right; $\\mathbf{b}_2$ is missing."),
    )
    yield (
        _rows(weights, second.biases),
        _("The weights are right; what $W_2$ makes of $\\mathbf{b}_1$ is missing."),
    )
    yield (
        _rows(first.weights * second.weights, carried + second.biases),
        _("That multiplies entry by entry. A product of matrices is row times column."),
    )
    yield (
        _rows(first.weights + second.weights, first.biases + second.biases),
        _("That adds the layers. One after the other means a product: $W_2 W_1$."),
    )


def _facts(parameters: Parameters) -> dict[str, str]:
    first, second = _layers(parameters)
    carried = second.weights @ first.biases
    return {
        "w1": markup.matrix(first.weights),
        "b1": markup.column(first.biases),
        "w2": markup.matrix(second.weights),
        "b2": markup.column(second.biases),
        "product": markup.matrix(second.weights @ first.weights),
        "carried": markup.column(carried),
        "sum": markup.column(carried + second.biases),
    }


def _prompt(parameters: Parameters) -> str:
    text = _(
        "Two layers without an activation function ($\\mathbf{x}$, $\\mathbf{h}$ and "
        "$\\mathbf{y}$ are columns):\n\n"
        "$$\\mathbf{h} = %(w1)s\\,\\mathbf{x} + %(b1)s$$\n\n"
        "$$\\mathbf{y} = %(w2)s\\,\\mathbf{h} + %(b2)s$$\n\n"
        "Which single layer $\\mathbf{y} = W\\mathbf{x} + \\mathbf{b}$ does the same? Give "
        "$W$ and, in the last column, $\\mathbf{b}$."
    )
    return text % _facts(parameters)


def _explanation(parameters: Parameters) -> str:
    lines = [
        _(
            "**Put one into the other.** $\\mathbf{y} = W_2 (W_1 \\mathbf{x} + \\mathbf{b}_1) "
            "+ \\mathbf{b}_2 = (W_2 W_1)\\,\\mathbf{x} + (W_2 \\mathbf{b}_1 + \\mathbf{b}_2)$"
        ),
        _("**The weights.** $$W_2 W_1 = %(w2)s %(w1)s = %(product)s$$"),
        _(
            "**The bias.** $$W_2 \\mathbf{b}_1 + \\mathbf{b}_2 = %(carried)s + %(b2)s = "
            "%(sum)s$$"
        ),
        _(
            "So without a bend between them, more layers can do nothing that one cannot."
        ),
    ]
    facts = _facts(parameters)
    return "\n\n".join(line % facts for line in lines)


def _figure(parameters: Parameters) -> figures.Spec:
    first, second = parameters["first"], parameters["second"]
    units = [
        [networks.Unit(figures.symbol("x", place), "") for place in (1, 2)],
        [_unit("h", place, row[2]) for place, row in enumerate(first, start=1)],
        [_unit("y", place, row[2]) for place, row in enumerate(second, start=1)],
    ]
    weights = [
        [[figures.written(decimals.exact(w)) for w in row[:2]] for row in layer]
        for layer in (first, second)
    ]
    return networks.drawing(
        networks.Network(units, weights),
        description=_("Both layers, with their weights on the lines and their biases."),
    )


def _unit(letter: str, place: int, bias: int) -> networks.Unit:
    sign = "+ " if bias >= 0 else "− "
    return networks.Unit(figures.symbol(letter, place), "", f"{sign}{abs(bias)}")
