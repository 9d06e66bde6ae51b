"""Every error below /api/ is a problem+json, wherever it is made."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from rest_framework.request import Request
from rest_framework.test import APIClient
from rest_framework.views import APIView

from quizzes.models import Learner
from studyhub import urls as site

from .contract import problem_of


class CrashingView(APIView):
    def perform_authentication(self, request: Request) -> None:
        raise ZeroDivisionError("secret")


def crashing_page(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError("secret")


urlpatterns = [
    *site.urlpatterns,
    path("api/crash/", CrashingView.as_view()),
    path("api/page/", crashing_page),
    path("crashing-page/", crashing_page),
]


@pytest.mark.parametrize("end", ["", "nothing/", "me", "series/a/b/", "cards/"])
def test_no_such_address(client: APIClient, end: str) -> None:
    """An address that the API does not have is a problem, with any method."""
    problem_of(client.get(f"/api/v1/{end}"), 404)
    problem_of(client.post(f"/api/v1/{end}"), 404)


def test_no_such_version(db: None) -> None:
    """Below /api/ but outside of version 1 it is a problem too."""
    problem_of(Client().get("/api/v9/me/"), 404)


@pytest.mark.parametrize("name", ["me", "series", "queue", "reviews"])
def test_without_login(db: None, name: str) -> None:
    """Who does not say who they are is told how to."""
    response = APIClient().get(f"/api/v1/{name}/")
    problem_of(response, 401)
    assert response["WWW-Authenticate"] == "Token"


@pytest.mark.parametrize(
    "header",
    [
        "Token",
        "Token wrong",
        f"Token {'0' * 64}",
        "Token a b",
        "Token \xff\xff",
        f"Token {'0' * 15}\x00",
    ],
)
def test_wrong_token(db: None, header: str) -> None:
    """What is no token is refused, not looked up."""
    response = APIClient().get("/api/v1/me/", headers={"Authorization": header})
    problem_of(response, 401)


def test_method(client: APIClient) -> None:
    """A method that there is not: 405, with those that there are."""
    response = client.put("/api/v1/me/", {})
    problem_of(response, 405)
    assert response["Allow"] == "GET, PATCH, HEAD, OPTIONS"


def test_not_acceptable(client: APIClient) -> None:
    """Only JSON is given."""
    problem_of(client.get("/api/v1/me/", headers={"Accept": "text/csv"}), 406)


@pytest.mark.parametrize(
    "type_",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
    ],
)
def test_unsupported_media_type(client: APIClient, type_: str) -> None:
    """Only JSON is read."""
    response = client.generic("POST", "/api/v1/reviews/", "a=1", type_)
    problem_of(response, 415)


def test_session_needs_a_csrf_token(learner: Learner) -> None:
    """A page of another site cannot use a person's session."""
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(
        learner.user, backend="django.contrib.auth.backends.ModelBackend"
    )
    assert client.get("/api/v1/me/").status_code == 200
    problem_of(client.patch("/api/v1/me/", {"name": "x"}), 403)


def test_inactive(client: APIClient, learner: Learner) -> None:
    """A token of someone who may not log in any more is worth nothing."""
    learner.user.is_active = False
    learner.user.save()
    problem_of(client.get("/api/v1/me/"), 401)


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("address", ["/api/crash/", "/api/page/"])
def test_crash(db: None, address: str) -> None:
    """An error of ours is a problem that says nothing of its insides."""
    response = Client(raise_request_exception=False).get(address)
    assert "secret" not in str(problem_of(response, 500))


@pytest.mark.urls(__name__)
def test_pages_keep_their_own_errors(db: None) -> None:
    """Outside of the API an error stays a page."""
    response = Client(raise_request_exception=False).get("/crashing-page/")
    assert response.status_code == 500
    assert response["Content-Type"].startswith("text/html")
