"""Backpropagation in the lab: a network with one hidden layer, followed in training."""

from __future__ import annotations

from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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

from . import pictures

MOST_UNITS = 6
MOST_DRAWN = 3  # units of a layer; between more, the weights would hide each other

COLUMNS: dict[str, Text] = {
    "epoch": gettext_lazy("epoch"),
    "sample": gettext_lazy("sample"),
    "x": "x",
    "hidden_sums": gettext_lazy("z of h"),
    "hidden": "h",
    "output_sums": gettext_lazy("z of ŷ"),
    "output": "ŷ",
    "target": "y",
    "loss": "E",
    "by_output": "∂E/∂ŷ",
    "output_delta": "δ",
    "by_hidden": "∂E/∂h",
    "hidden_delta": gettext_lazy("δ of h"),
    "output_gradient": "∂E/∂v",
    "hidden_gradient": "∂E/∂w",
    "output_changes": "Δv, Δc",
    "hidden_changes": "Δw, Δb",
    "output_weights": gettext_lazy("v, c after"),
    "hidden_weights": gettext_lazy("w, b after"),
}
SUMMARY = {
    "loss": gettext_lazy("Mean loss of the last epoch"),
    "epochs": gettext_lazy("Epochs"),
    "hidden": gettext_lazy("Hidden weights and biases at the end"),
    "output": gettext_lazy("Output weights and biases at the end"),
}


@register
class Backpropagation(Simulation):
    slug = "backpropagation"
    title = gettext_lazy("Backpropagation")
    year = 1986
    description = gettext_lazy(
        "A hidden layer learns what to look for: the error is handed back through the "
        "weights."
    )
    parameters = (
        Parameter(
            "data",
            "matrix",
            [[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]],
            gettext_lazy("Samples"),
            gettext_lazy(
                "One per line: the inputs, then a target from 0 to 1 for each output "
                "unit."
            ),
            minimum=-100,
            maximum=100,
            most_rows=50,
            most_columns=2 * MOST_UNITS,
        ),
        Parameter(
            "hidden",
            "matrix",
            [[0.5, -0.7, 0.1], [-0.4, 0.6, -0.2]],
            gettext_lazy("Hidden units at the start"),
            gettext_lazy("One per line: a weight for each input, then the bias."),
            minimum=-100,
            maximum=100,
            most_rows=MOST_UNITS,
            most_columns=MOST_UNITS + 1,
        ),
        Parameter(
            "output",
            "matrix",
            [[0.8, 0.9, -0.3]],
            gettext_lazy("Output units at the start"),
            gettext_lazy("One per line: a weight for each hidden unit, then the bias."),
            minimum=-100,
            maximum=100,
            most_rows=MOST_UNITS,
            most_columns=MOST_UNITS + 1,
        ),
        Parameter(
            "eta",
            "number",
            2,
            gettext_lazy("Learning rate η"),
            minimum=0.0001,
            maximum=100,
        ),
        Parameter(
            "epochs",
            "integer",
            500,
            gettext_lazy("Epochs"),
            minimum=1,
            maximum=1000,
        ),
        Parameter(
            "update",
            "choice",
            "sample",
            gettext_lazy("When the weights change"),
            choices={
                "sample": gettext_lazy("after each sample (online)"),
                "epoch": gettext_lazy("after each epoch, by the sum (batch)"),
            },
        ),
        Parameter(
            "momentum",
            "number",
            0,
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
            gettext_lazy("The share that every weight and bias loses after a change."),
            minimum=0,
            maximum=0.5,
        ),
    )

    def faults(self, values: Values) -> dict[str, str]:
        hidden, output = values["hidden"], values["output"]
        if len(output[0]) != len(hidden) + 1:
            return {"output": _wrong_length(len(hidden))}
        return _faults_of_data(values) or too_many_steps(
            "epochs", values["epochs"], each=len(values["data"])
        )

    def trace(self, values: Values) -> Trace:
        data = np.array(values["data"])
        inputs = data.shape[1] - len(values["output"])
        steps = algorithm.learn(
            [_layer(values["hidden"]), _layer(values["output"])],
            data[:, :inputs],
            data[:, inputs:],
            rate=values["eta"],
            epochs=values["epochs"],
            batch=values["update"] == "epoch",
            momentum=values["momentum"],
            decay=values["decay"],
        )
        hidden, output = steps[-1].layers
        losses = [step.loss for step in steps[-len(data) :]]
        return Trace(
            parameters=values,
            steps=[_step(values, step) for step in steps],
            summary={
                "loss": sum(losses) / len(losses),
                "epochs": values["epochs"],
                "hidden": _rows(hidden),
                "output": _rows(output),
            },
            columns=COLUMNS,
            summary_labels=SUMMARY,
        )

    def figures(self, trace: Trace) -> dict[str, dict[str, Any]]:
        curve = {_("Mean loss of each epoch"): pictures.losses(trace)}
        widest = max(len(trace.steps[-1][name]) for name in ("x", "hidden", "output"))
        drawn = _drawing(trace) if widest <= MOST_DRAWN else pictures.maps(trace)
        return drawn if trace.parameters["epochs"] == 1 else curve | drawn


