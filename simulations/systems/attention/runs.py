"""Runs in the lab with given energies, annotations or sizes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from random import Random

from simulations import figures, simulation

SLOPE = 0.1  # tanh is steep enough here, and no energy of a question is beyond 10


def of_energies(
    source: Sequence[str],
    target: str,
    energies: Sequence[float],
    annotations: Sequence[Sequence[float]] | None = None,
) -> str:
    """The lab, with a model that finds these energies: e = 10 tanh(u h).

    Each annotation's last number is the one that u reads.
    """
    read = [[round(math.atanh(SLOPE * energy), 6)] for energy in energies]
    shown = annotations or [[] for _word in source]
    width = len(shown[0])
    return simulation.get("attention").address(
        {
            "source": " ".join(source),
            "target": target,
            "annotations": [
                [*row, *last] for row, last in zip(shown, read, strict=True)
            ],
            "states": [[0]],
            "w": [[0]],
            "u": [[0] * width + [1]],
            "v": [[1 / SLOPE]],
        }
    )


def of_weights(
    source: Sequence[str],
    target: str,
    weights: Sequence[float],
    annotations: Sequence[Sequence[float]] | None = None,
) -> str:
    """The same for given weights, all over 0: their logarithms are energies."""
    energies = [math.log(weight / max(weights)) for weight in weights]
    return of_energies(source, target, energies, annotations)


def of_sizes(*, reads: int, writes: int, state: int, each: int, units: int) -> str:
    """The lab, with matrices of these sizes; what stands in them does not matter."""
    rng = Random(0)

    def drawn(rows: int, columns: int) -> list[list[int]]:
        return [[rng.randint(-1, 1) for _column in range(columns)] for _ in range(rows)]

    return simulation.get("attention").address(
        {
            "source": _numbered("x", reads),
            "target": _numbered("y", writes),
            "annotations": drawn(reads, 2 * each),
            "states": drawn(writes, state),
            "w": drawn(units, state),
            "u": drawn(units, 2 * each),
            "v": drawn(1, units),
        }
    )


def _numbered(letter: str, count: int) -> str:
    return " ".join(figures.symbol(letter, place) for place in range(1, count + 1))
