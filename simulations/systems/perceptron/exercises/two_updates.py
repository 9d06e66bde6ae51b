"""Exercise: two samples one after the other, each sum, answer and weight asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from random import Random
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Part, Steps
from simulations import decimals, markup, mistakes, simulation
from simulations.systems.perceptron import algorithm

from . import notation

OVER = {"gt": ">", "ge": ">="}


@dataclass(frozen=True)
class Case:
    """A perceptron of one input, so that all it learns can be asked for."""

    weight: float
    bias: float
    samples: list[float]
    targets: list[int]
    eta: float
    threshold: str

    @cached_property
    def updates(self) -> list[algorithm.Update]:
        """What each sample does, one after the other."""
        state = np.array([decimals.exact(self.weight)]), decimals.exact(self.bias)
        done: list[algorithm.Update] = []
        for x, target in zip(decimals.exactly(self.samples), self.targets, strict=True):
            weights, bias = state
            step = algorithm.update(
                np.array([x]),
                target,
                weights=weights,
                bias=bias,
                rate=decimals.exact(self.eta),
                inclusive=self.threshold == "ge",
            )
            state = step.weights, step.bias
            done.append(step)
        return done

    def before(self, place: int) -> tuple[Decimal, Decimal]:
        """The weight and the bias that the sample at this place, from 0, meets."""
        if not place:
            return decimals.exact(self.weight), decimals.exact(self.bias)
        step = self.updates[place - 1]
        return step.weights[0], step.bias


@register
class PerceptronTwoUpdates(Exercise):
    slug = "perceptron-two-updates"
    title = gettext_lazy("Perceptron: two updates, step by step")

    def parameters(self, rng: Random) -> Parameters:
        while True:
            parameters = _draw(rng)
            first, second = Case(**parameters).updates
            if first.error and (second.error or rng.random() < 0.2):
                return parameters

    def question(self, **parameters: Any) -> Steps:
        case = Case(**parameters)
        return Steps(
            prompt=_prompt(case),
            parts=tuple(part for place in range(2) for part in _parts(case, place)),
            explanation="\n\n".join(_told(case, place) for place in range(2)),
        )

    def lab(self, parameters: Parameters) -> str:
        rows = zip(parameters["samples"], parameters["targets"], strict=True)
        return simulation.get("perceptron").address(
            {
                "data": [[x, target] for x, target in rows],
                "weights": [[parameters["weight"]]],
                "epochs": 1,
            }
            | {name: parameters[name] for name in ("bias", "eta", "threshold")}
        )


def _draw(rng: Random) -> Parameters:
    signs = [-3, -2, -1, 1, 2, 3]
    return {
        "weight": rng.choice([*signs, -0.5, 0.5]),
        "bias": rng.choice([-2, -1, 0, 1, 2]),
        "samples": [rng.choice([*signs, -0.5, 0.5, 1.5]) for _sample in range(2)],
        "targets": [rng.randint(0, 1) for _sample in range(2)],
        "eta": rng.choice([1, 0.5, 0.5, 2, 0.1]),
        "threshold": rng.choice(["gt", "ge"]),
    }


def _parts(case: Case, place: int) -> Iterator[Part]:
    """The four numbers of one sample; those of the second follow from the first's."""
    (w, b), done = case.before(place), case.updates[place]
    x, target = decimals.text(case.samples[place]), case.targets[place]
    eta, number = decimals.text(case.eta), place + 1
    at = 4 * place
    weight, bias = ("p3", "p4") if place else (decimals.text(w), decimals.text(b))
    step = f"{eta} * ({target} - p{at + 2})"
    asked = {
        _("Sample %(number)d: the weighted sum?"): done.activation,
        _("Sample %(number)d: the answer $\\hat{y}$?"): Decimal(done.output),
        _("After sample %(number)d: the weight $w$?"): done.weights[0],
        _("After sample %(number)d: the bias $b$?"): done.bias,
    }
    follows = [
        f"{weight} * {x} + {bias}" if place else "",
        f"p{at + 1} {OVER[case.threshold]} 0",
        f"{weight} + {step} * {x}",
        f"{bias} + {step}",
    ]
    slips = _slips(case, place)
    for (text, truth), formula, slip in zip(asked.items(), follows, slips, strict=True):
        yield Part(
            prompt=text % {"number": number},
            value=decimals.text(truth),
            follows=formula,
            mistakes=mistakes.distinct(slip, truth=truth),
        )


