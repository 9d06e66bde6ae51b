"""The learner behind a request, of a page and of the API."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from knox.models import AuthToken

from quizzes.models import Learner
from tests import factories


def test_learner_is_looked_up_once(client: Client, learner: Learner) -> None:
    """A page that asks the API with its session has its learner already."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/api/v1/queue/").status_code == 200
    looked = [
        sql for query in queries if 'FROM "quizzes_learner"' in (sql := query["sql"])
    ]
    assert len(looked) == 1


def test_token_beside_a_session(client: Client) -> None:
    """A token says who asks, whoever else is logged in on the same device."""
    other = factories.make_learner()
    _row, token = AuthToken.objects.create(other.user)
    headers = {"Authorization": f"Token {token}"}
    response = client.get("/api/v1/me/", headers=headers)
    assert response.json()["username"] == other.user.username
