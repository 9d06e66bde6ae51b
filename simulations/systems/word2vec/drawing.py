"""Words as points of a plane, each with its name; as arrows where angles matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from simulations import figures
from simulations.simulation import Trace

from . import algorithm_space

Places = Mapping[str, tuple[float, float]]


@dataclass(frozen=True)
class Placed(Trace):
    """A run that knows where its words ended up, and the loss of each epoch."""

    places: Places
    losses: Sequence[float]


def places(vectors: algorithm_space.Array, names: Sequence[str]) -> Places:
    """Words, a row of `vectors` each, in the plane in which they differ most."""
    points = algorithm_space.plane(vectors).points
    return {name: (x, y) for name, (x, y) in zip(names, points.tolist(), strict=True)}


def plane(trace: Placed) -> figures.Spec:
    return words(
        trace.places,
        x=_("first principal axis"),
        y=_("second principal axis"),
        description=_("Each word where its vector lies on the first two axes."),
    )


def losses(trace: Placed) -> figures.Spec:
    return figures.curve(
        [round(loss, 6) for loss in trace.losses],
        x=_("epoch"),
        y=_("mean loss E"),
        description=_("The mean loss of each epoch."),
    )


def words(
    places: Places, *, description: str, x: str, y: str, arrows: bool = False
) -> figures.Spec:
    """Each word at its place. With `arrows` the origin is shown, and a line to each."""
    rows = [{"word": name, "x": x, "y": y} for (x, y), name in _names(places).items()]
    scale = {"zero": arrows, "padding": 26}
    place: figures.Spec = {
        name: {
            "field": name,
            "type": "quantitative",
            "title": title,
            "scale": scale,
            "axis": {"tickMinStep": 1} if arrows else {"tickCount": 5},
        }
        for name, title in (("x", x), ("y", y))
    }
    layers = _lines(place) if arrows else []
    layers += [
        {
            "mark": {"type": "point", "filled": True, "size": 70, "opacity": 1},
            "encoding": place,
        },
        {
            "mark": {"type": "text", "dy": -11, "fontSize": 12},
            "encoding": {**place, "text": {"field": "word"}},
        },
    ]
    return figures.chart(layers, description=description) | {"data": {"values": rows}}


def _names(places: Places) -> dict[tuple[float, float], str]:
    """What is written at each place: words that share one are equal there."""
    names: dict[tuple[float, float], str] = {}
    for word, (x, y) in places.items():
        at = round(float(x), 4), round(float(y), 4)
        names[at] = f"{names[at]} = {word}" if at in names else word
    return names


def _lines(place: figures.Spec) -> list[figures.Spec]:
    ends = {"x2": {"datum": 0}, "y2": {"datum": 0}}
    mark = {"type": "rule", "strokeWidth": 1.5, "opacity": 0.6}
    return [{"mark": mark, "encoding": {**place, **ends}}]
