"""Who is logged in reads in their own language and by their own clock."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject

from quizzes.models import Learner

from .join import held_invitation

Answer = Callable[[HttpRequest], HttpResponseBase]


def learner_middleware(get_response: Answer) -> Answer:
    """Set `request.learner`, and their language and time zone for the response.

    Visitors keep what LocaleMiddleware chose from their cookie or browser; the
    invitation that they came by, if any, is `request.invitation`.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not request.user.is_authenticated:
            invitation = SimpleLazyObject(lambda: held_invitation(request))
            request.invitation = invitation  # type: ignore[attr-defined]
            return get_response(request)
        learner = Learner.objects.of(request.user)
        request.learner = learner  # type: ignore[attr-defined]
        language = str(learner.language)  # of a new learner it is the enum's member
        request.LANGUAGE_CODE = language
        with (
            translation.override(language),
            timezone.override(learner.tzinfo),
        ):
            response: HttpResponseBase = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return middleware
