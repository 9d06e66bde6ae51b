"""What the questions about the nets of 1943 say, and where they lead."""

from __future__ import annotations

import re
from random import Random

from django.utils import translation

from quizzes import exercises
from quizzes.questions import Multiple, Number

ASSUMPTIONS = exercises.get("mcculloch-pitts-assumptions")
SEEDS = range(60)


def test_what_is_said_of_a_statement_names_it() -> None:
    """It stands in a list with others: no “that” or “this” begins it."""
    with translation.override("en"):
        for seed in SEEDS:
            question = ASSUMPTIONS.ask(Random(seed))[1]
            assert isinstance(question, Multiple)
            for option in question.options:
                assert not re.match("(That|This) (is|number)", option.feedback)


def test_the_lab_shows_the_circuit_of_a_statement() -> None:
    """What XOR takes, what a circle remembers, how long a synapse takes."""
    shown = set()
    for seed in SEEDS:
        parameters, question = ASSUMPTIONS.ask(Random(seed))
        circuit = question.lab.partition("circuit=")[2]
        shown.add(circuit)
        if circuit == "xor":
            assert "xor" in parameters["wrong"]
    assert shown >= {"and_not", "delay", "memory", "xor"}


def test_two_pulses_that_have_become_one_count_once_without_the_delay_too() -> None:
    """N₂ would fire at 1, 4, 7 and 10: four times, not seven."""
    with translation.override("en"):
        question = exercises.get("mcculloch-pitts-circle").question(
            neurons=3, pulses=[0, 3], watched=2, until=10
        )
    assert isinstance(question, Number)
    told = {mistake.value: mistake.feedback for mistake in question.mistakes}
    assert "delay" in told["4"]


def test_who_leaves_out_a_delay_is_shown_a_neuron_that_is_asked_for() -> None:
    """Of the net that feels heat only N₃ and N₄ are."""
    exercise = exercises.get("mcculloch-pitts-heat")
    for seed in SEEDS:
        with translation.override("en"):
            slips = exercise.ask(Random(seed))[1].slips()
        for _response, said in slips:
            assert "one step before" not in said or re.search("N_[34]", said)


def test_the_threshold_is_drawn_only_in_the_answer() -> None:
    """Before that no figure shows the number that is asked for."""
    question = exercises.get("mcculloch-pitts-threshold").ask(Random(0))[1]
    assert question.figure is None
    assert question.answer_figure is not None
    line = question.answer_figure["layer"][-1]
    assert line["encoding"] == {"y": {"datum": int(question.truth())}}
