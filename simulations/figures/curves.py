"""Numbers over steps or by name: curves and bars."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from .frame import LINE_WIDTH, Spec, chart, written

POINTS = 15  # a line of more numbers shows them without points
# 0.01 to 1,000 as they are; beyond, 1e−5.
_SHORT = (
    "datum.value >= 0.01 && datum.value <= 1000 ? format(datum.value, '~f')"
    " : replace(replace(format(datum.value, '.0e'), 'e-', 'e−'), 'e+', 'e')"
)


def curve(
    values: Sequence[float], *, x: str, y: str, description: str, whole: bool = False
) -> Spec:
    """A number for each epoch, from epoch 1; `whole` for counts."""
    counts: Spec = {"tickMinStep": 1, "format": "d"}
    if whole and max(values) <= 10:
        counts = {"values": list(range(int(max(values)) + 1)), "format": "d"}
    layer = {
        "data": {
            "values": [
                {"x": epoch, "y": value} for epoch, value in enumerate(values, start=1)
            ]
        },
        "mark": {
            "type": "line",
            "strokeWidth": LINE_WIDTH,
            "point": len(values) <= POINTS,
        },
        "encoding": {
            "x": steps(x, range(1, len(values) + 1)),
            "y": {
                "field": "y",
                "type": "quantitative",
                "title": y,
                "axis": counts if whole else {},
            },
        },
    }
    return chart([layer], description=description)


def curves(
    series: Mapping[str, Sequence[float]],
    *,
    x: str,
    y: str,
    description: str,
    first: int = 1,
    logarithmic: bool = False,
) -> Spec:
    """Several numbers for each step, from step `first`: a line a name."""
    rows: list[dict[str, Any]] = [
        {"x": step, "y": value, "name": name}
        for name, values in series.items()
        for step, value in enumerate(values, start=first)
    ]
    longest = max(map(len, series.values()))
    axis: Spec = {"field": "y", "type": "quantitative", "title": y}
    if logarithmic:
        axis |= {"scale": {"type": "log"}, "axis": _powers([row["y"] for row in rows])}
    named: Spec = {
        "field": "name",
        "type": "nominal",
        "title": None,
        "sort": list(series),
        "legend": {"orient": "top"} if len(series) > 1 else None,
    }
    layer = {
        "data": {"values": rows},
        "mark": {"type": "line", "strokeWidth": LINE_WIDTH, "point": longest <= POINTS},
        "encoding": {
            "x": steps(x, range(first, first + longest)),
            "y": axis,
            "color": named,
            "strokeDash": named | {"legend": None},
        },
    }
    return chart([layer], description=description)


def steps(title: str, counted: Sequence[int]) -> Spec:
    """An axis of whole numbers; of a few, all: tickMinStep alone would halve two."""
    ticks: Spec = {"tickMinStep": 1, "format": "d"}
    if len(counted) <= 12:
        ticks["values"] = list(counted)
    return {"field": "x", "type": "quantitative", "title": title, "axis": ticks}


def _powers(values: Sequence[float]) -> Spec:
    """An axis with some ten numbers: powers of ten, or 1, 2 and 5 times these."""
    above = [value for value in values if value > 0] or [1.0]
    low, high = math.floor(math.log10(min(above))), math.ceil(math.log10(max(above)))
    factors = (1, 2, 5) if high - low <= 2 else (1,)
    powers = range(low, high + 1, max(1, (high - low) // 8))
    ticks = [float(f"{factor}e{power}") for power in powers for factor in factors]
    return {"values": ticks, "labelExpr": _SHORT}


def bars(
    labels: Sequence[str],
    values: Sequence[float],
    *,
    x: str,
    y: str,
    description: str,
    digits: int = 2,
) -> Spec:
    """A bar with its number for each label, in their order."""

    def text(value: float) -> str:
        return written(round(value, digits))

    rows = [
        {"x": _wrapped(label, len(labels)), "y": value, "text": text(value)}
        for label, value in zip(labels, values, strict=True)
    ]
    place: Spec = {
        "x": {
            "field": "x",
            "type": "nominal",
            "title": x,
            "sort": None,
            "axis": {"labelAngle": 0, "labelExpr": "split(datum.label, '\\n')"},
        },
        "y": {"field": "y", "type": "quantitative", "title": y},
    }
    if min(values) < 0:
        place["y"]["scale"] = {"padding": 14}  # for the numbers under the bars
    numbers: Spec = {"encoding": {**place, "text": {"field": "text"}}}
    layers = [{"mark": {"type": "bar", "opacity": 0.85}, "encoding": place}]
    if max(values) >= 0:
        layers.append(numbers | _beyond("datum.y >= 0", dy=-9))
    if min(values) < 0:
        layers.append(numbers | _beyond("datum.y < 0", dy=10))
    data = {"data": {"values": rows}}
    return chart(layers, description=description, height=300) | data


def _beyond(which: str, *, dy: int) -> Spec:
    """Numbers beyond the ends of bars that go up, or of those that go down."""
    mark = {"type": "text", "dy": dy, "fontSize": 12}
    return {"transform": [{"filter": which}], "mark": mark}


def _wrapped(label: str, count: int) -> str:
    """A label in lines, as wide as one of `count` bars on a phone."""
    most, lines = max(280 // count, 1), [""]
    for word in label.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if _breadth(longer) <= most or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return "\n".join(lines)


def _breadth(text: str) -> float:
    """About how many pixels wide a label is; Hangul is twice as wide as Latin."""
    return sum(12 if ord(letter) >= 0x1100 else 6.5 for letter in text)
