"""Where the units of a circuit stand and how its lines run.

In columns and rows; y grows upwards. What must stay apart is judged in pixels on
a narrow page, as the figure is drawn there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import hypot

from . import algorithm

Place = tuple[float, float]
Box = tuple[float, float, float, float]  # left, right, bottom, top

WIDTH, ROW = 340, 110  # pixels: of a narrow page, and from row to row
BESIDE = 0.1  # of the columns, left free on either side: 28 pixels of a narrow page
ABOVE, BELOW, LEAST = 28, 46, 14  # pixels about a neuron, its name below; about a line
RADIUS = 23  # of a unit
CLEAR = 34  # from a line to the middle of a unit that it passes
ENDING, COUNT = 31, 50  # from the middle of a unit to the ending, and to its number
LOOP = 0.22  # columns beside a unit that feeds itself, for the number at its ending
SHARES = [step / 8 for step in range(9)]


@dataclass(frozen=True)
class Edge:
    """A line with its ending: > 0 as many excite, −1 inhibits."""

    ending: int
    path: list[Place]  # into the middle of the unit, which hides the last bit
    tip: Place  # where the ending is drawn
    count: Place  # where its number is written


@lru_cache(maxsize=64)
def layout_of(wires: tuple[tuple[int, ...], ...]) -> Layout:
    """The layout of these wires; those that are drawn again and again are kept."""
    return Layout(algorithm.circuit(wires, [1] * len(wires)))


@dataclass(frozen=True)
class Layout:
    net: algorithm.Circuit

    @cached_property
    def columns(self) -> list[int]:
        """The inputs in column 0, a neuron after those that feed it."""
        ways = algorithm.depths(self.net) or _nearest(self.net)
        return [0] * self.net.inputs + ways

    @cached_property
    def places(self) -> list[Place]:
        """Each unit about level with what feeds it, and one row from its neighbours."""
        heights = [
            (self.net.inputs - 1) / 2 - place for place in range(self.net.inputs)
        ]
        rows = dict(enumerate(heights))
        for column in range(1, max(self.columns) + 1):
            units = [unit for unit, own in enumerate(self.columns) if own == column]
            wanted = [self._level(unit, rows) for unit in units]
            top = sum(wanted) / len(wanted) + (len(units) - 1) / 2
            order = sorted(range(len(units)), key=lambda place: -wanted[place])
            rows |= {units[place]: top - down for down, place in enumerate(order)}
        return [
            (float(column), round(rows[unit], 3))
            for unit, column in enumerate(self.columns)
        ]

    def _level(self, unit: int, rows: dict[int, float]) -> float:
        wires = self.net.wires[unit - self.net.inputs]
        feeding = [
            rows[source] for source, end in enumerate(wires) if end and source in rows
        ]
        return sum(feeding) / len(feeding) if feeding else 0.0

    @cached_property
    def last(self) -> int:
        return max(self.columns)

    @cached_property
    def box(self) -> Box:
        """What the units with their names and the lines take, in columns and rows."""
        inputs, neurons = self.net.inputs, [y for _x, y in self.places]
        lines = [y for edge in self.edges for _x, y in edge.path]
        lines += neurons[:inputs]
        low = min(min(neurons[inputs:]) - BELOW / ROW, min(lines) - LEAST / ROW)
        high = max(max(neurons[inputs:]) + ABOVE / ROW, max(lines) + LEAST / ROW)
        beside = BESIDE * self.last
        loops = any(edge.path[0] == edge.path[-1] for edge in self.edges)
        return -beside, self.last + max(beside, LOOP if loops else 0), low, high

    @cached_property
    def edges(self) -> list[Edge]:
        return [
            self._edge(source, self.net.inputs + neuron, ending)
            for neuron, row in enumerate(self.net.wires.tolist())
            for source, ending in enumerate(row)
            if ending
        ]

    def _edge(self, source: int, unit: int, ending: int) -> Edge:
        start, end = self.places[source], self.places[unit]
        if source == unit:
            return _loop(ending, start)
        pull = self._pull(start, end, {source, unit})
        straight = pull == _between(start, end, 0)
        path = [
            _along(start, pull, end, s) for s in ([0.0, 1.0] if straight else SHARES)
        ]
        tip = self._short_of(start, pull, end, ENDING)
        return Edge(ending, path, tip, self._short_of(start, pull, end, COUNT))

    def _pull(self, start: Place, end: Place, own: set[int]) -> Place:
        """The first bend that passes every other unit clear; straight if it can be."""
        onward = end[0] > start[0]
        bends = [0, -0.5, 0.5, -1, 1] if onward else [0.8, -0.8, 1.2, -1.2]
        others = [place for unit, place in enumerate(self.places) if unit not in own]
        pulls = (_between(start, end, bend) for bend in bends)
        clear = (pull for pull in pulls if self._passes(start, pull, end, others))
        return next(clear, _between(start, end, bends[0]))

    def _passes(
        self, start: Place, pull: Place, end: Place, others: list[Place]
    ) -> bool:
        path = [_along(start, pull, end, share) for share in SHARES]
        return all(self._pixels(a, b) >= CLEAR for b in others for a in path)

    def _short_of(self, start: Place, pull: Place, end: Place, far: float) -> Place:
        """About the last point of the path that is so many pixels away from its end."""
        low, high = 0.5, 1.0
        for _halving in range(8):
            middle = (low + high) / 2
            away = self._pixels(_along(start, pull, end, middle), end) >= far
            low, high = (middle, high) if away else (low, middle)
        return _along(start, pull, end, low)

    @cached_property
    def _column(self) -> float:
        """Pixels from column to column."""
        return WIDTH / (self.last * (1 + 2 * BESIDE))

    def _pixels(self, a: Place, b: Place) -> float:
        return hypot((a[0] - b[0]) * self._column, (a[1] - b[1]) * ROW)


def _loop(ending: int, place: Place) -> Edge:
    """From a unit back to itself, over its top."""
    x, y = place
    corners = [(0.0, 0.0), (-0.2, 0.75), (0.2, 0.75), (0.0, 0.0)]
    path = [(round(x + dx, 3), round(y + dy, 3)) for dx, dy in corners]
    return Edge(ending, path, (x + 0.06, y + 0.26), (x + 0.16, y + 0.26))


def _between(start: Place, end: Place, bend: float) -> Place:
    (x, y), (x2, y2) = start, end
    return (x + x2) / 2, (y + y2) / 2 + bend


def _along(start: Place, pull: Place, end: Place, share: float) -> Place:
    """On the parabola that leaves `start` towards `pull` and comes to `end` from it."""
    left = 1 - share
    a, b, c = left * left, 2 * share * left, share * share
    x = a * start[0] + b * pull[0] + c * end[0]
    y = a * start[1] + b * pull[1] + c * end[1]
    return round(x, 3), round(y, 3)


def _nearest(net: algorithm.Circuit) -> list[int]:
    """In a net with circles: one more than the nearest unit that feeds it."""
    ways = [0] * net.inputs + [net.neurons] * net.neurons
    for _round in range(net.neurons):
        for unit, feeding in enumerate(_feeding(net), start=net.inputs):
            reached = min((ways[source] for source in feeding), default=net.neurons)
            ways[unit] = min(ways[unit], 1 + reached)
    found = sorted(set(ways[net.inputs :]))  # without gaps, so that no column is empty
    return [1 + found.index(way) for way in ways[net.inputs :]]


def _feeding(net: algorithm.Circuit) -> Iterator[Sequence[int]]:
    for row in net.wires:
        yield [source for source, ending in enumerate(row) if ending]
