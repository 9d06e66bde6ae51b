"""GPT: it looks back only, its gradients are right, it samples as it says."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulations.systems.gpt import algorithm
from simulations.systems.gpt import algorithm_training as training
from tests.simulations.transformer.test_algorithm import added, fails, product, twin
from tests.simulations.transformer.test_algorithm_backward import (
    differences,
    relative,
)


def small(seed: int = 1, layers: int = 1) -> algorithm.Model:
    model = algorithm.initial(
        np.random.default_rng(seed),
        vocabulary=5,
        window=4,
        d_model=4,
        heads=2,
        d_ff=3,
        layers=layers,
    )
    weights = np.random.default_rng(seed).normal(size=training.packed(model).size)
    return training.unpacked(weights / 2, model)


@given(st.integers(1, 30))
def test_the_mask_opens_the_past(n: int) -> None:
    """A row's token sees itself and what is before it, nothing after."""
    mask = algorithm.causal_mask(n)
    for i in range(n):
        assert mask[i].tolist() == [j <= i for j in range(n)]


@given(st.integers(0, 3), st.integers(0, 4), st.integers(0, 100))
def test_a_later_token_changes_nothing_before_it(
    place: int, token: int, seed: int
) -> None:
    """Predictions up to a place do not depend on what follows."""
    model, tokens = small(seed, layers=2), np.array([0, 3, 1, 2])
    changed = tokens.copy()
    changed[place] = token
    before, after = (
        algorithm.forward(model, one).probabilities for one in (tokens, changed)
    )
    assert np.array_equal(before[:place], after[:place])


@pytest.mark.parametrize("layers", [1, 2])
def test_every_gradient_equals_its_finite_difference(layers: int) -> None:
    """All weights at once, embeddings used twice, to 1e-6 relative."""
    model = small(7, layers)
    tokens = np.array([[0, 1, 2, 0], [4, 3, 3, 1]])
    targets = np.array([[1, 2, 0, 4], [3, 3, 1, 0]])

    def loss(weights: Any) -> float:
        passed = algorithm.forward(training.unpacked(weights, model), tokens)
        return algorithm.loss(passed.probabilities, targets)

    passed = algorithm.forward(model, tokens)
    found = algorithm.gradients(model, passed, tokens, targets)
    for one, other in zip(found.arrays, model.arrays, strict=True):
        assert one.shape == other.shape
    expected = differences(loss, training.packed(model))
    sizes = [array.size for array in model.arrays]
    places = np.cumsum(sizes)[:-1]
    pairs = zip(
        np.split(training.packed(found), places),
        np.split(expected, places),
        strict=True,
    )
    assert all(relative(one, other) <= 1e-6 for one, other in pairs)


def test_the_loss_is_the_mean_of_what_was_missed() -> None:
    """−ln of the targets' shares; sure of nothing, it is ln(vocabulary)."""
    shares = np.array([[0.5, 0.25, 0.25], [0.1, 0.1, 0.8]])
    expected = -(math.log(0.25) + math.log(0.8)) / 2
    assert math.isclose(algorithm.loss(shares, np.array([1, 2])), expected)
    even = np.full((4, 21), 1 / 21)
    assert math.isclose(algorithm.loss(even, np.arange(4)), math.log(21))


def test_a_high_temperature_levels_and_a_low_one_sharpens() -> None:
    """T = 1 is softmax; T = 0 is the largest, the first of equals."""
    z = [2.0, 1.0, 0.0]
    powers = [math.exp(value) for value in z]
    plain = [power / sum(powers) for power in powers]
    assert np.allclose(algorithm.next_distribution(z), plain)
    doubled = [math.sqrt(power) for power in powers]
    flat = [root / sum(doubled) for root in doubled]
    assert np.allclose(algorithm.next_distribution(z, temperature=2), flat)
    assert algorithm.next_distribution([1, 3, 3], temperature=0).tolist() == [0, 1, 0]


def test_top_k_shares_among_the_largest() -> None:
    """The others get nothing, and the rest adds up to 1."""
    shares = algorithm.next_distribution([0.0, 3.0, 1.0, 2.0], top_k=2)
    assert shares[[0, 2]].tolist() == [0, 0]
    assert math.isclose(shares[1] / shares[3], math.e)
    assert math.isclose(shares.sum(), 1)


