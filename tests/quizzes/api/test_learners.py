"""me: who I am, and how I study."""

from __future__ import annotations

from typing import Any

import pytest
from rest_framework.test import APIClient

from quizzes.models import Learner
from tests.factories import make_user

from .contract import client_of, problem_of, rows

URL = "/api/v1/me/"


def test_gives_profile_and_settings(client: APIClient, learner: Learner) -> None:
    """All of it in one object."""
    assert client.get(URL).json() == {
        "username": learner.user.username,
        "name": "",
        "language": "en",
        "zone": "Asia/Seoul",
        "rollover_hour": 4,
        "desired_retention": 0.9,
        "new_per_day": 10,
        "reviews_per_day": 200,
    }


def test_says_its_language(client: APIClient) -> None:
    """The answer names the learner's language and is not kept on the way."""
    response = client.get(URL)
    assert response["Content-Language"] == "en"
    assert response["Cache-Control"] == "no-store"


def test_changes_only_what_is_sent(client: APIClient, learner: Learner) -> None:
    """The rest stays, also what another client changed meanwhile."""
    sent = {"name": "지우", "zone": "Europe/Paris", "desired_retention": 0.85}
    response = client.patch(URL, sent)
    assert response.status_code == 200
    assert response.json().items() >= sent.items()
    learner.refresh_from_db()
    learner.user.refresh_from_db()
    assert (learner.zone, learner.desired_retention) == ("Europe/Paris", 0.85)
    assert (learner.user.first_name, learner.new_per_day) == ("지우", 10)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("language", "fr"),
        ("language", ["ko"]),
        ("zone", "Mars/Olympus"),
        ("zone", "../../etc/passwd"),
        ("rollover_hour", 13),
        ("rollover_hour", -1),
        ("rollover_hour", 1.5),
        ("rollover_hour", True),
        ("desired_retention", 0.5),
        ("desired_retention", 0.99),
        ("desired_retention", "nan"),
        ("desired_retention", None),
        ("new_per_day", 201),
        ("new_per_day", 10**100),
        ("reviews_per_day", 2001),
        ("reviews_per_day", "many"),
        ("name", "x" * 151),
        ("name", {}),
        ("username", "root"),
        ("is_superuser", True),
        ("fit", 1),
    ],
)
def test_refuses_and_names(
    client: APIClient, learner: Learner, field: str, value: Any
) -> None:
    """A value out of bounds, or what is not theirs to set, changes nothing."""
    before = rows()
    problem = problem_of(
        client.patch(URL, {field: value, "zone": "UTC"} | {field: value}), 400
    )
    assert list(problem["errors"]) == [field]
    assert rows() == before


def test_speaks_the_learners_language(db: None) -> None:
    """Sentences come in the language that the learner set, token or not."""
    details = set()
    for language in ("ko", "en"):
        user = make_user()
        Learner.objects.create(user=user, language=language)
        problem = problem_of(client_of(user).patch(URL, {"new_per_day": 999}), 400)
        details.add(problem["errors"]["new_per_day"][0])
    assert len(details) == 2
