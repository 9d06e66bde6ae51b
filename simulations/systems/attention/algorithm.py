"""Additive attention: which source words a decoder looks at.

D. Bahdanau, K. Cho, Y. Bengio, "Neural Machine Translation by Jointly Learning to
Align and Translate", ICLR 2015 (arXiv:1409.0473), section 3.1 and appendix A.1.2.

The decoder's state is s_{i−1} (n,); the source words' annotations are the rows of
h (T, m); the alignment model has W_a (k, n), U_a (k, m) and v_a (k,), here W, U and v.
Numbers are without units.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulations import bounds

Array = NDArray[np.float64]

MOST = 1e6  # of any number given


@dataclass(frozen=True)
class Aligner:
    """The alignment model a(s, h) = vᵀ tanh(W s + U h); also its gradient."""

    w: Array  # (k, n)
    u: Array  # (k, m)
    v: Array  # (k,)


@dataclass(frozen=True)
class Attention:
    """One look at the source, with every number between."""

    state: Array  # s (n,)
    annotations: Array  # h (T, m)
    queried: Array  # W s (k,), the same for all words
    keyed: Array  # U h_j (T, k), the same for all looks
    hidden: Array  # tanh(W s + U h_j) (T, k)
    energies: Array  # e_j (T,)
    weights: Array  # α_j (T,), their sum is 1 (equation 6)
    context: Array  # c = Σ α_j h_j (m,) (equation 5)


@dataclass(frozen=True)
class Gradient:
    """∂E by every number of one look, given ∂E/∂c."""

    by_weights: Array  # ∂E/∂α (T,)
    by_energies: Array  # ∂E/∂e (T,), their sum is 0
    by_sums: Array  # ∂E/∂(W s + U h_j) (T, k)
    state: Array  # (n,)
    annotations: Array  # (T, m)
    aligner: Aligner


def aligner(w: ArrayLike, u: ArrayLike, v: ArrayLike) -> Aligner:
    """The alignment model with these numbers; OutOfBounds if they do not fit."""
    last = bounds.array("v", v, shape=(None,), most=MOST)
    return Aligner(
        w=bounds.array("w", w, shape=(len(last), None), most=MOST),
        u=bounds.array("u", u, shape=(len(last), None), most=MOST),
        v=last,
    )


def softmax(energies: ArrayLike) -> Array:
    """e^{e_j} / Σ e^{e_k} (equation 6), written so that no energy overflows.

    Only differences count: a number added to all energies changes nothing. Energies
    (T,); OutOfBounds if there are none or not all are finite.
    """
    return _softmax(bounds.array("energies", energies, shape=(None,)))


def _softmax(energies: Array) -> Array:
    raised = np.exp(energies - energies.max())
    return np.asarray(raised / raised.sum())


def attend(model: Aligner, state: ArrayLike, annotations: ArrayLike) -> Attention:
    """Look at the annotations (T, m) from the state (n,)."""
    model = aligner(model.w, model.u, model.v)
    s = bounds.array("state", state, shape=(model.w.shape[1],), most=MOST)
    return _attend(model, s, _annotations(model, annotations))


def align(model: Aligner, states: ArrayLike, annotations: ArrayLike) -> list[Attention]:
    """One look for each row of the states (I, n): a translation's I words."""
    model = aligner(model.w, model.u, model.v)
    s = bounds.array("states", states, shape=(None, model.w.shape[1]), most=MOST)
    h = _annotations(model, annotations)
    bounds.steps("states", len(s))
    bounds.work("states", len(s) * h.shape[0] * model.u.size)
    return [_attend(model, row, h) for row in s]


def _attend(model: Aligner, s: Array, h: Array) -> Attention:
    queried, keyed = model.w @ s, h @ model.u.T
    hidden = np.tanh(queried + keyed)
    energies = hidden @ model.v
    weights = _softmax(energies)
    return Attention(s, h, queried, keyed, hidden, energies, weights, weights @ h)


def alignment(looks: Sequence[Attention]) -> Array:
    """The alignment matrix α (I, T): row i says where target word i looks."""
    return np.array([look.weights for look in looks])


def backward(model: Aligner, look: Attention, by_context: ArrayLike) -> Gradient:
    """The gradient of any E with ∂E/∂c = `by_context` (m,).

    Through the softmax: ∂E/∂e_j = α_j (∂E/∂α_j − Σ_k α_k ∂E/∂α_k). An annotation is
    reached in two ways: as what is looked at, and as what is compared. It trusts
    `look`, which is what `attend` gave.
    """
    model = aligner(model.w, model.u, model.v)
    by_c = bounds.array("by_context", by_context, shape=look.context.shape, most=MOST)
    by_weights = look.annotations @ by_c
    by_energies = look.weights * (by_weights - look.weights @ by_weights)
    by_sums = np.outer(by_energies, model.v) * (1 - look.hidden**2)
    total = by_sums.sum(axis=0)
    return Gradient(
        by_weights=by_weights,
        by_energies=by_energies,
        by_sums=by_sums,
        state=model.w.T @ total,
        annotations=np.outer(look.weights, by_c) + by_sums @ model.u,
        aligner=Aligner(
            w=np.outer(total, look.state),
            u=by_sums.T @ look.annotations,
            v=look.hidden.T @ by_energies,
        ),
    )


def _annotations(model: Aligner, annotations: ArrayLike) -> Array:
    h = bounds.array(
        "annotations", annotations, shape=(None, model.u.shape[1]), most=MOST
    )
    bounds.work("annotations", len(h) * model.u.size)
    return h
