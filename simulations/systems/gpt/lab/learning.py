"""GPT in the lab: a tiny one reads a text, token by token, and writes on."""

from __future__ import annotations

import math
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
from simulations.systems.gpt import algorithm
from simulations.systems.gpt.algorithm_training import Alphabet, packed, train
from simulations.systems.gpt.algorithm_training import Step as Trained

WINDOW = 8  # at most
BATCH = 8
SIZE = {"d_model": 16, "heads": 2, "d_ff": 32}
MOST_STEPS = 120
LETTERS = 40  # that it writes
LIKELY = 8  # next tokens in the figure
SPACE = "␣"

COLUMNS: dict[str, Text] = {
    "step": gettext_lazy("step"),
    "window": gettext_lazy("first window of the batch"),
    "targets": gettext_lazy("its targets"),
    "loss": gettext_lazy("loss"),
    "gradient": gettext_lazy("length of the gradient"),
}
SUMMARY: dict[str, Text] = {
    "written": gettext_lazy("What it writes"),
    "guessing": gettext_lazy("Loss of guessing, ln of the vocabulary"),
    "loss": gettext_lazy("Mean loss of the last ten steps"),
    "vocabulary": gettext_lazy("Tokens it knows"),
    "parameters": gettext_lazy("Weights in all"),
    "attention": gettext_lazy("Attention in the last window (head 1)"),
    "next": gettext_lazy("Likeliest tokens after the beginning"),
    "shares": gettext_lazy("Their probabilities"),
}


@register
class Gpt(Simulation):
    slug = "gpt"
    title = gettext_lazy("GPT: the next token")
    year = 2018
    description = gettext_lazy(
        "A very small GPT reads a text, learns what comes next, and writes on by itself."
    )
    parameters = (
        Parameter(
            "text",
            "text",
            "봄이 오면 꽃이 피고 여름이 오면 비가 오고 "
            "가을이 오면 잎이 지고 겨울이 오면 눈이 온다. "
            "봄이 오면 꽃이 피고 여름이 오면 비가 온다.",
            gettext_lazy("Text to learn from"),
            gettext_lazy("Repetition helps."),
            most_characters=300,
        ),
        Parameter(
            "unit",
            "choice",
            "character",
            gettext_lazy("A token is"),
            choices={
                "character": gettext_lazy("a character"),
                "word": gettext_lazy("a word"),
            },
        ),
        Parameter(
            "window",
            "integer",
            WINDOW,
            gettext_lazy("Tokens in a window"),
            minimum=2,
            maximum=WINDOW,
        ),
        Parameter(
            "start",
            "text",
            "봄이",
            gettext_lazy("Beginning"),
            gettext_lazy("It writes on from here, in tokens of the text."),
            most_characters=40,
        ),
        Parameter(
            "steps",
            "integer",
            100,
            gettext_lazy("Training steps"),
            gettext_lazy("A step shows 8 windows of the text."),
            minimum=1,
            maximum=MOST_STEPS,
        ),
        Parameter(
            "eta",
            "number",
            0.02,
            gettext_lazy("Learning rate η"),
            gettext_lazy("Of Adam."),
            minimum=0.00001,
            maximum=1,
        ),
        Parameter(
            "temperature",
            "number",
            0.5,
            gettext_lazy("Temperature T"),
            gettext_lazy("0 always takes the likeliest token."),
            minimum=0,
            maximum=10,
        ),
        Parameter(
            "top_k",
            "integer",
            5,
            gettext_lazy("Top-k"),
            gettext_lazy("Only the k likeliest tokens are drawn from."),
            minimum=1,
            maximum=300,
        ),
        Parameter("seed", "integer", 1, gettext_lazy("Seed"), minimum=0, maximum=10**6),
    )

    def faults(self, values: Values) -> dict[str, str]:
        text = _given(values, "text")
        if len(text) <= values["window"]:
            least = values["window"] + 1
            return {"text": _("Write at least %(least)d tokens.") % {"least": least}}
        unknown = set(_given(values, "start")) - set(text)
        if unknown:
            return {
                "start": _("Not in the text: %(unknown)s")
                % {"unknown": " ".join(sorted(unknown))}
            }
        return {}

    def trace(self, values: Values) -> Trace:
        rng = np.random.default_rng(values["seed"])
        text = _given(values, "text")
        alphabet = Alphabet.of(text)
        model = algorithm.initial(
            rng, vocabulary=len(alphabet.signs), window=values["window"], **SIZE
        )
        steps = train(
            model,
            alphabet.tokens(text),
            steps=values["steps"],
            batch=BATCH,
            rate=values["eta"],
            rng=rng,
        )
        return Trace(
            parameters=values,
            steps=[_step(step, text, values) for step in steps],
            summary=_summary(values, steps, alphabet, rng),
            columns=COLUMNS,
            summary_labels=SUMMARY,
        )

    def figures(self, trace: Trace) -> dict[str, dict[str, Any]]:
        return {
            _("Loss of each step"): _losses(trace),
            _("What may come after the beginning"): _next(trace),
            _("Attention in the last window"): _attention(trace),
        }


