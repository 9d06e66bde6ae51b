"""items/{id}/regrade/, regrades/: grading answers anew, for who writes the item."""

from __future__ import annotations

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import (
    OpenApiExample,
    extend_schema,
    extend_schema_serializer,
)
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from quizzes import tasks
from quizzes.mending import regrading
from quizzes.models import Item, Regrade
from quizzes.permissions import writable_series

from .base import LearnerView, Markdown, Moment, Strict
from .schema import problems_too


class ChangeSerializer(serializers.Serializer):
    """What an answer is worth, and what it would be."""

    review = serializers.UUIDField(source="review.pk")
    learner = serializers.CharField(source="review.learner.user.username")
    answered_at = Moment(source="review.answered_at")
    response = serializers.JSONField(source="review.response")
    correct_before = serializers.BooleanField()
    correct = serializers.BooleanField()
    score_before = serializers.FloatField()
    score = serializers.FloatField()
    lowers = serializers.BooleanField()
    feedback = Markdown()


class FailureSerializer(serializers.Serializer):
    """An answer that cannot be graded anew, and why."""

    review = serializers.UUIDField(source="0.pk")
    learner = serializers.CharField(source="0.learner.user.username")
    response = serializers.JSONField(source="0.response")
    reason = serializers.CharField(source="1.reason")


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A tolerance was too narrow",
            {
                "total": 240,
                "seen": 240,
                "raised": 1,
                "lowered": 0,
                "failed": 0,
                "changes": [
                    {
                        "review": "5f0c9e1e-4f0f-4c51-9a2c-0d5a3f6f2b11",
                        "learner": "haneul",
                        "answered_at": "2026-03-04T12:59:00Z",
                        "response": "45.7",
                        "correct_before": False,
                        "correct": True,
                        "score_before": 0.0,
                        "score": 1.0,
                        "lowers": False,
                        "feedback": "",
                    }
                ],
                "failures": [],
            },
        )
    ]
)
class DryRunSerializer(serializers.Serializer):
    """What a regrade would do: counts, and the first 100 changes and failures.

    `lowered` answers are let be unless you ask for it; `failed` ones cannot be graded
    anew and are let be in any case. Of very many answers only the first are `seen`.
    """

    total = serializers.IntegerField()
    seen = serializers.IntegerField()
    raised = serializers.IntegerField()
    lowered = serializers.IntegerField()
    failed = serializers.IntegerField()
    changes = ChangeSerializer(many=True)
    failures = FailureSerializer(many=True)


class WantedSerializer(Strict):
    """What a regrade may do."""

    lowers = serializers.BooleanField(
        default=False, help_text="Whether a score may also become less."
    )


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Half-way",
            {
                "id": 3,
                "item": 12,
                "revision": 4,
                "lowers": False,
                "asked_at": "2026-03-04T13:00:00Z",
                "finished_at": None,
                "taken_over": False,
                "total": 240,
                "seen": 120,
                "raised": 7,
                "lowered": 0,
                "kept": 1,
                "failed": 0,
            },
        )
    ]
)
class RegradeSerializer(serializers.Serializer):
    """A regrade and how far it is: `seen` of about `total` answers.

    `kept` answers would be worth less and were let be. One that was `taken_over` by a
    later one ended before it had seen all; what it did until then stays.
    """

    id = serializers.IntegerField()
    item = serializers.IntegerField(source="item_id")
    revision = serializers.IntegerField(source="revision.number")
    lowers = serializers.BooleanField()
    asked_at = Moment()
    finished_at = Moment(allow_null=True)
    taken_over = serializers.BooleanField()
    total = serializers.IntegerField()
    seen = serializers.IntegerField()
    raised = serializers.IntegerField()
    lowered = serializers.IntegerField()
    kept = serializers.IntegerField()
    failed = serializers.IntegerField()


class DryRunView(LearnerView):
    @extend_schema(responses=DryRunSerializer)
    def get(self, request: Request, id: int) -> Response:
        """What a regrade of an item that you write would change. Nothing is done."""
        run = regrading.dry_run(_item(self, id))
        return Response(DryRunSerializer(run).data)


class RegradeListView(LearnerView):
    @extend_schema(
        request=WantedSerializer,
        responses={202: RegradeSerializer} | problems_too(409),
    )
    def post(self, request: Request, id: int) -> Response:
        """Grade all answers to an item anew.

        409 while a regrade goes on that does the same; from another it takes over.
        """
        given = WantedSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        regrade = tasks.ask(
            _item(self, id), by=request.user, now=timezone.now(), **given.validated_data
        )
        return Response(
            RegradeSerializer(regrade).data,
            status=status.HTTP_202_ACCEPTED,
            headers={"Location": reverse("api:regrade", args=[regrade.pk])},
        )


class RegradeView(LearnerView):
    @extend_schema(responses=RegradeSerializer)
    def get(self, request: Request, id: int) -> Response:
        """How far a regrade is."""
        mine = Regrade.objects.filter(item__series__in=writable_series(request.user))
        found = get_object_or_404(mine.select_related("revision"), pk=id)
        return Response(RegradeSerializer(found).data)


def _item(view: LearnerView, id: int) -> Item:
    """An item that this person may write."""
    items: QuerySet[Item] = Item.objects.filter(
        series__in=writable_series(view.request.user)
    )
    return get_object_or_404(items.select_related("revision"), pk=id)
