"""What the exercises on activation promise beyond the shared contract."""

from __future__ import annotations

import json
from random import Random
from urllib.parse import parse_qs, parse_qsl

import numpy as np

from quizzes import exercises
from quizzes.questions import Choice, Number, TruthTable
from simulations import simulation
from simulations.systems.activation import algorithm

SEEDS = range(300)


def test_at_most_one_of_the_networks_is_a_straight_line() -> None:
    """In some variants none is, and there are always five options."""
    exercise = exercises.get("activation-straight")
    straight = []
    for seed in SEEDS:
        parameters, question = exercise.ask(Random(seed))
        assert isinstance(question, Choice)
        assert len(question.options) == 5
        nets = [
            [sum(v * max(0, w * x) for v, w in net) for x in (-1, 1)]
            for net in parameters["networks"]
        ]
        straight.append(sum(left == -right for left, right in nets))
    assert set(straight) == {0, 1}


def test_the_figure_names_the_output_as_the_question_does() -> None:
    """It is y, the unit's answer, and nothing estimated."""
    _parameters, question = exercises.get("activation-relu-table").ask(Random(0))
    drawn = json.dumps(question.figure, ensure_ascii=False)
    assert '"y"' in drawn
    assert "ŷ" not in drawn


def test_a_power_that_comes_out_even_is_not_called_rounded() -> None:
    """0.25² is 0.0625, not about that; 0.25³ has more digits than are shown."""
    question = exercises.get("activation-depth").question(
        function="sigmoid", weight=1, limit=0.05
    )
    assert isinstance(question, Number)
    assert "= 0.0625$" in question.explanation
    assert r"\approx 0.0156$" in question.explanation


def test_the_bound_by_depth_is_reached_and_no_lower_one_holds() -> None:
    """With the largest weights and every sum at 0: n − 1 layers are too few."""
    exercise = exercises.get("activation-depth")
    for seed in range(100):
        given = exercise.parameters(Random(seed))
        depth = int(exercise.question(**given).truth())
        f = algorithm.FUNCTIONS[given["function"]]
        at_zero = float(f.value(np.array(0.0)))
        gradients = [
            algorithm.chain(
                0,
                weights=[given["weight"]] * layers,
                biases=[0.0] + [-given["weight"] * at_zero] * (layers - 1),
                name=given["function"],
            )[0].gradient
            for layers in (depth - 1, depth)
        ]
        assert gradients[1] < given["limit"] <= gradients[0]


def test_the_lab_shows_a_dead_unit_at_its_largest_sum() -> None:
    """Even there the sum is under 0, so that nothing comes through."""
    exercise = exercises.get("activation-dead-relu")
    for seed in range(100):
        parameters, question = exercise.ask(Random(seed))
        link = parse_qs(question.lab.partition("?")[2])
        total = float(link["x"][0]) + float(link["bias"][0])
        sums = [
            max(w1 * x1 + w2 * x2 + b for x1, x2 in parameters["samples"])
            for w1, w2, b in parameters["units"]
        ]
        assert total < 0
        assert min(abs(total - one) for one in sums) < 1e-9


def test_the_lab_shows_the_whole_network() -> None:
    """All its weights and biases and all four inputs; the hidden sums are the same."""
    exercise = exercises.get("activation-relu-table")
    for seed in range(50):
        parameters, question = exercise.ask(Random(seed))
        assert isinstance(question, TruthTable)
        query = dict(parse_qsl(question.lab.partition("?")[2]))
        run = simulation.get("backpropagation").run(query)
        assert run.parameters["hidden"] == parameters["hidden"]
        assert run.parameters["output"] == [parameters["output"]]
        for step, row in zip(run.steps, question.value, strict=True):
            sums = [w1 * step["x"][0] + w2 * step["x"][1] + b
                    for w1, w2, b in parameters["hidden"]]  # fmt: skip
            assert step["hidden_sums"] == sums
            assert step["target"] == list(row)
