"""Vectors and samples in the plane, drawn from the origin."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from simulations import figures

HEIGHT = 320  # about as wide as the figure is on a phone, so that angles look true
HALF = 140  # pixels from the origin to an edge of the plane, there
CLEAR = 5.0  # pixels between a name and what is near it
LETTER, CAP = 3.5, 6.0  # half the width and the height of a Latin letter, in pixels


@dataclass(frozen=True)
class Arrow:
    """A vector from the origin with its name at its end."""

    name: str
    x: float
    y: float
    dashed: bool = False


def plane(
    arrows: Sequence[Arrow],
    *,
    description: str,
    samples: Sequence[Sequence[float]] = (),
) -> figures.Spec:
    """The arrows over the samples, with the origin in the middle."""
    ends = [(arrow.x, arrow.y) for arrow in arrows] + [(x, y) for x, y in samples]
    axes = _axes(max(abs(value) for end in ends for value in end))
    layers = [_cloud(samples, axes)] if samples else []
    layers += [_line(arrow, axes) for arrow in arrows]
    layers += [_end(arrow, axes) for arrow in arrows]
    layers += _names(arrows, axes)
    return figures.chart(layers, description=description, height=HEIGHT)


def _axes(longest: float) -> dict[str, Any]:
    step = 10 ** math.floor(math.log10(longest)) if longest else 1
    reach = (math.floor(longest / step) + 1.5) * step
    scale = {"domain": [-reach, reach], "nice": False}
    return {
        name: {
            "field": name,
            "type": "quantitative",
            "title": figures.symbol("x", place),
            "scale": scale,
        }
        for place, name in enumerate("xy", start=1)
    }


def _cloud(samples: Sequence[Sequence[float]], axes: dict[str, Any]) -> figures.Spec:
    return {
        "data": {"values": [{"x": x, "y": y} for x, y in samples]},
        "mark": {"type": "point", "filled": True, "size": 50, "opacity": 0.5},
        "encoding": axes,
    }


def _line(arrow: Arrow, axes: dict[str, Any]) -> figures.Spec:
    mark: figures.Spec = {"type": "rule", "strokeWidth": figures.LINE_WIDTH}
    if arrow.dashed:
        mark |= {"strokeDash": [6, 4], "opacity": 0.6}
    return {
        "data": {"values": [{"x": 0, "y": 0, "x2": arrow.x, "y2": arrow.y}]},
        "mark": mark,
        "encoding": {**axes, "x2": {"field": "x2"}, "y2": {"field": "y2"}},
    }


def _end(arrow: Arrow, axes: dict[str, Any]) -> figures.Spec:
    """A triangle that points where the arrow goes."""
    turned = round(math.degrees(math.atan2(arrow.x, arrow.y)), 1)
    return {
        "data": {"values": [{"x": arrow.x, "y": arrow.y}]},
        "mark": {
            "type": "point",
            "shape": "triangle-up",
            "filled": True,
            "style": "ink",
            "size": 110,
            "angle": turned,
            "opacity": 0.6 if arrow.dashed else 1,
        },
        "encoding": axes,
    }


@dataclass(frozen=True)
class _Spot:
    """Where a name can stand: beside a point of its arrow, moved by (dx, dy) pixels.

    `x`, `y` is its middle, in pixels right of and below the origin.
    """

    share: float
    dx: float
    dy: float
    x: float
    y: float
    half: float  # of its width

    def gap(self, x: float, y: float, half: float = 0, height: float = 0) -> float:
        """How far it is from a box, or from a point; below 0 if they overlap."""
        right = abs(x - self.x) - half - self.half
        return max(right, abs(y - self.y) - height - CAP)


def _names(arrows: Sequence[Arrow], axes: dict[str, Any]) -> list[figures.Spec]:
    """Each name where it is clear of arrows and names: best beyond its arrow's end.

    Those of whole lines choose first.
    """
    scale = HALF / axes["x"]["scale"]["domain"][1]
    lines = [
        (scale * arrow.x * part / 10, -scale * arrow.y * part / 10)
        for arrow in arrows
        for part in range(11)
    ]
    placed: list[_Spot] = []
    ordered = sorted(arrows, key=lambda arrow: arrow.dashed)
    for arrow in ordered:
        spots = _spots(arrow, scale)
        room = [_room(spot, lines, placed) for spot in spots]
        placed.append(spots[room.index(max(room))])
    return [_name(*one, axes) for one in zip(ordered, placed, strict=True)]


def _spots(arrow: Arrow, scale: float) -> list[_Spot]:
    """Beyond its end, then beside it on either side."""
    length = math.hypot(arrow.x, arrow.y) or 1
    right, down = arrow.x / length, -arrow.y / length
    half = sum(LETTER if ord(letter) < 0x1100 else 2 * LETTER for letter in arrow.name)
    spots = []
    for share, x, y in (
        (1.0, right, down),
        *(
            (share, sign * down, -sign * right)
            for share in (0.8, 0.5)
            for sign in (1, -1)
        ),
    ):
        dx, dy = x * (half + 9), y * (CAP + 9)
        at = scale * share * arrow.x + dx, -scale * share * arrow.y + dy
        spots.append(_Spot(share, dx, dy, *at, half))
    return spots


def _room(
    spot: _Spot, points: Sequence[tuple[float, float]], placed: Sequence[_Spot]
) -> float:
    """Pixels to what is nearest; enough is enough, so that the first such spot wins."""
    to_lines = min(spot.gap(x, y) for x, y in points)
    to_names = (spot.gap(other.x, other.y, other.half, CAP) for other in placed)
    return min([CLEAR, to_lines, *to_names])


def _name(arrow: Arrow, spot: _Spot, axes: dict[str, Any]) -> figures.Spec:
    at = {"x": spot.share * arrow.x, "y": spot.share * arrow.y}
    return {
        "data": {"values": [at]},
        "mark": {
            "type": "text",
            "fontSize": 13,
            "dx": round(spot.dx, 1),
            "dy": round(spot.dy, 1),
        },
        "encoding": {**axes, "text": {"value": arrow.name}},
    }
