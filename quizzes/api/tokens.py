"""Tokens: a password (and a code) for a secret that a program can keep."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base.forms import BaseAuthenticateForm
from allauth.mfa.utils import is_mfa_enabled
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from django.contrib.auth import authenticate
from django.contrib.auth.models import update_last_login
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from knox.models import AuthToken
from rest_framework import serializers, status
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import AnonRateThrottle
from rest_framework.views import APIView

from .authentication import TokenAuthentication
from .base import Moment, Strict
from .schema import problems_too


class CredentialsSerializer(Strict):
    """What a login takes."""

    username = serializers.CharField(max_length=150)
    password = serializers.CharField(max_length=1024, trim_whitespace=False)
    otp = serializers.CharField(
        max_length=32,
        required=False,
        help_text=gettext_lazy("The code of the second factor, where it is on."),
    )


class TokenSerializer(serializers.Serializer):
    token = serializers.CharField(help_text=gettext_lazy("Shown only this once."))
    expires_at = Moment()


class LockedOut(APIException):
    """As axes decides; with a wrong code counted like a wrong password."""

    status_code = status.HTTP_429_TOO_MANY_REQUESTS
    default_detail = gettext_lazy("Too many failed attempts. Try again later.")

    def __init__(self, request: HttpRequest) -> None:
        super().__init__()
        cool_off = get_cool_off(request)
        self.wait = cool_off.total_seconds() if cool_off else None


class BadCredentials(APIException):
    status_code = status.HTTP_400_BAD_REQUEST
    default_detail = gettext_lazy("This name and this password do not go together.")


class TokensThrottle(AnonRateThrottle):
    scope = "tokens"
    rate = "30/min"


class TokensView(APIView):
    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = (TokensThrottle,)

    @extend_schema(
        request=CredentialsSerializer,
        responses={201: TokenSerializer} | problems_too(429),
    )
    def post(self, request: Request) -> Response:
        """Make a token. It ends after 90 days, or when it is revoked."""
        given = CredentialsSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        user = _user_of(request._request, **given.validated_data)
        AuthToken.objects.filter(user=user, expiry__lt=timezone.now()).delete()
        token, secret = AuthToken.objects.create(user)
        made = TokenSerializer({"token": secret, "expires_at": token.expiry})
        return Response(made.data, status=status.HTTP_201_CREATED)


class CurrentTokenView(APIView):
    authentication_classes = (TokenAuthentication,)

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request) -> Response:
        """Revoke the token that this very request carries."""
        request.auth.delete()
        return Response(status=status.HTTP_204_NO_CONTENT)


def _user_of(
    request: HttpRequest, *, username: str, password: str, otp: str = ""
) -> Any:
    """The person who gave these; every failure counts towards the lock-out."""
    user = authenticate(request, username=username, password=password)
    _check_lock(request)
    if user is None:
        raise BadCredentials
    if is_mfa_enabled(user):
        _check_otp(request, user, otp)
    AxesProxyHandler.get_implementation().reset_user_attempts(
        request, {"username": username}
    )
    update_last_login(type(user), user)
    return user


def _check_lock(request: HttpRequest) -> None:
    if getattr(request, "axes_locked_out", False):
        raise LockedOut(request)


def _check_otp(request: HttpRequest, user: Any, otp: str) -> None:
    """Accept a code of the authenticator app or an unused recovery code, once."""
    if not otp:
        raise ValidationError({"otp": [_("A code of your second factor is needed.")]})
    form = BaseAuthenticateForm({"code": otp}, user=user)
    if form.is_valid():
        form.authenticator.record_usage()
        return
    user_login_failed.send(
        __name__, credentials={"username": user.get_username()}, request=request
    )
    _check_lock(request)
    raise ValidationError({"otp": form.errors["code"]})
