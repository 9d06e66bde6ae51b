"""The warm-up in the lab: how the learning rate rises and falls."""

from __future__ import annotations

from math import sqrt
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
from simulations.systems.transformer import schedule

from .size import D_MODEL

COLUMNS: dict[str, Text] = {
    "step": gettext_lazy("step n"),
    "falling": "1 / √n",
    "rising": "n / (w √w)",
    "rate": gettext_lazy("η in thousandths"),
}
SUMMARY: dict[str, Text] = {
    "rate": gettext_lazy("η at the step n, in thousandths"),
    "phase": gettext_lazy("There the rate is"),
    "peak": gettext_lazy("Peak at the step w, in thousandths"),
    "root": "1 / √d_model",
}


@register
class WarmUp(Simulation):
    slug = "transformer-warm-up"
    title = gettext_lazy("Transformer: the warm-up")
    year = 2017
    description = gettext_lazy(
        "The learning rate rises with every step of the warm-up, and then falls with "
        "the root of the steps."
    )
    parameters = (
        D_MODEL,
        Parameter(
            "warmup",
            "integer",
            4000,
            gettext_lazy("Steps of the warm-up w"),
            minimum=schedule.PARTS,
            maximum=100_000,
        ),
        Parameter(
            "step",
            "integer",
            1000,
            gettext_lazy("Step n"),
            gettext_lazy("Steps count from 1."),
            minimum=1,
            maximum=10_000_000,
        ),
    )

    def trace(self, values: Values) -> Trace:
        shown = sorted({*schedule.steps(values["warmup"]), values["step"]})
        rising = values["step"] < values["warmup"]
        size = {name: values[name] for name in ("d_model", "warmup")}
        return Trace(
            parameters=values,
            steps=[_step(n, **size) for n in shown],
            summary={
                "rate": schedule.thousandths(values["step"], **size),
                "phase": _("still rising") if rising else _("at its peak or falling"),
                "peak": schedule.thousandths(values["warmup"], **size),
                "root": 1 / sqrt(values["d_model"]),
            },
            columns=COLUMNS,
            summary_labels=SUMMARY,
        )

    def figures(self, trace: Trace) -> dict[str, dict[str, Any]]:
        size = {name: trace.parameters[name] for name in ("d_model", "warmup")}
        return {_("The learning rate"): schedule.figure(**size)}


def _step(n: int, *, d_model: int, warmup: int) -> Step:
    return {
        "step": n,
        "falling": 1 / sqrt(n),
        "rising": n / (warmup * sqrt(warmup)),
        "rate": schedule.thousandths(n, d_model=d_model, warmup=warmup),
    }
