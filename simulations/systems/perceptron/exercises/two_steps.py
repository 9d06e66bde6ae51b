"""Exercise: the weights and the bias after each of two samples."""

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
from simulations.systems.perceptron import algorithm

from . import notation
from .unit import other

State = list[Decimal]  # w₁, w₂, b
Rows = list[State]  # after each sample


@register
class PerceptronTwoSteps(Exercise):
    slug = "perceptron-two-steps"
    title = gettext_lazy("Perceptron: two samples, one after the other")

    def parameters(self, rng: Random) -> Parameters:
        while True:
            parameters = _draw(rng)
            first, second = _updates(parameters)
            # A second mistake that only the first step has brought about is the best.
            moved = first.error and (second.error or rng.random() < 0.2)
            if moved and len(_named(parameters)) >= 3:
                return parameters

    def question(self, **parameters: Any) -> Matrix:
        return Matrix(
            prompt=_prompt(parameters),
            value=mistakes.written(_states(parameters)),
            row_labels=(_("after sample 1"), _("after sample 2")),
            column_labels=("$w_1$", "$w_2$", "$b$"),
            mistakes=_named(parameters),
            explanation=_explanation(parameters),
            figure=_figure(parameters),
            answer_figure=_answer_figure(parameters),
        )

    def lab(self, parameters: Parameters) -> str:
        rows = zip(parameters["samples"], parameters["targets"], strict=True)
        return simulation.get("perceptron").address(
            {
                "data": [[*x, target] for x, target in rows],
                "weights": [parameters["weights"]],
                "epochs": 1,
            }
            | {name: parameters[name] for name in ("bias", "eta", "threshold")}
        )


def _draw(rng: Random) -> Parameters:
    signs = [-2, -1, 1, 2]
    return {
        "weights": [rng.choice(signs), rng.choice(signs)],
        "bias": rng.randint(-1, 1),
        "samples": [
            [rng.choice(signs), rng.choice([-3, *signs, 3])] for _s in range(2)
        ],
        "targets": [rng.randint(0, 1), rng.randint(0, 1)],
        "eta": rng.choice([1, 0.5, 0.5, 2, 0.1]),
        "threshold": rng.choice(["gt", "ge"]),
    }


def _updates(parameters: Parameters, **changed: Any) -> list[algorithm.Update]:
    """What each sample does, one after the other."""
    given = parameters | changed
    w, b = np.array(decimals.exactly(given["weights"])), decimals.exact(given["bias"])
    done: list[algorithm.Update] = []
    for x, target in zip(given["samples"], given["targets"], strict=True):
        step = algorithm.update(
            np.array(decimals.exactly(x)),
            target,
            weights=w,
            bias=b,
            rate=decimals.exact(given["eta"]),
            inclusive=given["threshold"] == "ge",
        )
        w, b = step.weights, step.bias
        done.append(step)
    return done


def _states(parameters: Parameters, **changed: Any) -> Rows:
    return [[*done.weights, done.bias] for done in _updates(parameters, **changed)]


def _named(parameters: Parameters) -> tuple[Mistake, ...]:
    return mistakes.distinct_arrays(_slips(parameters), truth=_states(parameters))


def _slips(parameters: Parameters) -> Iterator[tuple[Rows, str]]:
    truth, start = _states(parameters), _start(parameters)
    yield (
        [truth[0], _second_from(parameters, start)],
        _(
            "The first row is right. But sample 2 meets the weights that sample 1 left behind, "
            "not those of the start."
        ),
    )
    yield (
        [[*row[:2], start[2]] for row in truth],
        _(
            "The weights are right; the bias learns too: it moves by "
            "$\\eta(y - \\hat{y})$ with each mistake."
        ),
    )
    yield from _slips_of_rule(parameters)


def _slips_of_rule(parameters: Parameters) -> Iterator[tuple[Rows, str]]:
    first = _updates(parameters)[0]
    facts = {
        "target": parameters["targets"][0],
        "output": first.output,
        "error": first.error,
        "eta": decimals.text(parameters["eta"]),
    }
    yield (
        _against(parameters),
        _(
            "The steps go the wrong way. For sample 1 the target is %(target)d and the "
            "answer %(output)d, so $y - \\hat{y} = %(error)d$."
        )
        % facts,
    )
    yield (
        _states(parameters, eta=1),
        _("The learning rate is missing: each step is $\\eta = %(eta)s$ times as long.")
        % facts,
    )
    yield (
        _states(parameters, threshold=other(parameters["threshold"])),
        _(
            "That is the run with the other threshold rule. Look at what is answered when "
            "the sum is exactly 0."
        ),
    )
    yield (
        [_start(parameters)] * 2,
        _(
            "Nothing moves in your rows. Sample 1 has the target %(target)d but gets the "
            "answer %(output)d: that is a mistake, and it learns."
        )
        % facts,
    )


