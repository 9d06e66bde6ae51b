"""The block against a naive twin, and two worked examples as printed."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulations.systems.transformer import algorithm
from simulations.systems.transformer.algorithm_initial import initial
from tests.simulations.refusals import refused_at_once

Rows = list[list[float]]


def product(a: Rows, b: Rows) -> Rows:
    return [
        [sum(row[k] * b[k][j] for k in range(len(b))) for j in range(len(b[0]))]
        for row in a
    ]


def attended(q: Rows, k: Rows, v: Rows, mask: list[list[bool]]) -> Rows:
    """Equation 1 in loops: a closed key is left out of the sum."""
    rows = []
    for i, query in enumerate(q):
        powers = [
            math.exp(
                sum(a * b for a, b in zip(query, key, strict=True)) / len(query) ** 0.5
            )
            if mask[i][j]
            else 0.0
            for j, key in enumerate(k)
        ]
        shares = [power / sum(powers) for power in powers]
        rows.append(
            [sum(shares[j] * v[j][c] for j in range(len(v))) for c in range(len(v[0]))]
        )
    return rows


def normed(x: Rows, gain: list[float], shift: list[float]) -> Rows:
    rows = []
    for row in x:
        mean = sum(row) / len(row)
        variance = sum((value - mean) ** 2 for value in row) / len(row)
        rows.append(
            [
                gain[c] * (value - mean) / math.sqrt(variance + 1e-5) + shift[c]
                for c, value in enumerate(row)
            ]
        )
    return rows


def added(a: Rows, b: Rows) -> Rows:
    return [
        [x + y for x, y in zip(r, s, strict=True)] for r, s in zip(a, b, strict=True)
    ]


def bent(value: float, activation: str) -> float:
    if activation == "relu":
        return value if value > 0 else 0.0
    inner = math.sqrt(2 / math.pi) * (value + 0.044715 * value**3)
    return 0.5 * value * (1 + math.tanh(inner))


def twin(
    x: Rows, block: algorithm.Block, mask: list[list[bool]], norm: str, activation: str
) -> Rows:
    """The whole block in loops, from the paper's formulas."""
    w: dict[str, Any] = {name: value.tolist() for name, value in vars(block).items()}

    def attention(rows: Rows) -> Rows:
        heads = [
            attended(product(rows, q), product(rows, k), product(rows, v), mask)
            for q, k, v in zip(w["queries"], w["keys"], w["values"], strict=True)
        ]
        joined = [[c for head in heads for c in head[i]] for i in range(len(rows))]
        return product(joined, w["output"])

    def feed(rows: Rows) -> Rows:
        sums = added(product(rows, w["w1"]), [w["b1"]] * len(rows))
        hidden = [[bent(value, activation) for value in row] for row in sums]
        return added(product(hidden, w["w2"]), [w["b2"]] * len(rows))

    def norm1(rows: Rows) -> Rows:
        return normed(rows, w["gain1"], w["shift1"])

    def norm2(rows: Rows) -> Rows:
        return normed(rows, w["gain2"], w["shift2"])

    if norm == "post":
        middle = norm1(added(x, attention(x)))
        return norm2(added(middle, feed(middle)))
    middle = added(x, attention(norm1(x)))
    return added(middle, feed(norm2(middle)))


def shaken(rng: np.random.Generator, d: int, h: int, ff: int) -> algorithm.Block:
    """A block whose norms and biases do something, too."""
    block = initial(rng, d_model=d, heads=h, d_ff=ff)
    names = ("gain1", "shift1", "gain2", "shift2", "b1", "b2")
    return replace(
        block,
        **{name: rng.normal(size=getattr(block, name).shape) for name in names},
    )


