"""GPT's lab: it learns the text it is given and writes on."""

from __future__ import annotations

from random import Random
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from quizzes import exercises
from quizzes.exercises import Asked
from simulations import simulation
from simulations.simulation import ParameterError, Trace
from tests.timing import within

LAB = simulation.get("gpt")
WORDS = simulation.get("gpt-next-word")
SEEDS = range(20)


def asked(slug: str, seed: int) -> tuple[Asked, Trace]:
    """A question and the run that its link to the lab leads to."""
    found = exercises.get(slug).ask(Random(seed))
    address = urlsplit(found[1].lab)
    shown = simulation.get(address.path.rstrip("/").rpartition("/")[2])
    return found, shown.run(dict(parse_qsl(address.query)))


def test_it_learns_while_one_watches() -> None:
    """The default ends well under half the loss of guessing."""
    summary = LAB.run({}).summary
    assert summary["loss"] < summary["guessing"] / 3


def test_it_writes_on_from_the_beginning() -> None:
    """Forty characters of the text's own, after those given."""
    trace = LAB.run({"text": "가나다 가나다 가나다", "start": "가나"})
    written = trace.summary["written"]
    assert written.startswith("가나")
    assert len(written) == 42
    assert set(written) <= set("가나다 ")


def test_the_largest_run_is_short() -> None:
    """300 different characters, all steps: bounded."""
    text = "".join(chr(0xAC00 + 7 * place) for place in range(300))
    with within(10):
        LAB.run({"text": text, "start": text[0], "steps": 120})


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("text", {"text": "짧은 글", "start": "글"}),
        ("start", {"start": "xyz"}),
        ("steps", {"steps": 10**9}),
        ("temperature", {"temperature": -1}),
        ("top_k", {"top_k": 0}),
        ("eta", {"eta": "nan"}),
    ],
)
def test_what_cannot_be_learnt_is_named(name: str, given: dict[str, Any]) -> None:
    """Before any work."""
    with pytest.raises(ParameterError) as refused:
        LAB.run(given)
    assert set(refused.value.errors) == {name}


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("text", {"text": "하나 둘", "start": "둘", "unit": "word", "window": 2}),
        ("start", {"start": "봄", "unit": "word"}),
        ("window", {"window": 9}),
    ],
)
def test_words_that_do_not_do_are_named(name: str, given: dict[str, Any]) -> None:
    """Too few for a window, or not in the text."""
    with pytest.raises(ParameterError) as refused:
        LAB.run(given)
    assert set(refused.value.errors) == {name}


def test_it_learns_words_too() -> None:
    """Windows and their targets are words, and so is what it writes."""
    trace = LAB.run(
        {"text": "ab cd ef gh ab", "start": "cd", "unit": "word", "window": 2}
    )
    follows = {"ab": "cd", "cd": "ef", "ef": "gh", "gh": "ab"}
    for step in trace.steps:
        assert [follows[word] for word in step["window"].split()] == step[
            "targets"
        ].split()
    assert set(trace.summary["written"].split()) <= set(follows)
    assert LAB.figures(trace)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_targets_are_seen_in_the_lab(seed: int) -> None:
    """This very window is among those drawn, with its targets beside it."""
    (parameters, question), trace = asked("gpt-targets", seed)
    start = parameters["start"]
    given = parameters["text"][start : start + parameters["window"]]
    targets = {step["window"]: step["targets"] for step in trace.steps}
    found = targets[" ".join(map(str, given))]
    assert question.grade([found.split()]).score == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_the_temperature_is_seen_in_the_lab(seed: int) -> None:
    """The same words and scores have these probabilities."""
    (_parameters, question), trace = asked("gpt-temperature", seed)
    assert question.grade([[f"{step['share']:.6f}" for step in trace.steps]]).score == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_the_drawing_is_seen_in_the_lab(seed: int) -> None:
    """The scores are logarithms of the shares, and the same word is drawn."""
    (parameters, question), trace = asked("gpt-next-token", seed)
    plain = [step["plain"] for step in trace.steps]
    assert plain == pytest.approx(parameters["shares"], abs=1e-6)
    options = {one["text"]: one["id"] for one in question.input()["options"]}
    assert question.grade(options[trace.summary["drawn"]]).score == 1


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("words", {"words": "하나 둘"}),
        ("temperature", {"temperature": 0}),
        ("lot", {"lot": 1}),
        ("scores", {"scores": "1 2; 3 4"}),
        ("top_k", {"top_k": 0}),
    ],
)
def test_what_cannot_be_drawn_is_named(name: str, given: dict[str, Any]) -> None:
    """Words without scores, a lot that no sum can reach."""
    with pytest.raises(ParameterError) as refused:
        WORDS.run(given)
    assert set(refused.value.errors) == {name}
