"""A circuit drawn with its endings and thresholds, and its spikes over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from simulations import figures

from . import algorithm
from .layout import RADIUS, ROW, Layout, layout_of

Spec = figures.Spec


def names(net: algorithm.Circuit) -> list[str]:
    """x₁, x₂, …, then N₁, N₂, …: as the columns of the wires stand."""
    return [
        *(figures.symbol("x", place) for place in range(1, net.inputs + 1)),
        *(figures.symbol("N", place) for place in range(1, net.neurons + 1)),
    ]


def circuit(net: algorithm.Circuit) -> Spec:
    """Inputs on the left, neurons after those that feed them, θ in the circle.

    A solid line excites and ends in a dot, a dashed one inhibits and ends in a ring.
    """
    layout = layout_of(tuple(map(tuple, net.wires.tolist())))
    _left, _right, low, high = layout.box
    figure = figures.chart(
        [*_lines(layout), _circles(layout), *_labels(layout, net), *_endings(layout)],
        description=_(
            "The circuit: solid lines with a dot excite, dashed lines with a ring "
            "inhibit; θ is the threshold."
        ),
        height=round(ROW * (high - low)),
    )
    return figure | {"view": {"stroke": None}}


def _axes(layout: Layout) -> Spec:
    left, right, low, high = layout.box
    domains = {"x": [left, right], "y": [low, high]}
    return {
        axis: {
            "field": axis,
            "type": "quantitative",
            "axis": None,
            "scale": {"domain": domain, "nice": False},
        }
        for axis, domain in domains.items()
    }


def _layer(rows: Sequence[Spec], mark: Spec, encoding: Spec) -> Spec:
    return {"data": {"values": list(rows)}, "mark": mark, "encoding": encoding}


def _lines(layout: Layout) -> list[Spec]:
    """One layer for what excites, one for what inhibits."""
    solid: Spec = {"type": "line", "strokeWidth": 1.5, "interpolate": "basis"}
    dashed = solid | {"strokeDash": [5, 4]}
    encoding = {
        **_axes(layout),
        "detail": {"field": "edge", "type": "nominal"},
        "order": {"field": "step", "type": "quantitative"},
    }
    drawn = []
    for mark, inhibits in ((solid, False), (dashed, True)):
        rows = [
            {"edge": edge, **_points(one.path)}
            for edge, one in enumerate(layout.edges)
            if (one.ending < 0) == inhibits
        ]
        layer = _layer(rows, mark, encoding)
        drawn.append(layer | {"transform": [{"flatten": ["x", "y", "step"]}]})
    return drawn


def _points(path: Sequence[tuple[float, float]]) -> Spec:
    xs, ys = zip(*path, strict=True)
    return {"x": list(xs), "y": list(ys), "step": list(range(len(path)))}


def _endings(layout: Layout) -> list[Spec]:
    """A dot or a ring where a line ends, and the number of endings if several."""
    dots: list[Spec] = []
    rings: list[Spec] = []
    counts: list[Spec] = []
    for edge in layout.edges:
        (x, y), (at, up) = edge.tip, edge.count
        (rings if edge.ending < 0 else dots).append({"x": x, "y": y})
        if edge.ending > 1:
            counts.append({"x": at, "y": up, "count": f"×{edge.ending}"})
    place = _axes(layout)
    mark: Spec = {"type": "point", "shape": "circle", "filled": True, "opacity": 1}
    return [
        _layer(dots, mark | {"size": 70}, place),
        _layer(rings, mark | {"size": 90, "strokeWidth": 2, "style": "unit"}, place),
        _layer(
            counts,
            {"type": "text", "fontSize": 12, "dy": -10},
            {**place, "text": {"field": "count"}},
        ),
    ]


def _circles(layout: Layout) -> Spec:
    """Opaque, by the theme's style `unit`, as in the networks of other systems."""
    rows = [{"x": x, "y": y} for x, y in layout.places[layout.net.inputs :]]
    circle: Spec = {"type": "point", "shape": "circle", "filled": True, "style": "unit"}
    size = round(3.14 * RADIUS**2)
    return _layer(
        rows, circle | {"size": size, "strokeWidth": 1.5, "opacity": 1}, _axes(layout)
    )


def _labels(layout: Layout, net: algorithm.Circuit) -> list[Spec]:
    limits = [""] * net.inputs + [f"θ = {limit}" for limit in net.thresholds.tolist()]
    rows = [
        {"x": x, "y": y, "name": name, "limit": limit}
        for (x, y), name, limit in zip(layout.places, names(net), limits, strict=True)
    ]
    inputs, neurons = rows[: net.inputs], rows[net.inputs :]
    bold: Spec = {"type": "text", "fontSize": 13, "fontWeight": 600}
    named = {**_axes(layout), "text": {"field": "name"}}
    limited = {**_axes(layout), "text": {"field": "limit"}}
    return [
        _layer(inputs, bold | {"dx": -12}, named),
        _layer(neurons, bold | {"dy": RADIUS + 12}, named),
        _layer(neurons, {"type": "text", "fontSize": 12}, limited),
    ]


def spikes(trains: Mapping[str, Sequence[int]]) -> Spec:
    """Who fires when, from the time 0: a full square for 1, a small dot for 0."""
    rows = [
        {"name": name, "t": list(range(len(bits))), "fires": list(bits)}
        for name, bits in trains.items()
    ]
    mark: Spec = {"type": "point", "shape": "square", "filled": True, "opacity": 1}
    times = {
        "field": "t",
        "type": "ordinal",
        "title": _("time t"),
        "axis": {"labelAngle": 0, "labelOverlap": True},
    }
    who = {"field": "name", "type": "nominal", "title": None, "sort": list(trains)}
    size = {"condition": {"test": "datum.fires", "value": 170}, "value": 12}
    layer = _layer(rows, mark, {"x": times, "y": who, "size": size})
    return figures.chart(
        [layer | {"transform": [{"flatten": ["t", "fires"]}]}],
        description=_("Who fires when: a square is a spike, a dot is silence."),
        height=80 + 36 * len(trains),
    )