def _faults_of_data(values: Values) -> dict[str, str]:
    """A line is the inputs, then the targets; what is left of targets is inputs.

    Who adds an output unit and forgets its targets is told so at the data.
    """
    data, outputs = values["data"], len(values["output"])
    inputs, wanted = len(data[0]) - outputs, len(values["hidden"][0]) - 1
    if inputs < 1:
        return {"data": _("Give at least one input and a target for each output unit.")}
    if inputs != wanted and wanted and outputs > 1:
        return {"data": _missing_targets(wanted, outputs)}
    if inputs != wanted:
        return {"hidden": _wrong_length(inputs)}
    if any(not 0 <= target <= 1 for row in data for target in row[inputs:]):
        return {"data": _("The targets at the end of each line lie from 0 to 1.")}
    return {}


def _missing_targets(inputs: int, outputs: int) -> str:
    return _(
        "Give %(count)d numbers per line: %(inputs)d inputs and %(outputs)d targets."
    ) % {"count": inputs + outputs, "inputs": inputs, "outputs": outputs}


def _wrong_length(inputs: int) -> str:
    return _("Give %(count)d numbers per line: %(inputs)d weights and the bias.") % {
        "count": inputs + 1,
        "inputs": inputs,
    }


def _layer(rows: list[list[float]]) -> algorithm.Layer:
    numbers = np.array(rows, dtype=float)
    return algorithm.Layer(numbers[:, :-1], numbers[:, -1])


def _rows(layer: algorithm.Layer) -> list[list[float]]:
    """The layer as the parameters write it: a row a unit, its bias last."""
    rows: list[list[float]] = np.column_stack([layer.weights, layer.biases]).tolist()
    return rows


def _step(values: Values, step: algorithm.Step) -> Step:
    x, hidden, output = step.activations
    to_hidden, to_output = step.sums
    by_hidden, by_output = step.gradients
    hidden_changes, output_changes = [_rows(one) for one in step.changes] or ([], [])
    after_hidden, after_output = step.layers
    return {
        "epoch": step.epoch,
        "sample": step.sample + 1,
        "x": x.tolist(),
        "hidden_sums": to_hidden.tolist(),
        "hidden": hidden.tolist(),
        "output_sums": to_output.tolist(),
        "output": output.tolist(),
        "target": values["data"][step.sample][len(x) :],
        "loss": step.loss,
        "by_output": step.by_outputs[1].tolist(),
        "output_delta": by_output.delta.tolist(),
        "by_hidden": step.by_outputs[0].tolist(),
        "hidden_delta": by_hidden.delta.tolist(),
        "output_gradient": by_output.weights.tolist(),
        "hidden_gradient": by_hidden.weights.tolist(),
        "output_changes": output_changes,
        "hidden_changes": hidden_changes,
        "output_weights": _rows(after_output),
        "hidden_weights": _rows(after_hidden),
    }


def _drawing(trace: Trace) -> dict[str, dict[str, Any]]:
    layers = [_layer(trace.summary[name]) for name in ("hidden", "output")]
    drawn = pictures.drawing(layers, trace.steps[-1]["x"])
    return {_("The network at the end, with the last sample"): drawn}
