"""Moodle's indices of an item, as shares and not in per cent.

"Quiz statistics calculations", docs.moodle.org/dev/Quiz_statistics_calculations: they
compare the scores x on an item with the scores X on the rest of the quiz.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

NO_SPREAD = 1e-20  # variance of scores that differ by rounding only

Pairs = Sequence[tuple[float, float]]  # score on the item, score on the rest


def facility(scores: Sequence[float]) -> float:
    """Moodle's facility index: the mean score, of scores from 0 to 1."""
    return math.fsum(scores) / len(scores)


def discrimination(pairs: Pairs) -> float | None:
    """Moodle's discrimination index: C(x, X) / √(V(x) V(X)), from −1 to 1.

    None where all did equally well on one of the two.
    """
    scores, rests = zip(*pairs, strict=True)
    spread = _covariance(scores, scores), _covariance(rests, rests)
    if min(spread) < NO_SPREAD:
        return None
    return _covariance(scores, rests) / math.sqrt(spread[0] * spread[1])


def efficiency(pairs: Pairs) -> float | None:
    """Moodle's discriminative efficiency: C(x, X) / C_max(x, X).

    C_max is the covariance of the same scores, both sorted: the best that an item of
    this facility could discriminate. None where that is 0.
    """
    scores, rests = zip(*pairs, strict=True)
    most = _covariance(sorted(scores), sorted(rests))
    return _covariance(scores, rests) / most if most > NO_SPREAD else None


def _covariance(xs: Sequence[float], ys: Sequence[float]) -> float:
    """C(x, X) = Σ (x − x̄)(X − X̄) / (n − 1)."""
    x, y = math.fsum(xs) / len(xs), math.fsum(ys) / len(ys)
    products = ((a - x) * (b - y) for a, b in zip(xs, ys, strict=True))
    return math.fsum(products) / (len(xs) - 1)
