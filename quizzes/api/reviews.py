"""reviews/: answers, and what becomes of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import (
    OpenApiExample,
    extend_schema,
    extend_schema_serializer,
)
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from quizzes import reviews
from quizzes.mending import contests, regrading
from quizzes.models import Rating, Review
from quizzes.permissions import readable_chapters

from .base import (
    ClientUUID,
    LearnerView,
    Moment,
    RatingField,
    Strict,
    WholeNumber,
)
from .kinds import ResponseField
from .log import (
    AnsweredSerializer,
    ContestSerializer,
    LogEntrySerializer,
    PastReviewSerializer,
    contest_of,
)
from .pagination import NewestFirst
from .queue import LARGEST_ID
from .schema import problems_too

A_DAY = 86_400_000  # milliseconds


class AnswerSerializer(Strict):
    """An answer to a question that was dealt to you."""

    id = ClientUUID(help_text="Made by you; sent again, it counts once.")
    variant = ClientUUID()
    response = ResponseField(help_text="By the question's kind.")
    answered_at = Moment(required=False, allow_null=True)
    duration_ms = WholeNumber(
        min_value=0, max_value=A_DAY, required=False, allow_null=True
    )


class LogQuery(serializers.Serializer):
    item = serializers.SlugField(required=False)
    chapter = serializers.IntegerField(
        min_value=1, max_value=LARGEST_ID, required=False
    )
    since = Moment(required=False)


class RateSerializer(Strict):
    """How hard a right answer was."""

    rating = RatingField([Rating.HARD, Rating.GOOD, Rating.EASY])


class RatedSerializer(serializers.Serializer):
    """The rating that counts now, and when the card comes back."""

    id = serializers.UUIDField()
    rating = RatingField()
    due = Moment(allow_null=True)


@extend_schema_serializer(
    examples=[OpenApiExample("With a word", {"words": "“M-P” is a name of it, too."})]
)
class ContestedSerializer(Strict):
    """That a wrong answer was right, and why, if you like."""

    words = serializers.CharField(
        default="", allow_blank=True, max_length=contests.MOST_WORDS
    )


class ReviewListView(LearnerView, ListAPIView):
    serializer_class = LogEntrySerializer
    pagination_class = NewestFirst

    def get_queryset(self) -> QuerySet[Review]:
        query = LogQuery(data=self.request.query_params.dict())
        query.is_valid(raise_exception=True)
        return self._filtered(_of(self), **query.validated_data)

    def _filtered(
        self,
        log: QuerySet[Review],
        item: str | None = None,
        chapter: int | None = None,
        since: datetime | None = None,
    ) -> QuerySet[Review]:
        if item is not None:
            log = log.filter(card__item__slug=item)
        if chapter is not None:
            chapters = readable_chapters(self.request.user)
            found = get_object_or_404(chapters, pk=chapter)
            log = log.filter(
                card__item__series=found.series_id, card__item__chapter_key=found.key
            )
        if since is not None:
            log = log.filter(answered_at__gte=since)
        return log

    @extend_schema(parameters=[LogQuery])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Your answers, the newest first."""
        return super().get(request, *args, **kwargs)

    @extend_schema(
        request=AnswerSerializer,
        responses={200: AnsweredSerializer, 201: AnsweredSerializer}
        | problems_too(404, 409),
    )
    def post(self, request: Request) -> Response:
        """Answer a question. The same id and body again: 200 and the same body."""
        given = AnswerSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        answer = given.validated_data
        review, created = reviews.record(
            learner=self.learner,
            id=answer["id"],
            variant_id=answer["variant"],
            response=answer["response"],
            now=timezone.now(),
            answered_at=answer.get("answered_at"),
            duration_ms=answer.get("duration_ms"),
        )
        regrading.catch_up(review, now=timezone.now())
        code = status.HTTP_201_CREATED if created else status.HTTP_200_OK
        return Response(AnsweredSerializer(review).data, status=code)


class ReviewView(LearnerView):
    @extend_schema(responses=PastReviewSerializer)
    def get(self, request: Request, id: UUID) -> Response:
        """One answer, with what was asked and what was said to it."""
        review = get_object_or_404(_of(self).select_related("variant"), pk=id)
        return Response(PastReviewSerializer(review).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, id: UUID) -> Response:
        """Undo an answer. Again: nothing more happens."""
        reviews.undo(_one(self, id), by=request.user, now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class RatingView(LearnerView):
    @extend_schema(
        request=RateSerializer,
        responses={200: RatedSerializer} | problems_too(409),
    )
    def post(self, request: Request, id: UUID) -> Response:
        """Say that a right answer was hard, good or easy."""
        given = RateSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        review, rating = _one(self, id), given.validated_data["rating"]
        reviews.rate(review, rating=rating, by=request.user, now=timezone.now())
        review.card.refresh_from_db(fields=["due"])
        return Response(
            RatedSerializer(
                {"id": review.pk, "rating": rating, "due": review.card.due}
            ).data
        )


class ContestView(LearnerView):
    @extend_schema(
        request=ContestedSerializer,
        responses={201: ContestSerializer} | problems_too(409),
    )
    def post(self, request: Request, id: UUID) -> Response:
        """Say “I was right”; an author will look. It stays as graded until then."""
        given = ContestedSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        amendment = contests.contest(
            _one(self, id), by=request.user, now=timezone.now(), **given.validated_data
        )
        return Response(contest_of(amendment), status=status.HTTP_201_CREATED)


def _of(view: LearnerView) -> QuerySet[Review]:
    """The learner's own log."""
    log = Review.objects.filter(learner=view.learner)
    return log.select_related("card__item").prefetch_related("amendments")


def _one(view: LearnerView, id: UUID) -> Review:
    return get_object_or_404(_of(view), pk=id)
