"""A network with one hidden layer as pictures: its losses, and its numbers at the end."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from django.utils.translation import gettext as _

from simulations import figures, networks
from simulations.simulation import Trace
from simulations.systems.backpropagation import algorithm
from simulations.systems.backpropagation.algorithm import Layer


def losses(trace: Trace) -> figures.Spec:
    """The mean over each epoch's samples."""
    found = np.array([step["loss"] for step in trace.steps])
    means = found.reshape(trace.summary["epochs"], -1).mean(axis=1)
    return figures.curve(
        means.round(6).tolist(),
        x=_("epoch"),
        y=_("mean loss E"),
        description=_("The mean loss of each epoch."),
    )


def maps(trace: Trace) -> dict[str, figures.Spec]:
    """Both layers, for networks whose weights would hide each other in a drawing."""
    hidden, output = trace.summary["hidden"], trace.summary["output"]
    x, h = _symbols("x", len(hidden[0]) - 1), _symbols("h", len(hidden))
    y = _symbols("ŷ", len(output)) if len(output) > 1 else ["ŷ"]
    return {
        str(trace.summary_labels["hidden"]): _map(hidden, h, [*x, "b"]),
        str(trace.summary_labels["output"]): _map(output, y, [*h, "c"]),
    }


def _map(rows: list[list[float]], units: list[str], fed: list[str]) -> figures.Spec:
    return figures.heatmap(
        rows,
        rows=units,
        columns=fed,
        description=_("The weights as a map: a row a unit, its bias last."),
    )


def _symbols(letter: str, count: int) -> list[str]:
    return [figures.symbol(letter, place) for place in range(1, count + 1)]


def drawing(layers: Sequence[Layer], x: Sequence[float]) -> figures.Spec:
    """The network with what it answers to x."""
    values = algorithm.forward(layers, x)
    written = [
        [figures.written(round(float(value), 3)) for value in row] for row in values
    ]
    return networks.drawing(
        networks.labelled(layers, written),
        description=_("The network with its weights, biases and activations."),
    )
