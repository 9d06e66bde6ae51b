"""What the views and serializers of the API share."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from quizzes.models import Learner, Rating
from quizzes.rendering import to_html, to_inline_html


class LearnerView(APIView):
    """A view for someone who is logged in, in their language and time zone.

    Pages get both from a middleware, which does not see tokens. What it gives is
    one person's, so it is not kept on the way unless the view says otherwise.
    """

    learner: Learner

    def dispatch(self, *args: Any, **kwargs: Any) -> Any:
        # Neither is left over for the next request.
        with timezone.override(None), translation.override(translation.get_language()):
            return super().dispatch(*args, **kwargs)

    def perform_authentication(self, request: Request) -> None:
        """From here on the learner is known: refusals are in their language too."""
        super().perform_authentication(request)
        if not request.user.is_authenticated:
            return
        # A session's learner is there already; a token may be another person's.
        known = getattr(request, "learner", None)
        if known is None or known.user_id != request.user.pk:
            known = Learner.objects.of(request.user)
        self.learner = known
        self.learner.user = request.user
        translation.activate(self.learner.language)
        timezone.activate(self.learner.tzinfo)

    def finalize_response(self, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(*args, **kwargs)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


class Strict(serializers.Serializer):
    """Refuses fields that it does not have, by name."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            known = {name for name, field in self.fields.items() if not field.read_only}
            unknown = [str(name) for name in data if name not in known]
            if unknown:
                message = _("There is no such field to send.")
                raise serializers.ValidationError({key: [message] for key in unknown})
        return super().to_internal_value(data)


class Moment(serializers.DateTimeField):
    """A moment: ISO 8601 with an offset; always given in UTC."""

    default_error_messages = {
        "offset": _("Give the offset from UTC too, as in 2026-03-01T09:00:00+09:00."),
        "range": _("Give a time of this century."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(default_timezone=UTC, **kwargs)

    def to_internal_value(self, value: Any) -> datetime:
        try:
            moment = parse_datetime(value) if isinstance(value, str) else None
        except ValueError:
            moment = None
        if moment is None:
            self.fail("invalid", format="YYYY-MM-DDThh:mm:ss[.uuuuuu]+hh:mm|Z")
        if timezone.is_naive(moment):
            self.fail("offset")
        if not 2000 <= moment.year < 2100:  # far from where conversions overflow
            self.fail("range")
        return moment.astimezone(UTC)

    def to_representation(self, value: datetime | str) -> Any:
        """A stored outcome holds its moments as text."""
        if isinstance(value, str):
            value = datetime.fromisoformat(value)
        return super().to_representation(value)


class ClientUUID(serializers.UUIDField):
    """A UUID in its usual form of 36 characters, not one of its many others."""

    def to_internal_value(self, data: Any) -> UUID:
        if not isinstance(data, str) or len(data) != 36:
            self.fail("invalid", value=str(data)[:60])
        return super().to_internal_value(data)


class Number(serializers.FloatField):
    """A finite number, sent as a number."""

    def to_internal_value(self, data: Any) -> float:
        is_number = isinstance(data, int | float) and not isinstance(data, bool)
        if not is_number or not math.isfinite(data):
            self.fail("invalid")
        return super().to_internal_value(data)


class WholeNumber(serializers.IntegerField):
    """A whole number, sent as a number."""

    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, int) or isinstance(data, bool):
            self.fail("invalid")
        return super().to_internal_value(data)


class RatingField(serializers.ChoiceField):
    """A rating by its name: again, hard, good, easy."""

    def __init__(self, choices: Any = tuple(Rating), **kwargs: Any) -> None:
        super().__init__([Rating(rating).name.lower() for rating in choices], **kwargs)

    def to_representation(self, value: Any) -> str:
        return Rating(value).name.lower()

    def to_internal_value(self, data: Any) -> Any:
        return Rating[super().to_internal_value(data).upper()]


class Markdown(serializers.CharField):
    """Stored as Markdown, given as safe HTML: a block."""

    def to_representation(self, value: str) -> str:
        return to_html(value)


class InlineMarkdown(serializers.CharField):
    """Stored as Markdown, given as safe HTML: one line."""

    def to_representation(self, value: str) -> str:
        return to_inline_html(value)
