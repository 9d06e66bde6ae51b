"""One block in the lab: every matrix on the way."""

from __future__ import annotations

from collections.abc import Iterator
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
from simulations.systems.transformer import algorithm
from simulations.systems.transformer.algorithm import Array, Block, Pass

MOST = 8  # tokens, and numbers a token
DEEP = 8  # hidden units of the feed-forward layer
HEADS_SHOWN = 4

COLUMNS: dict[str, Text] = {
    "what": gettext_lazy("matrix"),
    "head": gettext_lazy("head"),
    "row": gettext_lazy("row"),
    "numbers": gettext_lazy("entries"),
}
SUMMARY: dict[str, Text] = {
    "heads": gettext_lazy("Heads × d_k"),
    "most": gettext_lazy("Strongest attention of each token (head 1)"),
    "output": gettext_lazy("Output of the block"),
}


def _weights(name: str, default: list[list[float]], label: Text) -> Parameter:
    return Parameter(
        name,
        "matrix",
        default,
        label,
        gettext_lazy("A row for each number of a token; heads side by side."),
        minimum=-10,
        maximum=10,
        most_rows=MOST,
        most_columns=MOST,
    )


@register
class Transformer(Simulation):
    slug = "transformer"
    title = gettext_lazy("Transformer")
    year = 2017
    description = gettext_lazy(
        "Every token asks all others at once: attention mixes their values, and one "
        "block follows the other."
    )
    parameters = (
        Parameter(
            "x",
            "matrix",
            [[1, 0, 1, 0], [0, 2, 0, 2], [1, 1, 1, 1]],
            gettext_lazy("Tokens X"),
            gettext_lazy("One per line, as a row of numbers."),
            minimum=-10,
            maximum=10,
            most_rows=MOST,
            most_columns=MOST,
        ),
        _weights(
            "queries",
            [[1, 0, 1], [1, 0, 0], [0, 0, 1], [0, 1, 1]],
            gettext_lazy("Weights of the queries W_Q"),
        ),
        _weights(
            "keys",
            [[0, 0, 1], [1, 1, 0], [0, 1, 0], [1, 1, 0]],
            gettext_lazy("Weights of the keys W_K"),
        ),
        _weights(
            "values",
            [[0, 2, 0], [0, 3, 0], [1, 0, 3], [1, 1, 0]],
            gettext_lazy("Weights of the values W_V"),
        ),
        Parameter(
            "heads",
            "integer",
            1,
            gettext_lazy("Heads h"),
            gettext_lazy("The columns of the three matrices are shared among them."),
            minimum=1,
            maximum=MOST,
        ),
        Parameter(
            "mask",
            "choice",
            "none",
            gettext_lazy("Mask"),
            choices={
                "none": gettext_lazy("none: every token sees all"),
                "causal": gettext_lazy("causal: no token sees a later one"),
            },
        ),
        Parameter(
            "norm",
            "choice",
            "post",
            gettext_lazy("Layer norm"),
            choices={
                "post": gettext_lazy("after the sum (2017)"),
                "pre": gettext_lazy("before each sublayer"),
            },
        ),
        Parameter(
            "seed",
            "integer",
            1,
            gettext_lazy("Seed of the other weights"),
            gettext_lazy("W_O, W₁ and W₂ are drawn from it; biases are 0."),
            minimum=0,
            maximum=999_999,
        ),
    )

    def faults(self, values: Values) -> dict[str, str]:
        wide, heads = len(values["x"][0]), values["heads"]
        names = ("queries", "keys", "values")
        wrong = {
            name: _("Give %(count)d rows, one for each number of a token.")
            % {"count": wide}
            for name in names
            if len(values[name]) != wide
        }
        if wrong:
            return wrong
        if len(values["keys"][0]) != len(values["queries"][0]):
            return {"keys": _("Give as many columns as W_Q has.")}
        if any(len(values[name][0]) % heads for name in names):
            return {"heads": _("The columns cannot be shared among so many heads.")}
        return {}

    def trace(self, values: Values) -> Trace:
        n, block = len(values["x"]), _block(values)
        passed = algorithm.encode(
            values["x"],
            block,
            mask=np.tri(n) if values["mask"] == "causal" else None,
            norm=values["norm"],
        )
        heads = passed.attention.heads
        return Trace(
            parameters=values,
            steps=list(_steps(passed, block, values["norm"])),
            summary={
                "heads": f"{values['heads']} × {heads.queries.shape[-1]}",
                "most": [int(place) + 1 for place in heads.weights[0].argmax(axis=1)],
                "output": passed.output.tolist(),
            },
            columns=COLUMNS,
            summary_labels=SUMMARY,
        )

    def figures(self, trace: Trace) -> dict[str, dict[str, Any]]:
        shown = {}
        for head in range(min(trace.parameters["heads"], HEADS_SHOWN)):
            caption = _("Attention of head %(head)d") % {"head": head + 1}
            shown[caption] = _attention(trace, head + 1)
        return shown | {_("Output of the block"): _output(trace)}


