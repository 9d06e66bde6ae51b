"""McCulloch and Pitts's circuits in the lab, followed time step by time step."""

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
)

from . import algorithm, drawing

OWN = "own"
CIRCUITS: dict[str, Text] = {
    "heat": gettext_lazy("heat and cold on the skin (figure 1 of the paper)"),
    "delay": gettext_lazy("a delay: x₁ one step later"),
    "and": gettext_lazy("AND"),
    "or": gettext_lazy("OR"),
    "and_not": gettext_lazy("x₁ AND NOT x₂"),
    "not": gettext_lazy("NOT x₂: a threshold of 0"),
    "xor": gettext_lazy("XOR from three neurons"),
    "memory": gettext_lazy("a loop that remembers: x₁ sets it, x₂ clears it"),
    OWN: gettext_lazy("my own: connections and thresholds below"),
}
TRAINS = [
    [0, 1],
    [0, 0],
    [0, 0],
    [0, 0],
    [0, 1],
    [0, 1],
    [0, 1],
    [0, 0],
    [1, 0],
    [0, 0],
]

COLUMNS: dict[str, Text] = {
    "time": "t",
    "inputs": gettext_lazy("x at t − 1"),
    "before": gettext_lazy("N at t − 1"),
    "excitation": gettext_lazy("active excitatory endings"),
    "vetoed": gettext_lazy("inhibited"),
    "state": gettext_lazy("N at t"),
}
SUMMARY = {
    "wires": gettext_lazy("Connections"),
    "thresholds": gettext_lazy("Thresholds"),
    "circles": gettext_lazy("Circles"),
    "spikes": gettext_lazy("Spikes of each neuron"),
    "state": gettext_lazy("N at the end"),
}


@register
class McCullochPitts(Simulation):
    slug = "mcculloch-pitts"
    title = gettext_lazy("McCulloch–Pitts circuits")
    year = 1943
    description = gettext_lazy(
        "Neurons that fire all or nothing, wired into circuits that reckon and "
        "remember. Nothing is learnt: who wires them decides."
    )
    parameters = (
        Parameter(
            "circuit",
            "choice",
            "heat",
            gettext_lazy("Circuit"),
            gettext_lazy("In the one of the paper x₁ is warmth and x₂ cold."),
            choices=CIRCUITS,
        ),
        Parameter(
            "trains",
            "matrix",
            TRAINS,
            gettext_lazy("Inputs over time"),
            gettext_lazy("One line per time step from t = 0: 0 or 1 for each input."),
            minimum=0,
            maximum=1,
            most_rows=60,
            most_columns=6,
        ),
        Parameter(
            "wires",
            "matrix",
            [[2, -1, 2]],
            gettext_lazy("Connections of my own circuit"),
            gettext_lazy(
                "One line per neuron: a number for each input, then one for each "
                "neuron. 2 is two excitatory endings, −1 inhibits, 0 is none."
            ),
            minimum=-9,
            maximum=9,
            most_rows=6,
            most_columns=12,
        ),
        Parameter(
            "thresholds",
            "matrix",
            [[2]],
            gettext_lazy("Thresholds of my own circuit"),
            gettext_lazy(
                "One number per neuron: so many active endings make it fire. With 0 it "
                "fires unless it is inhibited."
            ),
            minimum=0,
            maximum=99,
            most_rows=1,
            most_columns=6,
        ),
    )

    def faults(self, values: Values) -> dict[str, str]:
        for name in ("trains", "wires", "thresholds"):
            if any(entry != int(entry) for row in values[name] for entry in row):
                return {name: _("Give whole numbers.")}
        wires, thresholds = values["wires"], values["thresholds"][0]
        if len(thresholds) != len(wires):
            wanted = ngettext(
                "Give %(count)d number, for the one neuron.",
                "Give %(count)d numbers: one for each neuron.",
                len(wires),
            )
            return {"thresholds": wanted % {"count": len(wires)}}
        if len(wires[0]) <= len(wires):
            return {"wires": _("Give a number for each input and for each neuron.")}
        inputs = _net(values).inputs
        if len(values["trains"][0]) != inputs:
            wanted = ngettext(
                "Give %(count)d number per line, for the one input.",
                "Give %(count)d numbers per line: one for each input.",
                inputs,
            )
            return {"trains": wanted % {"count": inputs}}
        return {}

    def trace(self, values: Values) -> Trace:
        net = _net(values)
        steps = algorithm.run(net, values["trains"])
        circles = algorithm.depths(net) is None
        return Trace(
            parameters=values,
            steps=[_step(step) for step in steps],
            summary={
                "wires": net.wires.tolist(),
                "thresholds": net.thresholds.tolist(),
                "circles": _remembers() if circles else _forgets(),
                "spikes": np.sum([step.state for step in steps], axis=0).tolist(),
                "state": steps[-1].state.tolist(),
            },
            columns=COLUMNS,
            summary_labels=SUMMARY,
        )

    def figures(self, trace: Trace) -> dict[str, dict[str, Any]]:
        net = _net(trace.parameters)
        return {
            _("The circuit"): drawing.circuit(net),
            _("Spikes over time"): _spikes(trace, net),
        }


def _net(values: Values) -> algorithm.Circuit:
    if values["circuit"] != OWN:
        return algorithm.named(values["circuit"])
    return algorithm.circuit(values["wires"], values["thresholds"][0])


def _step(step: algorithm.Step) -> Step:
    return {
        "time": step.time,
        "inputs": step.inputs.tolist(),
        "before": step.before.tolist(),
        "excitation": step.excitation.tolist(),
        "vetoed": step.vetoed.astype(int).tolist(),
        "state": step.state.tolist(),
    }


def _remembers() -> str:
    return _("Yes: what happened long ago can still go round.")


def _forgets() -> str:
    return _("None: the inputs of a few steps ago decide everything.")


def _spikes(trace: Trace, net: algorithm.Circuit) -> figures.Spec:
    """From t = 0, when the neurons are silent; the inputs end a step earlier."""
    inputs = [
        list(map(int, column))
        for column in zip(*trace.parameters["trains"], strict=True)
    ]
    states = zip(*(step["state"] for step in trace.steps), strict=True)
    trains = [*inputs, *([0, *column] for column in states)]
    return drawing.spikes(dict(zip(drawing.names(net), trains, strict=True)))
