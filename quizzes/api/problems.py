"""Every error of the API as problem+json (RFC 9457)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions

from quizzes import reviews
from quizzes.questions import BadResponse

CONTENT_TYPE = "application/problem+json"
PREFIX = "/api/"  # below it, whatever fails answers as a problem


class Conflict(exceptions.APIException):
    status_code = 409
    default_code = "conflict"


def problem(
    status: int,
    detail: str = "",
    *,
    errors: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> JsonResponse:
    """A problem as a response, whatever renderers the view has."""
    phrase = HTTPStatus(status).phrase
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": phrase,
        "status": status,
        "detail": detail or f"{phrase}.",
    }
    if errors is not None:
        body["errors"] = errors
    return JsonResponse(
        body,
        status=status,
        content_type=CONTENT_TYPE,
        headers=dict(headers or {}),
        json_dumps_params={"ensure_ascii": False},
    )


def problem_response(exc: Exception, context: Mapping[str, Any]) -> HttpResponse | None:
    """REST framework's exception handler; None for what is no error of the client."""
    error = _api_exception(exc)
    if error is None:
        return None
    errors, detail = None, str(error.detail)
    if isinstance(error, exceptions.ValidationError):
        errors = _by_field(error)
        detail = _("Please mend what is named in “errors”.")
    return problem(error.status_code, detail, errors=errors, headers=_headers(error))


def _by_field(error: exceptions.ValidationError) -> Mapping[str, Any]:
    if isinstance(error.detail, dict):
        return error.detail
    return {"non_field_errors": error.detail}


def _api_exception(exc: Exception) -> exceptions.APIException | None:
    """The exception in REST framework's terms, if it has a meaning there."""
    if isinstance(exc, exceptions.APIException):
        return exc
    if isinstance(exc, BadResponse):
        return exceptions.ValidationError({"response": [str(exc)]})
    if isinstance(exc, reviews.NotDealt):
        return exceptions.NotFound(str(exc))
    if isinstance(exc, reviews.Conflict):
        return Conflict(str(exc))
    if isinstance(exc, ValidationError):
        return exceptions.ValidationError(
            exc.message_dict if hasattr(exc, "error_dict") else exc.messages
        )
    if isinstance(exc, Http404):
        return exceptions.NotFound()
    if isinstance(exc, PermissionDenied):
        return exceptions.PermissionDenied()
    return None


def _headers(error: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = str(error.auth_header)  # type: ignore[attr-defined]
    if getattr(error, "wait", None):
        headers["Retry-After"] = str(int(error.wait))  # type: ignore[attr-defined]
    return headers


@csrf_exempt  # whatever is sent there, there is nothing
def not_found(request: HttpRequest) -> HttpResponse:
    """The view of addresses that the API does not have."""
    return problem(404, _("There is nothing at this address."))


def problem_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Turns errors made outside of the API's views, crashes too, into problems."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        failed = response.status_code >= 400
        if (
            failed
            and request.path_info.startswith(PREFIX)
            and response.get("Content-Type") != CONTENT_TYPE
        ):
            return problem(response.status_code)
        return response

    return middleware
