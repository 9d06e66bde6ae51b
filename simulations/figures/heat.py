"""A matrix as coloured cells."""

from __future__ import annotations

import json
from collections.abc import Sequence

from .frame import Spec, chart, written


def heatmap(
    values: Sequence[Sequence[float]],
    *,
    rows: Sequence[str],
    columns: Sequence[str],
    description: str,
    x: str = "",
    y: str = "",
    digits: int = 2,
) -> Spec:
    """A matrix as cells that are the fuller the larger the number, which stands there.

    The numbers are left out where a cell would be too narrow for them.
    """
    cells = [
        {
            "row": f"{i}",
            "column": f"{j}",
            "value": round(float(value), 6),
            "text": written(round(float(value), digits)),
        }
        for i, line in enumerate(values)
        for j, value in enumerate(line)
    ]
    place = {
        "x": _labelled("column", columns, x) | {"axis": _names(columns, "top")},
        "y": _labelled("row", rows, y) | {"axis": _names(rows, "left")},
    }
    layers = [_cells(place, _shade(values))]
    if len(columns) <= 8:
        layers.append(_texts(place))
    height = 90 + 44 * len(rows) if len(rows) <= 8 else 380
    return chart(layers, description=description, height=height) | {
        "data": {"values": cells}
    }


def _shade(values: Sequence[Sequence[float]]) -> Spec:
    """The theme's ramp; numbers of both signs part at 0."""
    every = [abs(float(value)) for line in values for value in line]
    if any(value < 0 for line in values for value in line):
        ends: Spec = {"domain": [-max(every), max(every)], "range": "diverging"}
    else:
        ends = {"domain": [0, max(every) or 1], "range": "heatmap"}
    return ends | {"interpolate": "rgb"}  # else other hues lie between the two


def _cells(place: Spec, shade: Spec) -> Spec:
    color = {"field": "value", "type": "quantitative", "legend": None, "scale": shade}
    return {
        "mark": {"type": "rect", "opacity": 0.6},
        "encoding": {**place, "color": color},
    }


def _texts(place: Spec) -> Spec:
    return {
        "mark": {"type": "text", "fontSize": 12},
        "encoding": {**place, "text": {"field": "text"}},
    }


def _labelled(field: str, names: Sequence[str], title: str) -> Spec:
    order = [str(place) for place in range(len(names))]
    return {"field": field, "type": "ordinal", "title": title or None, "sort": order}


def _names(names: Sequence[str], orient: str) -> Spec:
    """Labels by their places: two columns may be of the same name."""
    listed = json.dumps(list(names), ensure_ascii=False)
    return {
        "orient": orient,
        "labelExpr": f"{listed}[toNumber(datum.value)]",
        "labelAngle": 0,
        "labelOverlap": True,
        "labelSeparation": 5,  # pixels, so that 9 and 11 are not read as 911
        "ticks": False,
        "domain": False,
    }