def _block(values: Values) -> Block:
    """The given matrices, cut into heads; the rest drawn to two decimals."""
    heads, wide = values["heads"], len(values["x"][0])
    rng = np.random.default_rng(values["seed"])

    def cut(name: str) -> Array:
        columns = np.array(values[name], dtype=float)
        return np.stack(np.split(columns, heads, axis=1))

    def drawn(rows: int, columns: int) -> Array:
        weights: Array = rng.normal(size=(rows, columns)) / np.sqrt(rows)
        return weights.round(2)

    ones, zeros = np.ones(wide), np.zeros(wide)
    output = drawn(len(values["values"][0]), wide)
    half = cut("queries"), cut("keys"), cut("values"), output, ones, zeros
    feed = drawn(wide, DEEP), np.zeros(DEEP), drawn(DEEP, wide), zeros
    return Block(*half, *feed, ones, zeros)


def _steps(passed: Pass, block: Block, norm: str) -> Iterator[Step]:
    """All matrices in the order in which they are made or used, a step a row."""
    first = [
        *_spread(_("mean and √(variance + ε), first layer norm"), passed.first_norm),
        *_rows(_("after the first layer norm"), passed.first_norm.output),
    ]
    second = [
        *_spread(_("mean and √(variance + ε), second layer norm"), passed.second_norm),
        *_rows(_("after the second layer norm"), passed.second_norm.output),
    ]
    if norm == "pre":
        yield from first
    yield from _attended(passed, block)
    yield from _rows(_("input + attention"), passed.first_sum)
    yield from second if norm == "pre" else first
    yield from _fed(passed, block)
    yield from _rows(_("+ feed-forward layer"), passed.second_sum)
    if norm == "post":
        yield from second


def _attended(passed: Pass, block: Block) -> Iterator[Step]:
    attention = passed.attention
    yield from _heads(attention.heads)
    yield from _rows(_("heads joined"), attention.joined)
    yield from _rows("W_O", block.output)
    yield from _rows(_("heads joined · W_O"), attention.output)


def _fed(passed: Pass, block: Block) -> Iterator[Step]:
    yield from _rows("W₁", block.w1)
    yield from _rows(_("sums of the hidden layer"), passed.feed.sums)
    yield from _rows(_("hidden layer (ReLU)"), passed.feed.hidden)
    yield from _rows("W₂", block.w2)
    yield from _rows(_("feed-forward layer"), passed.feed.output)


def _spread(name: str, normed: algorithm.Normed) -> Iterator[Step]:
    return _rows(name, np.hstack([normed.mean, normed.deviation]))


def _heads(heads: algorithm.Attention) -> Iterator[Step]:
    named = {
        _("queries Q"): heads.queries,
        _("keys K"): heads.keys,
        _("values V"): heads.values,
        "QKᵀ": heads.products,
        "QKᵀ / √d_k": heads.scores,
        _("attention (softmax)"): heads.weights,
        _("attention · V"): heads.output,
    }
    for head in range(len(heads.queries)):
        for name, stack in named.items():
            yield from _rows(name, stack[head], head + 1)


def _rows(name: str, matrix: Array, head: int | str = "") -> Iterator[Step]:
    for place, row in enumerate(matrix.tolist(), start=1):
        numbers = ["−∞" if value == -np.inf else value for value in row]
        yield {"what": name, "head": head, "row": place, "numbers": numbers}


def _attention(trace: Trace, head: int) -> figures.Spec:
    """Rows of the steps that hold this head's weights."""
    name = _("attention (softmax)")
    rows = [
        step["numbers"]
        for step in trace.steps
        if step["head"] == head and step["what"] == name
    ]
    tokens = [str(place) for place in range(1, len(rows) + 1)]
    return figures.heatmap(
        rows,
        rows=tokens,
        columns=tokens,
        x=_("is looked at"),
        y=_("looks"),
        description=_("How much each token (row) attends to each other (column)."),
    )


def _output(trace: Trace) -> figures.Spec:
    rows = trace.summary["output"]
    return figures.heatmap(
        rows,
        rows=[str(place) for place in range(1, len(rows) + 1)],
        columns=[str(place) for place in range(1, len(rows[0]) + 1)],
        x=_("entry"),
        y=_("token"),
        description=_("What the block puts out: a row for each token."),
    )
