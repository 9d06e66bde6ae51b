"""What word2vec draws and leaves out, in the lab, from counts of one's own."""

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
from simulations.systems.word2vec import algorithm_text

COLUMNS: dict[str, Text] = {
    "word": gettext_lazy("word"),
    "count": gettext_lazy("count"),
    "share": gettext_lazy("share f of the text"),
    "raised": gettext_lazy("count raised to the power"),
    "noise": gettext_lazy("chance as a negative sample"),
    "left_out": gettext_lazy("left out: 1 − √(t/f)"),
}
SUMMARY: dict[str, Text] = {
    "words": gettext_lazy("Words of the text"),
    "sum": gettext_lazy("Sum of the raised counts"),
}


@register
class Word2VecSampling(Simulation):
    slug = "word2vec-sampling"
    title = gettext_lazy("word2vec: noise and subsampling")
    year = 2013
    description = gettext_lazy(
        "From how often words occur: how likely each one is drawn as a negative sample, "
        "and how often it is left out as too common."
    )
    parameters = (
        Parameter(
            "words",
            "text",
            "the of king queen",
            gettext_lazy("Different words of the text"),
            gettext_lazy("With spaces between them."),
            most_characters=200,
        ),
        Parameter(
            "counts",
            "matrix",
            [[1296, 625, 16, 1]],
            gettext_lazy("How often each occurs"),
            gettext_lazy("In one row, in the order of the words."),
            minimum=0,
            maximum=1_000_000_000,
            most_rows=1,
            most_columns=12,
        ),
        Parameter(
            "power",
            "number",
            algorithm_text.POWER,
            gettext_lazy("Power of the noise"),
            gettext_lazy("In word2vec ¾; 1 draws words as they occur, 0 all alike."),
            minimum=0,
            maximum=2,
        ),
        Parameter(
            "threshold",
            "number",
            0.001,
            gettext_lazy("Subsampling threshold t"),
            gettext_lazy("Words more frequent than this share are left out at times."),
            minimum=0.0000001,
            maximum=1,
        ),
    )

    def faults(self, values: Values) -> dict[str, str]:
        wanted = len(values["words"].split())
        if len(values["counts"][0]) != wanted:
            text = _("Give %(count)d numbers in the row.")
            return {"counts": text % {"count": wanted}}
        if not any(values["counts"][0]):
            return {"counts": _("Give one word that occurs.")}
        return {}

    def trace(self, values: Values) -> Trace:
        counts = np.array(values["counts"][0], dtype=float)
        return Trace(
            parameters=values,
            steps=_steps(values, counts),
            summary={
                "words": float(counts.sum()),
                "sum": float((counts ** values["power"]).sum()),
            },
            columns=COLUMNS,
            summary_labels=SUMMARY,
        )

    def figures(self, trace: Trace) -> dict[str, dict[str, Any]]:
        return {
            _("How likely each word is drawn as noise"): _bars(
                trace, "noise", _("The chances as a negative sample; they add up to 1.")
            ),
            _("How often each word is left out"): _bars(
                trace, "left_out", _("The share of its occurrences that is left out.")
            ),
        }


def _steps(values: Values, counts: algorithm_text.Array) -> list[Step]:
    shares = counts / counts.sum()
    columns = (
        counts,
        shares,
        counts ** values["power"],
        algorithm_text.noise(counts, values["power"]),
        algorithm_text.discard(shares, values["threshold"]),
    )
    rows = zip(values["words"].split(), *(c.tolist() for c in columns), strict=True)
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows]


def _bars(trace: Trace, name: str, description: str) -> figures.Spec:
    return figures.bars(
        [step["word"] for step in trace.steps],
        [round(step[name], 4) for step in trace.steps],
        x=_("word"),
        y="P",
        digits=3,
        description=description,
    )
