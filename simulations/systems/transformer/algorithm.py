"""The Transformer's parts and its block, forward, with every number on the way.

A. Vaswani et al., "Attention Is All You Need" (2017), arXiv:1706.03762. Vectors are
rows: X has the shape (n, d_model), a row a token. Numbers are without units.

What takes anything checks it and raises OutOfBounds. What takes an Array is a kernel:
its caller has checked that the numbers are finite and that the shapes fit. Kernels
also take stacks of matrices, (…, n, d_model), and work on each.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from math import sqrt
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from simulations import bounds

from .algorithm_activations import Activation, activated

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Norm = Literal["post", "pre"]  # normalise after the sum (2017), or before the sublayer

EPSILON = 1e-5  # keeps the layer norm of equal numbers finite
MOST_SIZE = 1024  # of d_model and a sequence; d_ff may be four times that
MOST_MATRIX = 4 * MOST_SIZE**2


@dataclass(frozen=True)
class Attention:
    """Equation 1, step by step; n queries meet m keys."""

    queries: Array  # Q (…, n, d_k)
    keys: Array  # K (…, m, d_k)
    values: Array  # V (…, m, d_v)
    products: Array  # QKᵀ (…, n, m)
    scores: Array  # QKᵀ / √d_k, −∞ where the mask is closed
    weights: Array  # softmax of each row of the scores
    output: Array  # weights · V (…, n, d_v)


@dataclass(frozen=True)
class MultiHead:
    """Section 3.2.2: `heads` has an axis of h heads before the last two."""

    x: Array
    heads: Attention
    joined: Array  # Concat(head₁, …) (…, n, h·d_v)
    output: Array  # joined · W_O (…, n, d_model)


@dataclass(frozen=True)
class Normed:
    """Layer norm: (x − mean) / deviation, then gain and shift."""

    mean: Array  # (…, n, 1)
    deviation: Array  # √(variance + ε) (…, n, 1)
    standard: Array  # (…, n, d_model)
    output: Array


@dataclass(frozen=True)
class Fed:
    """Equation 2: activation(x W₁ + b₁) W₂ + b₂."""

    x: Array
    sums: Array  # x W₁ + b₁ (…, n, d_ff)
    hidden: Array  # activation of the sums
    output: Array  # (…, n, d_model)


@dataclass(frozen=True)
class Block:
    """The weights of one block, or their gradients."""

    queries: Array  # W_Q (h, d_model, d_k), a matrix a head
    keys: Array  # W_K (h, d_model, d_k)
    values: Array  # W_V (h, d_model, d_v)
    output: Array  # W_O (h·d_v, d_model)
    gain1: Array  # of the layer norm at attention (d_model,)
    shift1: Array
    w1: Array  # (d_model, d_ff)
    b1: Array
    w2: Array  # (d_ff, d_model)
    b2: Array
    gain2: Array  # of the layer norm at the feed-forward layer
    shift2: Array

    @property
    def arrays(self) -> list[Array]:
        """All weights in the order of the fields."""
        return [getattr(self, field.name) for field in fields(self)]


@dataclass(frozen=True)
class Pass:
    """A block's forward pass. `middle` leaves the first half, `output` the second."""

    x: Array
    attention: MultiHead
    first_sum: Array  # x + attention
    first_norm: Normed
    middle: Array
    feed: Fed
    second_sum: Array  # middle + feed-forward
    second_norm: Normed
    output: Array


def softmax(scores: Array) -> Array:
    """A kernel: each row's exponentials as shares of their sum; −∞ becomes 0.

    A row needs one score that is finite.
    """
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: Array = powers / powers.sum(axis=-1, keepdims=True)
    return shares


def _attend(
    q: Array, k: Array, v: Array, *, mask: Mask | None, scale: float
) -> Attention:
    """`attention` of arrays that are known to fit."""
    products = q @ np.swapaxes(k, -1, -2)
    scores = products / scale
    if mask is not None:
        scores = np.where(mask, scores, -np.inf)
    weights = softmax(scores)
    return Attention(q, k, v, products, scores, weights, weights @ v)


def attention(
    queries: Any,
    keys: Any,
    values: Any,
    *,
    mask: Any = None,
    scale: float | None = None,
) -> Attention:
    """Scaled dot-product attention (equation 1) of Q (n, d_k), K (m, d_k), V (m, d_v).

    `mask` (n, m) is true where a query may look; `scale` is √d_k unless given. Raises
    OutOfBounds naming what does not fit.
    """
    q = bounds.array("queries", queries, shape=(None, None), most=1e6)
    k = bounds.array("keys", keys, shape=(None, q.shape[1]), most=1e6)
    v = bounds.array("values", values, shape=(len(k), None), most=1e6)
    bounds.work("queries", len(q) * len(k) * (q.shape[1] + v.shape[1]))
    divisor = sqrt(q.shape[1])
    if scale is not None:
        divisor = bounds.number("scale", scale, least=1e-6, most=1e6)
    opened = None if mask is None else checked_mask(mask, (len(q), len(k)))
    return _attend(q, k, v, mask=opened, scale=divisor)


