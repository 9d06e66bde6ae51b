"""Exercise: what a network with a bend computes, and without it could not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product
from random import Random
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Mistake, TruthTable
from simulations import decimals, figures, markup, mistakes, networks, simulation
from simulations.systems.activation import algorithm

INPUTS = list(product((0, 1), repeat=2))
Table = tuple[tuple[int], ...]
Bend = Callable[[int], int]


@register
class ActivationBend(Exercise):
    slug = "activation-relu-table"
    title = gettext_lazy("Activation: what a hidden layer with ReLU computes")

    def parameters(self, rng: Random) -> Parameters:
        """Half of them compute what no network without the bend can: (not) XOR.

        None answers the same to everything.
        """
        crossed = rng.random() < 0.5
        while True:
            parameters = _crossed(rng) if crossed else _any(rng)
            table = _table(parameters, _relu)
            fits = len(set(table)) > 1 and (table in _PARITY) == crossed
            if fits and len(_named(parameters)) >= 2:
                return parameters

    def question(self, **parameters: Any) -> TruthTable:
        return TruthTable.of(
            inputs=("x_1", "x_2"),
            outputs=("y",),
            value=_table(parameters, _relu),
            mistakes=_named(parameters),
            prompt=_prompt(parameters),
            explanation=_explanation(parameters),
            figure=_figure(parameters),
        )

    def lab(self, parameters: Parameters) -> str:
        """The same network with sigmoid units, one epoch that hardly changes it."""
        rows = zip(INPUTS, _table(parameters, _relu), strict=True)
        return simulation.get("backpropagation").address(
            {
                "data": [[*x, *y] for x, y in rows],
                "hidden": parameters["hidden"],
                "output": [parameters["output"]],
                "eta": 0.0001,
                "epochs": 1,
                "update": "epoch",
            }
        )


_PARITY: set[Table] = {((0,), (1,), (1,), (0,)), ((1,), (0,), (0,), (1,))}


def _any(rng: Random) -> Parameters:
    return {
        "hidden": [
            [_weight(rng), _weight(rng), rng.randint(-2, 2)] for _unit in range(2)
        ],
        "output": [_weight(rng), _weight(rng), rng.choice([-1.5, -0.5, 0.5, 1.5])],
    }


def _crossed(rng: Random) -> Parameters:
    """Weights like those of the known solution: both units add up or tell apart."""
    signs = rng.choice([(1, 1, 1, 1), (1, -1, -1, 1), (-1, 1, 1, -1), (1, -1, 1, -1)])
    a, b, c, d = (sign * rng.choice([1, 1, 2]) for sign in signs)
    drawn = _any(rng)
    hidden = [[a, b, rng.randint(-1, 1)], [c, d, rng.randint(-2, 1)]]
    return {"hidden": hidden, "output": drawn["output"]}


def _weight(rng: Random) -> int:
    return rng.choice([-2, -1, 1, 2])


def _relu(z: int) -> int:
    return max(z, 0)


def _linear(z: int) -> int:
    return z


def _step(z: int) -> int:
    return int(z > 0)


def _sums(parameters: Parameters, x: tuple[int, ...]) -> list[int]:
    return [a * x[0] + b * x[1] + bias for a, b, bias in parameters["hidden"]]


def _total(parameters: Parameters, x: tuple[int, ...], bend: Bend) -> float:
    v1, v2, c = parameters["output"]
    h1, h2 = (bend(z) for z in _sums(parameters, x))
    return float(v1 * h1 + v2 * h2 + c)


def _table(parameters: Parameters, bend: Bend) -> Table:
    return tuple((int(_total(parameters, x, bend) > 0),) for x in INPUTS)


def _named(parameters: Parameters) -> tuple[Mistake, ...]:
    truth = _table(parameters, _relu)
    return mistakes.distinct_tables(_slips(parameters), truth=truth)


def _slips(parameters: Parameters) -> Iterator[tuple[Table, str]]:
    place = _where_it_bends(parameters)
    yield (
        _table(parameters, _linear),
        _(
            "That is the network without its bend. A negative sum becomes 0 before it goes "
            "on: for $\\mathbf{x} = %(x)s$ the hidden sums are $%(sums)s$."
        )
        % {
            "x": decimals.vector(place),
            "sums": decimals.vector(_sums(parameters, place)),
        },
    )
    yield (
        _table(parameters, _step),
        _(
            "Those would be step units. A ReLU passes a positive sum on as it is, not as 1."
        ),
    )
    unbiased = {
        **parameters,
        "hidden": [[a, b, 0] for a, b, _bias in parameters["hidden"]],
    }
    yield (
        _table(unbiased, _relu),
        _("The biases of the hidden units got lost in their sums."),
    )
    v1, v2, c = parameters["output"]
    yield (
        _table({**parameters, "output": [v1, v2, 0]}, _relu),
        _("The bias of the output unit, $%(bias)s$, got lost.")
        % {"bias": decimals.text(c)},
    )
    yield (
        tuple((1 - bit,) for (bit,) in _table(parameters, _relu)),
        _("All outputs are turned: the unit answers 1 where its sum is above 0."),
    )


def _where_it_bends(parameters: Parameters) -> tuple[int, ...]:
    """The first input whose output the bend changes, if there is one."""
    tables = _table(parameters, _relu), _table(parameters, _linear)
    rows = zip(INPUTS, *tables, strict=True)
    return next((x for x, bent, straight in rows if bent != straight), INPUTS[0])


def _prompt(parameters: Parameters) -> str:
    (a, b, bias), (d, e, other) = parameters["hidden"]
    v1, v2, c = parameters["output"]
    facts = {
        "h1": _sum([(a, "x_1"), (b, "x_2")], bias),
        "h2": _sum([(d, "x_1"), (e, "x_2")], other),
        "y": _sum([(v1, "h_1"), (v2, "h_2")], c),
    }
    return (
        _(
            "A network with two hidden ReLU units, $r(z) = \\max(0, z)$:\n\n"
            "- $h_1 = r(%(h1)s)$\n"
            "- $h_2 = r(%(h2)s)$\n"
            "- $y = 1$ if $%(y)s > 0$, else $0$\n\n"
            "Fill in its truth table."
        )
        % facts
    )


def _sum(terms: list[tuple[int, str]], bias: float) -> str:
    """2x_1 − x_2 + 1"""
    text = ""
    for weight, name in terms:
        times = "" if abs(weight) == 1 else decimals.text(abs(weight))
        sign = "-" if weight < 0 else "+" if text else ""
        text += f"{sign}{times}{name}"
    if bias:
        text += f"{'-' if bias < 0 else '+'}{decimals.text(abs(bias))}"
    return text


def _explanation(parameters: Parameters) -> str:
    head = ["$x_1$", "$x_2$", _("hidden sums"), "$h_1$", "$h_2$", _("last sum"), "$y$"]
    rows = []
    for x in INPUTS:
        sums = _sums(parameters, x)
        total = _total(parameters, x, _relu)
        cells = [*x, f"${decimals.vector(sums)}$", *map(_relu, sums)]
        last = [f"${decimals.text(total)}$", f"**{int(total > 0)}**"]
        rows.append([*cells, *last])
    table = markup.table(head, rows)
    return "\n\n".join([table, _verdict(parameters), _shown_in_lab()])


def _verdict(parameters: Parameters) -> str:
    if _table(parameters, _relu) in _PARITY:
        return _(
            "No line separates these outputs. Without the bend the two layers would be one "
            "linear layer, which cannot do this: the ReLU makes the difference."
        )
    return _(
        "A line separates these outputs, so one threshold unit could do as much. For XOR "
        "it takes the bend."
    )


def _shown_in_lab() -> str:
    return _(
        "In the lab this network has sigmoid units, with the same weights and biases: the "
        "sums of its hidden units are those of the table, but $h$ and $\\hat y$ are "
        "others."
    )


def _figure(parameters: Parameters) -> figures.Spec:
    hidden = np.array(parameters["hidden"], dtype=float)
    output = np.array([parameters["output"]], dtype=float)
    layers = [algorithm.Layer(rows[:, :2], rows[:, 2]) for rows in (hidden, output)]
    network = networks.labelled(layers, [["", ""], ["", ""], [""]])
    *before, [output_unit] = network.units
    named = replace(network, units=[*before, [replace(output_unit, symbol="y")]])
    return networks.drawing(
        named, description=_("The network with its weights and biases.")
    )
