"""exercises/: the code that makes questions, by name."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.generics import ListAPIView

from quizzes.exercises import all_exercises

from .base import LearnerView
from .pagination import BySlug, Listed


class ExerciseSerializer(serializers.Serializer):
    """Code that makes questions, fresh ones every time."""

    slug = serializers.SlugField()
    title = serializers.CharField()
    version = serializers.IntegerField()


class ExerciseListView(LearnerView, ListAPIView):
    """Every exercise that an item can name, by slug."""

    serializer_class = ExerciseSerializer
    pagination_class = BySlug

    def get_queryset(self) -> Any:
        return Listed(all_exercises())