def checked_mask(mask: Any, shape: tuple[int, int]) -> Mask:
    """The mask as booleans; each query needs a key that is open."""
    opened: Mask = bounds.array("mask", mask, shape=shape, most=1) != 0
    if not opened.any(axis=1).all():
        raise bounds.OutOfBounds("mask", "leave each query at least one key.")
    return opened


def _multi_head(x: Array, block: Block, mask: Mask | None) -> MultiHead:
    """MultiHead(X, X, X) of section 3.2.2, all heads at once."""
    each = x[..., None, :, :]
    q, k, v = each @ block.queries, each @ block.keys, each @ block.values
    heads = _attend(q, k, v, mask=mask, scale=sqrt(q.shape[-1]))
    side_by_side = np.swapaxes(heads.output, -3, -2)
    joined = side_by_side.reshape(*x.shape[:-1], -1)
    return MultiHead(x, heads, joined, joined @ block.output)


def layer_norm(x: Array, gain: Array, shift: Array, epsilon: float = EPSILON) -> Normed:
    """J. L. Ba et al., "Layer Normalization" (2016), equations 3 and 4, a row a token.

    A kernel. The variance is the mean square (divided by d, not d − 1).
    """
    mean = x.mean(axis=-1, keepdims=True)
    centred = x - mean
    deviation = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + epsilon)
    standard = centred / deviation
    return Normed(mean, deviation, standard, standard * gain + shift)


def _feed_forward(x: Array, block: Block, activation: Activation) -> Fed:
    sums = x @ block.w1 + block.b1
    hidden = activated(sums, activation)
    return Fed(x, sums, hidden, hidden @ block.w2 + block.b2)


def forward(
    x: Array,
    block: Block,
    *,
    mask: Mask | None = None,
    norm: Norm = "post",
    activation: Activation = "relu",
) -> Pass:
    """One block (section 3.1), a kernel that refuses only unknown names.

    post: LayerNorm(x + Sublayer(x)), as in 2017; pre: x + Sublayer(LayerNorm(x)).
    """
    check_kind(norm, activation)
    if norm == "post":
        return _post(x, block, mask, activation)
    first = layer_norm(x, block.gain1, block.shift1)
    heads = _multi_head(first.output, block, mask)
    middle = x + heads.output
    second = layer_norm(middle, block.gain2, block.shift2)
    fed = _feed_forward(second.output, block, activation)
    output = middle + fed.output
    return Pass(x, heads, middle, first, middle, fed, output, second, output)


def _post(x: Array, block: Block, mask: Mask | None, activation: Activation) -> Pass:
    heads = _multi_head(x, block, mask)
    first_sum = x + heads.output
    first = layer_norm(first_sum, block.gain1, block.shift1)
    fed = _feed_forward(first.output, block, activation)
    second_sum = first.output + fed.output
    second = layer_norm(second_sum, block.gain2, block.shift2)
    return Pass(
        x, heads, first_sum, first, first.output, fed, second_sum, second, second.output
    )


def encode(
    x: Any,
    block: Block,
    *,
    mask: Any = None,
    norm: Norm = "post",
    activation: Activation = "relu",
) -> Pass:
    """One block, checked first: X (n, d_model), `mask` (n, n) true where open.

    Raises OutOfBounds naming the array that does not fit.
    """
    check_kind(norm, activation)
    tokens = bounds.array("x", x, shape=(None, None), most=1e6)
    fitting = checked(block, tokens.shape[1])
    n, d = tokens.shape
    bounds.work("x", n * (n + d) * fitting.output.shape[0] + n * d * len(fitting.b1))
    opened = None if mask is None else checked_mask(mask, (n, n))
    return forward(tokens, fitting, mask=opened, norm=norm, activation=activation)


def check_kind(norm: str, activation: str) -> None:
    """OutOfBounds unless both names are known."""
    bounds.one_of("norm", norm, ("post", "pre"))
    bounds.one_of("activation", activation, ("relu", "gelu"))


def checked(block: Block, d: int) -> Block:
    """The block with arrays that fit each other and rows of d numbers."""

    def size(name: str, *shape: int | None) -> tuple[int, ...]:
        matrix = getattr(block, name)
        return bounds.array(name, matrix, shape=shape, numbers=MOST_MATRIX).shape

    h, _d, d_k = size("queries", None, d, None)
    d_v, d_ff = size("values", h, d, None)[-1], size("w1", d, None)[-1]
    shapes: dict[str, tuple[int, ...]] = {
        "queries": (h, d, d_k),
        "keys": (h, d, d_k),
        "values": (h, d, d_v),
        "output": (h * d_v, d),
        "w1": (d, d_ff),
        "b1": (d_ff,),
        "w2": (d_ff, d),
    }
    return Block(
        **{
            field.name: bounds.array(
                field.name,
                getattr(block, field.name),
                shape=shapes.get(field.name, (d,)),
                most=1e6,
                numbers=MOST_MATRIX,
            )
            for field in fields(block)
        }
    )
