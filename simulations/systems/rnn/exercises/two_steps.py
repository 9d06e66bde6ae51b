"""Exercise: two time steps of an Elman network, from the state 0."""

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
from simulations import decimals, figures, markup, mistakes, simulation
from simulations.systems.rnn import algorithm

PLACES, TOLERANCE = 2, Decimal("0.015")
Rows = list[list[Decimal]]


@register
class RnnTwoSteps(Exercise):
    slug = "rnn-two-steps"
    title = gettext_lazy("Elman network: the hidden states of two steps")

    def parameters(self, rng: Random) -> Parameters:
        while True:
            parameters = _draw(rng)
            if _is_clear(**parameters) and len(_named(**parameters)) >= 3:
                return parameters

    def question(self, **parameters: Any) -> Matrix:
        states = _states(**parameters)
        return Matrix(
            prompt=_prompt(**parameters),
            value=mistakes.written(states),
            tolerance=str(TOLERANCE),
            places=PLACES,
            row_labels=("$t = 1$", "$t = 2$"),
            column_labels=("$h_{t,1}$", "$h_{t,2}$"),
            mistakes=_named(**parameters),
            explanation=_explanation(**parameters),
            answer_figure=_figure(states),
        )

    def lab(self, parameters: Parameters) -> str:
        return simulation.get("rnn").address(
            {
                "inputs": [[x] for x in parameters["inputs"]],
                "targets": [[0], [0]],
                "hidden": [[w, 0] for w in parameters["w"]],
                "recurrent": parameters["u"],
                "readout": [[1, 1, 0]],
                "start": [[0, 0]],
                "epochs": 1,
            }
        )


def _draw(rng: Random) -> Parameters:
    return {
        "w": [decimals.drawn(rng, 1, 10) for _unit in range(2)],
        "u": [[decimals.drawn(rng, 1, 10) for _from in range(2)] for _unit in range(2)],
        "inputs": [rng.choice([-2, -1, -0.5, 0.5, 1, 2]) for _time in range(2)],
    }


def _is_clear(**parameters: Any) -> bool:
    """No state is 0 or saturated: there is something to reckon in each."""
    entries = [abs(entry) for row in _states(**parameters) for entry in row]
    return Decimal("0.08") <= min(entries) and max(entries) <= Decimal("0.95")


def _run(w: list[float], u: Any, inputs: list[float]) -> algorithm.Forward:
    net = algorithm.Network(
        np.array(w)[:, None], np.array(u), np.zeros(2), np.zeros((1, 2)), np.zeros(1)
    )
    return algorithm.forward(net, np.array(inputs)[:, None])


def _rows(values: Any) -> Rows:
    return [[decimals.rounded(entry, PLACES + 1) for entry in row] for row in values]


def _states(w: list[float], u: list[list[float]], inputs: list[float]) -> Rows:
    return _rows(_run(w, u, inputs).states[1:])


def _named(**parameters: Any) -> tuple[Mistake, ...]:
    return mistakes.distinct_arrays(
        _slips(**parameters), truth=_states(**parameters), gap=2 * TOLERANCE
    )


def _slips(
    w: list[float], u: list[list[float]], inputs: list[float]
) -> Iterator[tuple[Rows, str]]:
    passed = _run(w, u, inputs)
    first = markup.column(_rows(passed.states[1:])[0])
    yield (
        _rows(np.tanh(np.outer(inputs, w))),
        _(
            "The second state forgot the first one: it also gets $U\\mathbf{h}_1$, with "
            "$\\mathbf{h}_1 \\approx %(first)s$."
        )
        % {"first": first},
    )
    yield (
        _states(w, np.transpose(u).tolist(), inputs),
        _(
            "That multiplies by the transpose of $U$. Each unit takes its own row of $U$ "
            "times $\\mathbf{h}_1$, so unit 1 takes $%(row)s$."
        )
        % {"row": markup.matrix([u[0]])},
    )
    linear = np.array([passed.sums[0], np.outer(inputs, w)[1] + u @ passed.sums[0]])
    yield _rows(linear), _("$\\tanh$ is missing: it squeezes every sum into −1 … 1.")
    yield (
        _rows(
            [passed.states[1], np.tanh(w * np.array(inputs[1]) + u @ passed.sums[0])]
        ),
        _(
            "What comes back is the state itself, $\\mathbf{h}_1 \\approx %(first)s$, not "
            "the sum under its $\\tanh$."
        )
        % {"first": first},
    )
    yield (
        _states(w, u, inputs[::-1]),
        _("The inputs came in the other order: $x_1 = %(x)s$ is the first.")
        % {"x": decimals.text(inputs[0])},
    )


def _prompt(w: list[float], u: list[list[float]], inputs: list[float]) -> str:
    facts = _(
        "An Elman network without biases has one input and two hidden units. All vectors "
        "are columns, and $\\tanh$ works on each entry:"
    )
    rule = (
        r"$$\mathbf{h}_t = \tanh(W x_t + U\,\mathbf{h}_{t-1}), \quad "
        rf"W = {markup.column(w)}, \quad U = {markup.matrix(u)}$$"
    )
    asked = _(
        "It starts with $\\mathbf{h}_0 = %(start)s$ and reads $x_1 = %(x1)s$, then "
        "$x_2 = %(x2)s$. What are its hidden states? Write $\\mathbf{h}_1$ in the first "
        "row and $\\mathbf{h}_2$ in the second. Give %(places)d decimals; "
        "$\\pm %(tolerance)s$ is allowed for rounding on the way."
    ) % {
        "start": markup.column([0, 0]),
        "x1": decimals.text(inputs[0]),
        "x2": decimals.text(inputs[1]),
        "places": PLACES,
        "tolerance": TOLERANCE,
    }
    return "\n\n".join([facts, rule, asked])


def _explanation(w: list[float], u: list[list[float]], inputs: list[float]) -> str:
    passed = _run(w, u, inputs)
    first, second = (_column(state, PLACES + 1) for state in passed.states[1:])
    sums = [_column(values, PLACES + 1) for values in passed.sums]
    remembered = _column(u @ passed.states[1], PLACES + 1)
    fed = _column(np.array(w, dtype=float) * inputs[1], PLACES + 1)
    lines = [
        _("**First step.** Nothing is remembered yet: $%(formula)s$")
        % {"formula": rf"\mathbf{{h}}_1 = \tanh {sums[0]} \approx {first}"},
        _("**What comes back.** $%(formula)s$")
        % {"formula": rf"U\,\mathbf{{h}}_1 \approx {remembered}"},
        _("**Second step.** $%(formula)s$")
        % {
            "formula": rf"\mathbf{{h}}_2 \approx \tanh\left({fed} + {remembered}\right) "
            rf"= \tanh {sums[1]} \approx {second}"
        },
    ]
    return "\n\n".join(lines)


def _column(values: Any, places: int) -> str:
    return markup.column([decimals.rounded(value, places) for value in values])


def _figure(states: Rows) -> figures.Spec:
    return figures.heatmap(
        [[float(row[unit]) for row in states] for unit in range(2)],
        rows=["h₁", "h₂"],
        columns=["1", "2"],
        x=_("time step t"),
        description=_(
            "The hidden states as a map: a row a unit, a column a time step."
        ),
    )
