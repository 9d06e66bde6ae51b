"""One weight in the lab: given gradients, and what momentum and decay make of them."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from simulations import figures
from simulations.simulation import (
    Parameter,
    Simulation,
    Step,
    Text,
    Trace,
    Values,
    register,
    too_many_steps,
)
from simulations.systems.backpropagation import algorithm
from simulations.systems.backpropagation.algorithm import Gradient, Layer

MOST_DRAWN = 400  # places of a curve

COLUMNS: dict[str, Text] = {
    "step": gettext_lazy("step"),
    "gradient": "∂E/∂w",
    "change": "Δw",
    "moved": "w + Δw",
    "weight": gettext_lazy("w after the decay"),
}
SUMMARY = {
    "weight": gettext_lazy("The weight at the end"),
    "plain": gettext_lazy("The same without momentum and decay"),
}


@register
class Weight(Simulation):
    slug = "weight"
    title = gettext_lazy("One weight, step by step")
    year = 1986
    description = gettext_lazy(
        "Momentum adds a share of the last change to the next one; decay takes a share "
        "of the weight away. Here the gradients are given."
    )
    parameters = (
        Parameter(
            "weight",
            "number",
            0,
            gettext_lazy("Weight at the start"),
            minimum=-100,
            maximum=100,
        ),
        Parameter(
            "gradients",
            "matrix",
            [[1, 1, -0.5]],
            gettext_lazy("Gradients ∂E/∂w"),
            gettext_lazy("One for each step, in a line."),
            minimum=-100,
            maximum=100,
            most_rows=1,
            most_columns=50,
        ),
        Parameter(
            "repeats",
            "integer",
            10,
            gettext_lazy("Repeats"),
            gettext_lazy("How many times the gradients come, one line after another."),
            minimum=1,
            maximum=4000,
        ),
        Parameter(
            "eta",
            "number",
            0.1,
            gettext_lazy("Learning rate ε"),
            minimum=0.0001,
            maximum=100,
        ),
        Parameter(
            "momentum",
            "number",
            0.9,
            gettext_lazy("Momentum α"),
            gettext_lazy("The share of the last change that is added to the next."),
            minimum=0,
            maximum=0.99,
        ),
        Parameter(
            "decay",
            "number",
            0,
            gettext_lazy("Weight decay"),
            gettext_lazy("The share that the weight loses after each change."),
            minimum=0,
            maximum=0.5,
        ),
    )

    def faults(self, values: Values) -> dict[str, str]:
        each = len(values["gradients"][0])
        return too_many_steps("repeats", values["repeats"], each=each)

    def trace(self, values: Values) -> Trace:
        steps = _steps(values)
        plain = values["eta"] * values["repeats"] * sum(values["gradients"][0])
        return Trace(
            parameters=values,
            steps=steps,
            summary={
                "weight": steps[-1]["weight"],
                "plain": values["weight"] - plain,
            },
            columns=COLUMNS,
            summary_labels=SUMMARY,
        )

    def figures(self, trace: Trace) -> dict[str, dict[str, Any]]:
        return {_("The weight after each step"): _curve(trace)}


def _steps(values: Values) -> list[Step]:
    """The weight as a layer of one unit with one input, its bias 0."""
    none = np.zeros(1)
    weight, changes = [Layer(np.array([[values["weight"]]]), none)], list[Layer]()
    steps = []
    gradients = values["gradients"][0] * values["repeats"]
    for count, gradient in enumerate(gradients, start=1):
        by = [Gradient(none, np.array([[gradient]]))]
        changes = algorithm.change(
            by, changes, rate=values["eta"], momentum=values["momentum"]
        )
        moved = algorithm.changed(weight, changes)
        weight = algorithm.changed(weight, changes, decay=values["decay"])
        steps.append(
            {
                "step": count,
                "gradient": gradient,
                "change": changes[0].weights.item(),
                "moved": moved[0].weights.item(),
                "weight": weight[0].weights.item(),
            }
        )
    return steps


def _curve(trace: Trace) -> figures.Spec:
    """The run beside plain descent, as often and as far as the eye needs it."""
    given = trace.parameters
    slopes = np.cumsum([0, *(step["gradient"] for step in trace.steps)])
    run = [given["weight"], *(step["weight"] for step in trace.steps)]
    reach = max(run) - min(run)
    plain = itertools.takewhile(
        lambda weight: min(run) - reach <= weight <= max(run) + reach,
        (given["weight"] - given["eta"] * slopes).tolist(),
    )
    lines = {_("this run"): run, _("plain descent"): list(plain)}
    every = -(-len(run) // MOST_DRAWN)
    rows = [
        {"x": step, "y": weights[step], "name": name}
        for name, weights in lines.items()
        for step in range(0, len(weights), every)
    ]
    named = {"field": "name", "type": "nominal", "title": None, "sort": list(lines)}
    layer = {
        "data": {"values": rows},
        "mark": {"type": "line", "strokeWidth": figures.LINE_WIDTH},
        "encoding": {
            "x": figures.steps(_("step"), range(len(run))),
            "y": {"field": "y", "type": "quantitative", "title": "w"},
            "color": named | {"legend": {"orient": "top"}},
            "strokeDash": named | {"legend": None},
        },
    }
    return figures.chart(
        [layer],
        description=_("The weight after each step, and what it is by plain descent."),
    )
