"""Whether and when a perceptron converges is decided for certain."""

from __future__ import annotations

from random import Random

from django.utils import translation

from quizzes import exercises
from quizzes.exercises import Parameters
from quizzes.questions import Choice
from simulations.systems.perceptron import algorithm
from simulations.systems.perceptron.exercises.convergence import draw
from simulations.systems.perceptron.exercises.counting import MOST_EPOCHS, course

EXERCISE = exercises.get("perceptron-convergence")
SEEDS = range(300)


def learned(parameters: Parameters, *, epochs: int) -> algorithm.Run:
    return algorithm.learn(
        parameters["samples"],
        parameters["targets"],
        weights=parameters["weights"],
        bias=parameters["bias"],
        rate=parameters["eta"],
        epochs=epochs,
        inclusive=parameters["threshold"] == "ge",
    )


def test_the_verdict_agrees_with_a_linear_program() -> None:
    """ "Never" is right exactly where no line separates the classes."""
    verdicts = set()
    for seed in SEEDS:
        parameters = EXERCISE.parameters(Random(seed))
        question = EXERCISE.question(**parameters)
        assert isinstance(question, Choice)
        with translation.override("en"):
            never = EXERCISE.question(**parameters).expected() == (
                "It never converges."
            )
        separable = algorithm.separable(parameters["samples"], parameters["targets"])
        assert never != separable
        verdicts.add(never)
    assert verdicts == {True, False}


def test_the_count_is_that_of_a_run_to_its_end() -> None:
    """Running without our limit of epochs gives the count of the right option."""
    for seed in SEEDS:
        parameters = EXERCISE.parameters(Random(seed))
        run = learned(parameters, epochs=100)
        with translation.override("en"):
            expected = EXERCISE.question(**parameters).expected()
        if run.converged:
            assert f"after {run.mistakes} mistake" in expected
        else:
            assert expected == "It never converges."


def test_an_author_s_settings_hold() -> None:
    """A fixed threshold is asked for in every variant, each still decided."""
    for seed in SEEDS:
        parameters, question = EXERCISE.ask(Random(seed), {"threshold": "gt"})
        assert parameters["threshold"] == "gt"
        assert question.check() == []


def test_what_is_drawn_with_is_the_same_run() -> None:
    """In plain numbers as in the algorithm: every epoch's mistakes, and what becomes."""
    ends = set()
    for seed in SEEDS:
        parameters = draw(Random(seed))
        drawn = course(**parameters)
        run = learned(parameters, epochs=MOST_EPOCHS)
        assert drawn.mistakes == [step.mistakes for step in run.epoch_ends]
        assert drawn.converged == run.converged
        assert drawn.again == (run.cycle[1] if run.cycle else None)
        assert drawn.shown == len(run.steps)
        ends.add((drawn.converged, drawn.decided))
    assert ends == {(True, True), (False, True), (False, False)}


def test_who_is_back_at_the_start_is_told_so() -> None:
    """The rows end with the epoch that leads there."""
    with translation.override("en"):
        said = EXERCISE.question(
            samples=[[1, 2], [1, 1], [-1, 0], [0, 1]],
            targets=[1, 1, 1, 0],
            weights=[0, 0],
            bias=0,
            eta=1,
            threshold="ge",
        ).explanation
    assert (
        "After epoch 2 the weights and the bias are what they were at the start" in said
    )
    assert "\n| 3 |" not in said


def test_the_number_of_options_tells_nothing() -> None:
    """There are always five, and one of them always says "never"."""
    for seed in SEEDS:
        with translation.override("en"):
            _parameters, question = EXERCISE.ask(Random(seed))
        assert isinstance(question, Choice)
        texts = [option.text for option in question.options]
        assert len(texts) == 5
        assert "It never converges." in texts
