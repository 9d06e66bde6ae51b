"""The photoperceptron: a retina, randomly wired association units, one response.

F. Rosenblatt, "The Perceptron: A Probabilistic Model for Information Storage and
Organization in the Brain", Psychological Review 65 (1958) 386–408: S-points of the
retina lead to A-units, x of them to excite and y to inhibit each unit; an A-unit is
active if its excited less its inhibited origin points are at least θ; the R-unit
answers by the sum of the values of the active A-units. Only these values learn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulations import bounds

from .algorithm_separation import few_enough

MOST_POINTS, MOST_UNITS, MOST_ORIGINS = 10_000, 2_000, 200
MOST_EPOCHS = 10_000
MOST_WORK = 10_000_000  # values written in one run
MOST_NUMBER = 1e6

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Connections:
    """The origin points of each A-unit: places on the retina, (units, x), (units, y)."""

    excitatory: Ints
    inhibitory: Ints

    @property
    def units(self) -> int:
        return len(self.excitatory)


@dataclass(frozen=True)
class Response:
    """What a stimulus does to the A-units, each (units,)."""

    excited: Ints  # how many excitatory origin points are lit
    inhibited: Ints  # how many inhibitory ones are
    active: Ints  # 1 where excited − inhibited ≥ θ, else 0


@dataclass(frozen=True)
class Step:
    """One stimulus shown; `mistakes` counts the errors up to and with it."""

    epoch: int  # from 1
    stimulus: int  # row of the stimuli, from 0
    response: Response
    values_before: Floats
    total: float  # of the values of the active A-units
    output: int  # 1 if the total is over 0, else 0
    error: int  # kind − output: −1, 0 or 1
    values: Floats
    mistakes: int


@dataclass(frozen=True)
class Run:
    """All steps; `converged` if errors are corrected and the last epoch has none."""

    steps: Sequence[Step]
    converged: bool


def connect(
    points: int, units: int, *, excitatory: int, inhibitory: int, rng: Any
) -> Connections:
    """Wire each A-unit to origin points, drawn one by one from the whole retina."""
    bounds.whole("points", points, most=MOST_POINTS)
    bounds.whole("units", units, most=MOST_UNITS)
    bounds.whole("excitatory", excitatory, most=MOST_ORIGINS)
    bounds.whole("inhibitory", inhibitory, least=0, most=MOST_ORIGINS)
    return Connections(
        rng.integers(points, size=(units, excitatory)),
        rng.integers(points, size=(units, inhibitory)),
    )


def respond(connections: Connections, stimulus: Any, *, threshold: int) -> Response:
    """Which A-units are active when these points (0 or 1) of the retina are lit."""
    wired = _checked(connections)
    lit = _lit("stimulus", stimulus, (None,), wired)
    bounds.whole("threshold", threshold, least=-MOST_ORIGINS, most=MOST_ORIGINS)
    return _respond(wired, lit, threshold)


def _respond(connections: Connections, lit: Ints, threshold: int) -> Response:
    excited = lit[connections.excitatory].sum(axis=1)
    inhibited = lit[connections.inhibitory].sum(axis=1)
    active = (excited - inhibited >= threshold).astype(np.int64)
    return Response(excited, inhibited, active)


def learn(
    connections: Connections,
    stimuli: Any,
    kinds: Any,
    *,
    threshold: int,
    values: Any,
    rate: float,
    epochs: int,
    correcting: bool = True,
) -> Run:
    """Show the stimuli (m, points) of kinds (m,) 0 and 1, in their order.

    `correcting`: after a wrong answer the active A-units move by η towards the right
    one, and the run ends after an epoch without mistakes (F. Rosenblatt, "Principles
    of Neurodynamics", 1962). Otherwise the response is forced by the experimenter (1958,
    p. 395): the active A-units gain η for kind 1 and lose η for kind 0 each time, right
    or wrong, for all epochs. That is the bivalent reinforcement of p. 403, "on" and
    "off", with the inactive units left as they are, as in the α-system of table 1.
    OutOfBounds names what is wrong.
    """
    few_enough("stimuli", stimuli, most=MOST_POINTS)
    few_enough("values", values, most=MOST_UNITS)
    wired = _checked(connections)
    lit = _lit("stimuli", stimuli, (None, None), wired)
    bounds.whole("threshold", threshold, least=-MOST_ORIGINS, most=MOST_ORIGINS)
    kind = _kinds(kinds, len(lit))
    v = bounds.array("values", values, shape=(wired.units,), most=MOST_NUMBER)
    eta = bounds.number("rate", rate, least=0, most=MOST_NUMBER)
    last = bounds.whole("epochs", epochs, most=MOST_EPOCHS)
    bounds.steps("epochs", last * len(lit))
    bounds.work("epochs", last * len(lit) * len(v), most=MOST_WORK)
    responses = [_respond(wired, row, threshold) for row in lit]
    steps: list[Step] = []
    for epoch in range(1, last + 1):
        before = steps[-1].mistakes if steps else 0
        for row, response in enumerate(responses):
            already = steps[-1].mistakes if steps else 0
            step = _step(epoch, row, response, v, kind[row], eta, correcting, already)
            steps.append(step)
            v = step.values
        if correcting and steps[-1].mistakes == before:
            return Run(steps, converged=True)
    return Run(steps, converged=False)


def _step(
    epoch: int,
    row: int,
    response: Response,
    values: Floats,
    kind: int,
    rate: float,
    correcting: bool,
    mistakes: int,
) -> Step:
    total = float(values @ response.active)
    output = answer(total)
    error = kind - output
    way = error if correcting else 2 * kind - 1
    after = values + rate * way * response.active
    mistakes += abs(error)
    return Step(
        epoch, row, response, values, total, output, error, after, int(mistakes)
    )


def answer(total: float) -> int:
    """The R-unit answers 1 if the values of the active A-units add up to over 0."""
    return int(total > 0)


def expected_share(
    excitatory: int, inhibitory: int, threshold: int, lit: float
) -> float:
    """P_a of the 1958 paper, equation 1: the share of A-units that is active.

    `lit` is the share R of the retina's points that the stimulus lights. The equation
    is for a large retina; as origin points are drawn one by one, it holds for any.
    """
    bounds.whole("excitatory", excitatory, most=MOST_ORIGINS)
    bounds.whole("inhibitory", inhibitory, least=0, most=MOST_ORIGINS)
    bounds.whole("threshold", threshold, least=-MOST_ORIGINS, most=MOST_ORIGINS)
    share = bounds.number("lit", lit, least=0, most=1)
    return sum(
        _binomial(e, excitatory, share) * _binomial(i, inhibitory, share)
        for e in range(excitatory + 1)
        for i in range(inhibitory + 1)
        if e - i >= threshold
    )


def _binomial(hits: int, of: int, share: float) -> float:
    return float(comb(of, hits) * share**hits * (1 - share) ** (of - hits))


def bars(side: int) -> tuple[Ints, list[int]]:
    """Every bar across a retina of side × side points: kind 0 lies, kind 1 stands.

    Gives stimuli (2 · side, side²), rows first, and their kinds, in turn. The lying
    ones together light what the standing ones do, so that without A-units no weights
    of the points tell them apart.
    """
    bounds.whole("side", side, least=2, most=20)
    stimuli = np.zeros((side, 2, side, side), dtype=np.int64)
    for place in range(side):
        stimuli[place, 0, place, :] = 1
        stimuli[place, 1, :, place] = 1
    return stimuli.reshape(2 * side, -1), [0, 1] * side


def squares(side: int) -> tuple[Ints, list[int]]:
    """Every square of 2 × 2 points in the left half (kind 0) and the right (kind 1).

    Gives stimuli (m, side²) and kinds in turn, as `bars`. It is the task of the
    demonstration of 1958, when a perceptron simulated on an IBM 704 learned to tell
    cards marked on the left from cards marked on the right, within 50 trials by report
    (Cornell Chronicle, September 2019).
    """
    bounds.whole("side", side, least=4, most=20)
    stimuli = []
    for row in range(side - 1):
        for column in range(side // 2 - 1):
            for left in (column, side - 2 - column):
                retina = np.zeros((side, side), dtype=np.int64)
                retina[row : row + 2, left : left + 2] = 1
                stimuli.append(retina.ravel())
    return np.array(stimuli), [0, 1] * (len(stimuli) // 2)


def _checked(connections: Connections) -> Connections:
    """A copy, each origin point a place; there may be no inhibitory ones."""
    excitatory = _origins("excitatory", connections.excitatory, (None, None))
    units = len(excitatory)
    if np.shape(connections.inhibitory) == (units, 0):
        return Connections(excitatory, np.zeros((units, 0), dtype=np.int64))
    inhibitory = _origins("inhibitory", connections.inhibitory, (units, None))
    return Connections(excitatory, inhibitory)


def _origins(name: str, value: Any, shape: tuple[int | None, ...]) -> Ints:
    given = bounds.array(name, value, shape=shape, most=MOST_POINTS)
    places: Ints = given.astype(np.int64)
    if (places != given).any() or places.min() < 0:
        raise bounds.OutOfBounds(
            name, "give whole numbers from 0 to %(most)d.", most=MOST_POINTS
        )
    return places


def _lit(
    name: str, value: Any, shape: tuple[int | None, ...], connections: Connections
) -> Ints:
    lit = bounds.array(name, value, shape=shape)
    if not np.isin(lit, (0, 1)).all():
        raise bounds.OutOfBounds(name, "a point is lit, 1, or not, 0.")
    ends = connections.excitatory, connections.inhibitory
    if max(int(end.max(initial=0)) for end in ends) >= lit.shape[-1]:
        raise bounds.OutOfBounds(name, "give all points that the A-units come from.")
    return lit.astype(np.int64)


def _kinds(value: Any, count: int) -> list[int]:
    few_enough("kinds", value, most=count)
    kinds = bounds.array("kinds", value, shape=(count,))
    if not np.isin(kinds, (0, 1)).all():
        raise bounds.OutOfBounds("kinds", "kinds are 0 or 1.")
    return [int(kind) for kind in kinds]