def _start(parameters: Parameters) -> State:
    return decimals.exactly([*parameters["weights"], parameters["bias"]])


def _second_from(parameters: Parameters, state: State) -> State:
    """What sample 2 alone would do to these weights."""
    alone = {name: parameters[name][1:] for name in ("samples", "targets")}
    return _states(parameters, **alone, weights=state[:2], bias=state[2])[0]


def _against(parameters: Parameters) -> Rows:
    """Two steps of a learner who subtracts instead of adding."""
    state, rows = _start(parameters), []
    for x, target in zip(parameters["samples"], parameters["targets"], strict=True):
        alone = {"samples": [x], "targets": [target]}
        [right] = _states(parameters, **alone, weights=state[:2], bias=state[2])
        state = [2 * old - new for old, new in zip(state, right, strict=True)]
        rows.append(state)
    return rows


def _prompt(parameters: Parameters) -> str:
    facts = _(
        "A perceptron starts with $\\mathbf{w} = %(weights)s$ and $b = %(bias)s$. It "
        "answers 1 if $%(condition)s$, else 0, and the learning rate is "
        "$\\eta = %(eta)s$. It sees these two samples in this order, and learns after "
        "each one:"
    ) % {
        "weights": decimals.vector(parameters["weights"]),
        "bias": decimals.text(parameters["bias"]),
        "condition": notation.condition(parameters["threshold"]),
        "eta": decimals.text(parameters["eta"]),
    }
    rows = zip(parameters["samples"], parameters["targets"], strict=True)
    samples = "\n".join(
        rf"{place}. $\mathbf{{x}} = {decimals.vector(x)}$, $y = {target}$"
        for place, (x, target) in enumerate(rows, start=1)
    )
    asked = _(
        "What are the weights and the bias after each of them? Give exact numbers."
    )
    return f"{facts}\n\n{samples}\n\n{asked}"


def _explanation(parameters: Parameters) -> str:
    state, lines = _start(parameters), []
    for place, done in enumerate(_updates(parameters)):
        lines.append(_told(parameters, place, state, done))
        state = [*done.weights, done.bias]
    return "\n\n".join(lines)


def _told(
    parameters: Parameters, place: int, before: State, done: algorithm.Update
) -> str:
    *w, b = before
    x = decimals.exactly(parameters["samples"][place])
    size = decimals.exact(parameters["eta"]) * done.error
    facts = {
        "place": place + 1,
        "sum": markup.products(w, x, b),
        "compared": notation.compared(
            done.activation, done.output, parameters["threshold"]
        ),
        "output": done.output,
        "target": parameters["targets"][place],
        "size": decimals.text(size),
        "step": decimals.factor(size),
        "old": decimals.vector(w),
        "old_bias": decimals.text(b),
        "x": decimals.vector(x),
        "weights": decimals.vector(done.weights),
        "bias": decimals.text(done.bias),
    }
    if not done.error:
        return (
            _(
                "**Sample %(place)d.** $%(sum)s = %(compared)s$, so the answer is "
                "%(output)d, just like the target. Nothing changes: "
                "$\\mathbf{w} = %(weights)s$, $b = %(bias)s$."
            )
            % facts
        )
    return (
        _(
            "**Sample %(place)d.** $%(sum)s = %(compared)s$, so the answer is %(output)d, "
            "but the target is %(target)d. With $\\eta(y - \\hat{y}) = %(size)s$: "
            "$\\mathbf{w} = %(old)s + %(step)s \\cdot %(x)s = %(weights)s$, "
            "$b = %(old_bias)s + %(step)s = %(bias)s$."
        )
        % facts
    )


def _figure(parameters: Parameters) -> figures.Spec:
    return figures.chart(
        [*_samples(parameters), *_line(parameters, _start(parameters), _("start"))],
        description=_("The samples in the plane and the line at the start."),
    )


def _answer_figure(parameters: Parameters) -> figures.Spec:
    start, end = _start(parameters), _states(parameters)[-1]
    before = _line(parameters, start, _("start"), dashed=True)
    after = _line(parameters, end, _("end"))
    return figures.chart(
        [*_samples(parameters), *before, *after],
        description=_("The samples, the line at the start and the line at the end."),
    )


def _samples(parameters: Parameters) -> list[figures.Spec]:
    samples = parameters["samples"]
    box = figures.box_around(samples)
    return figures.points(samples, parameters["targets"], box, numbered=True)


def _line(
    parameters: Parameters, state: State, label: str, *, dashed: bool = False
) -> list[figures.Spec]:
    *weights, bias = state
    ends = figures.segment(weights, bias, figures.box_around(parameters["samples"]))
    return figures.line(ends, label, dashed=dashed) if ends else []
