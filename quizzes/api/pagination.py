"""Lists are pages with a cursor: `next`, `previous`, `results`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

LAST = "\U0010ffff"  # after every slug


class Pages(CursorPagination):
    """Pages of 50, or of `page_size`, 1 to 100."""

    page_size = 50
    page_size_query_param = "page_size"

    def get_page_size(self, request: Request) -> int:
        """The size asked for; one out of bounds is refused, not bent."""
        asked = request.query_params.get("page_size")
        if asked is None:
            return self.page_size
        if not re.fullmatch("[1-9][0-9]?|100", asked):
            raise ValidationError({"page_size": [_("Give a number from 1 to 100.")]})
        return int(asked)

    def decode_cursor(self, request: Request) -> Any:
        """The cursor sent. PostgreSQL cannot look up a NUL, so there is none."""
        cursor = super().decode_cursor(request)
        if cursor is not None and "\x00" in str(cursor.position or ""):
            raise NotFound(self.invalid_cursor_message)
        return cursor

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The page in OpenAPI 3.1; REST framework describes it in 3.0."""
        link = {"type": ["string", "null"], "format": "uri", "example": None}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"next": link, "previous": link, "results": schema},
        }


class BySlug(Pages):
    ordering = ("slug",)


class Listed:
    """Things that are in no table, each with a slug of its own.

    As much of a QuerySet as `BySlug` needs.
    """

    def __init__(self, things: Iterable[Any]) -> None:
        self.things = list(things)

    def order_by(self, ordering: str) -> Listed:
        backwards = ordering.startswith("-")
        return Listed(sorted(self.things, key=attrgetter("slug"), reverse=backwards))

    def filter(self, *, slug__gt: str = "", slug__lt: str = LAST) -> Listed:
        return Listed(one for one in self.things if slug__gt < one.slug < slug__lt)

    def __getitem__(self, part: slice) -> list[Any]:
        return self.things[part]


class ByMoment(Pages):
    """Ordered by a moment."""

    def decode_cursor(self, request: Request) -> Any:
        """The cursor sent; its position is a moment, far from any overflow."""
        cursor = super().decode_cursor(request)
        position = cursor.position if cursor else None
        if position is not None and not re.match(r"20\d\d-", str(position)):
            raise NotFound(self.invalid_cursor_message)
        return cursor


class NewestFirst(ByMoment):
    ordering = ("-answered_at", "-id")


def whole_list(of: type[serializers.Serializer]) -> serializers.Serializer:
    """The shape of a list that is short, and comes as one page: nothing is next."""
    name = of.__name__.removesuffix("Serializer")
    return inline_serializer(
        f"{name}List",
        {
            "next": serializers.URLField(allow_null=True),
            "previous": serializers.URLField(allow_null=True),
            "results": of(many=True),
        },
    )
