"""The labs: addresses shared before, several outputs, and what the questions link to."""

from __future__ import annotations

from random import Random
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import numpy as np
import pytest
import vl_convert

from quizzes import exercises
from quizzes.exercises import Asked
from simulations import simulation
from simulations.simulation import ParameterError, Trace
from simulations.systems.backpropagation import algorithm_batch, algorithm_symmetry

SEEDS = range(20)
TWO = {"data": "0 1 0 1; 1 1 1 0", "output": "0.8 0.9 -0.3; 0.1 -0.2 0.3"}


def asked(slug: str, seed: int) -> tuple[Asked, Trace]:
    """A question and the run that its link to the lab leads to."""
    found = exercises.get(slug).ask(Random(seed))
    address = urlsplit(found[1].lab)
    lab = simulation.get(address.path.strip("/").rpartition("/")[2])
    return found, lab.run(dict(parse_qsl(address.query)))


def test_an_address_without_the_new_parameters_runs_online() -> None:
    """What was shared before there were batch, momentum and decay shows the same."""
    lab = simulation.get("backpropagation")
    plain = {"epochs": 3, "eta": 1}
    rules = {"update": "sample", "momentum": 0, "decay": 0}
    assert lab.run(plain).steps == lab.run(plain | rules).steps


def test_in_batch_the_weights_stay_until_the_epoch_ends() -> None:
    """The table shows the same weights for the first three of four samples."""
    trace = simulation.get("backpropagation").run({"update": "epoch", "epochs": 2})
    weights = [step["hidden_weights"] for step in trace.steps]
    assert weights[0] == weights[1] == weights[2]
    assert weights[3] != weights[2]
    assert weights[3] == weights[4]
    changes = [step["hidden_changes"] for step in trace.steps]
    assert changes[:3] == [[], [], []]
    assert changes[3]


@pytest.mark.parametrize("rule", ["momentum", "decay"])
def test_momentum_and_decay_change_the_run(rule: str) -> None:
    """From the second step on, or from the first."""
    lab = simulation.get("backpropagation")
    assert lab.run({"epochs": 1}).summary != lab.run({"epochs": 1, rule: 0.5}).summary


def test_a_run_with_momentum_and_decay_can_be_followed() -> None:
    """From the sums to the weights after, every number follows from those shown."""
    rules = {"momentum": 0.5, "decay": 0.1, "eta": 2, "epochs": 2}
    first, then, *_rest = simulation.get("backpropagation").run(rules).steps
    before, after = np.array(first["hidden_weights"]), np.array(then["hidden_weights"])
    x, h = np.array(then["x"]), np.array(then["hidden"])
    assert np.allclose(then["hidden_sums"], before @ [*x, 1])
    assert np.allclose(h, 1 / (1 + np.exp(-np.array(then["hidden_sums"]))))
    y, v = np.array(then["output"]), np.array(first["output_weights"])
    assert np.allclose(then["output_sums"], v @ [*h, 1])
    assert np.allclose(then["by_output"], y - then["target"])
    assert np.allclose(then["by_hidden"], then["output_delta"] @ v[:, :-1])
    assert np.allclose(then["hidden_delta"], then["by_hidden"] * h * (1 - h))
    by = np.outer(then["hidden_delta"], [*x, 1])
    change = -2 * by + 0.5 * np.array(first["hidden_changes"])
    assert np.allclose(then["hidden_changes"], change)
    assert np.allclose(after, 0.9 * (before + change))


def test_the_symmetry_lab_is_the_task_of_1986() -> None:
    """Its outcome is what the algorithm says of the same start."""
    trace = simulation.get("symmetry").run({"start": 1, "sweeps": 800})
    layers = algorithm_batch.draw(
        algorithm_symmetry.SHAPE,
        1,
        spread=algorithm_symmetry.SPREAD,
        rng=np.random.default_rng(1),
    )
    outcome = algorithm_symmetry.learn(layers, sweeps=800)
    assert outcome.share == 1
    assert str(int(outcome.solved[0])) in trace.summary["solved"]
    last = trace.steps[-1]
    assert np.allclose([last["w1"], last["w2"]], outcome.layers[0].weights[..., 0])
    assert np.allclose(last["biases"], outcome.layers[0].biases[:, 0])
    assert np.allclose(last["output"][:2], outcome.layers[1].weights[0, :, 0])


def test_an_unlucky_start_is_said_to_be_one() -> None:
    """After few sweeps nothing is solved."""
    trace = simulation.get("symmetry").run({"sweeps": 10})
    assert trace.summary["right"] < 64
    assert str(trace.summary["right"]) not in trace.summary["solved"]


def test_an_output_unit_learns_as_if_it_were_alone() -> None:
    """Of two, each changes by its own error; only the hidden units hear both."""
    lab = simulation.get("backpropagation")
    together = lab.run(TWO | {"epochs": 1, "update": "epoch"}).steps
    for place, (row, data) in enumerate(
        [("0.8 0.9 -0.3", "0 1 0; 1 1 1"), ("0.1 -0.2 0.3", "0 1 1; 1 1 0")]
    ):
        alone = {"output": row, "data": data, "epochs": 1, "update": "epoch"}
        for ours, theirs in zip(lab.run(alone).steps, together, strict=True):
            for name in ("output", "output_delta", "output_gradient", "output_weights"):
                assert np.allclose(ours[name], [theirs[name][place]], atol=1e-12)
            assert ours["target"] == [theirs["target"][place]]
            assert ours["hidden_delta"] != theirs["hidden_delta"]


