"""The perceptron in the lab: any samples, followed step by step."""

from __future__ import annotations

from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from simulations import decimals, figures
from simulations.bounds import OutOfBounds
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
from simulations.systems.perceptron import algorithm, algorithm_separation

from . import pictures

DRAWN = 40  # steps
NO_LINE = "∞"  # and so no end of mistakes
SLACK = 1e-6  # of the bound, which floats reckon

THRESHOLDS = {
    "gt": gettext_lazy("1 if the sum is > 0"),
    "ge": gettext_lazy("1 if the sum is ≥ 0"),
}

DATA = [
    [-2.5, -0.5, 0],
    [-0.5, -0.5, 0],
    [-2, 3, 0],
    [1.5, -0.5, 1],
    [-1.5, -2, 0],
    [-2.5, 0, 0],
    [3, 2, 1],
    [3, 0.5, 1],
    [2.5, 2, 1],
    [-0.5, 3, 1],
]

COLUMNS: dict[str, Text] = {
    "epoch": gettext_lazy("epoch"),
    "sample": gettext_lazy("sample"),
    "x": "x",
    "target": "y",
    "weights_before": gettext_lazy("w before"),
    "bias_before": gettext_lazy("b before"),
    "activation": "w·x + b",
    "output": "ŷ",
    "error": "y − ŷ",
    "weights": gettext_lazy("w after"),
    "bias": gettext_lazy("b after"),
    "mistakes": gettext_lazy("mistakes so far"),
}
SUMMARY = {
    "verdict": gettext_lazy("Outcome"),
    "mistakes": gettext_lazy("Mistakes"),
    "bound": gettext_lazy("Most mistakes there can be (Novikoff)"),
    "epochs": gettext_lazy("Epochs"),
    "weights": gettext_lazy("Weights at the end"),
    "bias": gettext_lazy("Bias at the end"),
}


@register
class Perceptron(Simulation):
    slug = "perceptron"
    title = gettext_lazy("Perceptron learning")
    year = 1958
    description = gettext_lazy(
        "One threshold unit learns from its mistakes: each one moves the line a little."
    )
    parameters = (
        Parameter(
            "data",
            "matrix",
            DATA,
            gettext_lazy("Samples"),
            gettext_lazy("One per line: the inputs, then the target 0 or 1."),
            minimum=-1000,
            maximum=1000,
        ),
        Parameter(
            "eta",
            "number",
            1,
            gettext_lazy("Learning rate η"),
            minimum=0.0001,
            maximum=100,
        ),
        Parameter(
            "threshold",
            "choice",
            "gt",
            gettext_lazy("Threshold"),
            choices=THRESHOLDS,
        ),
        Parameter(
            "order",
            "choice",
            "given",
            gettext_lazy("Order of samples"),
            choices={
                "given": gettext_lazy("as given"),
                "reversed": gettext_lazy("last one first"),
            },
        ),
        Parameter(
            "weights",
            "matrix",
            [[0, 0]],
            gettext_lazy("Starting weights w"),
            gettext_lazy("One number per input."),
            minimum=-1000,
            maximum=1000,
            most_rows=1,
        ),
        Parameter(
            "bias",
            "number",
            0,
            gettext_lazy("Starting bias b"),
            minimum=-1000,
            maximum=1000,
        ),
        Parameter(
            "epochs",
            "integer",
            100,
            gettext_lazy("Epochs at most"),
            gettext_lazy("The run ends earlier if an epoch passes without a mistake."),
            minimum=1,
            maximum=1000,
        ),
    )

    def faults(self, values: Values) -> dict[str, str]:
        data, inputs = values["data"], len(values["data"][0]) - 1
        if not inputs:
            return {"data": _("Give at least one input and the target.")}
        if any(row[-1] not in (0, 1) for row in data):
            return {"data": _("The last number of each line, the target, is 0 or 1.")}
        if len(values["weights"][0]) != inputs:
            wanted = ngettext(
                "Give %(count)d number, for the one input.",
                "Give %(count)d numbers: one for each input.",
                inputs,
            )
            return {"weights": wanted % {"count": inputs}}
        return too_many_steps("epochs", values["epochs"], each=len(data))

    def trace(self, values: Values) -> Trace:
        run = _run(values)
        last = run.steps[-1].update
        return Trace(
            parameters=values,
            steps=[_step(values, step) for step in run.steps],
            summary={
                "verdict": _verdict(values, run),
                "mistakes": run.mistakes,
                "bound": _bound(values),
                "epochs": run.steps[-1].epoch,
                "weights": _plain(last.weights),
                "bias": decimals.plain(last.bias),
            },
            columns=COLUMNS,
            summary_labels=SUMMARY,
        )

    def figures(self, trace: Trace) -> dict[str, dict[str, Any]]:
        drawn = {}
        if len(trace.parameters["weights"][0]) == 2:
            drawn[_("The samples and the line at the end")] = _plane(trace)
        drawn[_("Mistakes in each epoch")] = pictures.mistakes(trace)
        if trace.summary["bound"] == NO_LINE:
            drawn[_("The weights in the first steps")] = _weights(trace)
        return drawn


