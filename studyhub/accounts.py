"""How people get in: sign-up by invitation only, and the lock-out."""

from __future__ import annotations

import unicodedata
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from knox.models import AuthToken

from quizzes import groups
from quizzes.models import Learner, active_language
from quizzes.web.join import HELD, held_invitation, unusable

from .models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return held_invitation(request) is not None

    def save_user(
        self, request: HttpRequest, user: User, form: Any, commit: bool = True
    ) -> User:
        """Save the account and its membership together, or neither.

        Of two people who sign up with one link at once, the second is told that
        it has been used, and has no account.
        """
        super().save_user(request, user, form, commit=False)
        invitation = held_invitation(request)
        if invitation is None:
            raise ImmediateHttpResponse(unusable(request))
        try:
            with transaction.atomic():
                user.save()
                Learner.objects.create(user=user, language=active_language())
                groups.join(invitation, user, now=timezone.now())
        except groups.Unusable:
            raise ImmediateHttpResponse(unusable(request)) from None
        request.session.pop(HELD, None)
        return user

    def clean_username(self, username: str, shallow: bool = False) -> str:
        """Full-width letters are the letters they look like."""
        plain = unicodedata.normalize("NFKC", username)
        cleaned: str = super().clean_username(plain, shallow=shallow)
        return cleaned

    def set_password(self, user: User, password: str) -> None:
        """A new password ends what was opened with the old one: API tokens, too."""
        super().set_password(user, password)
        AuthToken.objects.filter(user=user).delete()

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Leave the counting of failures to axes.

        allauth counts in each process's memory and would refuse before axes does,
        with a sentence instead of the page that says how long it lasts.
        """


def attempted_username(request: HttpRequest, credentials: Any = None) -> str | None:
    """The name that an attempt to log in counts for.

    Names are matched in any case, so they count in one: else each spelling of a
    name would have attempts of its own.
    """
    given = credentials or {}
    name = given.get("username") or given.get("login") or request.POST.get("login")
    return str(name).casefold()[:255] if name else None


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: Any = None
) -> HttpResponse:
    """What who failed too often gets. The API has said so in its own words."""
    if response is not None and "json" in response.get("Content-Type", ""):
        return response
    seconds = round(settings.AXES_COOLOFF_TIME * 3600)
    page = render(
        request, "account/locked_out.html", {"minutes": seconds // 60}, status=429
    )
    page["Retry-After"] = str(seconds)
    return page
