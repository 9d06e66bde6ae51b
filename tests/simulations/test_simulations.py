"""What every simulation of the lab keeps, whichever it is: found by the registry."""

from __future__ import annotations

import json
import math
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import vl_convert
from django.utils import translation

from simulations import bounds, simulation, systems
from simulations.simulation import Parameter, ParameterError, Simulation
from tests.simulations.refusals import BAD
from tests.timing import within

SIMULATIONS = {one.slug: one for one in simulation.all_simulations()}
SYSTEMS = Path(systems.__file__).parent
XOR = "0 0 0; 0 1 1; 1 0 1; 1 1 0"

every_simulation = pytest.mark.parametrize(
    "shown", SIMULATIONS.values(), ids=SIMULATIONS.keys()
)


def test_simulations_stand_in_the_order_of_history() -> None:
    """The registry has found them, oldest first, and each of the thirteen has one."""
    every = simulation.all_simulations()
    assert [one.year for one in every] == sorted(one.year for one in every)
    homes = {type(one).__module__.split(".")[2] for one in every}
    folders = {folder.parent.name for folder in SYSTEMS.glob("*/__init__.py")}
    assert homes <= folders
    assert len(homes) >= 13


@every_simulation
def test_a_simulation_runs_as_it_is(shown: Simulation) -> None:
    """Its defaults are valid, and its trace is JSON that the table can show."""
    trace = shown.run({})
    data = [trace.parameters, trace.steps, trace.summary]
    assert json.loads(json.dumps(data, allow_nan=False)) == data
    assert trace.steps
    assert all(list(step) == list(trace.columns) for step in trace.steps)
    assert list(trace.summary) == list(trace.summary_labels)


@every_simulation
def test_the_same_parameters_run_the_same(shown: Simulation) -> None:
    """A shared address shows the same numbers."""
    assert shown.run({}) == shown.run({})


@every_simulation
def test_its_figures_compile(shown: Simulation) -> None:
    """Vega-Lite accepts them, where it has any."""
    for spec in shown.figures(shown.run({})).values():
        assert vl_convert.vegalite_to_vega(spec)["marks"]


@every_simulation
def test_what_a_form_sends_is_what_was_shown(shown: Simulation) -> None:
    """Values survive their way through the text of a form or an address."""
    values = shown.clean({})
    for rows in ("\n", ";"):
        texts = {
            parameter.name: parameter.text(values[parameter.name], rows=rows)
            for parameter in shown.parameters
        }
        assert shown.clean(texts) == values


@every_simulation
def test_bad_values_are_refused_at_once(shown: Simulation) -> None:
    """By the name of their parameter, before any work, at once."""
    for parameter in shown.parameters:
        for bad in BAD[parameter.type]:
            with within(), pytest.raises(ParameterError) as refused:
                shown.run({parameter.name: bad})
            assert set(refused.value.errors) == {parameter.name}


@every_simulation
def test_its_bounds_are_finite(shown: Simulation) -> None:
    """Every number has a least and a most, and the defaults lie between."""
    for parameter in shown.parameters:
        assert parameter.label
        if parameter.type not in ("choice", "text"):
            assert math.isfinite(parameter.minimum)
            assert math.isfinite(parameter.maximum)
        assert parameter.clean(parameter.default) is not None


@every_simulation
def test_the_largest_run_is_bounded(shown: Simulation) -> None:
    """With every whole number at its most, alone or all, a run is short or refused."""
    whole = {p.name: int(p.maximum) for p in shown.parameters if p.type == "integer"}
    for given in [whole, *({name: most} for name, most in whole.items())]:
        with within(10), suppress(ParameterError):
            trace = shown.run(given)
            assert len(trace.steps) <= simulation.MOST_STEPS


class Doubling(Simulation):
    """A simulation that leaves a bound to its algorithm."""

    slug, title, year, description = "doubling", "Doubling", 1950, "It grows."
    parameters = (Parameter("n", "integer", 3, "n", minimum=1, maximum=50),)

    def trace(self, values: simulation.Values) -> simulation.Trace:
        bounds.whole("n", values["n"], most=10)
        return simulation.Trace(values, [], {}, {}, {})


def test_what_only_the_algorithm_refuses_names_the_parameter_too() -> None:
    """A learner is told, and no page fails."""
    with pytest.raises(ParameterError, match=r"^n: .*10"):
        Doubling().run({"n": 11})


