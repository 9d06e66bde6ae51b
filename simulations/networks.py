"""A layered network drawn with its numbers: units as circles, weights on lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from . import figures

Number = float | Decimal


class Layer(Protocol):
    """Weights (units, inputs) and biases (units,)."""

    @property
    def weights(self) -> Any: ...

    @property
    def biases(self) -> Any: ...


@dataclass(frozen=True)
class Unit:
    """A circle: its symbol, the number in it, and its bias if it has one."""

    symbol: str
    value: str
    bias: str = ""


@dataclass(frozen=True)
class Network:
    """`units` layer by layer; `weights[k][j][i]` leads from unit i of layer k to
    unit j of layer k + 1."""

    units: Sequence[Sequence[Unit]]
    weights: Sequence[Sequence[Sequence[str]]]


def labelled(layers: Sequence[Layer], values: Sequence[Sequence[str]]) -> Network:
    """A network with one hidden layer under its usual names: x, w, b, h, v, c, ŷ.

    `values` are the activations of the three layers, as they are to be written. An
    output unit of its own needs no number: ŷ, v₁, c; of several the first has ŷ₁, v₁₁,
    c₁.
    """
    hidden, output = layers
    x, h, y = values
    numbers: list[tuple[int, ...]] = [(k,) for k in range(1, len(y) + 1)]
    if len(y) == 1:
        numbers = [()]
    units = [
        [_unit("x", i, value) for i, value in enumerate(x, start=1)],
        [
            _unit("h", j, value, _weight("b", bias, j))
            for j, (value, bias) in enumerate(zip(h, hidden.biases, strict=True), 1)
        ],
        [
            Unit(figures.symbol("ŷ", *k), value, _weight("c", bias, *k))
            for k, value, bias in zip(numbers, y, output.biases, strict=True)
        ],
    ]
    inner = [
        [_weight("w", weight, j, i) for i, weight in enumerate(row, start=1)]
        for j, row in enumerate(hidden.weights, start=1)
    ]
    outer = [
        [_weight("v", weight, *k, j) for j, weight in enumerate(row, start=1)]
        for k, row in zip(numbers, output.weights, strict=True)
    ]
    return Network(units, [inner, outer])


def _unit(letter: str, place: int, value: str, bias: str = "") -> Unit:
    return Unit(figures.symbol(letter, place), value, bias)


def _weight(letter: str, value: Number, *places: int) -> str:
    return f"{figures.symbol(letter, *places)} = {short(value)}"


def short(value: Number) -> str:
    """A number that fits beside a line."""
    return figures.written(round(float(value), 2))


def drawing(network: Network, *, description: str) -> figures.Spec:
    """The network from left to right, readable from 340 px on."""
    tallest = max(len(layer) for layer in network.units)
    layers = [_lines(network), *_weights(network), _circles(network)]
    texts = [
        _texts(network, "symbol", dy=-39, bold=True),
        _texts(network, "value", dy=0),
        _texts(network, "bias", dy=39),
    ]
    return {
        **figures.chart(
            layers + texts, description=description, height=max(200, 140 * tallest)
        ),
        "view": {"stroke": None},
    }


def _height(place: int, count: int) -> float:
    return (count - 1) / 2 - place


def _units(network: Network) -> list[dict[str, Any]]:
    return [
        {
            "x": depth,
            "y": _height(place, len(layer)),
            "symbol": unit.symbol,
            "value": unit.value,
            "bias": unit.bias,
        }
        for depth, layer in enumerate(network.units)
        for place, unit in enumerate(layer)
    ]


def _edges(network: Network) -> list[dict[str, Any]]:
    return [
        _edge(network, depth, i, j, label)
        for depth, rows in enumerate(network.weights)
        for j, row in enumerate(rows)
        for i, label in enumerate(row)
    ]


def _edge(network: Network, depth: int, i: int, j: int, label: str) -> dict[str, Any]:
    start = _height(i, len(network.units[depth]))
    end = _height(j, len(network.units[depth + 1]))
    along = _along(start, end)

    def on(share: float) -> tuple[float, float]:
        return round(depth + share, 3), round(start + share * (end - start), 3)

    (x, y), (x2, y2), (at, up) = on(0), on(1), on(along)
    ends = {"x": x, "y": y, "x2": x2, "y2": y2}
    return {**ends, "at": at, "up": up, "side": _side(start, end), "label": label}


def _side(start: float, end: float) -> str:
    if start == end:
        return "under" if start < 0 else "above"
    return "rising" if end > start else "falling"


def _along(start: float, end: float) -> float:
    """Where on its line a weight is written: clear of crossings and circles."""
    if start == end:
        return 0.5
    return 0.3 if abs(end - start) < 1 else 0.18


def _axes(network: Network, x: str = "x", y: str = "y") -> figures.Spec:
    top = (max(len(layer) for layer in network.units) - 1) / 2 + 0.45
    last = len(network.units) - 1
    return {
        "x": {
            "field": x,
            "type": "quantitative",
            "axis": None,
            "scale": {"domain": [-0.22, last + 0.22], "nice": False},
        },
        "y": {
            "field": y,
            "type": "quantitative",
            "axis": None,
            "scale": {"domain": [-top, top], "nice": False},
        },
    }


def _lines(network: Network) -> figures.Spec:
    ends = {"x2": {"field": "x2"}, "y2": {"field": "y2"}}
    return {
        "data": {"values": _edges(network)},
        "mark": {"type": "rule", "strokeWidth": 1.25, "opacity": 0.55},
        "encoding": {**_axes(network), **ends},
    }


def _weights(network: Network) -> list[figures.Spec]:
    """Where a weight meets neither another one nor a unit."""
    sides: dict[str, figures.Spec] = {
        "above": {"align": "center", "dy": -9},
        "under": {"align": "center", "dy": 10},
        "falling": {"align": "left", "dx": 5, "dy": -6},
        "rising": {"align": "left", "dx": 5, "dy": 8},
    }
    edges = _edges(network)
    return [
        {
            "data": {"values": [edge for edge in edges if edge["side"] == name]},
            "mark": {"type": "text", "fontSize": 12, **side},
            "encoding": {**_axes(network, "at", "up"), "text": {"field": "label"}},
        }
        for name, side in sides.items()
    ]


def _circles(network: Network) -> figures.Spec:
    """Opaque, by the theme's style `unit`: lines end behind them."""
    circle = {"type": "point", "shape": "circle", "filled": True, "style": "unit"}
    return {
        "data": {"values": _units(network)},
        "mark": {**circle, "size": 2600, "strokeWidth": 1.5, "opacity": 1},
        "encoding": _axes(network),
    }


def _texts(network: Network, name: str, *, dy: int, bold: bool = False) -> figures.Spec:
    weight = {"fontWeight": 600} if bold else {}
    return {
        "data": {"values": _units(network)},
        "mark": {"type": "text", "dy": dy, "fontSize": 12, **weight},
        "encoding": {**_axes(network), "text": {"field": name}},
    }
