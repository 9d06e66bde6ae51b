"""Exercise: two threshold units with context, followed over time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Mistake, TruthTable
from simulations import decimals, figures, markup, mistakes, simulation

TIMES = 5
STEEP = 4  # how far the lab's tanh is driven, so that it answers about −1 or 1
Bits = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Net:
    """h_{t,i} = 1 if w_i x_t + Σ_j u_ij h_{t−1,j} ≥ θ_i; starts with h = 0."""

    w: list[int]
    u: list[list[int]]
    thresholds: list[int]

    def sums(self, x: int, h: tuple[int, ...]) -> list[int]:
        return [
            weight * x + sum(back * bit for back, bit in zip(row, h, strict=True))
            for weight, row in zip(self.w, self.u, strict=True)
        ]

    def answer(self, x: int, h: tuple[int, ...]) -> tuple[int, ...]:
        pairs = zip(self.sums(x, h), self.thresholds, strict=True)
        return tuple(int(total >= threshold) for total, threshold in pairs)

    def run(self, inputs: list[int]) -> Bits:
        states = [(0, 0)]
        for x in inputs:
            first, second = self.answer(x, states[-1])
            states.append((first, second))
        return tuple(states[1:])


@register
class RnnTimeTable(Exercise):
    slug = "rnn-time-table"
    title = gettext_lazy("Elman network: two units over time")

    def parameters(self, rng: Random) -> Parameters:
        while True:
            parameters = _draw(rng)
            columns = zip(*_run(**parameters), strict=True)
            lively = all(1 in column for column in columns)
            forgetful = _run(**parameters | {"u": [[0, 0], [0, 0]]})
            if (
                lively
                and forgetful != _run(**parameters)
                and len(_named(**parameters)) >= 3
            ):
                return parameters

    def question(self, **parameters: Any) -> TruthTable:
        return TruthTable.of(
            inputs=("t", "x_t"),
            outputs=("h_{t,1}", "h_{t,2}"),
            rows=tuple(enumerate(parameters["inputs"], start=1)),
            value=_run(**parameters),
            mistakes=_named(**parameters),
            prompt=_prompt(**parameters),
            explanation=_explanation(**parameters),
            answer_figure=_figure(**parameters),
        )

    def lab(self, parameters: Parameters) -> str:
        """The same with steep tanh units: −1 stands for 0, and 1 for 1."""
        u, thresholds = parameters["u"], parameters["thresholds"]
        biases = [
            decimals.plain(STEEP * (Decimal(sum(row)) / 2 - threshold + Decimal("0.5")))
            for row, threshold in zip(u, thresholds, strict=True)
        ]
        weights = [STEEP * weight for weight in parameters["w"]]
        return simulation.get("rnn").address(
            {
                "inputs": [[x] for x in parameters["inputs"]],
                "targets": [[0]] * TIMES,
                "hidden": [list(pair) for pair in zip(weights, biases, strict=True)],
                "recurrent": [[STEEP * weight / 2 for weight in row] for row in u],
                "readout": [[1, 1, 0]],
                "start": [[-1, -1]],
                "epochs": 1,
            }
        )


def _draw(rng: Random) -> Parameters:
    return {
        "w": [rng.choice([-1, 0, 1, 2]) for _unit in range(2)],
        "u": [[rng.choice([-1, 0, 1, 1]) for _from in range(2)] for _unit in range(2)],
        "thresholds": [rng.choice([1, 1, 2]) for _unit in range(2)],
        "inputs": [rng.randint(0, 1) for _time in range(TIMES)],
    }


def _run(
    w: list[int], u: list[list[int]], thresholds: list[int], inputs: list[int]
) -> Bits:
    return Net(w, u, thresholds).run(inputs)


def _named(**parameters: Any) -> tuple[Mistake, ...]:
    """The slips that can be told from the truth and from each other."""
    truth = _run(**parameters)
    return mistakes.distinct_tables(_slips(**parameters), truth=truth)


def _slips(
    w: list[int], u: list[list[int]], thresholds: list[int], inputs: list[int]
) -> Iterator[tuple[Bits, str]]:
    turned = [list(column) for column in zip(*u, strict=True)]
    yield (
        Net(w, [[0, 0], [0, 0]], thresholds).run(inputs),
        _(
            "The memory is missing: at each step the last answers come back in through "
            "$U$."
        ),
    )
    yield (
        _in_a_row(Net(w, u, thresholds), inputs),
        _(
            "Unit 2 used the new answer of unit 1. Both units answer at the same moment, "
            "from the answers of the step before."
        ),
    )
    yield (
        Net(w, turned, thresholds).run(inputs),
        _(
            "That multiplies by the transpose of $U$. Row 1 is what flows into unit 1: "
            "$%(row)s$ times the last answers."
        )
        % {"row": markup.matrix([u[0]])},
    )
    yield (
        Net(w, u, [threshold + 1 for threshold in thresholds]).run(inputs),
        _(
            "A sum that equals the threshold is enough: a unit answers 1 if it is $\\ge$."
        ),
    )


def _in_a_row(net: Net, inputs: list[int]) -> Bits:
    """What comes out if unit 2 waits for unit 1 in the same step."""
    states = [(0, 0)]
    for x in inputs:
        first = net.answer(x, states[-1])[0]
        states.append((first, net.answer(x, (first, states[-1][1]))[1]))
    return tuple(states[1:])


def _prompt(
    w: list[int], u: list[list[int]], thresholds: list[int], inputs: list[int]
) -> str:
    facts = _(
        "An Elman network of two threshold units. At each time step unit $i$ answers 1 if "
        "its sum reaches its threshold, $s_{t,i} \\ge \\theta_i$, else 0. The sums are"
    )
    rule = r"$$\mathbf{s}_t = W x_t + U\,\mathbf{h}_{t-1}$$"
    numbers = (
        rf"$$W = {markup.column(w)}, \quad U = {markup.matrix(u)}, \quad "
        rf"\boldsymbol\theta = {markup.column(thresholds)}$$"
    )
    asked = _(
        "All vectors are columns. It starts with $\\mathbf{h}_0 = %(start)s$ and reads the "
        "inputs $x_1, \\dots, x_%(times)d = %(inputs)s$. What do the two units answer at "
        "each time step?"
    ) % {
        "start": markup.column([0, 0]),
        "times": TIMES,
        "inputs": ", ".join(map(str, inputs)),
    }
    return "\n\n".join([facts, rule, numbers, asked])


def _explanation(
    w: list[int], u: list[list[int]], thresholds: list[int], inputs: list[int]
) -> str:
    net = Net(w, u, thresholds)
    before: tuple[int, ...] = (0, 0)
    head = ["$t$", "$x_t$", r"$\mathbf{h}_{t-1}$", r"$\mathbf{s}_t$", r"$\mathbf{h}_t$"]
    rows = []
    for t, x in enumerate(inputs, start=1):
        after = net.answer(x, before)
        sums = decimals.vector(net.sums(x, before))
        cells = [decimals.vector(before), sums, decimals.vector(after)]
        rows.append([t, x, *(f"${cell}$" for cell in cells)])
        before = after
    moral = _(
        "Each row starts from the answers of the row above: that is the network's whole "
        "memory. The sums are compared with $\\boldsymbol\\theta = %(thresholds)s$."
    ) % {"thresholds": decimals.vector(thresholds)}
    return "\n\n".join([markup.table(head, rows), moral, _shown_in_lab()])


def _shown_in_lab() -> str:
    return _(
        "In the lab tanh units stand in for these: an answer near $-1$ is a 0, one near 1 "
        "is a 1. For that $W$ is multiplied by %(w)d there and $U$ by %(u)d, and the "
        "biases hold the thresholds."
    ) % {"w": STEEP, "u": STEEP // 2}


def _figure(**parameters: Any) -> figures.Spec:
    inputs = parameters["inputs"]
    return figures.heatmap(
        [inputs, *zip(*_run(**parameters), strict=True)],
        rows=["x", "h₁", "h₂"],
        columns=[str(t) for t in range(1, len(inputs) + 1)],
        x=_("time step t"),
        description=_("The inputs and what both units answer, a column a time step."),
    )
