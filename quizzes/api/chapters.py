"""series/ and chapters/: what there is to read."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from quizzes.models import Chapter, Series
from quizzes.permissions import readable_chapters, readable_series
from quizzes.rendering import render_chapter

from .base import LearnerView, Moment
from .pagination import BySlug


class SeriesSerializer(serializers.ModelSerializer[Series]):
    title = serializers.CharField()
    description = serializers.CharField()

    class Meta:
        model = Series
        fields: tuple[str, ...] = ("slug", "title", "description")


class ChapterSerializer(serializers.ModelSerializer[Chapter]):
    """A chapter without its text. Its languages are chapters that share a key."""

    series = serializers.SlugField(source="series.slug")
    tags = serializers.ListField(child=serializers.CharField())
    updated_at = Moment()

    class Meta:
        model = Chapter
        fields: tuple[str, ...] = (
            "id",
            "series",
            "key",
            "number",
            "title",
            "subtitle",
            "language",
            "tags",
            "written_on",
            "updated_at",
        )


class SeriesWithChaptersSerializer(SeriesSerializer):
    chapters = ChapterSerializer(many=True)

    class Meta(SeriesSerializer.Meta):
        fields = (*SeriesSerializer.Meta.fields, "chapters")


class HeadingSerializer(serializers.Serializer):
    level = serializers.IntegerField(min_value=1, max_value=6)
    id = serializers.CharField()
    text = serializers.CharField()


class ChapterTextSerializer(ChapterSerializer):
    """A chapter with its text and the headings in it."""

    html = serializers.CharField()
    headings = HeadingSerializer(many=True)

    class Meta(ChapterSerializer.Meta):
        fields = (*ChapterSerializer.Meta.fields, "html", "headings")


class SeriesListView(LearnerView, ListAPIView):
    """The series that you are enrolled in or write."""

    serializer_class = SeriesSerializer
    pagination_class = BySlug

    def get_queryset(self) -> QuerySet[Series]:
        return readable_series(self.request.user)


class SeriesView(LearnerView):
    @extend_schema(responses=SeriesWithChaptersSerializer)
    def get(self, request: Request, slug: str) -> Response:
        """One series with its published chapters, in every language they have."""
        series = get_object_or_404(readable_series(request.user), slug=slug)
        chapters = readable_chapters(request.user).filter(series=series)
        data = SeriesSerializer(series).data
        data["chapters"] = ChapterSerializer(
            chapters.select_related("series").defer("body"), many=True
        ).data
        return Response(data)


class ChapterView(LearnerView):
    @extend_schema(responses={200: ChapterTextSerializer, 304: None})
    def get(self, request: Request, id: int) -> HttpResponseBase | None:
        """One chapter with its text. Send its ETag back as If-None-Match."""
        chapters = readable_chapters(request.user).select_related("series")
        chapter = get_object_or_404(chapters, pk=id)
        data = _with_text(chapter)
        headers = {"ETag": _etag(data), "Cache-Control": "private, no-cache"}
        return get_conditional_response(
            request._request,
            etag=headers["ETag"],
            response=Response(data, headers=headers),
        )


def _with_text(chapter: Chapter) -> dict[str, Any]:
    page = render_chapter(chapter)
    headings = [asdict(heading) for heading in page.headings]
    data = ChapterSerializer(chapter).data
    return {**data, "html": page.html, "headings": headings}


def _etag(data: dict[str, Any]) -> str:
    """A strong tag: of the bytes themselves.

    The time of the chapter's last change would not do: what it embeds (items,
    simulations) changes without it.
    """
    digest = hashlib.sha256(JSONRenderer().render(data)).hexdigest()
    return f'"{digest[:32]}"'
