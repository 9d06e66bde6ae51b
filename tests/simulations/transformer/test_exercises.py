"""Where the exercises on the Transformer lead."""

from __future__ import annotations

from random import Random
from urllib.parse import parse_qs

from quizzes import exercises


def test_the_lab_shows_the_position_that_was_asked_for() -> None:
    """It is the last of the tokens there, column by column."""
    exercise = exercises.get("transformer-position")
    for seed in range(60):
        parameters, question = exercise.ask(Random(seed))
        tokens = parse_qs(question.lab.partition("?")[2])["x"][0].split(";")
        shown = float(tokens[-1].split()[parameters["column"]])
        assert abs(shown - float(question.truth())) < 0.0011


def test_the_lab_has_the_heads_of_the_question() -> None:
    """Where its sizes matter they are the question's, else its tokens up to eight."""
    exercise = exercises.get("transformer-shapes")
    for seed in range(60):
        parameters, question = exercise.ask(Random(seed))
        page, _mark, run = question.lab.partition("?")
        link = parse_qs(run)
        assert link["heads"] == [str(parameters["heads"])]
        if page.endswith("transformer-size/"):
            whole = parameters["heads"] * parameters["d_k"]
            assert link["d_model"] == [str(whole)]
        else:
            tokens = link["x"][0].split(";")
            assert len(tokens) == min(parameters["tokens"], 8)
