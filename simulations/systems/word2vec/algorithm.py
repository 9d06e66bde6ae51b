"""word2vec: words become vectors by predicting the words around them.

T. Mikolov, K. Chen, G. Corrado, J. Dean, "Efficient Estimation of Word
Representations in Vector Space", arXiv:1301.3781 (skip-gram and CBOW), and
T. Mikolov, I. Sutskever, K. Chen, G. Corrado, J. Dean, "Distributed Representations
of Words and Phrases and their Compositionality", arXiv:1310.4546 (negative
sampling, equation 4). Words are numbered from 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulations import bounds

from . import algorithm_text
from .algorithm_text import MOST_WINDOW, MOST_WORDS, Position, Words

Array = NDArray[np.float64]
Method = Literal["skip-gram", "cbow"]

MOST_DIMENSION = 300
MOST_LOSS = 1e6  # of one step: a run that comes so far has left all sense


@dataclass(frozen=True)
class Vectors:
    """Two vectors a word: v as an input, v′ as an output; both (words, dimension)."""

    inputs: Array
    outputs: Array


@dataclass(frozen=True)
class Gradient:
    """One prediction with every number between, and the gradient of its loss E.

    `by_outputs` (outputs, dimension) holds ∂E/∂v′ of each predicted word;
    `by_input` (dimension,) is ∂E/∂v of each single input word.
    """

    hidden: Array  # h: the mean of the input words' vectors
    scores: Array  # v′·h of each output word
    probabilities: Array  # σ of the scores: that the word is no noise
    errors: Array  # probability − label
    loss: float  # E
    by_outputs: Array
    by_input: Array


@dataclass(frozen=True)
class Step:
    """One position of the window: what was predicted from what, and the change."""

    epoch: int  # from 1
    inputs: list[int]
    outputs: list[int]  # the words of the text first, then the noise
    labels: Array  # 1 for a word of the text, 0 for noise
    gradient: Gradient
    input_vectors: Array  # of `inputs`, after the update
    output_vectors: Array  # of `outputs`, after the update


@dataclass(frozen=True)
class Run:
    """All steps, and the vectors at the end."""

    steps: list[Step]
    vectors: Vectors


@dataclass(frozen=True)
class Training:
    """The mean loss of each epoch's steps, and the vectors at the end."""

    losses: list[float]
    vectors: Vectors


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How to learn: `negatives` draws from the noise for each predicted word, and a
    threshold t of subsampling, anew in each epoch (1 keeps every word)."""

    sentences: Sequence[Words]
    method: Method = "skip-gram"
    window: int
    negatives: int
    rate: float
    epochs: int
    threshold: float = 1.0


def sigmoid(z: Array) -> Array:
    """1 / (1 + e^−z), written so that no z overflows; it trusts its input."""
    return 0.5 * (1 + np.tanh(0.5 * z))


def gradient(
    vectors: Vectors, inputs: Words, outputs: Words, labels: ArrayLike
) -> Gradient:
    """Predict which output words are of the text (label 1) and which noise (0).

    E = −Σ ln σ(v′·h) over the words of the text − Σ ln σ(−v′·h) over the noise
    (1310.4546, equation 4). Skip-gram has one input word, CBOW the whole context.
    Raises bounds.OutOfBounds, naming the parameter.
    """
    given = _checked_vectors(vectors)
    words = len(given.inputs)
    t = bounds.array("labels", labels, shape=(_words("outputs", outputs, words),))
    if not ((t == 0) | (t == 1)).all():
        raise bounds.OutOfBounds("labels", "give 1 for the text, 0 for noise.")
    _words("inputs", inputs, words)
    return _gradient(given, inputs, outputs, t)


def _words(name: str, words: Words, vocabulary: int) -> int:
    """How many words these are, once all are known."""
    bounds.whole(name, len(words), most=algorithm_text.MOST_WORDS)
    for word in words:
        bounds.whole(name, word, least=0, most=vocabulary - 1)
    return len(words)


def _gradient(vectors: Vectors, inputs: Words, outputs: Words, t: Array) -> Gradient:
    h = vectors.inputs[list(inputs)].sum(axis=0) / len(inputs)
    v = vectors.outputs[list(outputs)]
    scores = v @ h
    errors = sigmoid(scores) - t
    return Gradient(
        hidden=h,
        scores=scores,
        probabilities=errors + t,
        errors=errors,
        loss=float(np.logaddexp(0, np.where(t > 0, -scores, scores)).sum()),
        by_outputs=errors[:, None] * h,
        by_input=errors @ v / len(inputs),
    )


def descend(
    vectors: Vectors, inputs: Words, outputs: Words, by: Gradient, rate: float
) -> None:
    """One step downhill, in place; a word that occurs twice moves twice.

    It trusts its input, which is that of the gradient.
    """
    np.add.at(vectors.outputs, list(outputs), -rate * by.by_outputs)
    np.add.at(vectors.inputs, list(inputs), -rate * by.by_input)


def initial(vocabulary: int, dimension: int, rng: np.random.Generator) -> Vectors:
    """As the authors' program starts: v uniform in ±0.5/dimension, v′ = 0."""
    bounds.whole("vocabulary", vocabulary, most=MOST_WORDS)
    bounds.whole("dimension", dimension, most=MOST_DIMENSION)
    shape = (vocabulary, dimension)
    return Vectors((rng.random(shape) - 0.5) / dimension, np.zeros(shape))


