"""What the labs of Hebb's rules and of the memory say and refuse."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from django.utils import translation

from simulations import simulation
from simulations.simulation import ParameterError
from tests.timing import within

HEBB, MEMORY = simulation.get("hebb"), simulation.get("memory")


def test_the_default_cloud_ends_at_its_main_axis() -> None:
    """Length 1, and the same direction as the eigenvector."""
    summary = HEBB.run({}).summary
    assert summary["length"] == pytest.approx(1, abs=0.15)
    assert abs(summary["cosine"]) > 0.99


def test_weights_that_run_away_are_stopped() -> None:
    """The run ends, says so, and its figures still hold finite numbers."""
    with translation.override("en"):
        trace = HEBB.run({"rule": "hebb", "epochs": 400})
    assert "without bound" in trace.summary["outcome"]
    assert np.isfinite([step["length"] for step in trace.steps]).all()
    assert len(HEBB.figures(trace)) == 1


def test_the_default_pattern_is_restored() -> None:
    """The damaged T becomes the stored one again, and the energy falls."""
    with translation.override("en"):
        summary = MEMORY.run({}).summary
    assert summary["restored"] == "Pattern 1"
    start, end = summary["energy"]
    assert end < start


def test_two_states_may_alternate_for_ever() -> None:
    """Two units that store (1, −1) and are shown (1, 1), all at once."""
    given = {"patterns": "1 -1", "state": "1 1", "mode": "synchronous"}
    with translation.override("en"):
        trace = MEMORY.run(given)
    assert "to and fro" in trace.summary["outcome"]


@pytest.mark.parametrize(
    ("slug", "name", "given"),
    [
        ("hebb", "weights", {"weights": "1 2 3"}),
        ("hebb", "epochs", {"samples": "1 2;" * 100, "epochs": 50}),
        ("memory", "patterns", {"patterns": "1 0 1", "state": "1 1 1"}),
        ("memory", "state", {"state": "1 -1"}),
        ("memory", "state", {"patterns": "1 -1", "state": "1 0.5"}),
        ("memory", "sweeps", {"sweeps": 100}),
    ],
)
def test_what_does_not_fit_is_refused_at_once(
    slug: str, name: str, given: dict[str, Any]
) -> None:
    """Each refusal names its parameter, at once."""
    with within(), pytest.raises(ParameterError) as refused:
        simulation.get(slug).run(given)
    assert set(refused.value.errors) == {name}


@pytest.mark.parametrize(
    ("slug", "given"),
    [
        (
            "hebb",
            {"samples": "1 2 3 4 5 6;" * 100, "weights": "1 1 1 1 1 1", "epochs": 40},
        ),
        ("memory", {"patterns": "1 -1 " * 32, "state": "1 1 " * 32, "sweeps": 9}),
    ],
)
def test_the_largest_runs_end(slug: str, given: dict[str, Any]) -> None:
    """Soon, figures included."""
    shown = simulation.get(slug)
    with within(10):
        shown.figures(shown.run(given))
