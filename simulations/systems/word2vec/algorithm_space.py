"""The space of word vectors: cosines, nearest words, analogies, a plane to look at.

T. Mikolov, W. Yih, G. Zweig, "Linguistic Regularities in Continuous Space Word
Representations", NAACL 2013: analogies by the cosine with b − a + c (3CosAdd), for
vectors of length 1.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulations import bounds

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Neighbor:
    """A word (its row) and its cosine with what was looked for."""

    word: int
    cosine: float


@dataclass(frozen=True)
class Plane:
    """Vectors on their first two principal axes: points (words, 2); the axes (2, n)
    and the share of the variance that each holds, (2,)."""

    points: Array
    axes: Array
    shares: Array


def unit(vectors: ArrayLike) -> Array:
    """Vectors (words, dimension) at length 1; a vector of zeros stays."""
    rows = bounds.array("vectors", vectors, shape=(None, None), most=1e100)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: Array = rows / np.where(lengths > 0, lengths, 1.0)
    return scaled


def cosines(vectors: ArrayLike, wanted: ArrayLike) -> Array:
    """The cosine of each row with `wanted` (dimension,); 0 with a vector of zeros."""
    rows = unit(vectors)
    to = bounds.array("wanted", wanted, shape=(rows.shape[1],), most=1e100)
    near: Array = rows @ unit([to])[0]
    return near


def nearest(
    vectors: ArrayLike, wanted: ArrayLike, *, count: int, without: Collection[int] = ()
) -> list[Neighbor]:
    """The `count` rows of the largest cosine with `wanted`, none of `without`.

    Of equal ones the first comes first.
    """
    near = cosines(vectors, wanted)
    bounds.whole("count", count, most=len(near))
    order = [int(word) for word in np.argsort(-near, kind="stable")]
    found = [word for word in order if word not in without][:count]
    return [Neighbor(word, float(near[word])) for word in found]


def analogy(
    vectors: ArrayLike, a: int, b: int, c: int, *, count: int = 1
) -> list[Neighbor]:
    """What is to c as b is to a: the nearest words to b − a + c, these three left out.

    All vectors are taken at length 1.
    """
    rows = unit(vectors)
    for name, word in (("a", a), ("b", b), ("c", c)):
        bounds.whole(name, word, least=0, most=len(rows) - 1)
    return nearest(rows, rows[b] - rows[a] + rows[c], count=count, without={a, b, c})


def plane(vectors: ArrayLike) -> Plane:
    """The vectors seen along the two directions in which they differ most.

    Each axis points to where its largest entry is positive, so that a picture does
    not turn over from run to run. One dimension gets a second axis of zeros.
    """
    rows = bounds.array("vectors", vectors, shape=(None, None), most=1e100)
    bounds.work("vectors", rows.size * min(rows.shape))
    centered = rows - rows.mean(axis=0)
    _left, sizes, right = np.linalg.svd(centered, full_matrices=False)
    padded = np.zeros((2, rows.shape[1]))
    padded[: min(2, len(right))] = right[:2]
    largest = padded[np.arange(2), np.abs(padded).argmax(axis=1)]
    axes = padded * np.where(largest < 0, -1.0, 1.0)[:, None]
    variances = np.zeros(2)
    variances[: min(2, len(sizes))] = sizes[:2] ** 2
    shares = variances / max(float(np.sum(sizes**2)), np.finfo(float).tiny)
    return Plane(centered @ axes.T, axes, shares)
