"""GloVe in the lab: count a small text, then learn its logarithms by heart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
    too_many_steps,
)
from simulations.systems.glove import algorithm, algorithm_counts, corpus
from simulations.systems.word2vec import corpus as texts

MOST_COUNTED = 7  # words in the figure of counts
MOST_BARS = 6
COLUMNS: dict[str, Text] = {
    "epoch": gettext_lazy("epoch"),
    "word": gettext_lazy("word i"),
    "context": gettext_lazy("word j"),
    "count": "X",
    "weight": "f(X)",
    "product": "w·w̃",
    "difference": "w·w̃ + b + b̃ − ln X",
    "loss": gettext_lazy("its part of J"),
    "slope": "∂J/∂b",
    "vector": gettext_lazy("w after"),
    "bias": gettext_lazy("b after"),
}
SUMMARY = {
    "ratios": gettext_lazy("P(k|a) / P(k|b)"),
    "words": gettext_lazy("Different words"),
    "pairs": gettext_lazy("Pairs that occur"),
    "loss": gettext_lazy("Loss J at the end"),
}


@dataclass(frozen=True)
class Counted(Trace):
    """A run with what it counted: words, X, ratios by word, and J of each epoch."""

    vocabulary: list[str]
    counts: list[list[float]]
    ratios: dict[str, float]
    losses: list[float]


@register
class GloVe(Simulation):
    slug = "glove"
    title = gettext_lazy("GloVe")
    year = 2014
    description = gettext_lazy(
        "The whole text is counted first. Then vectors are fitted so that their "
        "products tell how often two words stand near each other."
    )
    parameters = (
        Parameter(
            "text",
            "text",
            corpus.TEXT,
            gettext_lazy("Text"),
            gettext_lazy("Short sentences. Korean particles are taken off."),
            most_characters=1000,
        ),
        Parameter(
            "pair",
            "text",
            "얼음 수증기",
            gettext_lazy("Two words a and b"),
            gettext_lazy("Which words k stand near a rather than near b?"),
            most_characters=60,
        ),
        Parameter(
            "window",
            "integer",
            5,
            gettext_lazy("Window"),
            gettext_lazy("At the distance d a neighbor counts 1/d."),
            minimum=1,
            maximum=10,
        ),
        Parameter(
            "dimension",
            "integer",
            4,
            gettext_lazy("Dimension of the vectors"),
            minimum=1,
            maximum=16,
        ),
        Parameter(
            "cap",
            "number",
            2,
            gettext_lazy("x_max of the weight f"),
            gettext_lazy("From this count on a pair has the full weight."),
            minimum=0.01,
            maximum=1000,
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
            "epochs",
            "integer",
            15,
            gettext_lazy("Epochs"),
            gettext_lazy("In each one every pair that occurs is seen once."),
            minimum=1,
            maximum=500,
        ),
        Parameter(
            "seed",
            "integer",
            1,
            gettext_lazy("Seed"),
            gettext_lazy("Another seed starts from other vectors."),
            minimum=0,
            maximum=999_999,
        ),
    )

    def faults(self, values: Values) -> dict[str, str]:
        vocabulary, sentences = _read(values)
        if max(map(len, sentences), default=0) < 2:
            return {"text": _("Write at least one sentence of two words.")}
        if len(values["pair"].split()) != 2:
            return {"pair": _("Give two words with a space between them.")}
        counts = algorithm_counts.cooccurrences(
            sentences, len(vocabulary), values["window"]
        )
        pairs = int(np.count_nonzero(counts))
        return too_many_steps("epochs", values["epochs"], each=pairs)

    def trace(self, values: Values) -> Trace:
        vocabulary, sentences = _read(values)
        counts = algorithm_counts.cooccurrences(
            sentences, len(vocabulary), values["window"]
        )
        ratios = _ratios(values["pair"].casefold().split(), vocabulary, counts)
        run, losses = _run(values, counts)
        return Counted(
            parameters=values,
            steps=[_step(step, vocabulary) for step in run.steps],
            summary={
                "ratios": _written(ratios),
                "words": len(vocabulary),
                "pairs": int(np.count_nonzero(counts)),
                "loss": algorithm.loss(run.model, counts, values["cap"]),
            },
            columns=COLUMNS,
            summary_labels=SUMMARY,
            vocabulary=vocabulary,
            counts=counts.tolist(),
            ratios=ratios,
            losses=losses,
        )

    def figures(self, trace: Trace) -> dict[str, dict[str, Any]]:
        if not isinstance(trace, Counted):
            return {}
        drawn = {_("How often words stand near each other"): _table(trace)}
        if trace.ratios:
            drawn[_("Which words tell the two apart")] = _bars(trace)
        drawn[_("The loss in each epoch")] = _losses(trace)
        return drawn


def _read(values: Values) -> tuple[list[str], list[list[int]]]:
    return texts.numbered(texts.words(values["text"]))


def _run(values: Values, counts: algorithm.Array) -> tuple[algorithm.Run, list[float]]:
    """The run, and each epoch's sum of losses, every pair's before its update."""
    rng = np.random.default_rng(values["seed"])
    start = algorithm.initial(len(counts), values["dimension"], rng)
    plan = algorithm.Plan(
        counts=counts, rate=values["eta"], epochs=values["epochs"], cap=values["cap"]
    )
    run = algorithm.learn(plan, start, rng)
    losses = np.array([step.term.loss for step in run.steps])
    return run, losses.reshape(values["epochs"], -1).sum(axis=1).tolist()


def _ratios(
    pair: Sequence[str], vocabulary: Sequence[str], counts: algorithm.Array
) -> dict[str, float]:
    """P(k|a) / P(k|b) of the words near both, largest first; none if a or b lacks."""
    if not set(pair) <= set(vocabulary):
        return {}
    i, j = (vocabulary.index(word) for word in pair)
    if not counts[i].any() or not counts[j].any():
        return {}
    found = zip(vocabulary, algorithm_counts.ratios(counts, i, j).tolist(), strict=True)
    near = {word: ratio for word, ratio in found if 0 < ratio < float("inf")}
    return dict(sorted(near.items(), key=lambda one: -one[1]))


def _written(ratios: dict[str, float]) -> str:
    if not ratios:
        return _("No word stands near both.")
    return ", ".join(f"{word} {ratio:.2f}" for word, ratio in ratios.items())


def _step(step: algorithm.Step, vocabulary: Sequence[str]) -> Step:
    term = step.term
    return {
        "epoch": step.epoch,
        "word": vocabulary[step.word],
        "context": vocabulary[step.context],
        "count": step.count,
        "weight": term.weight,
        "product": term.product,
        "difference": term.difference,
        "loss": term.loss,
        "slope": term.by_bias,
        "vector": step.model.vectors[0].tolist(),
        "bias": float(step.model.biases[0]),
    }


def _table(trace: Counted) -> figures.Spec:
    """The counts of the words that have most neighbors."""
    counts = np.array(trace.counts)
    most = np.argsort(-counts.sum(axis=1), kind="stable")[:MOST_COUNTED]
    names = [trace.vocabulary[word] for word in most]
    return figures.heatmap(
        counts[np.ix_(most, most)].tolist(),
        rows=names,
        columns=names,
        description=_("The co-occurrence counts of the words with most neighbors."),
    )


def _bars(trace: Counted) -> figures.Spec:
    """From the word most typical of a to that of b: those that tell most."""
    told = sorted(trace.ratios.items(), key=lambda one: -abs(np.log(one[1])))
    chosen = dict(sorted(told[:MOST_BARS], key=lambda one: -one[1]))
    return figures.bars(
        list(chosen),
        [round(float(np.log(ratio)), 4) for ratio in chosen.values()],
        x=_("word k"),
        y="ln P(k|a) / P(k|b)",
        description=_("Above 0: rather near a. Below 0: rather near b."),
    )


def _losses(trace: Counted) -> figures.Spec:
    return figures.curve(
        [round(loss, 6) for loss in trace.losses],
        x=_("epoch"),
        y=_("loss J"),
        description=_("The sum of all pairs' losses in each epoch."),
    )
