"""Exercise: three steps with momentum, and what the weight is after them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Number
from simulations import decimals, figures, mistakes, simulation


@dataclass(frozen=True)
class Case:
    """A weight, and its gradient before each of the steps."""

    weight: float
    gradients: list[float]
    epsilon: float
    alpha: float

    @property
    def start(self) -> Decimal:
        return decimals.exact(self.weight)

    @property
    def g(self) -> list[Decimal]:
        return decimals.exactly(self.gradients)

    @property
    def rate(self) -> Decimal:
        return decimals.exact(self.epsilon)

    @property
    def share(self) -> Decimal:
        return decimals.exact(self.alpha)

    @property
    def changes(self) -> list[Decimal]:
        return self.by(self.rate, self.share)

    @property
    def end(self) -> Decimal:
        return self.start + sum(self.changes)

    @property
    def plain(self) -> Decimal:
        """The weight at the end, had there been no momentum."""
        return self.start + sum(self.by(self.rate, Decimal(0)))

    def by(self, rate: Decimal, share: Decimal) -> list[Decimal]:
        """Δw(t) = −ε ∂E/∂w(t) + α Δw(t−1) (equation 9), from Δw = 0."""
        changes, last = [], Decimal(0)
        for gradient in self.g:
            last = -rate * gradient + share * last
            changes.append(last)
        return changes


@register
class BackpropagationMomentum(Exercise):
    slug = "backpropagation-momentum"
    title = gettext_lazy("Backpropagation: three steps with momentum")

    def parameters(self, rng: Random) -> Parameters:
        while True:
            parameters = _draw(rng)
            case = Case(**parameters)
            if case.end != case.plain and len(_named(case)) >= 5:
                return parameters

    def question(self, **parameters: Any) -> Number:
        case = Case(**parameters)
        return Number(
            prompt=_prompt(case),
            value=decimals.text(case.end),
            mistakes=_named(case),
            explanation=_explanation(case),
            answer_figure=_figure(case),
        )

    def lab(self, parameters: Parameters) -> str:
        return simulation.get("weight").address(
            {
                "weight": parameters["weight"],
                "gradients": [parameters["gradients"]],
                "repeats": 1,
                "eta": parameters["epsilon"],
                "momentum": parameters["alpha"],
            }
        )


def _draw(rng: Random) -> Parameters:
    return {
        "weight": decimals.plain(Decimal(rng.randint(-20, 20)) / 10),
        "gradients": [decimals.drawn(rng, 1, 10, parts=5) for _step in range(3)],
        "epsilon": rng.choice([0.1, 0.2, 0.5]),
        "alpha": rng.choice([0.5, 0.8, 0.9]),
    }


def _named(case: Case) -> tuple[Any, ...]:
    facts = {"alpha": decimals.text(case.share), "epsilon": decimals.text(case.rate)}
    facts |= {"last": decimals.text(case.changes[-1])}
    return mistakes.distinct(
        ((value, text % facts) for value, text in _slips(case)), truth=case.end
    )


def _slips(case: Case) -> Iterator[mistakes.Slip]:
    rate, share = case.rate, case.share
    yield (
        case.plain,
        _(
            "That is without momentum. Each change also gets $\\alpha = %(alpha)s$ times "
            "the change before it."
        ),
    )
    yield (
        case.start + sum(case.by(-rate, share)),
        _(
            "The sign of the gradient is lost: a step goes downhill, "
            "$-\\varepsilon\\,\\partial E / \\partial w$."
        ),
    )
    yield (
        case.start + sum(case.by(rate, -share)),
        _(
            "The momentum is subtracted there. It is added: the weight goes on in the "
            "direction that it had."
        ),
    )
    yield from _slips_of_rule(case)


def _slips_of_rule(case: Case) -> Iterator[mistakes.Slip]:
    rate, share = case.rate, case.share
    yield (
        case.start + sum(case.by(rate * (1 - share), share)),
        _(
            "There the gradient is multiplied by $1 - \\alpha$ as well, as some modern "
            "libraries do. In the rule given here it counts in full."
        ),
    )
    yield (
        case.changes[-1],
        _("That is the last change, $\\Delta w(3)$. The weight has all three in it."),
    )
    yield (
        case.start + _from_gradients(case),
        _(
            "There the momentum is taken from the previous gradient alone. It is "
            "$\\alpha$ times the whole previous *change*, which has older ones in it."
        ),
    )


def _from_gradients(case: Case) -> Decimal:
    before = [Decimal(0), *case.g]
    pairs = zip(case.g, before, strict=False)
    return -case.rate * sum(one + case.share * last for one, last in pairs)


def _prompt(case: Case) -> str:
    rule = _(
        "A weight learns by the rule of 1986: $\\Delta w(t) = -\\varepsilon\\,"
        "\\frac{\\partial E}{\\partial w}(t) + \\alpha\\,\\Delta w(t - 1)$, and then "
        "$w \\leftarrow w + \\Delta w(t)$. At the start $w = %(weight)s$ and "
        "$\\Delta w(0) = 0$; $\\varepsilon = %(epsilon)s$ and $\\alpha = %(alpha)s$."
    ) % {
        "weight": decimals.text(case.start),
        "epsilon": decimals.text(case.rate),
        "alpha": decimals.text(case.share),
    }
    shown = ", ".join(
        rf"$\frac{{\partial E}}{{\partial w}}({t}) = {decimals.text(g)}$"
        for t, g in enumerate(case.g, start=1)
    )
    given = _("The gradients of three sweeps are %(gradients)s.") % {"gradients": shown}
    asked = _("What is $w$ after these three steps? Give the exact number.")
    return "\n\n".join([rule, given, asked])


def _explanation(case: Case) -> str:
    rows, weight, last = [], case.start, Decimal(0)
    for t, (g, change) in enumerate(zip(case.g, case.changes, strict=True), start=1):
        weight += change
        rows.append(
            rf"- $\Delta w({t}) = -{decimals.text(case.rate)} \cdot {decimals.factor(g)} "
            rf"+ {decimals.text(case.share)} \cdot {decimals.factor(last)} = "
            rf"{decimals.text(change)}$, $w = {decimals.text(weight)}$"
        )
        last = change
    begun = _("Each change takes the one before it along:")
    without = _(
        "Without momentum it would have been $w = %(plain)s$: the figure compares them."
    ) % {"plain": decimals.text(case.plain)}
    return "\n\n".join([begun, "\n".join(rows), without])


def _figure(case: Case) -> figures.Spec:
    return figures.curves(
        {
            _("with momentum"): _path(case, case.share),
            _("without momentum"): _path(case, Decimal(0)),
        },
        x=_("step"),
        y="w",
        first=0,
        description=_("The weight after each step, with momentum and without."),
    )


def _path(case: Case, share: Decimal) -> list[float]:
    changes = case.by(case.rate, share)
    ends = [case.start + sum(changes[:t]) for t in range(len(changes) + 1)]
    return [float(end) for end in ends]