def test_text_is_drawn_as_often_as_it_says() -> None:
    """2,000 draws after the same start agree with the distribution (χ², 5σ)."""
    model, rng = small(3), np.random.default_rng(8)
    drawn = [
        algorithm.generate(model, [2], count=1, rng=rng)[0] for _draw in range(2000)
    ]
    counts = np.bincount([one.token for one in drawn], minlength=5)
    shares = drawn[0].probabilities
    chi = ((counts - 2000 * shares) ** 2 / (2000 * shares)).sum()
    assert chi < 4 + 5 * math.sqrt(8)


def test_generation_sees_one_window() -> None:
    """Each token is drawn given at most the last n before it."""
    rng = np.random.default_rng(0)
    drawn = algorithm.generate(small(), [0, 1, 2], count=6, rng=rng, temperature=0)
    tokens = [0, 1, 2, *(one.token for one in drawn)]
    for place, one in enumerate(drawn, start=3):
        assert list(one.context) == tokens[max(0, place - 4) : place]


def test_the_published_size() -> None:
    """GPT of 2018: 40,478 tokens, 512 places, d = 768, 12 layers: 116,534,784.

    The paper prints no total. The published weights (openai-gpt) are just these
    arrays; "117M" is their number rounded. BERT's paper says that BERT-base, 110M, was
    chosen to be of the same size.
    """
    assert algorithm.parameters(40_478, 512, 768, 12) == 116_534_784


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("text", {"text": [0, 1, 9, 0, 1, 2]}),
        ("text", {"text": [0.5] * 9}),
        ("text", {"text": [math.nan] * 9}),
        ("text", {"text": [0, 1]}),
        ("text", {"text": []}),
        ("steps", {"steps": 10**9}),
        ("steps", {"steps": 90_000}),
        ("batch", {"batch": 1_000_000}),
        ("rate", {"rate": math.nan}),
    ],
)
def test_training_refuses_what_it_cannot_do(name: str, given: dict[str, Any]) -> None:
    """Before any work, by name."""
    usual: dict[str, Any] = {"text": [0, 1, 2, 3, 4, 0, 1], "steps": 1, "batch": 1}
    usual |= {"rate": 0.1}
    rng = np.random.default_rng(0)
    fails(name, lambda: training.train(small(), **(usual | given), rng=rng))


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("start", {"start": [9]}),
        ("start", {"start": [math.inf]}),
        ("count", {"count": 10**9}),
        ("temperature", {"temperature": -1}),
        ("top_k", {"top_k": 6}),
    ],
)
def test_generation_refuses_what_it_cannot_do(name: str, given: dict[str, Any]) -> None:
    """Unknown tokens, endless texts, a temperature below 0."""
    usual: dict[str, Any] = {"start": [0], "count": 1}
    rng = np.random.default_rng(0)
    fails(name, lambda: algorithm.generate(small(), **(usual | given), rng=rng))


@pytest.mark.parametrize(
    ("name", "most"), [("d_ff", 1_000_000), ("vocabulary", 10**9), ("layers", 99)]
)
def test_a_model_too_large_is_refused(name: str, most: int) -> None:
    """A million hidden units, a billion words, 99 layers."""
    usual = {"vocabulary": 9, "window": 4, "d_model": 8, "heads": 2, "d_ff": 8}
    rng = np.random.default_rng(0)
    fails(name, lambda: algorithm.initial(rng, **(usual | {name: most})))


def test_weights_survive_their_packing() -> None:
    """In a row and back, they are the same model."""
    model = small(2, layers=2)
    again = training.unpacked(training.packed(model), replace(model))
    assert all(map(np.array_equal, again.arrays, model.arrays))


def test_a_forward_pass_equals_a_naive_twin() -> None:
    """Equation 2 in loops: embeddings, two masked blocks, the same embeddings."""
    model, tokens = small(9, layers=2), [4, 0, 3, 1]
    mask = [[j <= i for j in range(4)] for i in range(4)]
    h = added(
        [model.tokens[token].tolist() for token in tokens], model.positions.tolist()
    )
    for block in model.blocks:
        h = twin(h, block, mask, "post", "gelu")
    logits = product(h, model.tokens.T.tolist())
    passed = algorithm.forward(model, np.array(tokens))
    assert np.allclose(passed.logits, np.array(logits), rtol=1e-9, atol=1e-9)
