"""Exercise: which samples does a perceptron get wrong?"""

from __future__ import annotations

from functools import partial
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Mark, Point, points
from simulations import figures, simulation

from .unit import Unit

SAMPLES = 6
LETTERS = "abcdef"


@register
class PerceptronMisclassified(Exercise):
    slug = "perceptron-misclassified"
    title = gettext_lazy("Perceptron: which samples it gets wrong")
    version = 2

    def parameters(self, rng: Random) -> Parameters:
        while True:
            parameters = _draw(rng)
            wrong = _mistaken(parameters)
            touched = any(not _unit(parameters).total(x) for x in parameters["samples"])
            if 1 <= len(wrong) <= 4 and (touched or rng.random() < 0.3):
                return parameters

    def question(self, **parameters: Any) -> Mark:
        unit = _unit(parameters)
        asked = _("Which of these samples does it get **wrong**? Mark them all.")
        return Mark(
            points=tuple(map(partial(_point, parameters), range(SAMPLES))),
            right=tuple(_mistaken(parameters)),
            many=True,
            prompt=f"{unit.described()}\n\n{asked}",
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
                "bias": parameters["bias"],
                "threshold": parameters["threshold"],
            }
        )


def _draw(rng: Random) -> Parameters:
    cells = [[x, y] for x in range(-3, 4) for y in range(-3, 4)]
    return {
        "weights": [rng.choice([-2, -1, 1, 2]), rng.choice([-3, -2, -1, 1, 2, 3])],
        "bias": rng.randint(-3, 3),
        "threshold": rng.choice(["gt", "ge"]),
        "samples": rng.sample(cells, SAMPLES),
        "targets": rng.sample([0, 0, 0, 1, 1, 1], SAMPLES),
    }


def _unit(parameters: Parameters) -> Unit:
    return Unit(parameters["weights"], parameters["bias"], parameters["threshold"])


def _mistaken(parameters: Parameters) -> list[int]:
    """The places, from 0, of the samples that get the wrong answer."""
    unit = _unit(parameters)
    rows = zip(parameters["samples"], parameters["targets"], strict=True)
    return [place for place, (x, y) in enumerate(rows) if unit.answer(x) != y]


def _point(parameters: Parameters, place: int) -> Point:
    x, y = map(str, parameters["samples"][place])
    note = _("target $%(target)d$") % {"target": parameters["targets"][place]}
    return Point(x, y, note, _verdict(parameters, place))


def _verdict(parameters: Parameters, place: int) -> str:
    """What the unit answers to a sample, and whether that is its target."""
    unit, x = _unit(parameters), parameters["samples"][place]
    facts = {
        "name": LETTERS[place].upper(),
        "sum": unit.sum(x),
        "compared": unit.compared(x),
        "answer": unit.answer(x),
        "target": parameters["targets"][place],
    }
    if unit.answer(x) == parameters["targets"][place]:
        return (
            _(
                "Sample %(name)s is right: $%(sum)s = %(compared)s$ gives %(answer)d, "
                "which is its target."
            )
            % facts
        )
    return (
        _(
            "Sample %(name)s is wrong: $%(sum)s = %(compared)s$ gives %(answer)d, but its "
            "target is %(target)d."
        )
        % facts
    )


def _explanation(parameters: Parameters) -> str:
    return "\n".join(f"- {_verdict(parameters, place)}" for place in range(SAMPLES))


def _box(parameters: Parameters) -> figures.Box:
    return figures.box_around(parameters["samples"])


def _figure(parameters: Parameters) -> figures.Spec:
    spec = figures.chart(
        _samples(parameters),
        description=_("The samples in the plane, each with its letter."),
    )
    return spec | points.choosable(spec["layer"], LETTERS, parameters["samples"])


def _answer_figure(parameters: Parameters) -> figures.Spec:
    return figures.chart(
        [
            *_samples(parameters),
            *points.lettered(LETTERS, parameters["samples"]),
            *_unit(parameters).line(_box(parameters)),
        ],
        description=_("The samples in the plane and the line where the sum is 0."),
    )


def _samples(parameters: Parameters) -> list[figures.Spec]:
    return figures.points(
        parameters["samples"], parameters["targets"], _box(parameters)
    )
