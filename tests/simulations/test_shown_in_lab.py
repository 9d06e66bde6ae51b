"""Where a lab cannot take the numbers of a question, its learners are told."""

from __future__ import annotations

from random import Random

import pytest
from django.utils import translation

from quizzes import exercises

OTHERS = [  # whose lab has another network, only a part, or a run of its own
    "activation-relu-table",
    "attention-context",
    "glove-probes",
    "glove-ratio",
    "gpt-perplexity",
    "imitation-game-capacity",
    "imitation-game-criterion",
    "rnn-clipping",
    "rnn-time-table",
]


@pytest.mark.parametrize("slug", OTHERS)
@pytest.mark.parametrize(("language", "lab"), [("en", "lab"), ("ko", "실험실")])
def test_the_explanation_ends_with_what_the_lab_shows(
    slug: str, language: str, lab: str
) -> None:
    """Its last paragraph says how the lab and the question belong together."""
    with translation.override(language):
        _parameters, question = exercises.get(slug).ask(Random(1))
    assert lab in question.explanation.split("\n\n")[-1]
