"""A discrete-state machine drawn: its states in a row, and its way over time.

Arrows to the right run above the states, arrows to the left below them. Heights are
in pixels; across, only the middle of an arrow is sure, as a page may be wide or
narrow, so its head stands there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from django.utils.translation import gettext as _

from simulations import figures

Spec = figures.Spec
Place = tuple[float, float]
Table = Sequence[Sequence[int]]  # the next state for each input and state, from 1

WIDTH, MARGIN = 340, 34  # of a narrow page
RADIUS = 19  # of a state, where there is room for it
LOOP, NEAR, FAR, MORE = 78, 48, 94, 80  # heights of arrows; MORE for the farthest
LABEL = 13  # from an arrow to the inputs that it stands for


def states(count: int) -> list[str]:
    return [figures.symbol("q", state) for state in range(1, count + 1)]


@dataclass(frozen=True)
class Arrow:
    """From one state to another, or back to itself, for these inputs."""

    start: int
    end: int
    inputs: str
    count: int  # of all states

    @property
    def height(self) -> float:
        """Of its middle; over 0 to the right, under 0 to the left."""
        far = abs(self.end - self.start)
        if not far:
            return 0.96 * LOOP  # a curve of this sort stays under its corners
        more = min(28, MORE / max(self.count - 3, 1)) * (far - 2)
        return (NEAR if far == 1 else FAR + more) * (1 if self.end > self.start else -1)

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2

    @property
    def path(self) -> list[Place]:
        if self.start == self.end:
            wide = min(28 / _column(self.count), 0.5)
            corners = [(0.0, 0), (-wide, LOOP), (wide, LOOP), (0.0, 0)]
            return [(round(self.start + dx, 3), dy) for dx, dy in corners]
        half = (self.end - self.start) / 2
        turns = [pi * step / 16 for step in range(17)]
        return [
            (round(self.middle - half * cos(a), 3), round(self.height * sin(a), 1))
            for a in turns
        ]


def _column(count: int) -> float:
    """Pixels from state to state on a narrow page."""
    return (WIDTH - 2 * MARGIN) / max(count - 1, 1)


def arrows(table: Table) -> Iterator[Arrow]:
    """One for each pair of states that some input leads from and to."""
    count = len(table[0])
    for start in range(1, count + 1):
        after = [row[start - 1] for row in table]
        for end in sorted(set(after)):
            inputs = [str(one) for one, state in enumerate(after) if state == end]
            yield Arrow(start, end, ", ".join(inputs), count)


def machine(table: Table, outputs: Sequence[int]) -> Spec:
    """States in a row, thick where the lamp is lit, and arrows with their inputs."""
    drawn, count = list(arrows(table)), len(outputs)
    heights = [arrow.height for arrow in drawn] + [RADIUS, -RADIUS]
    low, high = min(heights) - 2 * LABEL, max(heights) + 2 * LABEL
    place = _axes(count, low, high)
    figure = figures.chart(
        [
            _lines(drawn, place),
            *_heads(drawn, place),
            _labels(drawn, place),
            *_circles(outputs, place),
        ],
        description=_(
            "The states in a row, with a thick ring where the lamp is lit. An arrow "
            "leads to the next state; beside it stand its inputs."
        ),
        height=round(high - low),
    )
    return figure | {"view": {"stroke": None}}


def _axes(count: int, low: float, high: float) -> Spec:
    beside = MARGIN / _column(count) if count > 1 else 0.5
    domains = {"x": [1 - beside, count + beside], "y": [low, high]}
    return {
        axis: {
            "field": axis,
            "type": "quantitative",
            "axis": None,
            "scale": {"domain": domain, "nice": False, "zero": False},
        }
        for axis, domain in domains.items()
    }


def _layer(rows: Sequence[Spec], mark: Spec, encoding: Spec) -> Spec:
    return {"data": {"values": list(rows)}, "mark": mark, "encoding": encoding}


def _lines(drawn: Sequence[Arrow], place: Spec) -> Spec:
    rows = [
        {"arrow": f"{one.start} {one.end}", "x": x, "y": y, "step": step}
        for one in drawn
        for step, (x, y) in enumerate(one.path)
    ]
    mark: Spec = {"type": "line", "strokeWidth": 1.5, "interpolate": "basis"}
    encoding = {
        **place,
        "detail": {"field": "arrow", "type": "nominal"},
        "order": {"field": "step", "type": "quantitative"},
    }
    return _layer(rows, mark, encoding)


def _heads(drawn: Sequence[Arrow], place: Spec) -> list[Spec]:
    layers = []
    for shape, right in (("triangle-right", True), ("triangle-left", False)):
        rows = [
            {"x": one.middle, "y": one.height}
            for one in drawn
            if (one.height > 0) == right
        ]
        mark = {"type": "point", "shape": shape, "filled": True, "opacity": 1}
        layers.append(_layer(rows, mark | {"size": 90}, place))
    return layers


def _labels(drawn: Sequence[Arrow], place: Spec) -> Spec:
    rows = [
        {
            "x": one.middle,
            "y": one.height + (LABEL if one.height > 0 else -LABEL),
            "inputs": one.inputs,
        }
        for one in drawn
    ]
    mark = {"type": "text", "fontSize": 13}
    return _layer(rows, mark, {**place, "text": {"field": "inputs"}})


def _circles(outputs: Sequence[int], place: Spec) -> list[Spec]:
    """Opaque, by the theme's style `unit`, as in the networks of other systems."""
    radius = min(RADIUS, 0.45 * _column(len(outputs)))
    rows = [
        {"x": state, "y": 0, "name": name, "lit": lit}
        for state, (name, lit) in enumerate(
            zip(states(len(outputs)), outputs, strict=True), start=1
        )
    ]
    circle = {"type": "point", "shape": "circle", "filled": True, "style": "unit"}
    circle |= {"size": round(pi * radius**2), "opacity": 1}
    wide = {"condition": {"test": "datum.lit", "value": radius / 4}, "value": 1.5}
    bold = {"type": "text", "fontSize": min(13, round(radius)), "fontWeight": 600}
    return [
        _layer(rows, circle, {**place, "strokeWidth": wide}),
        _layer(rows, bold, {**place, "text": {"field": "name"}}),
    ]


def way(visited: Sequence[int], outputs: Sequence[int]) -> Spec:
    """The state at each time from 0 on: a square if the lamp is lit there, else a dot."""
    names = states(len(outputs))
    rows = [
        {"t": time, "state": names[state - 1], "lit": outputs[state - 1]}
        for time, state in enumerate(visited)
    ]
    place: Spec = {
        "x": figures.steps(_("time t"), range(len(visited))) | {"field": "t"},
        "y": {"field": "state", "type": "nominal", "title": None, "sort": names},
    }
    place["y"]["scale"] = {"domain": names}
    order = {"order": {"field": "t", "type": "quantitative"}}
    line: Spec = {"type": "line", "strokeWidth": 1.5, "opacity": 0.5}
    size = {"condition": {"test": "datum.lit", "value": 170}, "value": 40}
    square: Spec = {"type": "point", "shape": "square", "filled": True, "opacity": 1}
    return figures.chart(
        [
            _layer(rows, line, place | order),
            _layer(rows, square, {**place, "size": size}),
        ],
        description=_(
            "The state at each time: a large square where the lamp is lit, a small "
            "one where it is dark."
        ),
        height=80 + 34 * len(names),
    )
