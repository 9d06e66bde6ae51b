"""Exercise: which statements hold of BERT, and which of GPT."""

from __future__ import annotations

from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Multiple, Option
from simulations import simulation
from simulations.systems.bert import algorithm

# Which statements hold of which model of 2018.
TRUE = {
    "bert": ("both_sides", "hidden", "segments", "cls", "learned", "blocks", "tuned"),
    "gpt": ("left", "next", "writes", "learned", "blocks", "tuned"),
}
FALSE = ("recurrent", "decoder", "labels")
# What tells them apart: BERT hides a share of the words, GPT writes on as it has learned.
RUNS: dict[str, Parameters] = {
    "bert": {"share": algorithm.SHARE},
    "gpt": {"temperature": 0},
}
SHOWN = 5


@register
class BertOrGpt(Exercise):
    slug = "bert-or-gpt"
    title = gettext_lazy("BERT: what it is, and what GPT is")

    def parameters(self, rng: Random) -> Parameters:
        model = rng.choice(["bert", "gpt"])
        right = TRUE[model]
        other = TRUE["gpt" if model == "bert" else "bert"]
        wrong = [name for name in other if name not in right] + list(FALSE)
        many = rng.randint(2, 3)
        names = rng.sample(right, many) + rng.sample(wrong, SHOWN - many)
        return {"model": model, "statements": names}

    def question(self, **parameters: Any) -> Multiple:
        model, names = parameters["model"], parameters["statements"]
        told = _statements()
        right = [name for name in names if name in TRUE[model]]
        wrong = [name for name in names if name not in TRUE[model]]
        return Multiple.of(
            right=[Option(*told[name]) for name in right],
            wrong=[Option(*told[name]) for name in wrong],
            prompt=_prompt(model),
            explanation="\n".join(f"- {told[name][1]}" for name in names),
        )

    def lab(self, parameters: Parameters) -> str:
        model = parameters["model"]
        return simulation.get(model).address(RUNS[model])


def _prompt(model: str) -> str:
    return _("Which of these hold of %(model)s, as published in 2018? Tick all.") % {
        "model": {"bert": "BERT", "gpt": "GPT"}[model]
    }


def _statements() -> dict[str, tuple[str, str]]:
    """Each statement, and what is true of it."""
    return _of_bert() | _of_gpt() | _of_both() | _of_none()


def _of_bert() -> dict[str, tuple[str, str]]:
    return {
        "both_sides": (
            _("Each token sees what is before it and what is after it."),
            _("BERT looks both ways; GPT only looks back."),
        ),
        "hidden": (
            _("It is trained to tell words that have been hidden."),
            _("BERT learns from hidden words, GPT from the next word."),
        ),
        "segments": (
            _("Its input holds a row that tells sentence A from sentence B."),
            _("BERT adds a row for the segment; GPT has tokens and positions only."),
        ),
        "cls": (
            _("In pre-training, too, each text begins with [CLS]."),
            _("BERT puts [CLS] in front of every text and classifies by it."),
        ),
    }


def _of_gpt() -> dict[str, tuple[str, str]]:
    return {
        "left": (
            _("Each token sees only itself and what is before it."),
            _("GPT's mask is causal; BERT has none but for padding."),
        ),
        "next": (
            _("It is trained to predict the next token at every position."),
            _("GPT predicts the next token everywhere, BERT only the chosen 15 %."),
        ),
        "writes": (
            _("It can write a text on, token by token, just as it was trained."),
            _("GPT draws the next token and goes on; BERT is not made to write on."),
        ),
    }


def _of_both() -> dict[str, tuple[str, str]]:
    return {
        "learned": (
            _("Its position embeddings are learned."),
            _("Both learn their positions; the sines are those of 2017."),
        ),
        "blocks": (
            _("It is a stack of Transformer blocks."),
            _("Both are stacks of the same block: attention and feed-forward layer."),
        ),
        "tuned": (
            _("It is first trained on plain text, then fine-tuned for a task."),
            _("Both are pre-trained without labels, then fine-tuned with a few."),
        ),
    }


def _of_none() -> dict[str, tuple[str, str]]:
    return {
        "recurrent": (
            _("It hands a hidden state on from word to word, like an RNN."),
            _("Neither is recurrent: attention sees all its tokens at once."),
        ),
        "decoder": (
            _("It has an encoder for the source and a decoder for the target."),
            _(
                "Neither has both: BERT is like the encoder, GPT like the decoder alone."
            ),
        ),
        "labels": (
            _("Its pre-training needs texts with labels made by people."),
            _("Neither needs labels in pre-training: the text itself is the answer."),
        ),
    }
