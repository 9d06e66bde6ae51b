"""What is shown after the attempt: what counts now, and how that came about."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import Http404
from django.utils.translation import gettext as _

from quizzes import folding, statistics
from quizzes.mending import contests, marking
from quizzes.models import Amendment, Review, Variant
from quizzes.questions import Question

from .session import Context, question_context


def feedback_context(review: Review, now: datetime) -> Context:
    """A question with its answer, after the attempt."""
    variant = review.variant
    if variant is None:  # an imported answer, whose question is not known
        raise Http404(_("There is no such question for you."))
    prefetch_related_objects([review], "amendments")
    log = sorted(review.amendments.all(), key=lambda entry: entry.number)
    standing = folding.standing(review)
    rated = any(entry.kind == Amendment.Kind.RATING for entry in log)
    return {
        **question_context(variant, response=review.response),
        **_counting(review, variant),
        "review": review,
        "correct": standing.correct,
        "feedback": standing.feedback,
        "rating": standing.rating,
        "rated": rated,
        "contest": _last(log, Amendment.Kind.CONTEST),
        "contest_state": contests.state(log),
        "most_words": contests.MOST_WORDS,
        "regraded": _regraded(review, log),
        "comes_back": _comes_back(review, variant, log, now) if standing.rating else "",
    }


def _last(log: list[Amendment], kind: Amendment.Kind) -> Amendment | None:
    return next((entry for entry in reversed(log) if entry.kind == kind), None)


def _regraded(review: Review, log: list[Amendment]) -> tuple[Any, Any] | None:
    """What the answer was worth before it was graded anew the last time, and since."""
    first = {"correct": review.outcome["correct"], "score": review.score}
    later = [entry.value for entry in log if entry.kind == Amendment.Kind.REGRADE]
    return ([first, *later][-2], later[-1]) if later else None


def _counting(review: Review, variant: Variant) -> Context:
    """The question by which the answer counts, and what the answer is to it."""
    asked = variant.question
    question, response = marking.mended(review, variant) or (asked, review.response)
    return {
        **question.public(),
        "prompt": question.prompt,  # the text of a cloze is in its input
        "question": question,
        "response": response,
        "input": question.marked(response),
        "expected": question.expected(),
        "asked": _otherwise(asked, question),
    }


def _otherwise(asked: Question, mended: Question) -> str:
    """What was asked, where it reads otherwise by now."""
    before, now = (str(one.public()["prompt"]) for one in (asked, mended))
    return before if before != now else ""


def _comes_back(
    review: Review, variant: Variant, log: list[Amendment], now: datetime
) -> str:
    """The sentence that says when the question is asked again."""
    due = log[-1].due if log else review.due
    if due is None:
        return ""
    words = {"when": statistics.when(due, now, review.learner)}
    if variant.exercise:
        return _("Comes back %(when)s, with other numbers") % words
    return _("Comes back %(when)s") % words
