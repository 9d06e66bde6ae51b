"""Exercise: weight decay, one step of it or where it comes to rest."""

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
from simulations import decimals, mistakes, simulation

PLACES = 4  # of the exact number, at most: it is found by hand


@dataclass(frozen=True)
class Case:
    """A weight with its gradient; `percent` of it is lost after each change.

    `asked` is "step", the weight after one step, or "rest", the weight that no longer
    changes while its gradient stays the same.
    """

    asked: str
    weight: float
    gradient: float
    epsilon: float
    percent: float

    @property
    def w(self) -> Decimal:
        return decimals.exact(self.weight)

    @property
    def step(self) -> Decimal:
        """Δw = −ε ∂E/∂w."""
        return -decimals.exact(self.epsilon) * decimals.exact(self.gradient)

    @property
    def lost(self) -> Decimal:
        return decimals.exact(self.percent) / 100

    @property
    def kept(self) -> Decimal:
        return 1 - self.lost

    @property
    def answer(self) -> Decimal:
        if self.asked == "step":
            return self.kept * (self.w + self.step)
        return self.kept * self.step / self.lost


@register
class BackpropagationDecay(Exercise):
    slug = "backpropagation-decay"
    title = gettext_lazy("Backpropagation: a weight that decays")

    def parameters(self, rng: Random) -> Parameters:
        while True:
            parameters = _draw(rng)
            case = Case(**parameters)
            if len(_named(case)) >= 4 and _short(case.answer):
                return parameters

    def question(self, **parameters: Any) -> Number:
        case = Case(**parameters)
        return Number(
            prompt=_prompt(case),
            value=decimals.text(case.answer),
            mistakes=_named(case),
            explanation=_explanation(case),
        )

    def lab(self, parameters: Parameters) -> str:
        """One step, or so many that the last ones change nothing to be seen.

        What the start still weighs after n steps, (1 − share)ⁿ, is then about e⁻¹⁶.
        """
        p, lost = parameters, decimals.exact(parameters["percent"]) / 100
        many = min(int(16 / lost), simulation.MOST_STEPS)
        return simulation.get("weight").address(
            {
                "weight": p["weight"],
                "gradients": [[p["gradient"]]],
                "repeats": 1 if p["asked"] == "step" else many,
                "eta": p["epsilon"],
                "momentum": 0,
                "decay": decimals.plain(lost),
            }
        )


def _draw(rng: Random) -> Parameters:
    return {
        "asked": rng.choice(["step", "rest"]),
        "weight": decimals.drawn(rng, 5, 30),
        "gradient": decimals.drawn(rng, 1, 9),
        "epsilon": rng.choice([0.01, 0.1, 0.2, 0.5]),
        "percent": rng.choice([0.2, 1, 2, 4, 5, 10]),
    }


def _short(answer: Decimal) -> bool:
    return abs(answer) < 10 and answer == decimals.rounded(answer, PLACES)


def _named(case: Case) -> tuple[Any, ...]:
    slips = _slips_of_step(case) if case.asked == "step" else _slips_of_rest(case)
    facts = _facts(case)
    return mistakes.distinct(
        ((value, text % facts) for value, text in slips), truth=case.answer
    )


def _slips_of_step(case: Case) -> Iterator[mistakes.Slip]:
    yield (
        case.w + case.step,
        _("The decay is missing: the new weight still loses %(percent)s %%."),
    )
    yield (
        case.kept * (case.w - case.step),
        _(
            "The step went uphill. Downhill is $-\\varepsilon\\,\\partial E / \\partial w "
            "= %(step)s$."
        ),
    )
    yield (
        case.kept * case.w + case.step,
        _(
            "There the old weight decays and then takes its step. Here it is the other way "
            "round: first the step, then the whole new weight decays."
        ),
    )
    yield (
        case.w + case.step - case.lost,
        _(
            "A weight loses a *share* of itself: multiply by $1 - %(lost)s = %(kept)s$, "
            "do not subtract %(lost)s."
        ),
    )
    yield (
        case.kept * case.w,
        _("Before it decays the weight takes its step, $%(step)s$."),
    )


def _slips_of_rest(case: Case) -> Iterator[mistakes.Slip]:
    yield (
        -case.answer,
        _(
            "The sign is wrong: the steps are $%(step)s$, so the weight comes to rest on "
            "that side of 0."
        ),
    )
    yield (
        case.step / case.lost,
        _(
            "Almost: so large is the weight just *before* a decay. After it %(percent)s %% "
            "of all that is gone, of the last step too."
        ),
    )
    yield (
        case.kept * case.step,
        _(
            "That is the weight after one step from 0. It goes on growing until a step is "
            "just what is lost."
        ),
    )
    yield (
        case.answer / decimals.exact(case.epsilon),
        _("The learning rate is missing: a step is $%(step)s$."),
    )
    yield (
        Decimal(0),
        _(
            "At 0 it would rest only without a gradient. Here each step moves it by "
            "$%(step)s$ again."
        ),
    )


def _facts(case: Case) -> dict[str, Any]:
    return {
        "weight": decimals.text(case.w),
        "gradient": decimals.text(case.gradient),
        "slope": decimals.factor(case.gradient),
        "epsilon": decimals.text(case.epsilon),
        "percent": decimals.text(case.percent),
        "step": decimals.text(case.step),
        "lost": decimals.text(case.lost),
        "kept": decimals.text(case.kept),
        "moved": decimals.text(case.w + case.step),
        "whole": decimals.factor(case.w + case.step),
        "added": decimals.factor(case.step),
        "product": decimals.text(case.kept * case.step),
        "answer": decimals.text(case.answer),
    }


def _prompt(case: Case) -> str:
    rule = _(
        "A weight takes a step $\\Delta w = -\\varepsilon\\,\\partial E / \\partial w$ with "
        "$\\varepsilon = %(epsilon)s$, and after each step the whole new weight decays: it "
        "loses %(percent)s %% of itself. There is no momentum."
    )
    if case.asked == "step":
        asked = _(
            "The weight is $w = %(weight)s$ and its gradient "
            "$\\partial E / \\partial w = %(gradient)s$. What is $w$ after one step and the "
            "decay that follows it? Give the exact number."
        )
    else:
        asked = _(
            "Its gradient is $\\partial E / \\partial w = %(gradient)s$ at every step. In the "
            "long run each step is balanced by the decay. What is $w$ then, just after a "
            "decay? Give the exact number."
        )
    facts = _facts(case)
    return f"{rule % facts}\n\n{asked % facts}"


def _explanation(case: Case) -> str:
    if case.asked == "step":
        lines = [
            _("**The step.** $%(weight)s - %(epsilon)s \\cdot %(slope)s = %(moved)s$"),
            _("**The decay.** $%(kept)s \\cdot %(whole)s = %(answer)s$"),
        ]
    else:
        lines = [
            _(
                "**At rest** a step and a decay lead back to the same weight: "
                "$w = %(kept)s \\cdot (w + %(added)s)$."
            ),
            _(
                "**Solved for the weight.** $%(lost)s\\,w = %(kept)s \\cdot %(added)s = "
                "%(product)s$, so $w = %(answer)s$."
            ),
            _(
                "So in the end a weight is as large as its gradient pulls: only what helps "
                "against the error stays large."
            ),
        ]
    return "\n\n".join(line % _facts(case) for line in lines)
