"""BERT: what is chosen and what becomes of it; it looks both ways."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulations.systems.bert import algorithm
from simulations.systems.transformer import algorithm as transformer
from tests.simulations.transformer.test_algorithm import fails

WORDS = [
    "나는",
    "어제",
    "도서관",
    "에서",
    "책",
    "을",
    "읽",
    "었다",
    "그리고",
    "집",
    "에",
    "갔다",
]
FATES: tuple[algorithm.Fate, ...] = ("masked", "random", "kept")
VOCABULARY = [*WORDS, "학교", "밥", "먹"]


def masked(seed: int, words: list[str], share: float = 0.15) -> algorithm.Masked:
    tokens = [algorithm.CLS, *words, algorithm.SEP]
    rng = np.random.default_rng(seed)
    return algorithm.mask_tokens(tokens, VOCABULARY, rng=rng, share=share)


@given(
    st.integers(0, 2**32),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=60),
    st.floats(0, 1),
)
def test_the_books_are_kept_exactly(seed: int, words: list[str], share: float) -> None:
    """The original comes back, the count is right, special tokens stay."""
    tokens = [algorithm.CLS, *words, algorithm.SEP]
    done = masked(seed, words, share)
    restored = list(done.tokens)
    for one in done.chosen:
        assert restored[one.place] == one.shown
        restored[one.place] = one.original
    assert restored == tokens
    assert len({one.place for one in done.chosen}) == len(done.chosen)
    assert len(done.chosen) == max(1, round(share * len(words)))
    assert sum(map(done.count, FATES)) == len(done.chosen)


@given(st.integers(0, 2**32))
def test_each_fate_shows_what_it_says(seed: int) -> None:
    """[MASK], a word of the vocabulary, or the word itself."""
    for one in masked(seed, WORDS * 5).chosen:
        if one.fate == "masked":
            assert one.shown == algorithm.MASK
        elif one.fate == "random":
            assert one.shown in VOCABULARY
        else:
            assert one.shown == one.original


def within(count: int, trials: int, share: float) -> bool:
    """Within five standard deviations of a binomial count."""
    return abs(count - trials * share) < 5 * math.sqrt(trials * share * (1 - share))


@pytest.mark.slow
def test_the_distribution_is_that_of_the_paper() -> None:
    """Over 20,000 texts: 80 / 10 / 10, each place equally often, words evenly."""
    rng = np.random.default_rng(2018)
    words = [WORDS[i % len(WORDS)] for i in range(20)]
    fates: Counter[str] = Counter()
    places: Counter[int] = Counter()
    replaced: Counter[str] = Counter()
    for _text in range(20_000):
        done = algorithm.mask_tokens(words, VOCABULARY, rng=rng)
        fates.update(one.fate for one in done.chosen)
        places.update(one.place for one in done.chosen)
        replaced.update(one.shown for one in done.chosen if one.fate == "random")
    total = fates.total()
    assert total == 20_000 * 3
    assert within(fates["masked"], total, 0.8)
    assert within(fates["random"], total, 0.1)
    assert within(fates["kept"], total, 0.1)
    assert all(within(places[place], 20_000, 0.15) for place in range(20))
    share = 1 / len(VOCABULARY)
    assert all(within(replaced[word], fates["random"], share) for word in VOCABULARY)


def small(layers: int = 1) -> algorithm.Model:
    return algorithm.initial(
        np.random.default_rng(1),
        vocabulary=6,
        window=5,
        d_model=4,
        heads=2,
        d_ff=3,
        layers=layers,
    )


def test_the_input_is_a_sum_of_three() -> None:
    """Token, segment and position, before the norm."""
    model = small()
    passed = algorithm.forward(model, [2, 0, 2], [0, 0, 1])
    expected = model.tokens[2] + model.segments[1] + model.positions[2]
    assert np.allclose(passed.embedded[2], expected)


def test_every_token_sees_both_sides() -> None:
    """A change at the end changes the prediction at the start: no cell is closed."""
    model = small()
    before = algorithm.forward(model, [1, 2, 3], [0, 0, 0])
    after = algorithm.forward(model, [1, 2, 4], [0, 0, 0])
    assert not np.allclose(before.probabilities[0], after.probabilities[0])
    assert (before.blocks[0].attention.heads.weights > 0).all()


def test_it_is_the_transformer_s_block() -> None:
    """The layers are transformer.forward without a mask, one after the other."""
    model = small(layers=2)
    passed = algorithm.forward(model, [1, 2, 3], [0, 1, 1])
    h = passed.norm.output
    for block in model.blocks:
        h = transformer.encode(h, block, activation="gelu").output
    assert np.allclose(passed.logits, h @ model.tokens.T)
    assert np.allclose(passed.probabilities.sum(axis=1), 1)


def test_only_chosen_places_count() -> None:
    """The loss is the mean of −ln over them; the others may be anything."""
    shares = np.array([[0.5, 0.5], [0.9, 0.1], [0.25, 0.75]])
    expected = -(math.log(0.5) + math.log(0.75)) / 2
    assert math.isclose(algorithm.loss(shares, {0: 1, 2: 1}), expected)
    shares[1] = 0.3, 0.7
    assert math.isclose(algorithm.loss(shares, {0: 1, 2: 1}), expected)


def test_the_published_size() -> None:
    """Uncased: 30,522 tokens, 512 places; d = 768, 12 layers, or d = 1,024, 24 layers.

    BERT-base has 109,482,240 weights, BERT-large 335,141,888; section 3 prints "110M"
    and "340M".
    """
    assert algorithm.parameters(30_522, 512, 768, 12) == 109_482_240
    assert algorithm.parameters(30_522, 512, 1024, 24) == 335_141_888


RNG = np.random.default_rng(0)


@pytest.mark.parametrize(
    ("name", "work"),
    [
        ("tokens", lambda: algorithm.mask_tokens([], WORDS, rng=RNG)),
        ("tokens", lambda: algorithm.mask_tokens(["[CLS]"], WORDS, rng=RNG)),
        ("tokens", lambda: algorithm.mask_tokens(["a"] * 10**6, WORDS, rng=RNG)),
        ("vocabulary", lambda: algorithm.mask_tokens(["a"], [], rng=RNG)),
        ("share", lambda: algorithm.mask_tokens(["a"], WORDS, rng=RNG, share=math.nan)),
        ("tokens", lambda: algorithm.forward(small(), [6], [0])),
        ("tokens", lambda: algorithm.forward(small(), [0] * 6, [0] * 6)),
        ("tokens", lambda: algorithm.forward(small(), [math.inf], [0])),
        ("segments", lambda: algorithm.forward(small(), [1], [2])),
        ("segments", lambda: algorithm.forward(small(), [1], [0, 0])),
        ("targets", lambda: algorithm.loss([[0.5, 0.5]], {})),
        ("targets", lambda: algorithm.loss([[0.5, 0.5]], {1: 0})),
        ("probabilities", lambda: algorithm.loss([[1, 0]], {0: 1})),
        ("probabilities", lambda: algorithm.loss([[math.nan, 0]], {0: 1})),
    ],
)
def test_what_cannot_be_is_refused(name: str, work: Callable[[], Any]) -> None:
    """By name, before any work."""
    fails(name, work)


@pytest.mark.parametrize(("name", "most"), [("d_ff", 10**6), ("vocabulary", 10**9)])
def test_a_model_too_large_is_refused(name: str, most: int) -> None:
    """A million hidden units, a billion words."""
    usual = {"vocabulary": 9, "window": 4, "d_model": 8, "heads": 2, "d_ff": 8}
    fails(name, lambda: algorithm.initial(RNG, **(usual | {name: most})))
