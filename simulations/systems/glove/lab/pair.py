"""One pair of words in the lab: its part of GloVe's loss, and AdaGrad's steps."""

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
from simulations.systems.glove import algorithm

MOST_STEPS = 500
COLUMNS: dict[str, Text] = {
    "step": gettext_lazy("step"),
    "product": "w·w̃",
    "difference": "w·w̃ + b + b̃ − ln X",
    "weight": "f(X)",
    "loss": "J",
    "by_vector": "∂J/∂w",
    "by_context": "∂J/∂w̃",
    "by_bias": "∂J/∂b",
    "squares": gettext_lazy("G of b"),
    "vector": gettext_lazy("w after"),
    "context": gettext_lazy("w̃ after"),
    "bias": gettext_lazy("b after"),
    "context_bias": gettext_lazy("b̃ after"),
}
SUMMARY: dict[str, Text] = {
    "logarithm": "ln X",
    "weight": "f(X)",
    "first": gettext_lazy("J of the numbers given"),
    "last": gettext_lazy("J after the last step"),
}


def _vector(name: str, default: list[float], label: Text, help: Text = "") -> Parameter:
    return Parameter(
        name,
        "matrix",
        [default],
        label,
        help,
        minimum=-100,
        maximum=100,
        most_rows=1,
        most_columns=16,
    )


@register
class GloVePair(Simulation):
    slug = "glove-pair"
    title = gettext_lazy("GloVe: one pair of words")
    year = 2014
    description = gettext_lazy(
        "Two words with numbers of your own: what their pair adds to the loss, its "
        "gradient, and how AdaGrad moves both."
    )
    parameters = (
        _vector("vector", [0.5, -1], gettext_lazy("Vector w")),
        _vector(
            "context",
            [1, 0.5],
            gettext_lazy("Vector w̃"),
            gettext_lazy("As many numbers as w has."),
        ),
        _vector("biases", [0.5, -0.5], gettext_lazy("Biases b and b̃")),
        Parameter(
            "count",
            "number",
            20,
            gettext_lazy("Count X"),
            minimum=0.01,
            maximum=100_000,
        ),
        Parameter(
            "cap",
            "number",
            100,
            gettext_lazy("x_max of the weight f"),
            gettext_lazy("From this count on a pair has the full weight."),
            minimum=0.01,
            maximum=100_000,
        ),
        Parameter(
            "eta",
            "number",
            0.2,
            gettext_lazy("Learning rate η"),
            minimum=0.0001,
            maximum=1,
        ),
        Parameter(
            "start",
            "number",
            1,
            gettext_lazy("G at the start"),
            gettext_lazy(
                "The squares of earlier gradients, summed up; the same for each number."
            ),
            minimum=0.0001,
            maximum=1_000_000,
        ),
        Parameter(
            "steps",
            "integer",
            20,
            gettext_lazy("Steps"),
            minimum=1,
            maximum=MOST_STEPS,
        ),
    )

    def faults(self, values: Values) -> dict[str, str]:
        wanted = _("Give %(count)d numbers in the row.")
        size = len(values["vector"][0])
        if len(values["context"][0]) != size:
            return {"context": wanted % {"count": size}}
        if len(values["biases"][0]) != 2:
            return {"biases": wanted % {"count": 2}}
        return {}

    def trace(self, values: Values) -> Trace:
        run = _run(values)
        count, cap = values["count"], values["cap"]
        return Trace(
            parameters=values,
            steps=[_step(step) for step in run.steps],
            summary={
                "logarithm": float(np.log(count)),
                "weight": run.steps[0].term.weight,
                "first": run.steps[0].term.loss,
                "last": algorithm.loss(run.model, [[count]], cap),
            },
            columns=COLUMNS,
            summary_labels=SUMMARY,
        )

    def figures(self, trace: Trace) -> dict[str, dict[str, Any]]:
        logarithm = trace.summary["logarithm"]
        last = trace.steps[-1]
        sums = [step["difference"] + logarithm for step in trace.steps]
        sums.append(
            float(np.dot(last["vector"], last["context"]))
            + last["bias"]
            + last["context_bias"]
        )
        return {
            _("How the pair comes near its logarithm"): figures.curves(
                {
                    "w·w̃ + b + b̃": [round(value, 6) for value in sums],
                    "ln X": [round(logarithm, 6)] * len(sums),
                },
                x=_("steps"),
                y="",
                first=0,
                description=_("The sum after each step, and what it is fitted to."),
            )
        }


def _run(values: Values) -> algorithm.Run:
    """A text of one pair: its only count is that of the word beside itself."""
    bias, context_bias = values["biases"][0]
    model = algorithm.Model(
        np.array(values["vector"]),
        np.array(values["context"]),
        np.array([bias]),
        np.array([context_bias]),
    )
    plan = algorithm.Plan(
        counts=np.array([[values["count"]]]),
        rate=values["eta"],
        epochs=values["steps"],
        cap=values["cap"],
        start=values["start"],
    )
    return algorithm.learn(plan, model, np.random.default_rng(0))  # one order only


def _step(step: algorithm.Step) -> Step:
    term = step.term
    return {
        "step": step.epoch,
        "product": term.product,
        "difference": term.difference,
        "weight": term.weight,
        "loss": term.loss,
        "by_vector": term.by_vector.tolist(),
        "by_context": term.by_context.tolist(),
        "by_bias": term.by_bias,
        "squares": float(step.squares.biases[0]),
        "vector": step.model.vectors[0].tolist(),
        "context": step.model.contexts[0].tolist(),
        "bias": float(step.model.biases[0]),
        "context_bias": float(step.model.context_biases[0]),
    }
