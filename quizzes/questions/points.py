"""Points of the plane with their letters, as a figure that they are chosen in.

A Vega-Lite spec in the colours of the page. Its parameter `chosen` is the letters of
the points to be ringed; pages keep it as their controls are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

Spec = dict[str, Any]
Place = tuple[float, float]

MARGIN = 0.12  # around the points, as a share of their spread


def figure(letters: str, places: Sequence[Place]) -> Spec:
    """Points by their letters, alone in the plane."""
    horizontal, vertical = (_axis(place[i] for place in places) for i in (0, 1))
    dots = {
        "data": {"values": _rows(letters, places)},
        "mark": {"type": "point", "filled": True, "size": 110, "opacity": 1},
        "encoding": {
            "x": {"field": "x", "title": "x₁", **horizontal},
            "y": {"field": "y", "title": "x₂", **vertical},
        },
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "description": _("Points in the plane, each with its letter."),
        "width": "container",
        "height": 340,
        "autosize": {"type": "fit", "contains": "padding"},
        **choosable([dots], letters, places),
    }


def choosable(layers: Sequence[Spec], letters: str, places: Sequence[Place]) -> Spec:
    """What makes a figure of these layers one in which points are chosen."""
    return {
        "params": [{"name": "chosen", "value": []}],
        "layer": [*layers, *lettered(letters, places), _rings(letters, places)],
    }


def lettered(letters: str, places: Sequence[Place]) -> list[Spec]:
    """The letters beside their points."""
    mark = {"type": "text", "dx": 15, "dy": -14, "fontSize": 13, "fontWeight": 600}
    text = {"text": {"field": "name"}}
    return [_layer(mark, text, letters, places)]


def _rings(letters: str, places: Sequence[Place]) -> Spec:
    chosen = {"test": "indexof(chosen, datum.letter) >= 0", "value": 1}
    mark = {"type": "point", "filled": False, "size": 520, "style": "ink"}
    shown = {"opacity": {"condition": chosen, "value": 0}}
    return _layer({**mark, "strokeWidth": 2.5}, shown, letters, places)


def _layer(mark: Spec, encoding: Spec, letters: str, places: Sequence[Place]) -> Spec:
    plane = {axis: {"field": axis, "type": "quantitative"} for axis in "xy"}
    rows = {"values": _rows(letters, places)}
    return {"data": rows, "mark": mark, "encoding": plane | encoding}


def _rows(letters: str, places: Sequence[Place]) -> list[Spec]:
    return [
        {"x": x, "y": y, "letter": letter, "name": letter.upper()}
        for letter, (x, y) in zip(letters, places, strict=True)
    ]


def _axis(values: Iterable[float]) -> Spec:
    """A scale around the values, with room for rings and letters."""
    listed = sorted(values)
    low, high = listed[0], listed[-1]
    room = (high - low or 1.0) * MARGIN
    scale = {"domain": [low - room, high + room], "nice": False, "zero": False}
    return {"type": "quantitative", "scale": scale}
