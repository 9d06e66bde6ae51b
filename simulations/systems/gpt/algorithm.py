"""GPT: Transformer blocks that look back only, and predict the next token.

A. Radford et al., "Improving Language Understanding by Generative Pre-Training"
(2018), equations 1 and 2: h₀ = U W_e + W_p, h_l = block(h_{l−1}), P = softmax(h W_eᵀ).
As there, the norm comes after the sum, the activation is GELU, and W_e is used twice.

What takes arrays is a kernel of training and writing: its caller has checked them.
What takes anything checks it and raises OutOfBounds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulations import bounds
from simulations.systems.transformer import algorithm as transformer
from simulations.systems.transformer.algorithm import Array, Block, Mask, Pass
from simulations.systems.transformer.algorithm_backward import backward
from simulations.systems.transformer.algorithm_initial import stack
from simulations.systems.transformer.algorithm_sizes import block_parameters

Tokens = NDArray[np.int64]

SPREAD = 0.02  # of the embeddings at the start, as in section 4.1
MOST_TOKENS = 50_000
MOST_WRITTEN = 1000  # tokens at once
MOST_WORK = 1e10  # multiplications of weights while writing


@dataclass(frozen=True)
class Model:
    """The weights, or their gradients: v tokens, windows of n, blocks of d numbers."""

    tokens: Array  # W_e (v, d)
    positions: Array  # W_p (n, d)
    blocks: tuple[Block, ...]

    @property
    def arrays(self) -> list[Array]:
        inner = [array for block in self.blocks for array in block.arrays]
        return [self.tokens, self.positions, *inner]


@dataclass(frozen=True)
class Forward:
    """A forward pass over tokens (…, n)."""

    embedded: Array  # h₀ (…, n, d)
    blocks: tuple[Pass, ...]
    logits: Array  # h W_eᵀ (…, n, v)
    probabilities: Array


@dataclass(frozen=True)
class Drawn:
    """One token of a generated text, and what it was drawn from."""

    context: tuple[int, ...]
    logits: Array  # (v,)
    probabilities: Array  # after temperature and top-k
    token: int


def causal_mask(n: int) -> Mask:
    """(n, n), true where the row's token may see the column's: itself and before."""
    return np.tri(bounds.whole("n", n, most=transformer.MOST_SIZE), dtype=bool)


def initial(
    rng: np.random.Generator,
    *,
    vocabulary: int,
    window: int,
    d_model: int,
    heads: int,
    d_ff: int,
    layers: int = 1,
) -> Model:
    """A model before training; raises OutOfBounds naming what is too large."""
    v = bounds.whole("vocabulary", vocabulary, most=MOST_TOKENS)
    n = bounds.whole("window", window, most=transformer.MOST_SIZE)
    d = bounds.whole("d_model", d_model, most=transformer.MOST_SIZE)
    bounds.work("vocabulary", v * d, most=bounds.MOST_NUMBERS)
    shapes = (v, d), (n, d)
    tokens, positions = (rng.normal(scale=SPREAD, size=shape) for shape in shapes)
    blocks = stack(rng, layers=layers, d_model=d, heads=heads, d_ff=d_ff)
    return Model(tokens, positions, blocks)


def parameters(vocabulary: int, window: int, d_model: int, layers: int) -> int:
    """All weights of a GPT as published: d_ff = 4 d, biases at attention."""
    for name, count in (("vocabulary", vocabulary), ("window", window)):
        bounds.whole(name, count, most=10**9)
    bounds.whole("layers", layers, most=10**6)
    d = bounds.whole("d_model", d_model, most=10**6)
    block = block_parameters(d, 4 * d, biases=True)
    return (vocabulary + window) * d + layers * block


def checked(model: Model) -> Model:
    """A copy of the model; OutOfBounds names what does not fit or is not finite."""
    tokens = bounds.array("tokens", model.tokens, shape=(None, None), most=1e6)
    d = tokens.shape[1]
    positions = bounds.array(
        "positions",
        model.positions,
        shape=(None, d),
        most=1e6,
        numbers=transformer.MOST_MATRIX,
    )
    blocks = (transformer.checked(block, d) for block in model.blocks)
    return Model(tokens, positions, tuple(blocks))


def checked_tokens(
    name: str, given: Any, model: Model, *, shape: tuple[int | None, ...] = (None,)
) -> Tokens:
    """Tokens (m,) or of another shape, each a row of the model's embedding."""
    numbers = bounds.array(name, given, shape=shape, most=1e9)
    if not np.array_equal(numbers, numbers.astype(int)):
        raise bounds.OutOfBounds(name, "give whole numbers.")
    if numbers.min() < 0 or numbers.max() >= len(model.tokens):
        raise bounds.OutOfBounds(
            name, "give tokens from 0 to %(most)d.", most=len(model.tokens) - 1
        )
    return numbers.astype(np.int64)


