"""word2vec in the lab: a small text, and where its words end up."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from simulations import bounds
from simulations.simulation import (
    Parameter,
    ParameterError,
    Simulation,
    Step,
    Text,
    Trace,
    Values,
    register,
)
from simulations.systems.word2vec import algorithm, corpus, drawing

from . import answers

SHOWN = "남자 여자 왕 여왕"
MOST_STEPS = 2500
MOST_SHOWN = 16  # words in the figure
METHODS = {
    "skip-gram": gettext_lazy("skip-gram: the words around from the one in the middle"),
    "cbow": gettext_lazy("CBOW: the one in the middle from the words around"),
}
COLUMNS: dict[str, Text] = {
    "epoch": gettext_lazy("epoch"),
    "inputs": gettext_lazy("input words"),
    "truths": gettext_lazy("words to predict"),
    "noise": gettext_lazy("negative samples"),
    "hidden": "h",
    "scores": "v′·h",
    "probabilities": "σ(v′·h)",
    "loss": "E",
    "by_input": "∂E/∂v",
}
SUMMARY = {
    "analogy": gettext_lazy("The analogy"),
    "neighbors": gettext_lazy("Nearest to its last word"),
    "words": gettext_lazy("Different words"),
    "parameters": gettext_lazy("Trained numbers"),
    "pairs": gettext_lazy("Training pairs of the first epoch"),
    "loss": gettext_lazy("Mean loss of the last epoch"),
}


@register
class Word2Vec(Simulation):
    slug = "word2vec"
    title = gettext_lazy("word2vec")
    year = 2013
    description = gettext_lazy(
        "Words become vectors by predicting their neighbors. Words that keep the same "
        "company end up near each other."
    )
    parameters = (
        Parameter(
            "text",
            "text",
            "\n".join(corpus.sample()),
            gettext_lazy("Text"),
            gettext_lazy("Short sentences. Korean particles are taken off."),
            most_characters=1500,
        ),
        Parameter(
            "analogy",
            "text",
            "남자 왕 여자",
            gettext_lazy("Analogy"),
            gettext_lazy("Three words a, b, c: what is to c as b is to a?"),
            most_characters=100,
        ),
        Parameter(
            "shown",
            "text",
            SHOWN,
            gettext_lazy("Words in the figure"),
            most_characters=300,
        ),
        Parameter(
            "method",
            "choice",
            "skip-gram",
            gettext_lazy("Method"),
            choices=METHODS,
        ),
        Parameter(
            "window",
            "integer",
            3,
            gettext_lazy("Window"),
            gettext_lazy("So many words on either side are neighbors."),
            minimum=1,
            maximum=3,
        ),
        Parameter(
            "dimension",
            "integer",
            12,
            gettext_lazy("Dimension of the vectors"),
            minimum=2,
            maximum=16,
        ),
        Parameter(
            "negatives",
            "integer",
            3,
            gettext_lazy("Negative samples"),
            gettext_lazy("So many for each word that is to be predicted."),
            minimum=1,
            maximum=4,
        ),
        Parameter(
            "threshold",
            "number",
            1,
            gettext_lazy("Subsampling threshold t"),
            gettext_lazy(
                "Words more frequent than this share are left out at times: 1 keeps all."
            ),
            minimum=0.0001,
            maximum=1,
        ),
        Parameter(
            "eta",
            "number",
            0.1,
            gettext_lazy("Learning rate η"),
            minimum=0.0001,
            maximum=0.5,
        ),
        Parameter(
            "epochs",
            "integer",
            15,
            gettext_lazy("Epochs"),
            minimum=1,
            maximum=200,
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
        read = corpus.words(values["text"])
        if max(map(len, read), default=0) < 2:
            return {"text": _("Write at least one sentence of two words.")}
        if len({word for line in read for word in line}) < 3:
            return {"text": _("Write at least three different words.")}
        if len(values["analogy"].split()) != 3:
            return {"analogy": _("Give three words with spaces between them.")}
        if unknown := _unknown(values["shown"], read):
            return {"shown": _("The text lacks “%(word)s”.") % {"word": unknown}}
        return _too_long(values["epochs"], each=sum(map(len, read)))

    def trace(self, values: Values) -> Trace:
        vocabulary, sentences = corpus.numbered(corpus.words(values["text"]))
        run = _run(values, sentences, len(vocabulary))
        losses = _means(run, values["epochs"])
        names = _shown(values, vocabulary)
        rows = [vocabulary.index(name) for name in names]
        return drawing.Placed(
            parameters=values,
            steps=[_step(step, vocabulary) for step in run.steps],
            summary=_summary(values, run, vocabulary) | {"loss": losses[-1]},
            columns=COLUMNS,
            summary_labels=SUMMARY,
            places=drawing.places(run.vectors.inputs[rows], names),
            losses=losses,
        )

    def figures(self, trace: Trace) -> dict[str, dict[str, Any]]:
        if not isinstance(trace, drawing.Placed):
            return {}
        return {
            _("The words in the plane in which they differ most"): drawing.plane(trace),
            _("Mean loss of each epoch"): drawing.losses(trace),
        }


def _unknown(shown: str, read: list[list[str]]) -> str:
    """The first word that is asked for in vain; those of the default may be missing."""
    words = set(itertools.chain(*read)) | set(SHOWN.split())
    return next((word for word in shown.casefold().split() if word not in words), "")


def _too_long(epochs: int, *, each: int) -> dict[str, str]:
    """As `too_many_steps`, but a step with a whole context is longer than others."""
    if epochs * each <= MOST_STEPS:
        return {}
    most = _("Give at most %(most)d: a run has at most %(steps)d steps.")
    return {"epochs": most % {"most": MOST_STEPS // each, "steps": MOST_STEPS}}


def _run(values: Values, sentences: list[list[int]], vocabulary: int) -> algorithm.Run:
    """A run that diverges is a fault of its learning rate, found on the way."""
    rng = np.random.default_rng(values["seed"])
    names = ("method", "window", "negatives", "epochs", "threshold")
    plan = algorithm.Plan(
        sentences=sentences,
        rate=values["eta"],
        **{name: values[name] for name in names},
    )
    start = algorithm.initial(vocabulary, values["dimension"], rng)
    try:
        return algorithm.learn(plan, start, rng)
    except bounds.OutOfBounds:
        raise ParameterError(
            {"eta": _("The loss grows without end: give a smaller learning rate.")}
        ) from None


def _shown(values: Values, vocabulary: Sequence[str]) -> list[str]:
    """The words for the figure; the text's first ones if it has not three of them."""
    asked = dict.fromkeys(values["shown"].casefold().split())
    found = [word for word in asked if word in vocabulary][:MOST_SHOWN]
    return found if len(found) > 2 else list(vocabulary[:MOST_SHOWN])


