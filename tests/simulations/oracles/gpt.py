"""GPT: answers found from the questions."""

from __future__ import annotations

import re
import statistics
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
from scipy.special import softmax

from quizzes.questions import Question

from . import oracle


def listed(question: Question) -> dict[str, str]:
    """The words of the prompt's list with their numbers."""
    return dict(re.findall(r"^- (.*): \$(.*)\$$", question.prompt, re.MULTILINE))


@oracle("gpt-causal-row")
def causal_row(question: Question) -> Any:
    """Scores of −∞ to the right of the token, then scipy's softmax."""
    (looks,) = map(int, re.findall(r"Token (\d) has", question.prompt))
    (written,) = re.findall(r"before the mask: \$\((.*?)\)\$", question.prompt)
    scores = np.array([float(one) for one in written.split(", ")])
    scores[looks:] = -np.inf
    return [softmax(scores).tolist()]


@oracle("gpt-mask")
def mask(question: Question) -> Any:
    """numpy's lower triangle, or the rest."""
    size = len(question.input()["rows"])
    opened = np.tril(np.ones((size, size), dtype=int))
    return (opened if "an open cell" in question.prompt else 1 - opened).tolist()


@oracle("gpt-next-token")
def next_token(question: Question) -> str:
    """Sums of the original shares against the lot times all that is kept."""
    shares = {word: Fraction(share) for word, share in listed(question).items()}
    (k,) = map(int, re.findall(r"\$k = (\d)\$", question.prompt))
    (lot,) = map(Fraction, re.findall(r"\$u = (.*?)\$", question.prompt))
    least = sorted(shares.values())[-k]
    kept = {word: share for word, share in shares.items() if share >= least}
    assert len(kept) == k
    sums = zip(kept, accumulate(kept.values()), strict=True)
    bar = lot * sum(kept.values())
    drawn = next(word for word, share in sums if share > bar)
    options = question.input()["options"]
    return str(next(one["id"] for one in options if one["text"] == drawn))


@oracle("gpt-perplexity")
def perplexity(question: Question) -> float:
    """The geometric mean of the number of equally likely words, 1/p."""
    return statistics.geometric_mean(1 / float(p) for p in listed(question).values())


@oracle("gpt-targets")
def targets(question: Question) -> Any:
    """Of each token in the window, the one that follows it in the text."""
    text, window = (
        [int(one) for one in tokens.split(", ")]
        for tokens in re.findall(r"\$\((.*?)\)\$", question.prompt)
    )
    follows = dict(pairwise(text))
    assert len(set(text)) == len(text)
    return [[follows[token] for token in window]]


@oracle("gpt-temperature")
def temperature(question: Question) -> Any:
    """The probabilities at T = 1, each to the power 1/T, scaled to the sum 1."""
    (heat,) = map(float, re.findall(r"\$T = (.*?)\$", question.prompt))
    powers = softmax([float(z) for z in listed(question).values()]) ** (1 / heat)
    return [(powers / powers.sum()).tolist()]
