"""A network's size in the lab: its weights and biases, counted layer by layer."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

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

COLUMNS: dict[str, Text] = {
    "what": gettext_lazy("array"),
    "rows": gettext_lazy("rows"),
    "columns": gettext_lazy("columns"),
    "numbers": gettext_lazy("numbers"),
}
SUMMARY: dict[str, Text] = {
    "weights": gettext_lazy("Weights"),
    "biases": gettext_lazy("Biases"),
    "numbers": gettext_lazy("Weights and biases together"),
}


@register
class Size(Simulation):
    slug = "network-size"
    title = gettext_lazy("Networks: how many weights and biases")
    year = 1986
    description = gettext_lazy(
        "What a layered network has to learn: each matrix and each row of biases with "
        "its shape, and their sum."
    )
    parameters = (
        Parameter(
            "layers",
            "matrix",
            [[2, 2, 1]],
            gettext_lazy("Sizes of the layers"),
            gettext_lazy(
                "How many inputs, then how many units each layer has, the output last."
            ),
            minimum=1,
            maximum=1000,
            most_rows=1,
            most_columns=5,
        ),
        Parameter(
            "context",
            "choice",
            "no",
            gettext_lazy("What a hidden layer hears"),
            choices={
                "no": gettext_lazy("the layer before it"),
                "yes": gettext_lazy("its own last answer too (Elman)"),
            },
        ),
    )

    def faults(self, values: Values) -> dict[str, str]:
        [layers] = values["layers"]
        if len(layers) < 2:
            return {"layers": _("Give the inputs and at least one layer of units.")}
        if any(size != int(size) for size in layers):
            return {"layers": _("Give whole numbers.")}
        return {}

    def trace(self, values: Values) -> Trace:
        layers = [int(size) for size in values["layers"][0]]
        steps = list(_arrays(layers, context=values["context"] == "yes"))
        biases = sum(layers[1:])
        numbers = sum(step["numbers"] for step in steps)
        return Trace(
            parameters=values,
            steps=steps,
            summary={
                "weights": numbers - biases,
                "biases": biases,
                "numbers": numbers,
            },
            columns=COLUMNS,
            summary_labels=SUMMARY,
        )

    def figures(self, trace: Trace) -> dict[str, dict[str, Any]]:
        return {
            _("Where the weights and biases are"): figures.bars(
                [step["what"] for step in trace.steps],
                [step["numbers"] for step in trace.steps],
                x=_("array"),
                y=_("numbers"),
                description=_(
                    "How many numbers each matrix and each row of biases has."
                ),
            )
        }


def _arrays(layers: list[int], *, context: bool) -> Iterator[Step]:
    """W from the layer before, U from a hidden layer's own last answer, and b."""
    for place, (before, units) in enumerate(itertools.pairwise(layers), start=1):
        yield _array("W", place, units, before)
        if context and place < len(layers) - 1:
            yield _array("U", place, units, units)
        yield _array("b", place, 1, units)


def _array(letter: str, place: int, rows: int, columns: int) -> Step:
    return {
        "what": figures.symbol(letter, place),
        "rows": rows,
        "columns": columns,
        "numbers": rows * columns,
    }
