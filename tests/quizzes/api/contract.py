"""What the API's tests share: clients, and what every error looks like."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.apps import apps
from knox.models import AuthToken
from rest_framework.test import APIClient

STUDY = ("quizzes", "knox", "studyhub")


def client_of(user: Any) -> APIClient:
    """A client that sends a token of this person."""
    client = APIClient()
    _row, secret = AuthToken.objects.create(user)
    client.credentials(HTTP_AUTHORIZATION=f"Token {secret}")
    return client


def problem_of(response: Any, status: int) -> dict[str, Any]:
    """The problem that a response is; fails if it is anything else."""
    assert response.status_code == status, response.content[:500]
    assert response["Content-Type"] == "application/problem+json"
    problem: dict[str, Any] = response.json()
    assert problem.keys() - {"errors"} == {"type", "title", "status", "detail"}
    assert problem["status"] == status
    assert problem["title"] == HTTPStatus(status).phrase
    assert problem["detail"]
    return problem


def rows() -> dict[str, list[dict[str, Any]]]:
    """Every row of our tables, to show that nothing changed."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for label in STUDY
        for model in apps.get_app_config(label).get_models()
    }
