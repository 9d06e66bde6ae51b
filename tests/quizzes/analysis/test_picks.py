"""What was chosen and typed, as authors read it."""

from __future__ import annotations

import uuid

import pytest

from quizzes import reviews
from quizzes.analysis import Flag
from quizzes.models import Chapter, Learner
from tests.factories import deal, make_card, make_item

from .attempts import attempt, moment, of, respond

pytestmark = pytest.mark.django_db


def test_options_are_counted_by_their_text(
    chapter: Chapter, learners: list[Learner]
) -> None:
    """However they were shuffled; one that nobody chose is flagged."""
    item = make_item(chapter, kind="choice")
    for n, learner in enumerate(learners):
        respond(learner, item, "this" if n < 7 else "that")
    part = of(item).judged
    found = [(pick.text, pick.chosen, pick.shown, pick.right) for pick in part.picks]
    assert found == [
        ("this", 7, 12, True),
        ("that", 5, 12, False),
        ("those", 0, 12, False),
    ]
    assert part.flags == [Flag.UNCHOSEN]


@pytest.mark.parametrize("kind", ["multiple", "true_false", "match", "number", "text"])
def test_wrong_answers_are_counted(
    chapter: Chapter, learners: list[Learner], kind: str
) -> None:
    """Of each kind whose answers can be told apart by their words."""
    item = make_item(chapter, kind=kind)
    for learner in learners:
        attempt(learner, item, right=False)
    picks = of(item).judged.picks
    assert {pick.shown for pick in picks} == {12}
    assert any(pick.chosen != pick.right * pick.shown for pick in picks)


def test_an_exercise_s_mistakes_are_counted(
    chapter: Chapter, learners: list[Learner]
) -> None:
    """Its numbers differ each time; what was said to a mistake does not."""
    item = make_item(chapter, exercise="perceptron-update")
    for learner in learners:
        variant = deal(make_card(learner, item), now=(now := moment()))
        response, _said = variant.question.slips()[0]
        reviews.record(
            learner=learner,
            id=uuid.uuid4(),
            variant_id=variant.pk,
            response=response,
            now=now,
        )
    part = of(item).judged
    assert part.version == item.revision.exercise_version  # type: ignore[union-attr]
    assert sum(pick.chosen for pick in part.picks) == 12
