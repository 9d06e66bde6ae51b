"""The circuits in the lab."""

from __future__ import annotations

from typing import Any

import pytest
import vl_convert

from simulations import simulation
from simulations.simulation import ParameterError
from simulations.systems.mcculloch_pitts import algorithm
from simulations.systems.mcculloch_pitts.lab import CIRCUITS, OWN
from simulations.systems.mcculloch_pitts.layout import ROW, Layout

LAB = simulation.get("mcculloch-pitts")
RING = {
    "circuit": OWN,
    "wires": [[1, 0, 0, 1], [0, 1, 0, 0], [0, 0, 1, 0]],
    "thresholds": [[1, 1, 1]],
    "trains": [[1], [0], [0], [0]],
}


@pytest.mark.parametrize("name", CIRCUITS)
def test_every_circuit_of_the_menu_runs(name: str) -> None:
    """With the inputs that stand in the form, and its figures compile."""
    trace = LAB.run({"circuit": name})
    assert len(trace.steps) == 10
    for spec in LAB.figures(trace).values():
        assert vl_convert.vegalite_to_vega(spec)["marks"]


def test_the_menu_names_what_there_is() -> None:
    """Each named circuit, and one's own."""
    assert set(CIRCUITS) == {*algorithm.NAMED, OWN}


def test_a_circuit_of_one_s_own_runs() -> None:
    """A pulse goes round in a ring of three; the drawing has a way back."""
    trace = LAB.run(RING)
    assert [step["state"] for step in trace.steps] == [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
        [1, 0, 0],
    ]
    for spec in LAB.figures(trace).values():
        assert vl_convert.vegalite_to_vega(spec)["marks"]


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("trains", {"trains": [[1, 0, 1]]}),
        ("trains", {"trains": [[0.5, 0]]}),
        ("wires", {"wires": [[0.5, 0, 0]]}),
        ("wires", {"circuit": OWN, "wires": [[1]]}),
        ("thresholds", {"thresholds": [[1, 1]]}),
        ("thresholds", {"thresholds": [[1.5]]}),
    ],
)
def test_what_does_not_fit_is_named(name: str, given: dict[str, Any]) -> None:
    """The form says at which field something is wrong."""
    with pytest.raises(ParameterError) as refused:
        LAB.run(given)
    assert set(refused.value.errors) == {name}


@pytest.mark.parametrize("name", sorted(algorithm.NAMED))
def test_a_drawing_leaves_no_empty_strip(name: str) -> None:
    """All units and lines lie in it, and it ends close above, below and beside them."""
    layout = Layout(algorithm.named(name))
    left, right, low, high = layout.box
    places = [*layout.places, *(place for edge in layout.edges for place in edge.path)]
    xs, ys = zip(*places, strict=True)
    assert left < min(xs) <= max(xs) < right
    assert 0 < ROW * (min(ys) - low) < 50
    assert 0 < ROW * (high - max(ys)) < 50
    assert (right - left - layout.last) / layout.last < 0.4


@pytest.mark.parametrize("name", sorted(algorithm.NAMED))
def test_no_two_units_are_drawn_in_one_place(name: str) -> None:
    """And every line has its ending away from the middle of the circle."""
    layout = Layout(algorithm.named(name))
    assert len(set(layout.places)) == len(layout.places)
    for edge in layout.edges:
        assert edge.tip != edge.path[-1]
