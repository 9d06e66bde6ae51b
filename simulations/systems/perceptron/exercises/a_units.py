"""Exercise: which A-units of a photoperceptron does a picture make active?"""

from __future__ import annotations

from random import Random
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Multiple, Option
from simulations import figures, simulation
from simulations.systems.perceptron import algorithm_photo

SIDE, UNITS = 3, 5
POINTS = range(1, SIDE**2 + 1)


@register
class PerceptronAUnits(Exercise):
    slug = "perceptron-a-units"
    title = gettext_lazy("Photoperceptron: which A-units are active")

    def parameters(self, rng: Random) -> Parameters:
        while True:
            parameters = _draw(rng)
            response = _response(parameters)
            inhibited = (
                response.active < (response.excited >= parameters["theta"])
            ).any()
            if inhibited and 1 <= response.active.sum() < UNITS - 1:
                return parameters

    def question(self, **parameters: Any) -> Multiple:
        active = _response(parameters).active
        options = [_option(parameters, unit) for unit in range(UNITS)]
        return Multiple.of(
            right=[one for one, on in zip(options, active, strict=True) if on],
            wrong=[one for one, on in zip(options, active, strict=True) if not on],
            prompt=_prompt(parameters),
            explanation="\n".join(
                f"- {_verdict(parameters, unit)}" for unit in range(UNITS)
            ),
            figure=_figure(parameters),
        )

    def lab(self, parameters: Parameters) -> str:
        """Just such A-units; the lab draws their points itself, on a larger retina."""
        return simulation.get("photoperceptron").address(
            {
                "units": UNITS,
                "excitatory": len(parameters["excitatory"][0]),
                "inhibitory": len(parameters["inhibitory"][0]),
                "theta": parameters["theta"],
            }
        )


def _draw(rng: Random) -> Parameters:
    """Each unit comes from different points; a picture lights three to five."""
    y = rng.choice([1, 2])
    wires = [rng.sample(POINTS, 3 + y) for _unit in range(UNITS)]
    return {
        "lit": sorted(rng.sample(POINTS, rng.choice([3, 4, 5]))),
        "excitatory": [sorted(wire[:3]) for wire in wires],
        "inhibitory": [sorted(wire[3:]) for wire in wires],
        "theta": rng.choice([1, 1, 2]),
    }


def _response(parameters: Parameters) -> algorithm_photo.Response:
    connections = algorithm_photo.Connections(
        np.array(parameters["excitatory"]) - 1, np.array(parameters["inhibitory"]) - 1
    )
    retina = [int(point in parameters["lit"]) for point in POINTS]
    return algorithm_photo.respond(connections, retina, threshold=parameters["theta"])


def _listed(points: list[int]) -> str:
    return ", ".join(map(str, points))


def _option(parameters: Parameters, unit: int) -> Option:
    text = _("A%(unit)d: excited by %(excitatory)s; inhibited by %(inhibitory)s") % {
        "unit": unit + 1,
        "excitatory": _listed(parameters["excitatory"][unit]),
        "inhibitory": _listed(parameters["inhibitory"][unit]),
    }
    return Option(text, _verdict(parameters, unit))


def _verdict(parameters: Parameters, unit: int) -> str:
    response = _response(parameters)
    facts = {
        "unit": unit + 1,
        "excited": response.excited[unit],
        "inhibited": response.inhibited[unit],
        "total": response.excited[unit] - response.inhibited[unit],
        "theta": parameters["theta"],
    }
    return (
        _sentence(
            facts["excited"] >= parameters["theta"],
            facts["total"] >= parameters["theta"],
        )
        % facts
    )


def _sentence(excited: bool, active: bool) -> str:
    if active:
        return _(
            "A%(unit)d is active: %(excited)d of the points that excite it and "
            "%(inhibited)d of those that inhibit it are lit, and "
            "$%(excited)d - %(inhibited)d = %(total)d \\ge %(theta)d$."
        )
    if excited:
        return _(
            "A%(unit)d is not active. Enough of the points that excite it are lit "
            "(%(excited)d), but those that inhibit it (%(inhibited)d) count against them: "
            "$%(excited)d - %(inhibited)d = %(total)d < %(theta)d$."
        )
    return _(
        "A%(unit)d is not active: %(excited)d of the points that excite it and "
        "%(inhibited)d of those that inhibit it are lit, and "
        "$%(excited)d - %(inhibited)d = %(total)d < %(theta)d$."
    )


def _prompt(parameters: Parameters) -> str:
    facts = _(
        "The retina of a photoperceptron has nine points, numbered row by row; the points "
        "%(lit)s are lit. Each A-unit is wired to some points: a lit point that excites "
        "it counts +1, a lit point that inhibits it counts −1, and it is active if the "
        "sum is at least $\\theta = %(theta)d$."
    ) % {"lit": _listed(parameters["lit"]), "theta": parameters["theta"]}
    asked = _("Which A-units are active? Tick them all.")
    return f"{facts}\n\n{asked}"


def _figure(parameters: Parameters) -> figures.Spec:
    """The retina with the numbers of its points, the lit ones filled."""
    lit = [int(point in parameters["lit"]) for point in POINTS]
    spec = figures.heatmap(
        [lit[row : row + SIDE] for row in range(0, len(lit), SIDE)],
        rows=[""] * SIDE,
        columns=[""] * SIDE,
        description=_(
            "The retina with the numbers of its points, the lit ones filled."
        ),
    )
    for cell, point in zip(spec["data"]["values"], POINTS, strict=True):
        cell["text"] = str(point)
    return spec