def _slips(case: Case, place: int) -> Iterator[list[mistakes.Slip]]:
    """What goes wrong at each number of a sample, the ones before it being right."""
    (w, b), done = case.before(place), case.updates[place]
    x = decimals.exact(case.samples[place])
    step = decimals.exact(case.eta) * done.error
    facts = _facts(case, place)
    yield [
        (w * x, _("The bias $b = %(old_bias)s$ is missing in the sum.") % facts),
        *_slips_of_start(case, place, x),
    ]
    said = _("The unit answers 1 if $%(condition)s$; here $%(compared)s$.") % facts
    yield [(Decimal(1 - done.output), said)]
    said = _("The weight moves by $\\eta(y - \\hat{y})\\,x = %(move)s$.") % facts
    moves = (-step * x, done.error * x, step) if done.error else (x, -x)
    yield [(w + move, said) for move in moves] + ([(w, said)] if done.error else [])
    said = _("The bias moves by $\\eta(y - \\hat{y}) = %(size)s$.") % facts
    moves = (-step, Decimal(done.error), step * x) if done.error else (x, Decimal(1))
    yield [(b + move, said) for move in moves] + ([(b, said)] if done.error else [])


def _slips_of_start(case: Case, place: int, x: Decimal) -> list[mistakes.Slip]:
    if not place:
        return []
    w, b = case.before(0)
    said = _(
        "This sample starts from the weight and the bias that the first one left "
        "behind, not from those at the start."
    )
    return [(w * x + b, said)]


def _facts(case: Case, place: int) -> dict[str, Any]:
    (w, b), done = case.before(place), case.updates[place]
    x = decimals.exact(case.samples[place])
    size = decimals.exact(case.eta) * done.error
    return {
        "place": place + 1,
        "condition": _condition(case),
        "sum": markup.products([w], [x], b),
        "compared": notation.compared(done.activation, done.output, case.threshold),
        "output": done.output,
        "target": case.targets[place],
        "size": decimals.text(size),
        "step": decimals.factor(size),
        "move": decimals.text(size * x),
        "x": decimals.factor(x),
        "old": decimals.text(w),
        "old_bias": decimals.text(b),
        "weight": decimals.text(done.weights[0]),
        "bias": decimals.text(done.bias),
    }


def _prompt(case: Case) -> str:
    facts = _(
        "A perceptron of one input starts with $w = %(weight)s$ and $b = %(bias)s$. It "
        "answers 1 if $%(condition)s$, else 0, and the learning rate is $\\eta = %(eta)s$. "
        "It sees two samples in this order, and learns after each one:"
    ) % {
        "weight": decimals.text(case.weight),
        "bias": decimals.text(case.bias),
        "condition": _condition(case),
        "eta": decimals.text(case.eta),
    }
    rows = zip(case.samples, case.targets, strict=True)
    samples = "\n".join(
        rf"{place}. $x = {decimals.text(x)}$, $y = {target}$"
        for place, (x, target) in enumerate(rows, start=1)
    )
    asked = _(
        "Go through both. Give exact numbers; what follows from an earlier answer of "
        "yours counts."
    )
    return f"{facts}\n\n{samples}\n\n{asked}"


def _condition(case: Case) -> str:
    return r"wx + b \ge 0" if case.threshold == "ge" else "wx + b > 0"


def _told(case: Case, place: int) -> str:
    facts = _facts(case, place)
    if not case.updates[place].error:
        return (
            _(
                "**Sample %(place)d.** $%(sum)s = %(compared)s$, so the answer is "
                "%(output)d, just like the target. Nothing changes: $w = %(weight)s$, "
                "$b = %(bias)s$."
            )
            % facts
        )
    return (
        _(
            "**Sample %(place)d.** $%(sum)s = %(compared)s$, so the answer is %(output)d, "
            "but the target is %(target)d. With $\\eta(y - \\hat{y}) = %(size)s$: "
            "$w = %(old)s + %(step)s \\cdot %(x)s = %(weight)s$, "
            "$b = %(old_bias)s + %(step)s = %(bias)s$."
        )
        % facts
    )
