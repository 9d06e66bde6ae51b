"""Exercise: backpropagation through time in one unit, over two steps."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Mistake, Number
from simulations import decimals, figures, mistakes, simulation
from simulations.systems.rnn import notation

PLACES, TOLERANCE = 3, Decimal("0.002")
LEAST = Decimal("0.02")


@dataclass(frozen=True)
class Case:
    """h_t = tanh(w x_t + u h_{t−1}) for t = 1, 2, and E = ½ (h_2 − d)²."""

    w: float
    u: float
    inputs: list[float]
    start: float
    target: float
    asked: str  # "w" or "u"

    @cached_property
    def h(self) -> list[Decimal]:
        """h_0, and h_1 and h_2 as they are shown: rounded only when all are known."""
        states = [self.start]
        for x in self.inputs:
            states.append(math.tanh(self.w * x + self.u * states[-1]))
        return [decimals.exact(self.start), *decimals.all_rounded(states[1:], 2)]

    @property
    def weight(self) -> Decimal:
        return decimals.exact(self.u)

    @property
    def error(self) -> Decimal:
        return self.h[2] - decimals.exact(self.target)

    @property
    def slopes(self) -> list[Decimal]:
        """1 − h_t² at t = 1 and t = 2."""
        return [1 - h * h for h in self.h[1:]]

    @property
    def deltas(self) -> list[Decimal]:
        """∂E by the sums of t = 1 and t = 2."""
        last = self.error * self.slopes[1]
        return [last * self.weight * self.slopes[0], last]

    @property
    def fed(self) -> list[Decimal]:
        """What the weight multiplies at t = 1 and t = 2."""
        return decimals.exactly(self.inputs) if self.asked == "w" else self.h[:2]

    @property
    def shares(self) -> list[Decimal]:
        """What each step adds to the gradient."""
        return [delta * fed for delta, fed in zip(self.deltas, self.fed, strict=True)]

    @property
    def gradient(self) -> Decimal:
        return sum(self.shares, Decimal(0))


@register
class RnnThroughTime(Exercise):
    slug = "rnn-through-time"
    title = gettext_lazy("Elman network: a gradient through time")
    version = 2  # the second state comes from the unrounded first one

    def parameters(self, rng: Random) -> Parameters:
        while True:
            parameters = _draw(rng)
            case = Case(**parameters)
            numbers = [case.gradient, *case.shares, *case.h[1:]]
            if min(map(abs, numbers)) >= LEAST and len(_named(case)) >= 4:
                return parameters

    def question(self, **parameters: Any) -> Number:
        case = Case(**parameters)
        return Number(
            prompt=_prompt(case),
            value=decimals.text(decimals.rounded(case.gradient, PLACES + 1)),
            tolerance=str(TOLERANCE),
            places=PLACES,
            mistakes=_named(case),
            explanation=_explanation(case),
            answer_figure=_figure(case),
        )

    def lab(self, parameters: Parameters) -> str:
        case = Case(**parameters)
        return simulation.get("rnn").address(
            {
                "inputs": [[x] for x in case.inputs],
                "targets": [[0], [0]],
                "hidden": [[case.w, 0]],
                "recurrent": [[case.u]],
                "readout": [[1, 0]],
                "start": [[case.start]],
                "epochs": 1,
            }
        )


def _draw(rng: Random) -> Parameters:
    return {
        "w": decimals.drawn(rng, 1, 12),
        "u": decimals.drawn(rng, 1, 15),
        "inputs": [rng.choice([-2, -1, -0.5, 0.5, 1, 2]) for _time in range(2)],
        "start": rng.choice([-0.5, -0.4, -0.2, 0.2, 0.4, 0.5]),
        "target": rng.choice([-1, -0.5, 0.5, 1]),
        "asked": rng.choice(["w", "u"]),
    }


def _named(case: Case) -> tuple[Mistake, ...]:
    facts = {
        "slope1": notation.shown(case.slopes[0], 4),
        "slope2": notation.shown(case.slopes[1], 4),
        "u": decimals.text(case.u),
        "asked": case.asked,
        "fed1": decimals.text(case.fed[0]),
        "fed2": decimals.text(case.fed[1]),
        "share": notation.shown(case.shares[0], 4),
        "error": decimals.text(case.error),
    }
    return mistakes.distinct(
        (
            (decimals.rounded(value, PLACES + 1), text % facts)
            for value, text in _slips(case)
        ),
        truth=decimals.rounded(case.gradient, PLACES + 1),
        gap=2 * TOLERANCE,
    )


def _slips(case: Case) -> Iterator[mistakes.Slip]:
    early, late = case.shares
    yield (
        late,
        _(
            "That stops at the last step. $%(asked)s$ was used at $t = 1$ as well, and what "
            "comes back from there adds about $%(share)s$."
        ),
    )
    yield (
        -case.gradient,
        _(
            "The size is right, the sign is not: the loss has the slope "
            "$h_2 - d = %(error)s$."
        ),
    )
    yield (
        late + early / case.slopes[0],
        _(
            "On the way back through $t = 1$ the slope of $\\tanh$ is missing there: "
            "$1 - h_1^2 = %(slope1)s$."
        ),
    )
    yield (
        late + early / case.weight,
        _("On the way from $h_2$ back to $h_1$ the factor $u = %(u)s$ is missing."),
    )
    yield (
        case.gradient / case.slopes[1],
        _(
            "The slope of $\\tanh$ at the last step is missing: $1 - h_2^2 = %(slope2)s$."
        ),
    )
    yield (
        early,
        _(
            "That is only what comes from $t = 1$. The last step itself adds its share, "
            "with what it was fed: $%(fed2)s$."
        ),
    )


def _prompt(case: Case) -> str:
    unit = _(
        "One recurrent unit: $h_t = \\tanh(w x_t + u\\,h_{t-1})$ with $w = %(w)s$ and "
        "$u = %(u)s$. It starts with $h_0 = %(h0)s$ and reads $x_1 = %(x1)s$ and "
        "$x_2 = %(x2)s$."
    )
    passed = _(
        "The forward pass gave $h_1 = %(h1)s$ and $h_2 = %(h2)s$, rounded to 2 decimals; "
        "go on with these. Only the last state has a target: "
        "$E = \\tfrac12 (h_2 - d)^2$ with $d = %(target)s$."
    )
    asked = _(
        "Go back through time: what is $\\partial E / \\partial %(asked)s$? Both steps use "
        "the same $%(asked)s$; $h_0$ is fixed. Give %(places)d decimals; "
        "$\\pm %(tolerance)s$ is allowed for rounding on the way."
    )
    facts = _facts(case) | {"places": PLACES, "tolerance": TOLERANCE}
    return "\n\n".join(text % facts for text in (unit, passed, asked))


def _facts(case: Case) -> dict[str, Any]:
    numbers: dict[str, Any] = {
        "w": case.w,
        "u": case.u,
        "h0": case.h[0],
        "h1": case.h[1],
        "h2": case.h[2],
        "x1": case.inputs[0],
        "x2": case.inputs[1],
        "target": case.target,
    }
    written = {name: decimals.text(value) for name, value in numbers.items()}
    written |= {"h1": str(case.h[1]), "h2": str(case.h[2])}  # with both decimals
    return written | {"asked": case.asked}


def _explanation(case: Case) -> str:
    h1, h2 = (decimals.factor(h) for h in case.h[1:])
    first, last = (notation.factor(delta, 4) for delta in case.deltas)
    at_last = (
        rf"\delta_2 = (h_2 - d)(1 - h_2^2) = {decimals.factor(case.error)} \cdot "
        rf"(1 - {h2}^2) \approx {notation.shown(case.deltas[1], 4)}"
    )
    at_first = (
        rf"\delta_1 = \delta_2\,u\,(1 - h_1^2) = {last} \cdot {decimals.factor(case.u)} "
        rf"\cdot (1 - {h1}^2) \approx {notation.shown(case.deltas[0], 4)}"
    )
    rule = (
        r"\delta_2 x_2 + \delta_1 x_1"
        if case.asked == "w"
        else (r"\delta_2 h_1 + \delta_1 h_0")
    )
    fed = [decimals.factor(value) for value in case.fed]
    total = (
        rf"\frac{{\partial E}}{{\partial {case.asked}}} = {rule} = {last} \cdot {fed[1]} + "
        rf"{first} \cdot {fed[0]} \approx {notation.shown(case.gradient, 4)}"
    )
    lines = [
        _("**At the last step**, the slope by the sum under $\\tanh$. $%(formula)s$")
        % {"formula": at_last},
        _("**One step back.** $%(formula)s$") % {"formula": at_first},
        _("**Added up**, each with what the weight was fed there: $%(formula)s$")
        % {"formula": total},
    ]
    return "\n\n".join(lines)


def _figure(case: Case) -> figures.Spec:
    return figures.bars(
        [str(t) for t in range(1, len(case.shares) + 1)],
        [round(float(share), 4) for share in case.shares],
        x=_("time step t"),
        y=f"∂E/∂{case.asked}",
        digits=PLACES,
        description=_("What each time step adds to the gradient."),
    )