@given(
    seed=st.integers(0, 2**32),
    n=st.integers(1, 5),
    heads=st.integers(1, 3),
    d_k=st.integers(1, 3),
    ff=st.integers(1, 6),
    norm=st.sampled_from(["post", "pre"]),
    activation=st.sampled_from(["relu", "gelu"]),
    causal=st.booleans(),
)
@settings(max_examples=60)
def test_a_block_equals_a_naive_twin(
    seed: int,
    n: int,
    heads: int,
    d_k: int,
    ff: int,
    norm: Literal["post", "pre"],
    activation: Literal["relu", "gelu"],
    causal: bool,
) -> None:
    """Of any shape, with either norm and activation, masked or not."""
    rng = np.random.default_rng(seed)
    block = shaken(rng, heads * d_k, heads, ff)
    x = rng.normal(size=(n, heads * d_k))
    mask = np.tri(n, dtype=bool) if causal else np.ones((n, n), dtype=bool)
    passed = algorithm.encode(x, block, mask=mask, norm=norm, activation=activation)
    expected = twin(x.tolist(), block, mask.tolist(), norm, activation)
    assert np.allclose(passed.output, expected, rtol=1e-9, atol=1e-9)


def test_a_stack_of_sequences_is_each_of_them() -> None:
    """A batch gives what its sequences give alone."""
    rng = np.random.default_rng(5)
    block, x = shaken(rng, 6, 2, 5), rng.normal(size=(3, 4, 6))
    together = algorithm.forward(x, block)
    for one, alone in enumerate(x):
        assert np.allclose(together.output[one], algorithm.encode(alone, block).output)


def test_every_intermediate_matrix_fits_the_next() -> None:
    """Sums, norms and products can be followed by hand through the trace."""
    rng = np.random.default_rng(6)
    block, x = shaken(rng, 4, 2, 3), rng.normal(size=(3, 4))
    passed = algorithm.encode(x, block)
    heads = passed.attention.heads
    assert np.allclose(heads.products / math.sqrt(2), heads.scores)
    assert np.allclose(heads.weights.sum(axis=-1), 1)
    assert np.allclose(passed.attention.joined[:, 2:], heads.output[1])
    assert np.allclose(passed.first_sum, x + passed.attention.output)
    assert np.allclose(passed.second_sum, passed.middle + passed.feed.output)
    assert np.allclose(passed.output, passed.second_norm.output)


def test_illustrated_self_attention_as_printed() -> None:
    """R. Karim, "Illustrated: Self-Attention" (Towards Data Science, 2019).

    Its notebook prints queries, keys, values, scores, softmax and outputs; it leaves
    out the division by √d_k.
    """
    x = np.array([[1, 0, 1, 0], [0, 2, 0, 2], [1, 1, 1, 1]])
    w_key = np.array([[0, 0, 1], [1, 1, 0], [0, 1, 0], [1, 1, 0]])
    w_query = np.array([[1, 0, 1], [1, 0, 0], [0, 0, 1], [0, 1, 1]])
    w_value = np.array([[0, 2, 0], [0, 3, 0], [1, 0, 3], [1, 1, 0]])
    done = algorithm.attention(x @ w_query, x @ w_key, x @ w_value, scale=1)
    assert done.queries.tolist() == [[1, 0, 2], [2, 2, 2], [2, 1, 3]]
    assert done.keys.tolist() == [[0, 1, 1], [4, 4, 0], [2, 3, 1]]
    assert done.values.tolist() == [[1, 2, 3], [2, 8, 0], [2, 6, 3]]
    assert done.scores.tolist() == [[2, 4, 4], [4, 16, 12], [4, 12, 10]]
    printed = [
        ["6.3379e-02", "4.6831e-01", "4.6831e-01"],
        ["6.0337e-06", "9.8201e-01", "1.7986e-02"],
        ["2.9539e-04", "8.8054e-01", "1.1917e-01"],
    ]
    assert [[f"{share:.4e}" for share in row] for row in done.weights] == printed
    assert done.output.round(4).tolist() == [
        [1.9366, 6.6831, 1.5951],
        [2.0, 7.9640, 0.0540],
        [1.9997, 7.7599, 0.3584],
    ]
    assert done.weights.round(1)[0].tolist() == [0.1, 0.5, 0.5]
    assert (np.array([0, 0.5, 0.5]) @ done.values).tolist() == [2.0, 7.0, 1.5]


