"""GloVe: word vectors whose products tell how often words stand near each other.

J. Pennington, R. Socher, C. D. Manning, "GloVe: Global Vectors for Word
Representation", EMNLP 2014: the loss of equation 8, the weight of equation 9. Trained
by AdaGrad (J. Duchi, E. Hazan, Y. Singer, JMLR 12, 2011). Words are numbered from 0;
logarithms are natural.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulations import bounds

from . import algorithm_counts
from .algorithm_counts import MOST_VOCABULARY

Array = NDArray[np.float64]

MOST_DIMENSION = 300
CAP, POWER = 100.0, 0.75  # x_max and α of equation 9


@dataclass(frozen=True)
class Model:
    """Vectors w and w̃ (words, dimension), and their biases b and b̃ (words,).

    The paper's word vectors are the sums w + w̃.
    """

    vectors: Array
    contexts: Array
    biases: Array
    context_biases: Array

    @property
    def parts(self) -> tuple[Array, Array, Array, Array]:
        return self.vectors, self.contexts, self.biases, self.context_biases


@dataclass(frozen=True)
class Term:
    """One pair's part of the loss, J_ij = f(X_ij) · difference², and its gradient."""

    product: float  # w_i · w̃_j
    difference: float  # w_i · w̃_j + b_i + b̃_j − ln X_ij
    weight: float  # f(X_ij)
    loss: float
    by_vector: Array  # ∂J/∂w_i, (dimension,)
    by_context: Array  # ∂J/∂w̃_j
    by_bias: float  # ∂J/∂b_i, and ∂J/∂b̃_j alike


@dataclass(frozen=True)
class Step:
    """One pair of a run and what it changed."""

    epoch: int  # from 1
    word: int
    context: int
    count: float  # X_ij
    term: Term
    model: Model  # of this pair only (one word each), after the update
    squares: Model  # AdaGrad's sums of squared gradients, likewise


@dataclass(frozen=True)
class Run:
    """All steps, the model at the end, and the sums of squared gradients."""

    steps: list[Step]
    model: Model
    squares: Model


@dataclass(frozen=True)
class Training:
    """The loss J after each epoch, and the model at the end."""

    losses: list[float]
    model: Model


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How to learn from the counts X (words, words); AdaGrad's sums begin at `start`.

    Each epoch sees the pairs that occur in this `order` (pairs, 2), else in a new one.
    """

    counts: Array
    rate: float
    epochs: int
    cap: float = CAP
    power: float = POWER
    start: float = 1.0
    order: ArrayLike | None = None


def weight(count: ArrayLike, cap: float = CAP, power: float = POWER) -> Array:
    """f(x) = (x/cap)^power, and 1 from the cap on (equation 9), of counts (n,).

    Raises bounds.OutOfBounds, naming the parameter; as do `term`, `loss`, `gradient`.
    """
    x = bounds.array("count", count, shape=(None,), most=1e12)
    if x.min() < 0:
        raise bounds.OutOfBounds("count", "give counts from 0.")
    return _weight(x, *_curve(cap, power))


def _curve(cap: float, power: float) -> tuple[float, float]:
    """What shapes f, checked."""
    return (
        bounds.number("cap", cap, least=1e-6, most=1e12),
        bounds.number("power", power, least=0, most=10),
    )


def _weight(count: Array | float, cap: float, power: float) -> Array:
    return np.minimum(1.0, (np.asarray(count) / cap) ** power)


def term(
    count: float,
    vector: ArrayLike,
    context: ArrayLike,
    bias: float,
    context_bias: float,
    *,
    cap: float = CAP,
    power: float = POWER,
) -> Term:
    """One pair of equation 8: f(X_ij) (w_i · w̃_j + b_i + b̃_j − ln X_ij)²."""
    x = bounds.number("count", count, least=1e-12, most=1e12)
    w = bounds.array("vector", vector, shape=(None,), most=1e6, numbers=MOST_DIMENSION)
    tilde = bounds.array("context", context, shape=w.shape, most=1e6)
    b = bounds.number("bias", bias, least=-1e6, most=1e6)
    b += bounds.number("context_bias", context_bias, least=-1e6, most=1e6)
    return _term(x, w, tilde, b, float(_weight(x, *_curve(cap, power))))


def _term(count: float, w: Array, tilde: Array, bias: float, f: float) -> Term:
    """Both biases come as their sum, and the weight f as it is."""
    product = float(w @ tilde)
    difference = float(product + bias - np.log(count))
    slope = 2 * f * difference
    return Term(
        product=product,
        difference=difference,
        weight=f,
        loss=f * difference**2,
        by_vector=slope * tilde,
        by_context=slope * w,
        by_bias=slope,
    )


def loss(
    model: Model, counts: ArrayLike, cap: float = CAP, power: float = POWER
) -> float:
    """J of equation 8: the sum over all pairs that occur."""
    x = algorithm_counts.checked(counts)
    now = _checked_model(model, len(x))
    differences, weights = _differences(now, x, *_curve(cap, power))
    return float(np.sum(weights * differences**2))


def gradient(
    model: Model, counts: ArrayLike, cap: float = CAP, power: float = POWER
) -> Model:
    """∂J by every number of the model, in the model's shape."""
    x = algorithm_counts.checked(counts)
    now = _checked_model(model, len(x))
    differences, weights = _differences(now, x, *_curve(cap, power))
    slopes = 2 * weights * differences
    return Model(
        slopes @ now.contexts,
        slopes.T @ now.vectors,
        slopes.sum(axis=1),
        slopes.sum(axis=0),
    )


