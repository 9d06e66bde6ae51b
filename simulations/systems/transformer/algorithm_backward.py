"""The backward pass of a Transformer's block: the gradient of every weight.

The chain rule through algorithm.forward, layer by layer; `gradient` is always that of
the loss by what the layer puts out, and has its shape.
"""

from __future__ import annotations

from math import sqrt

import numpy as np

from .algorithm import Array, Block, Fed, MultiHead, Norm, Normed, Pass, check_kind
from .algorithm_activations import Activation, slope


def backward(
    block: Block,
    passed: Pass,
    gradient: Array,
    *,
    norm: Norm = "post",
    activation: Activation = "relu",
) -> tuple[Block, Array]:
    """The gradients of the weights and of x, given that of the block's output.

    `norm` and `activation` are those of the forward pass: a kernel that refuses only
    unknown names (OutOfBounds). Stacked sequences add up.
    """
    check_kind(norm, activation)
    if norm == "post":
        second, norm2 = _norm(passed.second_norm, block.gain2, gradient)
        fed, feed = _feed(passed.feed, block, second, activation)
        first, norm1 = _norm(passed.first_norm, block.gain1, second + fed)
        attended, heads = _heads(passed.attention, block, first)
        return Block(*heads, *norm1, *feed, *norm2), first + attended
    fed, feed = _feed(passed.feed, block, gradient, activation)
    second, norm2 = _norm(passed.second_norm, block.gain2, fed)
    middle = gradient + second
    attended, heads = _heads(passed.attention, block, middle)
    first, norm1 = _norm(passed.first_norm, block.gain1, attended)
    return Block(*heads, *norm1, *feed, *norm2), middle + first


Weights = tuple[Array, ...]  # gradients in the order of Block's fields


def _norm(normed: Normed, gain: Array, gradient: Array) -> tuple[Array, Weights]:
    """Mean and deviation depend on every number of a row, hence the two means."""
    by_standard = gradient * gain
    mean = by_standard.mean(axis=-1, keepdims=True)
    along = (by_standard * normed.standard).mean(axis=-1, keepdims=True)
    by_x = (by_standard - mean - normed.standard * along) / normed.deviation
    return by_x, (_rows(gradient * normed.standard).sum(0), _rows(gradient).sum(0))


def _feed(
    fed: Fed, block: Block, gradient: Array, activation: Activation
) -> tuple[Array, Weights]:
    by_sums = gradient @ block.w2.T * slope(fed.sums, activation)
    weights = (
        _product(fed.x, by_sums),
        _rows(by_sums).sum(0),
        _product(fed.hidden, gradient),
        _rows(gradient).sum(0),
    )
    return by_sums @ block.w1.T, weights


def _heads(passed: MultiHead, block: Block, gradient: Array) -> tuple[Array, Weights]:
    heads = passed.heads
    by_joined = gradient @ block.output.T
    split = by_joined.reshape(*gradient.shape[:-1], len(block.queries), -1)
    by_q, by_k, by_v = _attention(passed, np.swapaxes(split, -3, -2))
    x = passed.x[..., None, :, :]
    matrices = (block.queries, block.keys, block.values)
    pairs = list(zip((by_q, by_k, by_v), matrices, strict=True))
    by_x = sum(by @ np.swapaxes(matrix, -1, -2) for by, matrix in pairs)
    by_matrix = (np.swapaxes(x, -1, -2) @ by for by, _matrix in pairs)
    stacked = tuple(range(heads.output.ndim - 3))
    weights = (*(by.sum(axis=stacked) for by in by_matrix),)
    return np.sum(by_x, axis=-3), (*weights, _product(passed.joined, gradient))


def _attention(passed: MultiHead, gradient: Array) -> tuple[Array, Array, Array]:
    """By Q, K and V. A closed cell has the weight 0, so nothing goes back through it."""
    a = passed.heads
    by_weights = gradient @ np.swapaxes(a.values, -1, -2)
    shared = (by_weights * a.weights).sum(axis=-1, keepdims=True)
    by_products = a.weights * (by_weights - shared) / sqrt(a.queries.shape[-1])
    by_keys = np.swapaxes(by_products, -1, -2) @ a.queries
    by_values = np.swapaxes(a.weights, -1, -2) @ gradient
    return by_products @ a.keys, by_keys, by_values


def _rows(stack: Array) -> Array:
    """All rows of a stack of matrices, one under the other."""
    return stack.reshape(-1, stack.shape[-1])


def _product(inputs: Array, gradient: Array) -> Array:
    """A matrix's gradient: inputsᵀ · gradient, summed over the stack."""
    product: Array = _rows(inputs).T @ _rows(gradient)
    return product
