"""What the proof of secrecy can see: it covers every kind, and it can fail."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from quizzes.questions import Number, Question, kinds
from tests.simulations.hidden import hidden, public, telling, with_another_answer


def sample(kind: type[Question]) -> Question:
    return kind.authored(kind.sample).dealt(Random(0))


@pytest.mark.parametrize("kind", kinds().values(), ids=kinds())
def test_every_kind_hides_its_answer(kind: type[Question]) -> None:
    """Another answer leaves the same public part; so nobody can tell them apart."""
    question = sample(kind)
    kept = hidden(question)
    assert kept >= {"explanation", "answer_figure", "lab"} | telling(question)
    another = with_another_answer(question, kept)
    assert another.truth() != question.truth()
    assert public(another) == public(question)


def test_an_answer_that_is_told_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Be it only its length."""

    def telltale(self: Number) -> dict[str, Any]:
        return {"digits": len(self.value)}

    question = Number(prompt="How many?", value="9")
    assert telling(question) == {"value"} <= hidden(question)
    monkeypatch.setattr(Number, "input", telltale)
    assert "value" not in hidden(question)
