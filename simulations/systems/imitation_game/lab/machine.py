"""Turing's discrete-state machine in the lab: a table, followed second by second."""

from __future__ import annotations

from typing import Any

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
)
from simulations.systems.imitation_game import algorithm_machines as machines

from . import pictures

MOST_STATES, MOST_SECONDS = 12, 60

COLUMNS: dict[str, Text] = {
    "second": gettext_lazy("second"),
    "input": gettext_lazy("input"),
    "before": gettext_lazy("state before"),
    "after": gettext_lazy("next state"),
    "output": gettext_lazy("lamp"),
}
SUMMARY = {
    "states": gettext_lazy("States"),
    "capacity": gettext_lazy("Storage capacity in bits: log₂ of the states"),
    "visits": gettext_lazy("How many times each state is reached"),
    "lit": gettext_lazy("Seconds after which the lamp is lit"),
    "end": gettext_lazy("State at the end"),
}


@register
class DiscreteStateMachine(Simulation):
    slug = "discrete-state-machine"
    title = gettext_lazy("Discrete-state machine")
    year = 1950
    description = gettext_lazy(
        "What Turing lets play his game: a machine that is nothing but a table. The "
        "state and the input decide the next state."
    )
    parameters = (
        Parameter(
            "table",
            "matrix",
            [[2, 3, 1], [1, 2, 3]],
            gettext_lazy("Table of next states"),
            gettext_lazy(
                "One line per input, 0 first; in it the next state for each state, "
                "counted from 1. It begins as Turing's wheel: 0 lets it click on, 1 "
                "holds it."
            ),
            minimum=1,
            maximum=MOST_STATES,
            most_rows=6,
            most_columns=MOST_STATES,
        ),
        Parameter(
            "outputs",
            "matrix",
            [[0, 0, 1]],
            gettext_lazy("Lamp"),
            gettext_lazy("One number per state: 1 if the lamp is lit there, else 0."),
            minimum=0,
            maximum=1,
            most_rows=1,
            most_columns=MOST_STATES,
        ),
        Parameter(
            "start",
            "integer",
            1,
            gettext_lazy("State at the start"),
            minimum=1,
            maximum=MOST_STATES,
        ),
        Parameter(
            "inputs",
            "matrix",
            [[0, 0, 0, 1, 0, 1, 1, 0, 0, 0]],
            gettext_lazy("Inputs"),
            gettext_lazy("One number per second: a line of the table, from 0."),
            minimum=0,
            maximum=5,
            most_rows=1,
            most_columns=MOST_SECONDS,
        ),
    )

    def faults(self, values: Values) -> dict[str, str]:
        for name in ("table", "outputs", "inputs"):
            if any(entry != int(entry) for row in values[name] for entry in row):
                return {name: _("Give whole numbers.")}
        table, states = values["table"], len(values["table"][0])
        if max(map(max, table)) > states:
            most = _("The table has %(states)d states: give numbers from 1 to that.")
            return {"table": most % {"states": states}}
        if len(values["outputs"][0]) != states:
            return {
                "outputs": _("Give %(count)d numbers: one for each state.")
                % {"count": states}
            }
        if values["start"] > states:
            return {"start": _("Give a state of the table.")}
        if max(values["inputs"][0]) >= len(table):
            return {"inputs": _("Give inputs that have a line in the table.")}
        return {}

    def trace(self, values: Values) -> Trace:
        ticks = _ticks(values)
        count = len(values["outputs"][0])
        reached = [tick.after for tick in ticks]
        names = pictures.states(count)
        return Trace(
            parameters=values,
            steps=[_step(second, tick, names) for second, tick in enumerate(ticks, 1)],
            summary={
                "states": count,
                "capacity": round(machines.capacity([count]), 4),
                "visits": [reached.count(state) for state in range(count)],
                "lit": sum(tick.output for tick in ticks),
                "end": names[reached[-1]],
            },
            columns=COLUMNS,
            summary_labels=SUMMARY,
        )

    def figures(self, trace: Trace) -> dict[str, dict[str, Any]]:
        table, [outputs] = _whole(trace.parameters), trace.parameters["outputs"]
        ticks = _ticks(trace.parameters)
        visited = [trace.parameters["start"], *(tick.after + 1 for tick in ticks)]
        return {
            _("The machine; a thick ring: the lamp is lit"): pictures.machine(
                table, outputs
            ),
            _("State over time; a large square: the lamp is lit"): pictures.way(
                visited, outputs
            ),
        }


def _whole(values: Values) -> list[list[int]]:
    return [[int(state) for state in row] for row in values["table"]]


def _ticks(values: Values) -> list[machines.Tick]:
    return machines.run(
        [[state - 1 for state in row] for row in _whole(values)],
        [int(output) for output in values["outputs"][0]],
        [int(given) for given in values["inputs"][0]],
        start=values["start"] - 1,
    )


def _step(second: int, tick: machines.Tick, names: list[str]) -> Step:
    return {
        "second": second,
        "input": tick.input,
        "before": names[tick.before],
        "after": names[tick.after],
        "output": tick.output,
    }
