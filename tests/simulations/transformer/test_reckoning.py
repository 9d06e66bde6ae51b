"""What explanations say of rounded numbers: exact ones are equal, others about so."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from quizzes import exercises

EXACT: list[tuple[str, dict[str, Any], str]] = [
    (
        "transformer-learning-rate",
        {"d_model": 100, "warmup": 400, "step": 1600},
        r"= 2.5 \cdot 10^{-3}",
    ),
    (
        "transformer-layer-norm",
        {"x": [1, 5, 1, 5], "gain": [1, 2, 1, 2], "shift": [0, 1, 0, 1]},
        r"/\sigma = (-1, 1, -1, 1)",
    ),
    ("gpt-perplexity", {"sentence": 0, "shares": [0.1, 0.1, 0.4, 0.4]}, "e^{L} = 5.00"),
]
ABOUT: list[tuple[str, dict[str, Any], str]] = [
    (
        "transformer-learning-rate",
        {"d_model": 400, "warmup": 900, "step": 225},
        r"\approx 0.417 \cdot 10^{-3}",
    ),
    (
        "transformer-layer-norm",
        {"x": [-1, 5, 4, -2], "gain": [1, 2, 1, 2], "shift": [0, 1, 0, 1]},
        r"\sigma \approx 3.041",
    ),
    (
        "gpt-perplexity",
        {"sentence": 0, "shares": [0.4, 0.4, 0.1, 0.2]},
        r"e^{L} \approx 4.20",
    ),
]


@pytest.mark.parametrize(("slug", "parameters", "said"), EXACT + ABOUT)
def test_only_what_was_rounded_is_about(
    slug: str, parameters: dict[str, Any], said: str
) -> None:
    """A rate of 0.0025 or a perplexity of 5 is not about that, but just that."""
    with translation.override("en"):
        question = exercises.get(slug).question(**parameters)
    assert said in question.explanation