def test_a_figure_names_each_output_unit() -> None:
    """Of several the first is ŷ₁ with v₁₁ and c₁; a single one needs no number."""
    lab = simulation.get("backpropagation")
    for given, names in (({}, ["ŷ"]), (TWO, ["ŷ₁", "ŷ₂"])):
        *_others, drawn = lab.figures(lab.run(given | {"epochs": 1})).values()
        assert vl_convert.vegalite_to_vega(drawn)["marks"]
        symbols = {row["symbol"] for row in drawn["layer"][-1]["data"]["values"]}
        assert {symbol for symbol in symbols if "ŷ" in symbol} == set(names)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("data", {"output": TWO["output"]}),  # its targets are forgotten
        ("data", TWO | {"data": "0 1 0 1.5"}),
        ("data", TWO | {"data": "0 1 -1 1"}),
        ("data", TWO | {"data": "0 1"}),
        ("hidden", TWO | {"hidden": "1; 2"}),
        ("output", TWO | {"output": "1 2; 3 4"}),
        ("output", {"output": "0.8 0.9 -0.3;" * 7}),
        ("epochs", TWO | {"data": "0 1 0 1;" * 50, "epochs": 81}),
    ],
)
def test_what_does_not_fit_several_outputs_is_named(
    name: str, given: dict[str, Any]
) -> None:
    """A missing target, one beyond 0 to 1, weights of another number, too long a run."""
    with pytest.raises(ParameterError) as refused:
        simulation.get("backpropagation").run(given)
    assert set(refused.value.errors) == {name}


def test_a_weight_s_run_is_bounded() -> None:
    """4,000 steps, by gradients and repeats together."""
    lab = simulation.get("weight")
    assert len(lab.run({"gradients": "1", "repeats": 4000}).steps) == 4000
    with pytest.raises(ParameterError, match="repeats"):
        lab.run({"gradients": "1 2", "repeats": 2001})


def test_without_its_rules_a_weight_takes_plain_steps() -> None:
    """Then the run is the one it is compared with."""
    rules = {"momentum": 0, "decay": 0}
    found = simulation.get("weight").run(rules).summary
    assert found["weight"] == pytest.approx(found["plain"])


@pytest.mark.parametrize("seed", SEEDS)
def test_three_steps_with_momentum_are_seen_in_the_lab(seed: int) -> None:
    """The link leads to these very steps, and to the same without momentum."""
    (_parameters, question), trace = asked("backpropagation-momentum", seed)
    assert len(trace.steps) == 3
    assert question.grade(f"{trace.summary['weight']:.9f}").score == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_a_decaying_weight_is_seen_in_the_lab(seed: int) -> None:
    """One step gives the very answer; the long run comes as near as its steps allow."""
    (parameters, question), trace = asked("backpropagation-decay", seed)
    if parameters["asked"] == "step":
        assert question.grade(f"{trace.summary['weight']:.9f}").score == 1
    else:
        left = (1 - parameters["percent"] / 100) ** len(trace.steps)
        assert left < 4e-4
        rest = float(str(question.truth()))
        away = abs(rest - parameters["weight"])
        assert abs(trace.summary["weight"] - rest) <= left * away + 1e-9


@pytest.mark.parametrize("seed", SEEDS)
def test_what_passes_for_symmetric_is_seen_in_the_lab(seed: int) -> None:
    """Its six vectors go through its own weights: near 1 is ticked, near 0 is not."""
    (parameters, question), trace = asked("backpropagation-symmetry", seed)
    answers = [step["output"][0] for step in trace.steps]
    assert all(abs(answer - 0.5) > 0.45 for answer in answers)
    passed = {
        "".join(map(str, vector))
        for vector, answer in zip(parameters["vectors"], answers, strict=True)
        if answer > 0.5
    }
    letters = {one["text"]: one["id"] for one in question.input()["options"]}
    assert question.grade([letters[text] for text in passed]).score == 1


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("slug", ["backpropagation-shape", "rnn-parameter-count"])
def test_a_network_is_counted_in_the_lab(slug: str, seed: int) -> None:
    """Layered or Elman's: its weights and biases add up to the answer."""
    (_parameters, question), trace = asked(slug, seed)
    assert question.grade(str(trace.summary["numbers"])).score == 1
    assert sum(step["numbers"] for step in trace.steps) == trace.summary["numbers"]


@pytest.mark.parametrize("layers", ["3", "2 0 1", "2 1.5 1", "2 1001 1", "2 2; 1 1"])
def test_what_is_no_network_is_not_counted(layers: str) -> None:
    """A single layer, a part of a unit, two networks at once."""
    with pytest.raises(ParameterError) as refused:
        simulation.get("network-size").run({"layers": layers})
    assert set(refused.value.errors) == {"layers"}
