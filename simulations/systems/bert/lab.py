"""BERT in the lab: which words are chosen, and what becomes of them."""

from __future__ import annotations

import math
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

from . import algorithm
from .algorithm import CLS, SEP, Masked

MOST_WORDS, MOST_ROUNDS = 40, 90  # a table of less than 4,000 rows
SENTENCES = 2
SIZE = {"d_model": 16, "heads": 2, "d_ff": 32}

COLUMNS: dict[str, Text] = {
    "round": gettext_lazy("drawing"),
    "place": gettext_lazy("position"),
    "token": gettext_lazy("token"),
    "segment": gettext_lazy("segment"),
    "fate": gettext_lazy("what became of it"),
    "shown": gettext_lazy("BERT sees"),
}
SUMMARY: dict[str, Text] = {
    "input": gettext_lazy("The first round, as BERT sees it"),
    "chosen": gettext_lazy("Chosen in each round"),
    "fates": gettext_lazy("Hidden, replaced, kept in all rounds"),
    "loss": gettext_lazy("Loss of an untrained BERT"),
    "guessing": gettext_lazy("Loss of guessing, ln of the vocabulary"),
}
FATES: dict[str, Text] = {
    "masked": "[MASK]",
    "random": gettext_lazy("replaced at random"),
    "kept": gettext_lazy("chosen, but kept"),
    "": "",
}


@register
class Bert(Simulation):
    slug = "bert"
    title = gettext_lazy("BERT: words that are hidden")
    year = 2018
    description = gettext_lazy(
        "Some words are hidden, and BERT learns to tell them from both sides of the "
        "text."
    )
    parameters = (
        Parameter(
            "text",
            "text",
            "나는 어제 도서관에서 책을 읽었다\n책은 오래된 이야기를 들려주었다",
            gettext_lazy("Text"),
            gettext_lazy(
                "Words apart by spaces. A second line is the second sentence."
            ),
            most_characters=400,
        ),
        Parameter(
            "share",
            "number",
            0.15,
            gettext_lazy("Share of the words that is chosen"),
            minimum=0.01,
            maximum=1,
        ),
        Parameter(
            "rounds",
            "integer",
            20,
            gettext_lazy("Drawings"),
            gettext_lazy("Each round draws anew. BERT's own data had 10."),
            minimum=1,
            maximum=MOST_ROUNDS,
        ),
        Parameter("seed", "integer", 1, gettext_lazy("Seed"), minimum=0, maximum=10**6),
    )

    def faults(self, values: Values) -> dict[str, str]:
        lines = values["text"].splitlines()
        if len(lines) > SENTENCES:
            return {"text": _("Write one or two lines.")}
        words = values["text"].split()
        if len(words) > MOST_WORDS:
            return {"text": _("Write at most %(most)d words.") % {"most": MOST_WORDS}}
        if not any(map(_ordinary, words)):
            return {"text": _("Write at least one ordinary word.")}
        return {}

    def trace(self, values: Values) -> Trace:
        rng = np.random.default_rng(values["seed"])
        tokens, segments = _input(values["text"])
        vocabulary = sorted({token for token in tokens if _ordinary(token)})
        rounds = [
            algorithm.mask_tokens(tokens, vocabulary, rng=rng, share=values["share"])
            for _round in range(values["rounds"])
        ]
        fates = [sum(one.count(fate) for one in rounds) for fate in _fates()]
        names = [*algorithm.SPECIAL, *vocabulary]
        return Trace(
            parameters=values,
            steps=list(_steps(tokens, segments, rounds)),
            summary={
                "input": " ".join(rounds[0].tokens),
                "chosen": len(rounds[0].chosen),
                "fates": fates,
                "loss": _loss(rounds[0], segments, names, values["seed"]),
                "guessing": math.log(len(names)),
            },
            columns=COLUMNS,
            summary_labels=SUMMARY,
        )

    def figures(self, trace: Trace) -> dict[str, dict[str, Any]]:
        return {
            _("What became of the chosen words"): _bars(trace),
            _("How often each word was chosen"): _places(trace),
        }


def _fates() -> tuple[algorithm.Fate, ...]:
    return ("masked", "random", "kept")


def _ordinary(token: str) -> bool:
    return token not in algorithm.SPECIAL


def _input(text: str) -> tuple[list[str], list[int]]:
    """[CLS] A [SEP] B [SEP], and 0 or 1 for each token (figure 2)."""
    tokens, segments = [CLS], [0]
    for segment, line in enumerate(text.splitlines()):
        part = [*line.split(), SEP]
        tokens += part
        segments += [segment] * len(part)
    return tokens, segments


def _loss(shown: Masked, segments: list[int], names: list[str], seed: int) -> float:
    model = algorithm.initial(
        np.random.default_rng(seed),
        vocabulary=len(names),
        window=len(segments),
        **SIZE,
    )
    places = [names.index(token) for token in shown.tokens]
    passed = algorithm.forward(model, places, segments)
    targets = {one.place: names.index(one.original) for one in shown.chosen}
    return algorithm.loss(passed.probabilities, targets)


def _steps(
    tokens: list[str], segments: list[int], rounds: list[Masked]
) -> Iterator[Step]:
    for number, done in enumerate(rounds, start=1):
        fates = {one.place: str(one.fate) for one in done.chosen}
        for place, token in enumerate(tokens):
            yield {
                "round": number,
                "place": place,
                "token": token,
                "segment": "AB"[segments[place]],
                "fate": str(FATES[fates.get(place, "")]),
                "shown": done.tokens[place],
            }


def _bars(trace: Trace) -> figures.Spec:
    return figures.bars(
        [str(FATES[fate]) for fate in _fates()],
        trace.summary["fates"],
        x=_("what became of it"),
        y=_("words, all rounds"),
        description=_("How many of the chosen words were hidden, replaced and kept."),
    )


def _places(trace: Trace) -> figures.Spec:
    """Counted by position, since a word may stand in several."""
    rounds = trace.parameters["rounds"]
    each = len(trace.steps) // rounds
    counts = [
        sum(bool(step["fate"]) for step in trace.steps[place::each])
        for place in range(each)
    ]
    return figures.bars(
        [str(place) for place in range(each)],
        counts,
        x=_("position"),
        y=_("rounds in which it was chosen"),
        description=_("How often each position of the text was chosen."),
    )