def _given(values: Values, name: str) -> list[str]:
    """The tokens of a text that was given, all on one line."""
    return _signs(" ".join(values[name].split()), values)


def _signs(text: str, values: Values) -> list[str]:
    """Its words, or its characters."""
    return text.split() if values["unit"] == "word" else list(text)


def _written(signs: list[str], values: Values) -> str:
    return (" " if values["unit"] == "word" else "").join(signs)


def _shown(signs: list[str], values: Values) -> str:
    """As `_written`, where a space can be seen."""
    return _written([sign.replace(" ", SPACE) for sign in signs], values)


def _step(step: Trained, text: list[str], values: Values) -> Step:
    start, end = int(step.starts[0]), int(step.starts[0]) + values["window"]
    return {
        "step": step.number,
        "window": _shown(text[start:end], values),
        "targets": _shown(text[start + 1 : end + 1], values),
        "loss": step.loss,
        "gradient": step.norm,
    }


def _summary(
    values: Values, steps: list[Trained], alphabet: Alphabet, rng: np.random.Generator
) -> Values:
    model, start = steps[-1].model, _given(values, "start")
    known = len(alphabet.signs)
    drawn = algorithm.generate(
        model,
        alphabet.tokens(start),
        count=LETTERS,
        rng=rng,
        temperature=values["temperature"],
        top_k=min(values["top_k"], known),
    )
    shares = algorithm.next_distribution(drawn[0].logits)
    likely = np.argsort(-shares, kind="stable")[:LIKELY]
    last = algorithm.forward(model, np.array(drawn[-1].context))
    return {
        "written": _written(
            start + alphabet.text([one.token for one in drawn]), values
        ),
        "guessing": math.log(known),
        "loss": float(np.mean([step.loss for step in steps[-10:]])),
        "vocabulary": _shown(list(alphabet.signs), values),
        "parameters": packed(model).size,
        "attention": last.blocks[0].attention.heads.weights[0].round(6).tolist(),
        "next": _shown(alphabet.text(likely.tolist()), values),
        "shares": shares[likely].round(6).tolist(),
    }


def _losses(trace: Trace) -> figures.Spec:
    losses = [round(step["loss"], 6) for step in trace.steps]
    return figures.curves(
        {
            _("loss"): losses,
            _("guessing"): [round(trace.summary["guessing"], 6)] * len(losses),
        },
        x=_("step"),
        y=_("loss"),
        description=_("The loss of each step, and that of guessing."),
    )


def _next(trace: Trace) -> figures.Spec:
    return figures.bars(
        _signs(trace.summary["next"], trace.parameters),
        trace.summary["shares"],
        x=_("next token"),
        y=_("probability at T = 1"),
        description=_("The likeliest tokens after the beginning."),
    )


def _attention(trace: Trace) -> figures.Spec:
    """Of the window from which the last token was drawn."""
    rows = trace.summary["attention"]
    signs = _signs(trace.summary["written"], trace.parameters)[-1 - len(rows) : -1]
    window = [sign.replace(" ", SPACE) for sign in signs]
    return figures.heatmap(
        rows,
        rows=window,
        columns=window,
        x=_("is looked at"),
        y=_("looks"),
        description=_(
            "How much each token (row) attends to those before it (column): the upper "
            "right is closed."
        ),
    )
