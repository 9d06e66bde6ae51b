"""One prediction of word2vec in the lab, with vectors of one's own."""

from __future__ import annotations

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
)
from simulations.systems.word2vec import algorithm

COLUMNS: dict[str, Text] = {
    "step": gettext_lazy("step"),
    "hidden": "h",
    "scores": "u·h",
    "probabilities": "σ(u·h)",
    "errors": gettext_lazy("errors: σ − label"),
    "loss": "E",
    "by_input": "∂E/∂v",
    "by_outputs": "∂E/∂u",
    "inputs": gettext_lazy("v after"),
    "outputs": gettext_lazy("u after"),
}
SUMMARY: dict[str, Text] = {
    "hidden": gettext_lazy("h, the mean of the input vectors"),
    "first": gettext_lazy("E of the vectors given"),
    "last": gettext_lazy("E after the last step"),
}


def _rows(name: str, default: list[list[float]], label: Text, help: Text) -> Parameter:
    return Parameter(
        name,
        "matrix",
        default,
        label,
        help,
        minimum=-100,
        maximum=100,
        most_rows=10,
        most_columns=16,
    )


@register
class Word2VecStep(Simulation):
    slug = "word2vec-step"
    title = gettext_lazy("word2vec: one prediction")
    year = 2013
    description = gettext_lazy(
        "The vectors of a few words, typed in: the loss of one prediction with negative "
        "samples, its gradient, and the same step over and over."
    )
    parameters = (
        _rows(
            "inputs",
            [[0.5, -1]],
            gettext_lazy("Input vectors v"),
            gettext_lazy("One per line: of the center, or for CBOW of its neighbors."),
        ),
        _rows(
            "truths",
            [[1, 0.5]],
            gettext_lazy("Output vectors u of the words to predict"),
            gettext_lazy("One per line; their label is 1."),
        ),
        _rows(
            "noise",
            [[-0.5, 1]],
            gettext_lazy("Output vectors u of the negative samples"),
            gettext_lazy("One per line; their label is 0."),
        ),
        Parameter(
            "eta",
            "number",
            0.1,
            gettext_lazy("Learning rate η"),
            minimum=0.0001,
            maximum=1,
        ),
        Parameter(
            "steps",
            "integer",
            20,
            gettext_lazy("Steps"),
            minimum=1,
            maximum=100,
        ),
    )

    def faults(self, values: Values) -> dict[str, str]:
        size = len(values["inputs"][0])
        for name in ("truths", "noise"):
            if len(values[name][0]) != size:
                wanted = _("Give %(count)d numbers in each row.")
                return {name: wanted % {"count": size}}
        return {}

    def trace(self, values: Values) -> Trace:
        steps, last = _run(values)
        return Trace(
            parameters=values,
            steps=steps,
            summary={
                "hidden": steps[0]["hidden"],
                "first": steps[0]["loss"],
                "last": last,
            },
            columns=COLUMNS,
            summary_labels=SUMMARY,
        )

    def figures(self, trace: Trace) -> dict[str, dict[str, Any]]:
        losses = [step["loss"] for step in trace.steps] + [trace.summary["last"]]
        return {
            _("The loss of the prediction"): figures.curves(
                {"E": [round(loss, 6) for loss in losses]},
                x=_("steps"),
                y="E",
                first=0,
                description=_("The loss E after each step."),
            )
        }


def _run(values: Values) -> tuple[list[Step], float]:
    """The steps, and the loss after the last: the first rows of all are the inputs."""
    inputs = np.array(values["inputs"], dtype=float)
    outputs = np.array(values["truths"] + values["noise"], dtype=float)
    count = max(len(inputs), len(outputs))
    rows = [np.resize(part, (count, inputs.shape[1])) for part in (inputs, outputs)]
    vectors = algorithm.Vectors(*rows)
    asked = range(len(inputs)), range(len(outputs))
    labels = [1] * len(values["truths"]) + [0] * len(values["noise"])
    steps: list[Step] = []
    for number in range(1, values["steps"] + 1):
        by = algorithm.gradient(vectors, *asked, labels)
        algorithm.descend(vectors, *asked, by, values["eta"])
        steps.append(_step(number, by, vectors, asked))
    return steps, algorithm.gradient(vectors, *asked, labels).loss


def _step(
    number: int,
    by: algorithm.Gradient,
    vectors: algorithm.Vectors,
    asked: tuple[range, range],
) -> Step:
    return {
        "step": number,
        "hidden": by.hidden.tolist(),
        "scores": by.scores.tolist(),
        "probabilities": by.probabilities.tolist(),
        "errors": by.errors.tolist(),
        "loss": by.loss,
        "by_input": by.by_input.tolist(),
        "by_outputs": by.by_outputs.tolist(),
        "inputs": vectors.inputs[list(asked[0])].tolist(),
        "outputs": vectors.outputs[list(asked[1])].tolist(),
    }
