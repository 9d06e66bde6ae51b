"""What the questions about the nets of 1943 say, and where they lead."""

from __future__ import annotations

import re
from random import Random

from django.utils import translation

from quizzes import exercises
from quizzes.questions import Multiple

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