def forward(model: Model, tokens: Tokens) -> Forward:
    """Predict after each token (…, n) of a window, from it and those before it.

    A kernel: the tokens must fit the model, no more than a window. What is typed in
    goes through algorithm_training.look, which checks it and goes back as well.
    """
    n = tokens.shape[-1]
    h = embedded = model.tokens[tokens] + model.positions[:n]
    passes = []
    for block in model.blocks:
        passes.append(
            transformer.forward(h, block, mask=causal_mask(n), activation="gelu")
        )
        h = passes[-1].output
    logits = h @ model.tokens.T
    return Forward(embedded, tuple(passes), logits, transformer.softmax(logits))


def loss(probabilities: Array, targets: Tokens) -> float:
    """The mean of −ln P(target), targets (…, n) for probabilities (…, n, v).

    A kernel: each target is a column, and its probability above 0.
    """
    chosen = np.take_along_axis(probabilities, targets[..., None], axis=-1)
    return float(-np.log(chosen).mean())


def gradients(model: Model, passed: Forward, tokens: Tokens, targets: Tokens) -> Model:
    """The gradient of the loss by every weight; W_e gets both of its parts.

    A kernel: `passed` is the pass over these tokens (…, n), as are the targets.
    """
    by_logits = passed.probabilities.copy()
    rows = by_logits.reshape(-1, by_logits.shape[-1])
    rows[np.arange(len(rows)), targets.ravel()] -= 1
    rows /= len(rows)
    h = passed.blocks[-1].output if passed.blocks else passed.embedded
    by_tokens = rows.T @ h.reshape(len(rows), -1)
    gradient = by_logits @ model.tokens
    blocks: list[Block] = []
    for block, one in zip(model.blocks[::-1], passed.blocks[::-1], strict=True):
        by_block, gradient = backward(block, one, gradient, activation="gelu")
        blocks.insert(0, by_block)
    np.add.at(by_tokens, tokens.ravel(), gradient.reshape(len(rows), -1))
    by_positions = np.zeros_like(model.positions)
    n, d = gradient.shape[-2:]
    by_positions[:n] = gradient.reshape(-1, n, d).sum(axis=0)
    return Model(by_tokens, by_positions, tuple(blocks))


def next_distribution(
    logits: Any, *, temperature: float = 1, top_k: int | None = None
) -> Array:
    """softmax(z / T) over the k largest of the logits z (v,); T = 0 takes the largest.

    Of equal logits the first counts as larger.
    """
    z = bounds.array("logits", logits, shape=(None,), most=1e6)
    t = bounds.number("temperature", temperature, least=0, most=1e6)
    k = len(z) if top_k is None else bounds.whole("top_k", top_k, most=len(z))
    order = np.argsort(-z, kind="stable")[: k if t else 1]
    kept = z[order] - z[order[0]]
    probabilities = np.zeros(len(z))
    probabilities[order] = transformer.softmax(kept / max(t, 1e-6))
    return probabilities


def pick(shares: Any, lot: float) -> int:
    """The first token whose share, with all before it, is above the lot (0 ≤ lot < 1).

    The last one with a share if rounding leaves none above. Raises OutOfBounds.
    """
    sums = bounds.array("shares", shares, shape=(None,), most=1).cumsum()
    above = sums > bounds.number("lot", lot, least=0, most=1)
    return int(np.argmax(above if above.any() else sums == sums[-1]))


def generate(
    model: Model,
    start: Any,
    *,
    count: int,
    rng: np.random.Generator,
    temperature: float = 1,
    top_k: int | None = None,
) -> list[Drawn]:
    """Write `count` tokens after `start` (m,), each drawn given the last window.

    Raises OutOfBounds naming the parameter.
    """
    model = checked(model)
    tokens = checked_tokens("start", start, model).tolist()
    many, window = bounds.whole("count", count, most=MOST_WRITTEN), len(model.positions)
    size = sum(array.size for array in model.arrays)
    bounds.work("count", many * window * size, most=MOST_WORK)
    drawn: list[Drawn] = []
    for _token in range(many):
        context = tokens[-window:]
        logits = forward(model, np.array(context)).logits[-1]
        shares = next_distribution(logits, temperature=temperature, top_k=top_k)
        token = int(rng.choice(len(shares), p=shares))
        drawn.append(Drawn(tuple(context), logits, shares, token))
        tokens.append(token)
    return drawn
