"""The pages on the way from an invitation's link to an account."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from quizzes import groups
from quizzes.models import Role
from tests import factories

SIGNUP = reverse("account_signup")


@pytest.fixture
def visitor(db: None) -> Client:
    """The browser of someone without an account."""
    return Client(headers={"accept-language": "en"})


def test_sign_up_names_the_group(visitor: Client) -> None:
    """Who signs up is told which group they join, after a slip, too."""
    group = factories.make_group()
    _invitation, token = groups.invite(
        group=group, role=Role.MEMBER, by=None, now=factories.NOW
    )
    visitor.get(reverse("quizzes:join", args=[token]))
    for response in (visitor.get(SIGNUP), visitor.post(SIGNUP, {"username": ""})):
        html = response.content.decode()
        assert f"With it you join the study group {group.name}." in html


def test_sign_up_without_an_invitation(visitor: Client) -> None:
    """Without an invitation no group is named."""
    assert "you join" not in visitor.get(SIGNUP).content.decode()
