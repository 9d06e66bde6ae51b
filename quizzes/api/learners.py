"""me: the profile and the study settings."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from quizzes.models import Learner

from .base import LearnerView, Number, Strict, WholeNumber


class LearnerSerializer(Strict, serializers.ModelSerializer[Learner]):
    """A person's profile and study settings."""

    username = serializers.CharField(source="user.username", read_only=True)
    name = serializers.CharField(
        source="user.first_name", max_length=150, allow_blank=True
    )
    desired_retention = Number(min_value=0.7, max_value=0.97)

    serializer_field_mapping = (
        serializers.ModelSerializer.serializer_field_mapping
        | dict.fromkeys(
            [type(Learner._meta.get_field("new_per_day"))],
            WholeNumber,
        )
    )

    class Meta:
        model = Learner
        fields = (
            "username",
            "name",
            "language",
            "zone",
            "rollover_hour",
            "desired_retention",
            "new_per_day",
            "reviews_per_day",
        )

    def update(self, instance: Learner, validated_data: dict[str, Any]) -> Learner:
        """Set what was sent, and nothing else, so that two clients can."""
        user = validated_data.pop("user", {})
        with transaction.atomic():
            for row, values in ((instance, validated_data), (instance.user, user)):
                for name, value in values.items():
                    setattr(row, name, value)
                if values:
                    row.save(update_fields=list(values))
        return instance


class MeView(LearnerView):
    @extend_schema(responses=LearnerSerializer)
    def get(self, request: Request) -> Response:
        """Who you are, and how you study."""
        return Response(LearnerSerializer(self.learner).data)

    @extend_schema(request=LearnerSerializer, responses=LearnerSerializer)
    def patch(self, request: Request) -> Response:
        """Change what is sent; the rest stays."""
        given = LearnerSerializer(self.learner, data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        given.save()
        return Response(given.data)