def test_what_only_the_algorithm_refuses_is_said_in_the_learners_language() -> None:
    """Algorithms know no Django; what they say is translated where it is shown."""
    said = {}
    for language in ("en", "ko"):
        with translation.override(language), pytest.raises(ParameterError) as refused:
            Doubling().run({"n": 11})
        said[language] = refused.value.errors["n"]
    assert said["en"] == "give a whole number from 1 to 10."
    assert said["ko"] == "1 이상 10 이하의 정수를 적어 주세요."


@pytest.mark.parametrize(
    ("slug", "name", "given"),
    [
        ("perceptron", "epochs", {"epochs": 10**9}),
        ("perceptron", "epochs", {"data": XOR, "epochs": "inf"}),
        ("perceptron", "epochs", {"data": XOR, "epochs": 0}),
        ("perceptron", "epochs", {"data": "1 0 1\n" * 100, "epochs": 1000}),
        ("perceptron", "epochs", {"epochs": 1.5}),
        ("perceptron", "epochs", {"epochs": True}),
        ("perceptron", "data", {"data": "0 0 0; 1 1"}),
        ("perceptron", "data", {"data": [[0, 0, 0], [1, 1]]}),
        ("perceptron", "data", {"data": "0 0 2"}),
        ("perceptron", "data", {"data": "1"}),
        ("perceptron", "data", {"data": "[" * 100_000}),
        ("perceptron", "data", {"data": "[[NaN, 1, 0]]"}),
        ("perceptron", "data", {"data": "1 " * 1_000_000}),
        ("perceptron", "data", {"data": {"x": 1}}),
        ("perceptron", "weights", {"weights": "1 2 3"}),
        ("perceptron", "weights", {"weights": "1 2; 3 4"}),
        ("perceptron", "threshold", {"threshold": "sigmoid"}),
        ("perceptron", "threshold", {"threshold": ["gt"]}),
        ("perceptron", "rate", {"rate": 1}),
        ("backpropagation", "hidden", {"hidden": "1 2; 3 4"}),
        ("backpropagation", "output", {"output": "1 2"}),
        ("backpropagation", "data", {"data": "0 0 1.5"}),
        ("backpropagation", "data", {"data": "0"}),
        ("backpropagation", "epochs", {"data": "1 1 0;" * 50, "epochs": 500}),
        ("backpropagation", "eta", {"eta": "NaN"}),
    ],
)
def test_what_cannot_be_run_is_refused_at_once(
    slug: str, name: str, given: dict[str, Any]
) -> None:
    """The error names the parameter, before any work, at once."""
    with within(), pytest.raises(ParameterError) as refused:
        SIMULATIONS[slug].run(given)
    assert set(refused.value.errors) == {name}


def test_all_faults_are_named_together() -> None:
    """A learner mends a form once, not field by field."""
    with pytest.raises(ParameterError) as refused:
        SIMULATIONS["perceptron"].run({"eta": "no", "bias": "no"})
    assert set(refused.value.errors) == {"eta", "bias"}


def test_thresholds_decide_as_on_paper() -> None:
    """0.1 + 0.2 − 0.3 is 0 in the lab, as it is for a person."""
    given = {"data": "1 1 0", "weights": "0.1 0.2", "bias": -0.3, "epochs": 1}
    outputs = [
        SIMULATIONS["perceptron"].run(given | {"threshold": rule}).steps[0]["output"]
        for rule in ("gt", "ge")
    ]
    assert outputs == [0, 1]


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        ({}, "It converged"),
        ({"data": XOR}, "so it repeats itself"),
        ({"data": XOR, "epochs": 1}, "no line separates"),
        ({"epochs": 1}, "Not yet"),
    ],
)
def test_the_verdict_is_certain(given: dict[str, Any], verdict: str) -> None:
    """A run that ends early says what would have become of it."""
    with translation.override("en"):
        assert verdict in SIMULATIONS["perceptron"].run(given).summary["verdict"]


def test_networks_of_other_sizes_run() -> None:
    """Three inputs and four hidden units, with figures."""
    shown = SIMULATIONS["backpropagation"]
    trace = shown.run(
        {
            "data": "0 0 1 1; 1 0 1 0",
            "hidden": "1 2 3 4; 1 2 3 4; 0 0 0 0; -1 1 -1 1",
            "output": "1 -1 1 -1 0",
            "epochs": 3,
        }
    )
    assert len(trace.steps) == 6
    for spec in shown.figures(trace).values():
        assert vl_convert.vegalite_to_vega(spec)["marks"]


def test_samples_of_one_input_have_no_plane() -> None:
    """Their line would be a point; the mistakes are still drawn."""
    shown = SIMULATIONS["perceptron"]
    trace = shown.run({"data": "1 0; 2 1", "weights": "0"})
    assert len(shown.figures(trace)) == 1
