"""What the OpenAPI description needs beyond what drf-spectacular reads off."""

from __future__ import annotations

from typing import Any

from django.utils.translation import override
from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework import serializers

from .problems import CONTENT_TYPE

JSON = dict[str, Any]

DESCRIPTIONS = {
    400: "Something that was sent cannot be accepted; nothing was stored.",
    401: "No token, or one that is not valid.",
    403: "Not allowed; with a session, also a missing CSRF token.",
    404: "There is no such thing for you.",
    406: "Only JSON is given.",
    413: "More than 64 KB was sent.",
    415: "Only JSON is read.",
    429: "Too many attempts; see Retry-After.",
}


class ProblemSerializer(serializers.Serializer):
    """An error, as RFC 9457 has it."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField(min_value=400, max_value=599)
    detail = serializers.CharField()
    errors = serializers.DictField(  # type: ignore[assignment]
        required=False, help_text="Sentences by the name of the field."
    )


class TokenScheme(KnoxTokenScheme):  # type: ignore[no-untyped-call]
    target_class = "quizzes.api.authentication.TokenAuthentication"
    name = "token"


class StrictExtension(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """Says of a serializer that refuses unknown fields that it does."""

    target_class = "quizzes.api.base.Strict"
    match_subclasses = True

    def map_serializer(self, auto_schema: Any, direction: str) -> JSON:
        schema: JSON = auto_schema._map_serializer(
            self.target, direction, bypass_extensions=True
        )
        return schema | {"additionalProperties": False}


class SchemaView(SpectacularAPIView):
    """The description, in English for everyone: it is read by programmers."""

    def dispatch(self, *args: Any, **kwargs: Any) -> Any:
        with override("en"):
            return super().dispatch(*args, **kwargs)


class DocsView(SpectacularSwaggerSplitView):
    """Swagger UI in a page of ours: its own has an inline style, which CSP forbids."""

    template_name = "quizzes/api_docs.html"


def problems_too(*codes: int) -> dict[Any, Any]:
    """Responses of an operation beyond those that every operation has."""
    return {(code, CONTENT_TYPE): ProblemSerializer for code in codes}


def document_problems(result: JSON, **kwargs: Any) -> JSON:
    """drf-spectacular's hook: the errors that operations have in common."""
    for path, operations in result["paths"].items():
        for operation in operations.values():
            for code in _codes(path, operation):
                operation["responses"].setdefault(str(code), _problem(code))
    return result


def _codes(path: str, operation: JSON) -> list[int]:
    codes = [400, 406]
    if {} not in operation.get("security", [{}]):
        codes += [401, 403]
    if "{" in path or "parameters" in operation:
        codes.append(404)
    if "requestBody" in operation:
        codes += [413, 415]
    return codes


def _problem(code: int) -> JSON:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        "description": DESCRIPTIONS[code],
        "content": {CONTENT_TYPE: {"schema": schema}},
    }
