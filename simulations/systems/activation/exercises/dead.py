"""Exercise: which rectifiers are dead."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Multiple, Option
from simulations import decimals, figures, simulation
from simulations.systems.activation import algorithm

SAMPLES, UNITS = 4, 5


@register
class DeadRelu(Exercise):
    slug = "activation-dead-relu"
    title = gettext_lazy("Activation: dead ReLU units")

    def parameters(self, rng: Random) -> Parameters:
        """One to three dead units, and no z of exactly 0 or alike all over."""
        cells = [[x, y] for x in range(-2, 3) for y in range(-2, 3) if x or y]
        while True:
            parameters: Parameters = {
                "samples": rng.sample(cells, SAMPLES),
                "units": [_unit(rng) for _unit_ in range(UNITS)],
            }
            count = sum(_dead(parameters, unit) for unit in parameters["units"])
            zs = [z for unit in parameters["units"] for z in _zs(parameters, unit)]
            texts = {_shown(unit) for unit in parameters["units"]}
            if 1 <= count <= 3 and 0 not in zs and len(texts) == UNITS:
                return parameters

    def question(self, **parameters: Any) -> Multiple:
        units = parameters["units"]
        return Multiple.of(
            right=[
                Option(_shown(unit), _why_dead(parameters, unit))
                for unit in units
                if _dead(parameters, unit)
            ],
            wrong=[
                Option(_shown(unit), _why_alive(parameters, unit))
                for unit in units
                if not _dead(parameters, unit)
            ],
            prompt=_prompt(parameters),
            explanation=_explanation(parameters),
            figure=_figure(parameters),
        )

    def lab(self, parameters: Parameters) -> str:
        """The first dead unit where it comes nearest to 0; its x is w·x of the sample."""
        unit = next(unit for unit in parameters["units"] if _dead(parameters, unit))
        bias = decimals.exact(unit[2])
        most = max(_zs(parameters, unit))
        return simulation.get("activation").address(
            {
                "function": "relu",
                "weights": [[1]],
                "bias": unit[2],
                "x": decimals.plain(most - bias),
            }
        )


def _unit(rng: Random) -> list[float]:
    """Two weights and a bias; the bias rather negative, so that some are dead."""
    weights = [rng.choice([-1, 1]) * rng.randint(1, 4) / 2 for _weight in range(2)]
    return [*weights, rng.randint(-8, 1) / 2 + 0.1]


def _zs(parameters: Parameters, unit: list[float]) -> list[Decimal]:
    *w, b = decimals.exactly(unit)
    samples = [decimals.exactly(sample) for sample in parameters["samples"]]
    return [w[0] * x[0] + w[1] * x[1] + b for x in samples]


def _dead(parameters: Parameters, unit: list[float]) -> bool:
    layer = algorithm.Layer(np.array([unit[:2]]), np.array(unit[2:]))
    return bool(algorithm.dead(layer, parameters["samples"])[0])


def _shown(unit: list[float]) -> str:
    *weights, bias = unit
    return rf"$\mathbf{{w}} = {decimals.vector(weights)},\; b = {decimals.text(bias)}$"


def _why_dead(parameters: Parameters, unit: list[float]) -> str:
    return _(
        "$\\mathbf{w} = %(weights)s$, $b = %(bias)s$ is dead: its sums are $%(sums)s$, "
        "none above 0."
    ) % _facts(parameters, unit)


def _why_alive(parameters: Parameters, unit: list[float]) -> str:
    return _(
        "$\\mathbf{w} = %(weights)s$, $b = %(bias)s$ is alive: for $\\mathbf{x} = "
        "%(sample)s$ its sum is $%(largest)s > 0$, and there it learns."
    ) % _facts(parameters, unit)


def _facts(parameters: Parameters, unit: list[float]) -> dict[str, str]:
    zs = _zs(parameters, unit)
    best = zs.index(max(zs))
    return {
        "weights": decimals.vector(unit[:2]),
        "bias": decimals.text(unit[2]),
        "sums": decimals.vector(zs),
        "sample": decimals.vector(parameters["samples"][best]),
        "largest": decimals.text(zs[best]),
    }


def _prompt(parameters: Parameters) -> str:
    listed = ", ".join(f"${decimals.vector(x)}$" for x in parameters["samples"])
    return _(
        "Units with the activation $\\max(0, z)$, $z = \\mathbf{w}\\cdot\\mathbf{x} + b$, "
        "are trained by gradient descent on nothing but these samples:\n\n"
        "%(samples)s\n\n"
        "A unit is dead if its slope is 0 for all of them: then it never learns again. "
        "Which of these units are dead? Tick all that are."
    ) % {"samples": listed}


def _explanation(parameters: Parameters) -> str:
    head = _(
        "The sums $z$ for the samples, in their order. A unit with at least one sum above "
        "0 is alive."
    )
    lines = [
        f"- {_shown(unit)}: ${decimals.vector(_zs(parameters, unit))}$"
        for unit in parameters["units"]
    ]
    return "\n".join([head, "", *lines])


def _figure(parameters: Parameters) -> figures.Spec:
    samples = parameters["samples"]
    box = figures.box_around(samples)
    layer = figures.points(samples, [1] * SAMPLES, box)[0]
    place = {name: layer["encoding"][name] for name in ("x", "y")}
    return figures.chart(
        [layer | {"encoding": place}], description=_("The samples in the plane.")
    )
