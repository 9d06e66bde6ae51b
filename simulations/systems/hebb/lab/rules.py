"""Hebb's rule and Oja's in the lab: one linear unit and its samples."""

from __future__ import annotations

from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

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
from simulations.systems.hebb import algorithm, pictures

CLOUD = [
    [1.2, 0.7],
    [-0.9, -0.8],
    [0.6, 0.1],
    [-1.6, -0.9],
    [1.7, 1.3],
    [-0.4, 0.2],
    [0.3, 0.6],
    [-0.9, -1.2],
]

COLUMNS: dict[str, Text] = {
    "epoch": gettext_lazy("epoch"),
    "sample": gettext_lazy("sample"),
    "x": "x",
    "weights_before": gettext_lazy("w before"),
    "output": "y",
    "change": "Δw",
    "weights": gettext_lazy("w after"),
    "length": gettext_lazy("|w| after"),
}
SUMMARY = {
    "outcome": gettext_lazy("Outcome"),
    "weights": gettext_lazy("Weights at the end"),
    "length": gettext_lazy("Their length |w|"),
    "axis": gettext_lazy("Main axis of the samples"),
    "cosine": gettext_lazy("Cosine between the two"),
}


@register
class Hebb(Simulation):
    slug = "hebb"
    title = gettext_lazy("Hebb's rule and Oja's")
    year = 1949
    description = gettext_lazy(
        "What fires together is wired together: one unit finds the main direction of "
        "its inputs. By Hebb's rule its weights grow for ever, by Oja's they end at "
        "length 1."
    )
    parameters = (
        Parameter(
            "samples",
            "matrix",
            CLOUD,
            gettext_lazy("Samples"),
            gettext_lazy("One per line: the inputs, best with a mean of 0."),
            minimum=-100,
            maximum=100,
            most_rows=100,
            most_columns=6,
        ),
        Parameter(
            "weights",
            "matrix",
            [[-0.3, 0.5]],
            gettext_lazy("Starting weights w"),
            gettext_lazy("One number per input."),
            minimum=-100,
            maximum=100,
            most_rows=1,
            most_columns=6,
        ),
        Parameter(
            "rule",
            "choice",
            "oja",
            gettext_lazy("Rule"),
            choices={
                "hebb": gettext_lazy("Hebb: Δw = η y x"),
                "oja": gettext_lazy("Oja: Δw = η y (x − y w)"),
            },
        ),
        Parameter(
            "eta",
            "number",
            0.1,
            gettext_lazy("Learning rate η"),
            minimum=0.0001,
            maximum=10,
        ),
        Parameter(
            "epochs",
            "integer",
            20,
            gettext_lazy("Epochs"),
            gettext_lazy("In each one all samples are shown once, in their order."),
            minimum=1,
            maximum=1000,
        ),
    )

    def faults(self, values: Values) -> dict[str, str]:
        samples, inputs = values["samples"], len(values["samples"][0])
        if len(values["weights"][0]) != inputs:
            wanted = ngettext(
                "Give %(count)d number, for the one input.",
                "Give %(count)d numbers: one for each input.",
                inputs,
            )
            return {"weights": wanted % {"count": inputs}}
        return too_many_steps("epochs", values["epochs"], each=len(samples))

    def trace(self, values: Values) -> Trace:
        run = algorithm.learn(
            values["samples"],
            weights=values["weights"][0],
            rate=values["eta"],
            epochs=values["epochs"],
            rule=values["rule"],
        )
        _value, axis = algorithm.principal(algorithm.correlations(values["samples"]))
        length = float(np.linalg.norm(run.weights))
        return Trace(
            parameters=values,
            steps=[_step(values, step) for step in run.steps],
            summary={
                "outcome": _outcome(run, values),
                "weights": run.weights.tolist(),
                "length": length,
                "axis": axis.tolist(),
                "cosine": float(axis @ run.weights) / length if length else 0.0,
            },
            columns=COLUMNS,
            summary_labels=SUMMARY,
        )

    def figures(self, trace: Trace) -> dict[str, dict[str, Any]]:
        shown = {_("How long the weights become"): _lengths(trace)}
        if len(trace.summary["weights"]) == 2 and not _ran_away(trace):
            return {_("The samples and the weights"): _plane(trace)} | shown
        return shown


def _ran_away(trace: Trace) -> bool:
    return bool(trace.summary["length"] > algorithm.RUNAWAY)


def _step(values: Values, step: algorithm.Step) -> Step:
    done = step.update
    return {
        "epoch": step.epoch,
        "sample": step.sample + 1,
        "x": values["samples"][step.sample],
        "weights_before": step.weights_before.tolist(),
        "output": float(done.output),
        "change": done.change.tolist(),
        "weights": done.weights.tolist(),
        "length": float(np.linalg.norm(done.weights)),
    }


def _outcome(run: algorithm.Run, values: Values) -> str:
    if not run.ran_away:
        return _("All epochs were run.")
    facts = {"epoch": run.steps[-1].epoch}
    if values["rule"] == "hebb":
        return _("Stopped in epoch %(epoch)d: the weights grow without bound.") % facts
    return (
        _(
            "Stopped in epoch %(epoch)d: with so large a learning rate even Oja's rule "
            "runs away."
        )
        % facts
    )


def _plane(trace: Trace) -> figures.Spec:
    start, end = trace.parameters["weights"][0], trace.summary["weights"]
    axis = trace.summary["axis"]
    if trace.summary["cosine"] < 0:
        axis = [-value for value in axis]
    return pictures.plane(
        [
            pictures.Arrow(_("start"), start[0], start[1], dashed=True),
            pictures.Arrow(_("main axis"), axis[0], axis[1], dashed=True),
            pictures.Arrow(_("end"), end[0], end[1]),
        ],
        samples=trace.parameters["samples"],
        description=_("The samples, and the weights at the start and the end."),
    )


def _lengths(trace: Trace) -> figures.Spec:
    start = float(np.linalg.norm(trace.parameters["weights"][0]))
    lengths = [start, *(step["length"] for step in trace.steps)]
    return figures.curves(
        {"|w|": [round(length, 6) for length in lengths]},
        x=_("steps done"),
        y="|w|",
        first=0,
        description=_("The length of the weights after each step."),
    )
