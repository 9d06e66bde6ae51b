"""The Transformer: answers found from the questions."""

from __future__ import annotations

import cmath
import re
import statistics
from fractions import Fraction
from math import sqrt
from typing import Any

import numpy as np
from scipy.special import softmax

from quizzes.questions import Question

from . import oracle
from .reading import matrices, vectors

# Vaswani et al. (2017), figures 1 and 2; Radford et al. (2019) for pre-norm.
ORDERS = {
    "block with **pre-norm**": [
        "first layer norm",
        "multi-head attention",
        "add the block's input",
        "second layer norm",
        "feed-forward layer",
        "add the sum from the first half",
    ],
    "**encoder block**": [
        "multi-head attention",
        "add the block's input",
        "first layer norm",
        "feed-forward layer",
        "add the feed-forward layer's input",
        "second layer norm",
    ],
    "**decoder block**": [
        "masked self-attention over what is written so far",
        "attention to the encoder's output",
        "feed-forward layer",
    ],
    "**masked** attention": [
        r"score: $QK^\top / \sqrt{d_k}$",
        r"set closed cells to $-\infty$",
        "softmax of each row",
        "multiply by $V$",
    ],
    "multi-head attention without a mask": [
        "make $Q$, $K$ and $V$ from $X$ in each head",
        r"multiply: $QK^\top$",
        r"divide by $\sqrt{d_k}$",
        "softmax of each row",
        "multiply by $V$",
        "join the heads",
        "multiply by $W^O$",
    ],
    "next word of the translation": [
        "look up the embeddings of the source's tokens",
        "add the positions",
        "pass the encoder blocks",
        "pass the decoder blocks, which look at the encoder's output",
        "linear layer: a score for each word of the vocabulary",
        "softmax: a probability for each word",
    ],
}


def size(question: Question, name: str) -> int:
    """The whole number that the prompt gives this name."""
    (found,) = re.findall(rf"(?<!\w){name} = (\d+)", question.prompt)
    return int(found)


@oracle("transformer-attention-row")
def attention_row(question: Question) -> Any:
    """exp(q·k / 2) as a product of a factor for each pair of numbers."""
    [query], keys = (vectors(question, rf"\mathbf{{{name}}}") for name in "qk")
    pairs = np.array(query, dtype=float) * np.array(keys, dtype=float)
    powers = np.prod(np.exp(pairs / 2), axis=1)
    return [(powers / powers.sum()).tolist()]


@oracle("transformer-block-order")
def block_order(question: Question) -> list[str]:
    """The figures of the papers."""
    [order] = [steps for title, steps in ORDERS.items() if title in question.prompt]
    letters = {one["text"]: one["id"] for one in question.input()["options"]}
    return [letters[step] for step in order]


@oracle("transformer-layer-norm")
def layer_norm(question: Question) -> Any:
    """The deviation is the population's, as in Ba, Kiros and Hinton (2016)."""
    names = (r"\mathbf{x}", r"\gamma", r"\beta")
    x, gain, shift = ([*map(float, vectors(question, name)[0])] for name in names)
    mean, deviation = statistics.fmean(x), statistics.pstdev(x)
    rows = zip(x, gain, shift, strict=True)
    return [[g * (one - mean) / deviation + b for one, g, b in rows]]


@oracle("transformer-learning-rate")
def learning_rate(question: Question) -> float:
    """A straight line up to the peak at the last warm-up step, then a root's fall."""
    width, warmup = size(question, "d_{model}"), size(question, "w")
    step = size(question, "n")
    peak = 1000 / sqrt(width * warmup)
    return peak * (step / warmup if step < warmup else sqrt(warmup / step))


@oracle("transformer-parameters")
def parameters_(question: Question) -> int:
    """The entries of arrays of these shapes are counted."""
    width, heads = size(question, "d_{model}"), size(question, "h")
    inner = size(question, "d_{ff}")
    head = [np.zeros((width, width // heads))] * 3
    attention = head * heads + [np.zeros((heads * (width // heads), width))]
    feed = [np.zeros(s) for s in ((width, inner), inner, (inner, width), width)]
    norms = [np.zeros(width)] * 4
    asked = question.prompt.partition("How many")[2]
    whole = "whole block" in asked
    parts = attention * ("multi-head" in asked) + feed * ("feed-forward" in asked)
    return sum(array.size for array in parts + norms * whole)


@oracle("transformer-position")
def position(question: Question) -> float:
    """A pair of columns is one complex number, turned by a fixed angle each step."""
    place, column = map(int, re.findall(r"PE\((\d+), (\d+)\)", question.prompt)[0])
    pair, odd = divmod(column, 2)
    turn = cmath.exp(1j * 10 ** (-8 * pair / size(question, "d_{model}")))
    return (turn**place).real if odd else (turn**place).imag


@oracle("transformer-scores")
def scores(question: Question) -> Any:
    """Entry by entry, from the matrices in the prompt."""
    queries, keys = matrices(question)
    half = Fraction(1, 2)
    return [
        [str(sum(map(half.__mul__, map(Fraction.__mul__, q, k)))) for k in keys]
        for q in queries
    ]


@oracle("transformer-shapes")
def shapes(question: Question) -> str:
    """A block of these sizes is computed, and the array's shape read off."""
    tokens, heads = size(question, "n"), size(question, "h")
    width, inner = size(question, "d_{model}"), size(question, r"d_{ff}")
    x, w = np.ones((tokens, width)), np.ones((width, width // heads))
    weights = softmax((x @ w) @ (x @ w).T, axis=1)
    head = weights @ (x @ w)
    whole = np.hstack([head] * heads) @ np.ones((width, width))
    arrays = {
        "the output of one head": head,
        "the weight matrix $W_i^Q$ of one head": w,
        "the queries $Q$ of one head": x @ w,
        "the attention weights of one head (after the softmax)": weights,
        "the hidden layer of the feed-forward network": whole @ np.ones((width, inner)),
        "the output of the multi-head attention (after $W^O$)": whole,
    }
    rows, columns = arrays[question.prompt.partition("this matrix: ")[2][:-1]].shape
    options = question.input()["options"]
    text = rf"${rows} \times {columns}$"
    return str(next(one["id"] for one in options if one["text"] == text))