def _differences(
    model: Model, counts: Array, cap: float, power: float
) -> tuple[Array, Array]:
    """w·w̃ + b + b̃ − ln X and f(X), both (words, words); 0 where X is 0."""
    occurs = counts > 0
    logarithms = np.log(counts, out=np.zeros_like(counts), where=occurs)
    sums = model.vectors @ model.contexts.T + model.biases[:, None]
    differences = np.where(occurs, sums + model.context_biases - logarithms, 0.0)
    return differences, np.where(occurs, _weight(counts, cap, power), 0.0)


def initial(vocabulary: int, dimension: int, rng: np.random.Generator) -> Model:
    """As the authors' program starts: all numbers uniform in ±0.5/(dimension + 1)."""
    bounds.whole("vocabulary", vocabulary, most=MOST_VOCABULARY)
    bounds.whole("dimension", dimension, most=MOST_DIMENSION)
    shape = (vocabulary, dimension)
    draws = [rng.random(size) - 0.5 for size in (shape, shape, shape[:1], shape[:1])]
    return Model(*(draw / (dimension + 1) for draw in draws))


def learn(plan: Plan, model: Model, rng: np.random.Generator) -> Run:
    """Learn pair by pair, and keep all steps.

    AdaGrad: the sums of squares grow by g², then w ← w − rate · g / √sum. (The
    authors' program leaves out the factor 2 of g, and adds (rate · g)² after the step.)
    Raises OutOfBounds before any work.
    """
    plan, current, squares = _checked(plan, model)
    steps, each = _cost(plan, current)
    bounds.steps("epochs", steps)
    bounds.work("epochs", steps * each, most=bounds.MOST_WORK // 10)
    return Run(list(_steps(plan, current, squares, rng)), current, squares)


def train(plan: Plan, model: Model, rng: np.random.Generator) -> Training:
    """The same run as `learn`, of which only the losses and the end are kept."""
    plan, current, squares = _checked(plan, model)
    steps, each = _cost(plan, current)
    bounds.work("epochs", steps * (bounds.CALLS + each), most=20 * bounds.MOST_WORK)
    pairs = int(np.count_nonzero(plan.counts))
    losses = []
    for number, _step in enumerate(_steps(plan, current, squares, rng), start=1):
        if number % pairs == 0:
            losses.append(loss(current, plan.counts, plan.cap, plan.power))
    return Training(losses, current)


def _checked(plan: Plan, model: Model) -> tuple[Plan, Model, Model]:
    """Copies of the counts and the model, and AdaGrad's sums, once all is known to fit."""
    bounds.whole("epochs", plan.epochs, most=1_000_000)
    bounds.number("rate", plan.rate, least=0, most=10)
    _curve(plan.cap, plan.power)
    bounds.number("start", plan.start, least=1e-12, most=1e12)
    counts = algorithm_counts.checked(plan.counts)
    algorithm_counts.pairs(counts, plan.order)
    current = _checked_model(model, len(counts))
    sums = Model(*(np.full_like(part, plan.start) for part in current.parts))
    return replace(plan, counts=counts), current, sums


def _checked_model(model: Model, words: int) -> Model:
    """A copy of a model of so many words."""
    most = words * MOST_DIMENSION
    vectors = bounds.array(
        "vectors", model.vectors, shape=(words, None), most=1e6, numbers=most
    )
    shapes = (vectors.shape, (words,), (words,))
    names = ("contexts", "biases", "context_biases")
    rest = [
        bounds.array(name, part, shape=shape, most=1e6)
        for name, part, shape in zip(names, model.parts[1:], shapes, strict=True)
    ]
    return Model(vectors, *rest)


def _cost(plan: Plan, model: Model) -> tuple[int, int]:
    """How many steps a run has, and how many products one of them."""
    return plan.epochs * int(np.count_nonzero(plan.counts)), model.vectors.shape[1]


def _steps(
    plan: Plan, current: Model, squares: Model, rng: np.random.Generator
) -> Iterator[Step]:
    pairs = algorithm_counts.pairs(plan.counts, plan.order)
    for epoch in range(1, plan.epochs + 1):
        seen = rng.permutation(pairs) if plan.order is None else pairs
        for i, j in seen.tolist():
            yield _step(plan, current, squares, epoch, (i, j))


def _step(
    plan: Plan, current: Model, squares: Model, epoch: int, pair: tuple[int, int]
) -> Step:
    i, j = pair
    places = (i, j, i, j)  # of w, w̃, b and b̃
    count = float(plan.counts[i, j])
    now = [part[place] for part, place in zip(current.parts, places, strict=True)]
    f = float(_weight(count, plan.cap, plan.power))
    done = _term(count, now[0], now[1], now[2] + now[3], f)
    slopes: list[Any] = [done.by_vector, done.by_context, done.by_bias, done.by_bias]
    parts = zip(current.parts, squares.parts, places, slopes, strict=True)
    for part, sums, place, by in parts:
        sums[place] += by * by
        part[place] -= plan.rate * by / np.sqrt(sums[place])
    return Step(epoch, i, j, count, done, _of(current, places), _of(squares, places))


def _of(model: Model, places: tuple[int, ...]) -> Model:
    """What belongs to one pair, copied: arrays of one row, biases of one number."""
    pairs = zip(model.parts, places, strict=True)
    return Model(*(part[[place]] for part, place in pairs))