def _means(run: algorithm.Run, epochs: int) -> list[float]:
    """The mean loss of each epoch's steps."""
    losses: list[list[float]] = [[] for _epoch in range(epochs)]
    for step in run.steps:
        losses[step.epoch - 1].append(step.gradient.loss)
    if not all(losses):
        raise ParameterError(
            {"threshold": _("An epoch was left without words: give a larger t.")}
        )
    return [sum(each) / len(each) for each in losses]


def _step(step: algorithm.Step, vocabulary: Sequence[str]) -> Step:
    by = step.gradient
    truths = int(step.labels.sum())
    return {
        "epoch": step.epoch,
        "inputs": _named(step.inputs, vocabulary),
        "truths": _named(step.outputs[:truths], vocabulary),
        "noise": _named(step.outputs[truths:], vocabulary),
        "hidden": by.hidden.tolist(),
        "scores": by.scores.tolist(),
        "probabilities": by.probabilities.tolist(),
        "loss": by.loss,
        "by_input": by.by_input.tolist(),
    }


def _named(words: Sequence[int], vocabulary: Sequence[str]) -> str:
    return " ".join(vocabulary[word] for word in words)


def _summary(
    values: Values, run: algorithm.Run, vocabulary: Sequence[str]
) -> dict[str, Any]:
    """What the vectors of the end say; a word that the text lacks says nothing."""
    vectors = run.vectors.inputs
    place = {word: number for number, word in enumerate(vocabulary)}
    asked = values["analogy"].casefold().split()
    known = [place[word] for word in asked if word in place]
    return {
        "analogy": answers.analogy(vectors, known, vocabulary),
        "neighbors": answers.neighbors(vectors, known, vocabulary),
        "words": len(vocabulary),
        "parameters": 2 * vectors.size,
        "pairs": sum(int(one.labels.sum()) for one in run.steps if one.epoch == 1),
    }
