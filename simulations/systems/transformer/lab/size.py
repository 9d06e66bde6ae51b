"""A Transformer's size in the lab: every array of a block, counted."""

from __future__ import annotations

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
from simulations.systems.transformer import algorithm_sizes as sizes

COLUMNS: dict[str, Text] = {
    "what": gettext_lazy("array"),
    "count": gettext_lazy("how many"),
    "rows": gettext_lazy("rows"),
    "columns": gettext_lazy("columns"),
    "weights": gettext_lazy("weights"),
}
SUMMARY: dict[str, Text] = {
    "attention": gettext_lazy("Attention"),
    "feed": gettext_lazy("Feed-forward layer"),
    "norms": gettext_lazy("Layer norms"),
    "block": gettext_lazy("One block"),
    "stack": gettext_lazy("All blocks"),
}
PARTS = ("attention", "feed", "norms")

D_MODEL = Parameter(
    "d_model",
    "integer",
    512,
    gettext_lazy("Numbers of a token d_model"),
    minimum=1,
    maximum=10_000,
)


@register
class Size(Simulation):
    slug = "transformer-size"
    title = gettext_lazy("Transformer: how many weights")
    year = 2017
    description = gettext_lazy(
        "What a stack of encoder blocks has to learn: each matrix, bias and norm with "
        "its shape, and their sum."
    )
    parameters = (
        D_MODEL,
        Parameter(
            "heads",
            "integer",
            8,
            gettext_lazy("Heads h"),
            gettext_lazy("They share d_model evenly: d_k = d_v = d_model / h."),
            minimum=1,
            maximum=128,
        ),
        Parameter(
            "d_ff",
            "integer",
            2048,
            gettext_lazy("Hidden units of the feed-forward layer d_ff"),
            minimum=1,
            maximum=100_000,
        ),
        Parameter(
            "layers",
            "integer",
            6,
            gettext_lazy("Blocks N"),
            minimum=1,
            maximum=128,
        ),
        Parameter(
            "biases",
            "choice",
            "no",
            gettext_lazy("Biases at attention"),
            choices={
                "no": gettext_lazy("none (2017)"),
                "yes": gettext_lazy("for Q, K, V and the output (BERT, GPT)"),
            },
        ),
    )

    def faults(self, values: Values) -> dict[str, str]:
        if values["d_model"] % values["heads"]:
            return {"heads": _("d_model cannot be shared evenly among so many heads.")}
        return {}

    def trace(self, values: Values) -> Trace:
        d, ff, biases = values["d_model"], values["d_ff"], values["biases"] == "yes"
        block = sizes.block_parameters(d, ff, biases=biases)
        return Trace(
            parameters=values,
            steps=list(_arrays(d, values["heads"], ff, biases)),
            summary={
                "attention": sizes.attention_parameters(d, biases=biases),
                "feed": sizes.feed_forward_parameters(d, ff),
                "norms": 4 * d,
                "block": block,
                "stack": values["layers"] * block,
            },
            columns=COLUMNS,
            summary_labels=SUMMARY,
        )

    def figures(self, trace: Trace) -> dict[str, dict[str, Any]]:
        return {
            _("Where the weights of a block are"): figures.bars(
                [str(SUMMARY[part]) for part in PARTS],
                [trace.summary[part] for part in PARTS],
                x=_("part of the block"),
                y=_("weights"),
                description=_("The weights of a block, by its parts."),
            )
        }


def _arrays(d: int, heads: int, ff: int, biases: bool) -> Iterator[Step]:
    """Every array of a block with its shape; the heads' own ones are alike."""
    each = d // heads
    for name in ("W_Q", "W_K", "W_V"):
        yield _array(name, heads, d, each)
    yield _array("W_O", 1, d, d)
    if biases:
        yield _array(_("biases of attention"), 4, 1, d)
    yield _array("W₁", 1, d, ff)
    yield _array("b₁", 1, 1, ff)
    yield _array("W₂", 1, ff, d)
    yield _array("b₂", 1, 1, d)
    yield _array(_("gains of the layer norms"), 2, 1, d)
    yield _array(_("shifts of the layer norms"), 2, 1, d)


def _array(name: str, count: int, rows: int, columns: int) -> Step:
    weights = count * rows * columns
    return {
        "what": name,
        "count": count,
        "rows": rows,
        "columns": columns,
        "weights": weights,
    }
