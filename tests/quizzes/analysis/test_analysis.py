"""Items by their first attempts, and what authors should look at."""

from __future__ import annotations

import uuid
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest

from quizzes import analysis, exercises, reviews, variants
from quizzes.analysis import Flag
from quizzes.authoring import publishing
from quizzes.folding import log_of, standing
from quizzes.models import Amendment, Card, Chapter, Item, Learner, Variant
from tests.factories import NOW, answer, deal, make_card, make_item, make_learner

from .attempts import attempt, moment, of, respond
from .test_indices import covariance

pytestmark = pytest.mark.django_db


def test_the_rest_is_the_mean_on_the_other_items(
    chapter: Chapter, learners: list[Learner]
) -> None:
    """Discrimination compares an item with the learner's mean on the others."""
    items = [make_item(chapter) for _ in range(3)]
    scores = {
        learner.pk: [n % 2 == 0, n % 3 == 0, n % 4 < 2]
        for n, learner in enumerate(learners)
    }
    for learner in learners:
        for item, right in zip(items, scores[learner.pk], strict=True):
            attempt(learner, item, right=right)
    for place, item in enumerate(items):
        xs = [Fraction(mine[place]) for mine in scores.values()]
        rests = [
            Fraction(sum(mine) - mine[place], len(mine) - 1) for mine in scores.values()
        ]
        figures = of(item).whole.figures
        spread = float(covariance(xs, xs) * covariance(rests, rests))
        assert figures.facility == pytest.approx(float(sum(xs) / len(xs)))
        assert figures.discrimination == pytest.approx(
            float(covariance(xs, rests)) / spread**0.5
        )


def test_only_the_first_attempt_counts(
    chapter: Chapter, learners: list[Learner]
) -> None:
    """What is answered later says how well it is remembered, not how hard it is."""
    item = make_item(chapter)
    for learner in learners:
        attempt(learner, item, right=False)
        attempt(learner, item, right=True)
    figures = of(item).whole.figures
    assert (figures.attempts, figures.facility) == (12, 0)


def test_an_undone_answer_is_no_attempt(
    chapter: Chapter, learners: list[Learner]
) -> None:
    """After an undo the next answer is the first."""
    item = make_item(chapter)
    for learner in learners:
        reviews.undo(attempt(learner, item, right=False), by=None, now=moment())
    assert of(item).whole.figures.attempts == 0
    for learner in learners:
        attempt(learner, item)
    assert of(item).whole.figures.facility == 1


def test_the_first_is_the_first_to_be_answered(
    chapter: Chapter, learners: list[Learner]
) -> None:
    """Not the first to arrive: answers that were given offline may come late."""
    item = make_item(chapter)
    for learner in learners:
        card = make_card(learner, item)
        answer(card, right=True, now=NOW + timedelta(days=1))
        card.refresh_from_db()
        variant = deal(card, now=NOW)
        reviews.record(
            learner=learner,
            id=uuid.uuid4(),
            variant_id=variant.pk,
            response="-98765",
            now=NOW + timedelta(days=2),
            answered_at=NOW + timedelta(hours=1),
        )
    assert of(item).whole.figures.facility == 0


def test_scores_are_those_after_regrades(
    chapter: Chapter, learners: list[Learner]
) -> None:
    """A mended answer counts as it does for its learner, the last regrade last."""
    item = make_item(chapter)
    for n, learner in enumerate(learners):
        review = attempt(learner, item, right=False)
        for score in (0.0, 1.0) if n % 2 else ():
            value = {"score": score, "correct": score == 1, "rating": 3, "feedback": ""}
            reviews.amend(
                review,
                kind=Amendment.Kind.REGRADE,
                value=value,
                by=None,
                now=moment(),
            )
    cards = Card.objects.filter(item=item)
    scores = [standing(review).score for review in log_of([card.pk for card in cards])]
    assert of(item).whole.figures.facility == sum(scores) / len(scores) == 0.5


def test_practice_is_no_attempt(chapter: Chapter, learners: list[Learner]) -> None:
    """What is answered for practice alone does not count."""
    item = make_item(chapter)
    for learner in learners:
        card, purpose = make_card(learner, item), Variant.Purpose.PRACTICE
        variant = variants.deal(card, now=(now := moment()), purpose=purpose)
        reviews.record(
            learner=learner,
            id=uuid.uuid4(),
            variant_id=variant.pk,
            response=variant.question.truth(),
            now=now,
        )
    assert of(item).whole.figures.attempts == 0