def test_illustrated_transformer_as_printed() -> None:
    """J. Alammar, "The Illustrated Transformer" (2018): scores 112 and 96, d_k = 64.

    Divided by 8 they are 14 and 12; the softmax is printed as 0.88 and 0.12.
    """
    query = np.zeros((1, 64))
    query[0, :2] = 16, 1
    keys = np.zeros((2, 64))
    keys[:, 0] = 7, 6
    done = algorithm.attention(query, keys, np.eye(2))
    assert done.products.tolist() == [[112, 96]]
    assert done.scores.tolist() == [[14, 12]]
    assert done.output.round(2).tolist() == [[0.88, 0.12]]


def test_a_softmax_of_huge_scores_is_finite() -> None:
    """Only differences count, so nothing overflows."""
    rows = algorithm.softmax(np.array([[1000.0, 999.0], [-1e6, -np.inf]]))
    assert rows.round(6).tolist() == [[0.731059, 0.268941], [1, 0]]


def fails(name: str, work: Callable[[], Any]) -> None:
    """`work` is refused at once, and the parameter is named."""
    with refused_at_once(name):
        work()


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("queries", {"queries": [[math.nan, 1]]}),
        ("queries", {"queries": []}),
        ("queries", {"queries": [[1, 2], [3]]}),
        ("queries", {"queries": np.zeros((1001, 1000))}),
        ("keys", {"keys": [[1, 2, 3]]}),
        ("keys", {"keys": [[math.inf, 1]]}),
        ("values", {"values": [[1], [2]]}),
        ("mask", {"mask": [[0]]}),
        ("mask", {"mask": [[1, 1]]}),
        ("scale", {"scale": 0}),
        ("scale", {"scale": math.nan}),
    ],
)
def test_attention_refuses_what_does_not_fit(name: str, given: dict[str, Any]) -> None:
    """NaN, infinity, ragged or empty rows, wrong shapes, a query with no key."""
    usual: dict[str, Any] = {"queries": [[1, 2]], "keys": [[1, 2]], "values": [[1]]}
    fails(name, lambda: algorithm.attention(**(usual | given)))


def test_a_long_sequence_is_refused_by_its_work() -> None:
    """The work is counted before a large product is made."""
    rows = np.zeros((20_000, 2))
    fails("queries", lambda: algorithm.attention(rows, rows, rows))


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("d_model", {"d_model": 10**9}),
        ("d_ff", {"d_ff": 1_000_000}),
        ("d_ff", {"d_ff": 1.5}),
        ("heads", {"heads": 3}),
        ("heads", {"heads": 0}),
    ],
)
def test_an_impossible_block_is_refused(name: str, given: dict[str, Any]) -> None:
    """A million hidden units, or heads that do not divide d_model."""
    usual = {"d_model": 8, "heads": 2, "d_ff": 16}
    rng = np.random.default_rng(0)
    fails(name, lambda: initial(rng, **(usual | given)))


@pytest.mark.parametrize("name", ["queries", "output", "w1", "b2", "gain1", "shift2"])
def test_a_block_that_does_not_fit_is_refused(name: str) -> None:
    """Each array is checked against the others and named."""
    block = initial(np.random.default_rng(0), d_model=4, heads=2, d_ff=3)
    broken = replace(block, **{name: np.zeros((2, 7))})
    fails(name, lambda: algorithm.encode(np.ones((2, 4)), broken))


@pytest.mark.parametrize("name", ["queries", "values", "w1", "gain2"])
def test_a_ragged_block_is_refused(name: str) -> None:
    """Rows of unequal length, as anyone may type them."""
    block = initial(np.random.default_rng(0), d_model=4, heads=2, d_ff=3)
    ragged: Any = [[1, 2], [3]]
    broken = replace(block, **{name: ragged})
    fails(name, lambda: algorithm.encode(np.ones((2, 4)), broken))


@pytest.mark.parametrize("name", ["norm", "activation"])
def test_an_unknown_kind_is_refused(name: str) -> None:
    """Not passed over in silence."""
    block = initial(np.random.default_rng(0), d_model=4, heads=2, d_ff=3)
    given: Any = {name: "none"}
    fails(name, lambda: algorithm.encode(np.ones((2, 4)), block, **given))
