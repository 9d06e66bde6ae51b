"""What a mended question says to an answer that was given to its earlier form."""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from quizzes import exercises, making
from quizzes.folding import Standing
from quizzes.models import Amendment, Item, ItemRevision, Rating, Review, Variant
from quizzes.questions import BadResponse, Question

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Change:
    """What an answer is worth, and what it would be."""

    review: Review
    score_before: float
    score: float
    correct_before: bool
    correct: bool
    feedback: str

    @property
    def lowers(self) -> bool:
        worse = self.correct_before and not self.correct
        return worse or self.score < self.score_before

    def rating(self, before: Standing) -> Rating:
        """Hard or easy, as the learner said, stays where the answer stays right."""
        if not self.correct:
            return Rating.AGAIN
        return before.rating if before.correct and before.rating else Rating.GOOD


@dataclass(frozen=True)
class Mark:
    """What the mended question says to an answer."""

    score: float
    correct: bool
    feedback: str


@dataclass(frozen=True)
class Unmarked:
    """Why the mended question has no mark for an answer, which is let be."""

    reason: str


class Marker:
    """Grades answers by one revision. What it asks is made once a language."""

    def __init__(self, revision: ItemRevision) -> None:
        self._revision = revision
        self._authored: dict[str, Question] = {}

    @property
    def exercise_version(self) -> int | None:
        """The installed version of its exercise; None where there is none."""
        with suppress(LookupError):
            return self._revision.exercise_version
        return None

    def question(self, variant: Variant) -> Question:
        """What the variant would have asked, had it been made from the revision.

        An exercise is run on the stored parameters. LookupError where there is none: the
        item runs another exercise by now, or is no longer written in that language.
        """
        language, revision = variant.language, self._revision
        if variant.exercise != revision.exercise:
            raise LookupError(_("The item runs another exercise by now."))
        if revision.exercise:
            with translation.override(language):
                exercise = exercises.get(revision.exercise)
                return making.guarded(exercise.question(**variant.parameters))
        if language not in revision.texts:
            raise LookupError(_("It is no longer written in that language."))
        if language not in self._authored:
            self._authored[language] = making.ask(revision, language, 0)[1]
        return self._authored[language]

    def mark(self, review: Review) -> Mark | Unmarked:
        variant = review.variant
        if variant is None:
            return Unmarked(_("It is not known what was asked."))
        try:
            question = self.question(variant)
            with translation.override(variant.language):
                response = question.reread(variant.question, review.response)
                grade = question.grade(response)
        except (BadResponse, LookupError) as error:
            return Unmarked(str(error.args[0]) if error.args else repr(error))
        except Exception as error:  # an exercise can be broken anyhow
            logger.exception("Review %s cannot be graded anew", review.pk)
            return Unmarked(repr(error))
        return Mark(grade.score, question.passed(grade), grade.feedback)


def is_current(variant: Variant, item: Item) -> bool:
    """Whether the item would still ask in this way."""
    if variant.revision_id != item.revision_id:
        return False
    with suppress(LookupError):
        version = exercises.get(variant.exercise).version
        return variant.exercise_version == version
    return True


def is_newer(review: Review, revision: int) -> bool:
    """Whether what was answered was asked by a later revision than that."""
    asked = review.variant.revision_id if review.variant else None
    return asked is not None and asked > revision


def change_of(review: Review, before: Standing, mark: Mark) -> Change | None:
    """What a mark would change of an answer; None where it counts as it did."""
    if (before.score, before.correct) == (mark.score, mark.correct):
        return None
    return Change(
        review, before.score, mark.score, before.correct, mark.correct, mark.feedback
    )


def mended(review: Review, variant: Variant) -> tuple[Question, Any] | None:
    """The mended question by which an answer counts, and what the answer is to it.

    None where it counts as it was asked, or the mended one cannot be made any more.
    Looks at `review.amendments`.
    """
    regrade = _last_regrade(review)
    if regrade is None:
        return None
    try:
        question = _graded_by(variant, regrade)
        return question, question.reread(variant.question, review.response)
    except Exception as error:  # an exercise can be broken anyhow
        logger.info("Review %s is shown as it was asked: %r", review.pk, error)
        return None


def _last_regrade(review: Review) -> Amendment | None:
    kind = Amendment.Kind.REGRADE
    regrades = [entry for entry in review.amendments.all() if entry.kind == kind]
    return max(regrades, key=lambda entry: entry.number, default=None)


def _graded_by(variant: Variant, regrade: Amendment) -> Question:
    """What the answer was graded by; LookupError if its exercise changed since."""
    value: dict[str, Any] = regrade.value
    marker = Marker(ItemRevision.objects.get(pk=value["revision"]))
    if marker.exercise_version != value["exercise_version"]:
        raise LookupError("The exercise has another version by now.")
    return marker.question(variant)