def test_nothing_is_said_of_few(chapter: Chapter, learners: list[Learner]) -> None:
    """Under ten attempts there are no figures and no flags."""
    item = make_item(chapter)
    for learner in learners[:9]:
        attempt(learner, item, right=False)
    found = of(item)
    assert found.whole.figures == analysis.Figures(attempts=9)
    assert found.judged.flags == []


def test_who_answered_nothing_else_is_not_compared(
    chapter: Chapter, learners: list[Learner]
) -> None:
    """With no other item there is a facility, but no discrimination."""
    item = make_item(chapter)
    for n, learner in enumerate(learners):
        attempt(learner, item, right=n % 2 == 0)
    figures = of(item).whole.figures
    assert figures.facility == 0.5
    assert (figures.discrimination, figures.efficiency) == (None, None)


def test_the_median_time(chapter: Chapter, learners: list[Learner]) -> None:
    """Of those whose time is known."""
    item = make_item(chapter, kind="choice")
    for n, learner in enumerate(learners):
        respond(learner, item, "this", None if n == 0 else 1000 * n)
    assert of(item).whole.figures.seconds == 6


def revise(item: Item) -> None:
    texts: dict[str, Any] = {"ko": {"prompt": "How many?", "answer": "2"}}
    publishing.revise(item, kind="number", texts=texts)
    item.refresh_from_db()


def test_each_revision_has_figures_of_its_own(
    chapter: Chapter, learners: list[Learner]
) -> None:
    """The newest comes first, and is judged once it has attempts enough."""
    item = make_item(chapter)
    early, late = learners, [make_learner() for _ in range(12)]
    for learner in early:
        attempt(learner, item, right=False)
    revise(item)
    for learner in late[:9]:
        attempt(learner, item)
    assert of(item).judged.flags == [Flag.HARD]
    for learner in late[9:]:
        attempt(learner, item)
    found = of(item)
    assert [part.revision for part in found.parts] == [2, 1]
    assert [part.figures.facility for part in found.parts] == [1, 0]
    assert found.whole.figures.attempts == 24
    assert found.judged.flags == [Flag.EASY]


def test_each_version_of_an_exercise_has_figures_of_its_own(
    chapter: Chapter, learners: list[Learner], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Code that was mended is judged by what it asks now, its picks as well."""
    item = make_item(chapter, exercise="perceptron-update")
    for learner in learners:
        attempt(learner, item, right=False)
    exercise = exercises.get("perceptron-update")
    before = exercise.version
    monkeypatch.setattr(exercise, "version", before + 1)
    for learner in (make_learner() for _ in range(12)):
        attempt(learner, item)
    found = of(item)
    parts = [(part.revision, part.version) for part in found.parts]
    assert parts == [(1, before + 1), (1, before)]
    assert [part.figures.facility for part in found.parts] == [1, 0]
    assert [bool(part.picks) for part in found.parts] == [False, True]
    assert found.whole.figures.facility == 0.5
    assert found.judged.flags == [Flag.EASY]


def test_who_knows_more_misses_it(chapter: Chapter, learners: list[Learner]) -> None:
    """A negative discrimination is flagged: the key may be wrong."""
    item, other = make_item(chapter), make_item(chapter)
    for n, learner in enumerate(learners):
        attempt(learner, item, right=n < 6)
        attempt(learner, other, right=n >= 6)
    found = of(item)
    assert found.whole.figures.discrimination == pytest.approx(-1)
    assert found.judged.flags == [Flag.NEGATIVE]


def test_few_queries(
    chapter: Chapter, learners: list[Learner], django_assert_num_queries: Any
) -> None:
    """However many items and answers there are."""
    for _ in range(3):
        item = make_item(chapter)
        for learner in learners[:4]:
            attempt(learner, item)
    with django_assert_num_queries(2):
        assert len(analysis.of_series(chapter.series)) == 3
    with django_assert_num_queries(2):
        analysis.of_item(item)
