"""How far back a recurrent network feels: powers and products of its matrices.

Y. Bengio, P. Simard, P. Frasconi, "Learning long-term dependencies with gradient
descent is difficult", IEEE Transactions on Neural Networks 5 (1994) 157–166; R.
Pascanu, T. Mikolov, Y. Bengio, "On the difficulty of training recurrent neural
networks" (2013), equation 5. What does not fit is refused by its name.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulations import bounds

Array = NDArray[np.float64]

MOST_UNITS = 500


def reach(steps_back: ArrayLike | Sequence[Array]) -> Array:
    """The spectral norm of ∂h_T/∂h_{T−k} for k = 0 … T (T + 1,), 1 at k = 0.

    `steps_back` are the Jacobians of time steps 1 … T; their product grows or
    shrinks like a power (Y. Bengio, P. Simard, P. Frasconi, "Learning long-term
    dependencies with gradient descent is difficult", 1994; Pascanu 2013, eq. 5).
    """
    jacobians = bounds.array("steps_back", steps_back, shape=(None, None, None))
    m = jacobians.shape[-1]
    bounds.array("steps_back", jacobians[0], shape=(m, m))
    bounds.work("steps_back", jacobians.size * m)
    product = np.eye(m)
    norms = [1.0]
    for jacobian in jacobians[::-1]:
        product = product @ jacobian
        norms.append(float(np.linalg.norm(product, 2)))
    return np.array(norms)


def spectral_radius(u: ArrayLike) -> float:
    """The largest |eigenvalue|: in the long run, powers of U grow by this factor."""
    matrix = _matrix("u", u)
    bounds.array("u", matrix, shape=(len(matrix), len(matrix)))
    return float(np.abs(np.linalg.eigvals(matrix)).max())


def largest_singular_value(u: ArrayLike) -> float:
    """The most that U stretches any vector: under 1, every gradient vanishes."""
    return float(np.linalg.norm(_matrix("u", u), 2))


def _matrix(name: str, value: ArrayLike) -> Array:
    """Of a size that can be decomposed in no time."""
    most = MOST_UNITS**2
    return bounds.array(name, value, shape=(None, None), most=1e100, numbers=most)
