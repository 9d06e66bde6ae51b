"""BERT's lab: two sentences, and what becomes of their words."""

from __future__ import annotations

from random import Random
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from quizzes import exercises
from simulations import simulation
from simulations.simulation import ParameterError

LAB = simulation.get("bert")


def test_two_lines_are_two_segments() -> None:
    """[CLS] A [SEP] B [SEP], with segments as in figure 2 of the paper."""
    steps = LAB.run({"text": "a b\nc", "rounds": 1}).steps
    assert [step["token"] for step in steps] == [
        "[CLS]", "a", "b", "[SEP]", "c", "[SEP]",
    ]  # fmt: skip
    assert "".join(step["segment"] for step in steps) == "AAAABB"


def test_all_can_be_chosen() -> None:
    """With a share of 1 every ordinary word of every round is chosen."""
    trace = LAB.run({"text": "a b c d", "share": 1, "rounds": 40})
    assert trace.summary["chosen"] == 4
    assert sum(trace.summary["fates"]) == 160
    assert all(bool(step["fate"]) == (len(step["token"]) == 1) for step in trace.steps)


def test_an_untrained_bert_guesses() -> None:
    """Its loss is near the logarithm of its vocabulary."""
    summary = LAB.run({}).summary
    assert abs(summary["loss"] - summary["guessing"]) < 0.5


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("text", {"text": "a\nb\nc"}),
        ("text", {"text": "a " * 41}),
        ("text", {"text": "[CLS] [MASK]"}),
        ("text", {"text": ""}),
        ("share", {"share": 0}),
        ("rounds", {"rounds": 10**9}),
    ],
)
def test_what_cannot_be_masked_is_named(name: str, given: dict[str, Any]) -> None:
    """Before any work."""
    with pytest.raises(ParameterError) as refused:
        LAB.run(given)
    assert set(refused.value.errors) == {name}


@pytest.mark.parametrize("seed", range(20))
def test_as_many_tokens_are_drawn_as_were_asked_about(seed: int) -> None:
    """Of all ordinary words of all drawings, 15 % are chosen."""
    parameters, question = exercises.get("bert-masking-count").ask(Random(seed))
    trace = LAB.run(dict(parse_qsl(urlsplit(question.lab).query)))
    ordinary = [step for step in trace.steps if step["token"] not in ("[CLS]", "[SEP]")]
    assert len(ordinary) == parameters["tokens"]
    assert 100 * sum(trace.summary["fates"]) == 15 * parameters["tokens"]
