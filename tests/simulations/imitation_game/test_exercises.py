"""What the questions about Turing's paper say."""

from __future__ import annotations

import re
from random import Random
from urllib.parse import parse_qsl

import pytest
from django.utils import translation

from quizzes import exercises
from quizzes.questions import Multiple, Number, TruthTable
from simulations import simulation


@pytest.mark.parametrize(
    ("slug", "parameters", "written"),
    [
        ("majority", {"skill": 0.6, "minutes": 3}, "= 0.648$$"),
        ("majority", {"skill": 0.61, "minutes": 3}, r"\approx 0.662$$"),
        ("p-value", {"rounds": 4, "right": 4}, r"\approx 0.063$"),
        ("p-value", {"rounds": 6, "right": 4}, r"\approx 0.344$"),
        ("p-value", {"rounds": 7, "right": 4}, "= 0.500$"),
        ("significance", {"rounds": 7, "percent": 10}, r"8 / 128 = 6.25\,\%"),
        ("significance", {"rounds": 7, "percent": 10}, r"1 / 128 \approx 0.78\,\%"),
        ("capacity", {"wheels": [4, 8], "switches": 2}, r"\ln 2 = 7.00$"),
        ("capacity", {"wheels": [3, 4], "switches": 2}, r"\ln 2 \approx 5.58$"),
    ],
)
def test_about_stands_only_before_what_is_rounded(
    slug: str, parameters: dict[str, object], written: str
) -> None:
    """A value that is exact as it is shown has an equals sign."""
    with translation.override("en"):
        question = exercises.get(f"imitation-game-{slug}").question(**parameters)
    assert written in question.explanation


def test_the_capacity_is_explained_with_its_own_wheels() -> None:
    """Each wheel's bits once, and no other wheel's."""
    with translation.override("en"):
        question = exercises.get("imitation-game-capacity").question(
            wheels=[4, 5, 5], switches=3
        )
    parts = re.findall(r"\$\\log_2 (\d+) (\S+) (\S+)\$", question.explanation)
    assert parts == [("4", "=", "2"), ("5", r"\approx", "2.32")]


def test_what_is_said_of_a_statement_names_it() -> None:
    """It stands in a list with others: it begins with no “that is” or “it may”."""
    with translation.override("en"):
        for seed in range(60):
            question = exercises.get("imitation-game-statements").ask(Random(seed))[1]
            assert isinstance(question, Multiple)
            for option in question.options:
                assert not re.match("(That|This|It) (is|may)", option.feedback)


def test_nobody_is_right_more_often_than_there_are_rounds() -> None:
    """Where all have to be right, one more is no answer that somebody gives."""
    question = exercises.get("imitation-game-significance").question(
        rounds=10, percent=1
    )
    assert isinstance(question, Number)
    assert question.value == "10"
    assert all(int(mistake.value) <= 10 for mistake in question.mistakes)


def test_the_wheel_s_way_is_lit_as_in_the_answer() -> None:
    """From the start on, which nobody asks for."""
    for seed in range(20):
        question = exercises.get("imitation-game-wheel").ask(Random(seed))[1]
        assert isinstance(question, TruthTable)
        assert question.answer_figure is not None
        drawn = question.answer_figure["layer"][-1]["data"]["values"]
        assert [(one["lit"],) for one in drawn[1:]] == list(question.value)


def test_the_lab_plays_the_rounds_of_the_first_machine() -> None:
    """Five minutes each, and just as many are right as the question says."""
    for seed in range(50):
        parameters, question = exercises.get("imitation-game-criterion").ask(
            Random(seed)
        )
        query = dict(parse_qsl(question.lab.partition("?")[2]))
        run = simulation.get("imitation-game").run(query)
        first = parameters["reports"][0]
        verdicts = {"right": run.summary["total"]}
        verdicts["wrong"] = first["rounds"] - verdicts["right"]
        assert run.parameters["minutes"] == 5
        assert len(run.steps) == first["rounds"]
        assert verdicts[first["said"]] == first["count"]
