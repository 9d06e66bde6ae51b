"""What was chosen and typed, as authors read it."""

from __future__ import annotations

import uuid

import pytest

from quizzes import reviews
from quizzes.analysis import Flag
from quizzes.models import Chapter, Learner
from tests.factories import deal, make_card, make_item
from tests.quizzes.test_reviews import send

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


def test_points_are_counted(chapter: Chapter, learners: list[Learner]) -> None:
    """By where they are; one that nobody takes for right is flagged."""
    item = make_item(chapter, kind="mark")
    for n, learner in enumerate(learners):
        send(deal(make_card(learner, item)), ["a" if n < 7 else "c"])
    part = of(item).judged
    found = [(pick.text, pick.chosen, pick.shown, pick.right) for pick in part.picks]
    assert found == [
        ("$(1, 2)$", 7, 12, True),
        ("$(3, -0.5)$", 5, 12, False),
        ("$(2, 1)$", 0, 12, False),
    ]
    assert part.flags == [Flag.UNCHOSEN]


def test_an_exercise_s_points_are_not(
    chapter: Chapter, learners: list[Learner]
) -> None:
    """They are others each time, as its numbers are."""
    item = make_item(chapter, exercise="perceptron-misclassified")
    for learner in learners:
        attempt(learner, item, right=False)
    assert not any(pick.right for pick in of(item).judged.picks)


TEXT = "[[tanh]] [[=one|no|two]] layer, [[=time]] and [[=order]]."


def test_the_lists_of_blanks_are_counted(
    chapter: Chapter, learners: list[Learner]
) -> None:
    """Each blank by itself. What belongs to another is wrong only where it is chosen."""
    fields = {"prompt": "?", "text": TEXT, "distractors": ["weight", "bias"]}
    item = make_item(chapter, kind="cloze", texts={"ko": fields})
    for n, learner in enumerate(learners):
        variant = deal(make_card(learner, item))
        said = ["two" if n < 3 else "one", "order" if n < 4 else "time", "order"]
        blanks = variant.question.input()["blanks"][1:]
        letters = [
            next(one["id"] for one in blank["options"] if one["text"] == text)
            for blank, text in zip(blanks, said, strict=True)
        ]
        send(variant, ["tanh", *letters])
    part = of(item).judged
    found = {pick.text: (pick.chosen, pick.right) for pick in part.picks}
    assert found == {
        **{"❷ → one": (9, True), "❷ → two": (3, False), "❷ → no": (0, False)},
        **{"❸ → time": (8, True), "❸ → order": (4, False), "❹ → order": (12, True)},
        **{f"{at} → {one}": (0, False) for at in "❸❹" for one in ("weight", "bias")},
    }
    assert {pick.shown for pick in part.picks} == {12}
    assert Flag.UNCHOSEN in part.flags


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
