"""notifications/: what a learner is told about their answers."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import (
    OpenApiExample,
    extend_schema,
    extend_schema_field,
    extend_schema_serializer,
)
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from quizzes.mending import notices
from quizzes.models import Notification

from .base import LearnerView, Markdown, Moment
from .pagination import ByMoment


class GradesSerializer(serializers.Serializer):
    """From what to what an answer was graded anew."""

    correct_before = serializers.BooleanField()
    correct = serializers.BooleanField()
    score_before = serializers.FloatField()
    score = serializers.FloatField()


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "You were right",
            {
                "id": 7,
                "kind": "accepted",
                "at": "2026-03-05T09:00:00Z",
                "read_at": None,
                "review": "5f0c9e1e-4f0f-4c51-9a2c-0d5a3f6f2b11",
                "item": "neuron-1943",
                "prompt_html": "<p>Who described it?</p>",
                "grades": {
                    "correct_before": False,
                    "correct": True,
                    "score_before": 0.0,
                    "score": 1.0,
                },
                "words": "",
            },
        )
    ]
)
class NotificationSerializer(serializers.Serializer):
    """What happened to an answer. `grades` is null where its grade stays."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(Notification.Kind.values)
    at = Moment()
    read_at = Moment(allow_null=True)
    review = serializers.UUIDField(source="amendment.review_id")
    item = serializers.SlugField(source="amendment.review.card.item.slug")
    prompt_html = Markdown(source="amendment.review.variant.public.prompt")
    grades = serializers.SerializerMethodField()
    words = serializers.SerializerMethodField(help_text="Of the author; plain text.")

    @extend_schema_field(GradesSerializer(allow_null=True))
    def get_grades(self, told: Notification) -> dict[str, Any] | None:
        if told.kind == Notification.Kind.DECLINED:
            return None
        return dict(GradesSerializer(told.data).data)

    def get_words(self, told: Notification) -> str:
        return str(told.data.get("words", ""))


class Told(ByMoment):
    """Pages that say, too, how many notifications are unread."""

    ordering = ("-at", "-id")

    def paginate_queryset(
        self, queryset: Any, request: Request, view: Any = None
    ) -> Any:
        self.unread = notices.unread(view.learner)
        return super().paginate_queryset(queryset, request, view)

    def get_paginated_response(self, data: Any) -> Response:
        response = super().get_paginated_response(data)
        response.data = {"unread": self.unread, **response.data}
        return response

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        page = super().get_paginated_response_schema(schema)
        page["required"] = ["unread", *page["required"]]
        unread = {"type": "integer", "minimum": 0, "example": 1}
        page["properties"] = {"unread": unread, **page["properties"]}
        return page


class NotificationListView(LearnerView, ListAPIView):
    """What you were told, the newest first. To list them does not read them."""

    serializer_class = NotificationSerializer
    pagination_class = Told

    def get_queryset(self) -> QuerySet[Notification]:
        return notices.newest(self.learner)


class ReadView(LearnerView):
    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request) -> Response:
        """You have seen them all. Again: nothing more happens."""
        notices.read(notices.newest(self.learner), now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)