def _run(values: Values) -> algorithm.Run:
    """In decimals, so that the threshold decides as it does on paper."""
    data = [decimals.exactly(row) for row in values["data"]]
    rows = range(len(data))
    return algorithm.learn(
        [row[:-1] for row in data],
        [int(row[-1]) for row in data],
        weights=decimals.exactly(values["weights"][0]),
        bias=decimals.exact(values["bias"]),
        rate=decimals.exact(values["eta"]),
        epochs=values["epochs"],
        inclusive=values["threshold"] == "ge",
        order=rows if values["order"] == "given" else rows[::-1],
    )


def _plain(numbers: algorithm.Vector) -> list[decimals.Plain]:
    return [decimals.plain(number) for number in numbers]


def _step(values: Values, step: algorithm.Step) -> Step:
    *x, target = values["data"][step.sample]
    done = step.update
    return {
        "epoch": step.epoch,
        "sample": step.sample + 1,
        "x": [decimals.plain(number) for number in x],
        "target": int(target),
        "weights_before": _plain(step.weights_before),
        "bias_before": decimals.plain(step.bias_before),
        "activation": decimals.plain(done.activation),
        "output": done.output,
        "error": done.error,
        "weights": _plain(done.weights),
        "bias": decimals.plain(done.bias),
        "mistakes": step.mistakes,
    }


def _verdict(values: Values, run: algorithm.Run) -> str:
    """What is certain about this run, in a sentence."""
    if run.converged:
        return _("It converged: the last epoch is without mistakes.")
    if run.cycle:
        first, again = run.cycle
        if first == 0:
            return _(
                "It never converges: after epoch %(again)d the weights are those at "
                "the start, so it repeats itself for ever."
            ) % {"again": again}
        return _(
            "It never converges: after epoch %(again)d the weights are those after "
            "epoch %(first)d, so it repeats itself for ever."
        ) % {"first": first, "again": again}
    data = np.array(values["data"])
    if algorithm.separable(data[:, :-1], data[:, -1]):
        return _("Not yet: the classes can be separated, so more epochs will do it.")
    return _("It never converges: no line separates the classes.")


def _bound(values: Values) -> int | str:
    """Novikoff's bound on the mistakes of this run, whole; none without a line."""
    data = np.array(values["data"])
    try:
        found = algorithm_separation.separation(data[:, :-1], data[:, -1])
    except OutOfBounds:  # so close to each other that rounding hides the line
        found = None
    if found is None:
        return NO_LINE
    start = values["weights"][0], values["bias"], values["eta"]
    return int(found.most_mistakes(*start) + SLACK)


def _plane(trace: Trace) -> figures.Spec:
    data = trace.parameters["data"]
    samples = [row[:-1] for row in data]
    box = figures.box_around(samples)
    layers = figures.points(samples, [int(row[-1]) for row in data], box)
    started = trace.parameters["weights"][0], trace.parameters["bias"]
    ended = trace.summary["weights"], trace.summary["bias"]
    if start := figures.segment(*started, box):
        layers += figures.line(start, _("start"), dashed=True)
    if end := figures.segment(*ended, box):
        layers += figures.line(end, _("end"))
    return figures.chart(
        layers, description=_("The samples in the plane and the decision line.")
    )


def _weights(trace: Trace) -> figures.Spec:
    """A run that never converges goes in circles: here it shows."""
    shown = trace.steps[:DRAWN]
    series = {
        figures.symbol("w", place): [step["weights"][place - 1] for step in shown]
        for place in range(1, len(trace.parameters["weights"][0]) + 1)
    }
    return figures.curves(
        series | {"b": [step["bias"] for step in shown]},
        x=_("step"),
        y=_("weights and bias"),
        description=_("The weights and the bias after each step."),
    )
