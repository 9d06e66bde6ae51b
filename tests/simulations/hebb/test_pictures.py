"""Arrows in the plane: their names can be read."""

from __future__ import annotations

from typing import Any

import pytest

from simulations.systems.hebb import pictures
from simulations.systems.hebb.pictures import Arrow

X = Arrow("x", -1, -2, dashed=True)


def names(*arrows: Arrow) -> dict[str, tuple[float, float, float, float]]:
    """Where each name stands: a point of the plane, and the pixels from there."""
    spec = pictures.plane(arrows, description="?")
    texts = [one for one in spec["layer"] if one["mark"]["type"] == "text"]
    return {one["encoding"]["text"]["value"]: place(one) for one in texts}


def place(layer: dict[str, Any]) -> tuple[float, float, float, float]:
    (at,), mark = layer["data"]["values"], layer["mark"]
    return at["x"], at["y"], mark["dx"], mark["dy"]


def test_a_name_stands_beyond_the_end_of_its_arrow() -> None:
    """Even of a dashed one near another: its end is far from the other's."""
    found = names(X, Arrow("w", -0.7, -1))
    x, y, _dx, dy = found["x"]
    assert (x, y) == (-1, -2)
    assert dy > 0


def test_a_name_does_not_stand_on_another_arrow() -> None:
    """This w ends on x, so its name moves to the side."""
    _x, _y, dx, dy = names(X, Arrow("w", -0.5, -1))["w"]
    along, across = (dx * -0.5 - dy * -1), (dx * -1 + dy * -0.5)
    assert abs(across) > abs(along)


@pytest.mark.parametrize("end", [(1, 0.1), (-1, 0.1), (0.3, -1), (0.1, 1)])
def test_two_names_do_not_stand_on_each_other(end: tuple[float, float]) -> None:
    """Of two arrows that are nearly the same."""
    found = names(Arrow("before", *end, dashed=True), Arrow("after", *end))
    scale = pictures.HALF / 2.5  # of a plane whose longest arrow is 1
    (x, y, dx, dy), (u, v, du, dv) = found.values()
    right, down = abs(scale * (x - u) + dx - du), abs(scale * (v - y) + dy - dv)
    assert right > 40 or down > 14