def learn(plan: Plan, vectors: Vectors, rng: np.random.Generator) -> Run:
    """Learn online, one position of the window after the other, and keep all steps.

    Each predicted word comes with draws from the noise; a draw that is that word
    itself is left out, as in the authors' program. Skip-gram predicts the whole
    context of a word at once. To type in the noise, take a step with `gradient` and
    `descend`: the run is nothing else. Raises OutOfBounds before any work, but for a
    rate that proves so large that the loss grows without end.
    """
    current = _checked(plan, vectors)
    steps, each = _cost(plan, current)
    bounds.steps("epochs", steps)
    bounds.work("epochs", steps * each, most=bounds.MOST_WORK // 10)
    return Run(list(_steps(plan, current, rng)), current)


def train(plan: Plan, vectors: Vectors, rng: np.random.Generator) -> Training:
    """The same run as `learn`, of which only the losses and the end are kept."""
    current = _checked(plan, vectors)
    steps, each = _cost(plan, current)
    bounds.work("epochs", steps * (bounds.CALLS + each), most=20 * bounds.MOST_WORK)
    losses: list[list[float]] = [[] for _epoch in range(plan.epochs)]
    for step in _steps(plan, current, rng):
        losses[step.epoch - 1].append(step.gradient.loss)
    return Training([sum(each) / max(len(each), 1) for each in losses], current)


def _checked(plan: Plan, vectors: Vectors) -> Vectors:
    """A copy of the vectors, once everything is known to fit."""
    bounds.whole("window", plan.window, most=MOST_WINDOW)
    bounds.whole("negatives", plan.negatives, most=100)
    bounds.whole("epochs", plan.epochs, most=100_000)
    bounds.number("rate", plan.rate, least=0, most=100)
    bounds.number("threshold", plan.threshold, least=1e-12, most=1)
    bounds.one_of("method", plan.method, ("skip-gram", "cbow"))
    copied = _checked_vectors(vectors)
    algorithm_text.check_sentences(plan.sentences, len(copied.inputs))
    return copied


def _checked_vectors(vectors: Vectors) -> Vectors:
    inputs = bounds.array("vectors", vectors.inputs, shape=(None, None), most=1e6)
    outputs = bounds.array("vectors", vectors.outputs, shape=inputs.shape, most=1e6)
    return Vectors(inputs, outputs)


def _cost(plan: Plan, vectors: Vectors) -> tuple[int, int]:
    """How many steps a run has at most, and how many products one of them."""
    around = 2 * plan.window if plan.method == "skip-gram" else 1
    each = around * (1 + plan.negatives) * vectors.inputs.shape[1]
    return plan.epochs * sum(map(len, plan.sentences)), each


def _steps(plan: Plan, current: Vectors, rng: np.random.Generator) -> Iterator[Step]:
    occurrences = algorithm_text.counts(plan.sentences, len(current.inputs))
    drawn_from = np.cumsum(algorithm_text.noise(occurrences))
    drawn_from[-1] = 1.0  # whatever was rounded on the way
    left_out = algorithm_text.discard(occurrences / occurrences.sum(), plan.threshold)
    for epoch in range(1, plan.epochs + 1):
        for sentence in plan.sentences:
            kept = _kept(sentence, left_out, rng)
            for position in algorithm_text.positions(kept, plan.window):
                inputs, truths = _asked(position, plan.method)
                outputs = truths + _negatives(truths, plan.negatives, drawn_from, rng)
                yield _step(current, epoch, inputs, outputs, len(truths), plan.rate)


def _kept(sentence: Words, left_out: Array, rng: np.random.Generator) -> list[int]:
    words = list(sentence)
    stays = rng.random(len(words)) >= left_out[words]
    return [word for word, stay in zip(words, stays, strict=True) if stay]


def _asked(position: Position, method: Method) -> tuple[list[int], list[int]]:
    """The input words, and the words of the text that they are to predict."""
    if method == "skip-gram":
        return [position.center], position.context
    return position.context, [position.center]


def _negatives(
    truths: list[int], each: int, drawn_from: Array, rng: np.random.Generator
) -> list[int]:
    draws = np.searchsorted(drawn_from, rng.random(each * len(truths)), side="right")
    drawn = enumerate(draws.tolist())
    return [word for n, word in drawn if word != truths[n // each]]


def _step(
    current: Vectors,
    epoch: int,
    inputs: list[int],
    outputs: list[int],
    truths: int,
    rate: float,
) -> Step:
    labels = np.zeros(len(outputs))
    labels[:truths] = 1
    by = _gradient(current, inputs, outputs, labels)
    if not by.loss < MOST_LOSS:
        raise bounds.OutOfBounds("rate", "the run diverges; give a smaller one.")
    descend(current, inputs, outputs, by, rate)
    after = current.inputs[inputs], current.outputs[outputs]
    return Step(epoch, inputs, outputs, labels, by, *after)
