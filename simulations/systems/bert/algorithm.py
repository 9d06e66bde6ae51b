"""BERT: hide some words of a text and predict them from both sides.

J. Devlin et al., "BERT: Pre-training of Deep Bidirectional Transformers for Language
Understanding" (2018), arXiv:1810.04805: task 1 in section 3.1, figure 2, appendix A.1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from simulations import bounds
from simulations.systems.transformer import algorithm as transformer
from simulations.systems.transformer.algorithm import Array, Block, Normed, Pass
from simulations.systems.transformer.algorithm_initial import stack
from simulations.systems.transformer.algorithm_sizes import block_parameters

SHARE = 0.15  # of the tokens are chosen
MASKED, RANDOM = 0.8, 0.1  # of the chosen ones; the rest stays as it is
CLS, SEP, MASK = "[CLS]", "[SEP]", "[MASK]"
SPECIAL = (CLS, SEP, MASK)
MOST_TOKENS = 10_000
SPREAD = 0.02  # of the embeddings at the start, as in the published code

Fate = Literal["masked", "random", "kept"]


@dataclass(frozen=True)
class Chosen:
    """A token that has to be predicted: where it stands and what became of it."""

    place: int  # from 0
    original: str  # the target
    fate: Fate
    shown: str  # what stands in the input


@dataclass(frozen=True)
class Masked:
    """A text as BERT gets to see it; `chosen` goes from left to right."""

    tokens: tuple[str, ...]
    chosen: tuple[Chosen, ...]

    def count(self, fate: Fate) -> int:
        return sum(one.fate == fate for one in self.chosen)


@dataclass(frozen=True)
class Model:
    """The weights: v tokens, at most n places, two segments, blocks of d numbers."""

    tokens: Array  # (v, d)
    segments: Array  # (2, d)
    positions: Array  # (n, d)
    gain: Array  # of the layer norm after the sum of the three
    shift: Array
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Forward:
    """A forward pass over n tokens."""

    embedded: Array  # token + segment + position (n, d), figure 2
    norm: Normed
    blocks: tuple[Pass, ...]
    logits: Array  # last output · tokensᵀ (n, v)
    probabilities: Array


def chosen_count(ordinary: int, share: float = SHARE) -> int:
    """How many of so many ordinary tokens are chosen: rounded, at least one.

    A half goes to the even number. The published create_pretraining_data.py rounds
    alike, but its share is that of all tokens, [CLS] and [SEP] among them, and it takes
    no more than a given most.
    """
    bounds.whole("ordinary", ordinary, most=MOST_TOKENS)
    return max(1, round(bounds.number("share", share, least=0, most=1) * ordinary))


def mask_tokens(
    tokens: Sequence[str],
    vocabulary: Sequence[str],
    *,
    rng: np.random.Generator,
    share: float = SHARE,
) -> Masked:
    """Choose `share` of the tokens; hide 80 % of them, replace 10 %, keep 10 %.

    [CLS], [SEP] and [MASK] are never chosen. A replacement is any word of the
    vocabulary, by chance even the same. Raises OutOfBounds naming the parameter.
    """
    bounds.whole("tokens", len(tokens), most=MOST_TOKENS)
    bounds.whole("vocabulary", len(vocabulary), most=MOST_TOKENS)
    open_places = [i for i, token in enumerate(tokens) if token not in SPECIAL]
    if not open_places:
        raise bounds.OutOfBounds("tokens", "give at least one ordinary token.")
    count = chosen_count(len(open_places), share)
    places = sorted(rng.choice(open_places, size=count, replace=False).tolist())
    chosen = tuple(_fate(place, tokens[place], vocabulary, rng) for place in places)
    shown = list(tokens)
    for one in chosen:
        shown[one.place] = one.shown
    return Masked(tuple(shown), chosen)


def _fate(
    place: int, original: str, vocabulary: Sequence[str], rng: np.random.Generator
) -> Chosen:
    lot = rng.random()
    if lot < MASKED:
        return Chosen(place, original, "masked", MASK)
    if lot < MASKED + RANDOM:
        other = vocabulary[int(rng.integers(len(vocabulary)))]
        return Chosen(place, original, "random", other)
    return Chosen(place, original, "kept", original)


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
    d = bounds.whole("d_model", d_model, most=transformer.MOST_SIZE)
    v = bounds.whole("vocabulary", vocabulary, most=bounds.MOST_NUMBERS // d)
    n = bounds.whole("window", window, most=transformer.MOST_SIZE)
    tokens, segments, positions = (
        rng.normal(scale=SPREAD, size=(rows, d)) for rows in (v, 2, n)
    )
    blocks = stack(rng, layers=layers, d_model=d, heads=heads, d_ff=d_ff)
    return Model(tokens, segments, positions, np.ones(d), np.zeros(d), blocks)


def checked(model: Model) -> Model:
    """A copy of the model; OutOfBounds names what does not fit or is not finite."""
    d = np.shape(model.tokens)[-1]
    shapes = {"segments": (2, d), "gain": (d,), "shift": (d,)}
    arrays = {
        name: bounds.array(
            name,
            getattr(model, name),
            shape=shapes.get(name, (None, d)),
            most=1e6,
            numbers=transformer.MOST_MATRIX,
        )
        for name in ("tokens", "positions", *shapes)
    }
    blocks = tuple(transformer.checked(block, d) for block in model.blocks)
    return Model(**arrays, blocks=blocks)


def forward(model: Model, tokens: Any, segments: Any) -> Forward:
    """Predict every token of (n,) from all of them; no cell of attention is closed.

    tokens (n,) are rows of the table, segments (n,) are 0 or 1. Raises OutOfBounds.
    The published code has one more dense layer before the logits; it is left out.
    """
    model = checked(model)
    places = _rows("tokens", tokens, (None,), len(model.tokens))
    n = bounds.whole("tokens", len(places), most=len(model.positions))
    parts = _rows("segments", segments, (n,), 2)
    embedded = model.tokens[places] + model.segments[parts] + model.positions[:n]
    norm = transformer.layer_norm(embedded, model.gain, model.shift)
    h, passes = norm.output, []
    for block in model.blocks:
        passes.append(transformer.forward(h, block, activation="gelu"))
        h = passes[-1].output
    logits = h @ model.tokens.T
    return Forward(embedded, norm, tuple(passes), logits, transformer.softmax(logits))


def _rows(name: str, given: Any, shape: tuple[int | None], count: int) -> Any:
    """Whole numbers from 0 up to `count`, which name the rows of a table."""
    numbers = bounds.array(name, given, shape=shape, most=1e9)
    whole = numbers.astype(int)
    if (whole != numbers).any() or whole.min() < 0 or whole.max() >= count:
        raise bounds.OutOfBounds(
            name, "give whole numbers from 0 to %(most)d.", most=count - 1
        )
    return whole


def loss(probabilities: Any, targets: dict[int, int]) -> float:
    """The mean of −ln P(target) over the chosen places only.

    probabilities (n, v); `targets` maps a chosen place to its original token.
    """
    shares = bounds.array("probabilities", probabilities, shape=(None, None), most=1)
    places = _rows("targets", [*targets], (None,), shares.shape[0])
    tokens = _rows("targets", [*targets.values()], (None,), shares.shape[1])
    chosen = shares[places, tokens]
    if chosen.min() <= 0:
        raise bounds.OutOfBounds("probabilities", "a target's must be above 0.")
    return float(-np.log(chosen).mean())


def parameters(vocabulary: int, window: int, d_model: int, layers: int) -> int:
    """All weights of a BERT as published, with the layer over [CLS] (the pooler)."""
    for name, count in (("vocabulary", vocabulary), ("window", window)):
        bounds.whole(name, count, most=10**9)
    bounds.whole("layers", layers, most=10**6)
    d = bounds.whole("d_model", d_model, most=10**6)
    tables = (vocabulary + window + 2) * d + 2 * d
    block = block_parameters(d, 4 * d, biases=True)
    return tables + layers * block + d * d + d
