"""How answers are given by the API: when they are made, and in the log."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from quizzes import folding, reviews
from quizzes.mending import contests, marking
from quizzes.models import Amendment, Review
from quizzes.rendering import to_html

from .base import InlineMarkdown, Markdown, Moment, RatingField


class ReviewSerializer(serializers.Serializer):
    """An answer, as it was first graded: this never changes."""

    id = serializers.UUIDField()
    variant = serializers.UUIDField(source="variant_id", allow_null=True)
    card = serializers.IntegerField(source="card_id")
    item = serializers.SlugField(source="card.item.slug")
    correct = serializers.BooleanField(source="outcome.correct")
    score = serializers.FloatField()
    rating = RatingField()
    due = Moment(source="outcome.due", allow_null=True)
    interval_days = serializers.FloatField(source="outcome.interval", allow_null=True)
    answered_at = Moment()


class AnsweredSerializer(ReviewSerializer):
    """An answer and all that is shown after the attempt; texts are HTML."""

    feedback = Markdown(source="outcome.feedback")
    expected = InlineMarkdown(source="variant.question.expected", allow_null=True)
    explanation_html = Markdown(source="variant.question.explanation", allow_null=True)
    figure = serializers.DictField(
        source="variant.question.answer_figure", allow_null=True
    )
    lab = serializers.CharField(source="variant.question.lab", allow_null=True)


class LogEntrySerializer(ReviewSerializer):
    """An answer as the log has it, and what counts now, after regrades.

    `current_rating` is null if it was undone.
    """

    current_due = serializers.SerializerMethodField(
        help_text="When the card comes back, if it is this answer that decides it."
    )
    current_rating = serializers.SerializerMethodField()
    current_score = serializers.SerializerMethodField()
    current_correct = serializers.SerializerMethodField()
    response = serializers.JSONField()
    duration_ms = serializers.IntegerField(allow_null=True)
    study_day = serializers.DateField()
    source = serializers.CharField()  # type: ignore[assignment]

    @extend_schema_field(Moment(allow_null=True))
    def get_current_due(self, review: Review) -> str | None:
        card = review.card
        live = review.scheduled and reviews.current_rating(review) is not None
        if card.due and live and review.answered_at == card.last_answered_at:
            return str(Moment().to_representation(card.due))
        return None

    def get_current_rating(self, review: Review) -> str | None:
        rating = reviews.current_rating(review)
        return None if rating is None else rating.name.lower()

    def get_current_score(self, review: Review) -> float:
        return folding.standing(review).score

    def get_current_correct(self, review: Review) -> bool:
        return folding.standing(review).correct


class ContestSerializer(serializers.Serializer):
    """“I was right”: what became of it, and what was said last."""

    state = serializers.ChoiceField(
        [
            contests.OPEN,
            contests.ACCEPTED,
            contests.DECLINED,
            contests.SETTLED,
            contests.WITHDRAWN,
        ],
        help_text="settled: graded right since, without a decision;"
        " withdrawn: the answer was undone.",
    )
    words = serializers.CharField(help_text="Plain text.")
    at = Moment()


class MendedSerializer(serializers.Serializer):
    """The mended question that the answer counts by; texts are HTML."""

    prompt_html = Markdown(source="public.prompt")
    expected = InlineMarkdown()
    explanation_html = Markdown(source="explanation")
    figure = serializers.DictField(source="answer_figure", allow_null=True)


class PastReviewSerializer(AnsweredSerializer, LogEntrySerializer):
    """One answer of the log, whole, with what was asked."""

    prompt_html = Markdown(source="variant.public.prompt", allow_null=True)
    current_feedback = serializers.SerializerMethodField()
    mended = serializers.SerializerMethodField()
    contest = serializers.SerializerMethodField()

    def get_current_feedback(self, review: Review) -> str:
        return to_html(folding.standing(review).feedback)

    @extend_schema_field(MendedSerializer(allow_null=True))
    def get_mended(self, review: Review) -> dict[str, Any] | None:
        """Null where it counts as it was asked."""
        if review.variant is None:
            return None
        mended = marking.mended(review, review.variant)
        return dict(MendedSerializer(mended[0]).data) if mended else None

    @extend_schema_field(ContestSerializer(allow_null=True))
    def get_contest(self, review: Review) -> dict[str, Any] | None:
        kind = Amendment.Kind.CONTEST
        said = [one for one in review.amendments.all() if one.kind == kind]
        return contest_of(max(said, key=lambda one: one.number)) if said else None


def contest_of(last: Amendment) -> dict[str, Any]:
    """How a contest stands, by the last that was said of it."""
    state = contests.state(last.review.amendments.all())
    said = {**last.value, "state": state, "at": last.at}
    return dict(ContestSerializer(said).data)
