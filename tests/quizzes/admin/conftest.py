"""An author at work in the admin, with a series of theirs and one of others'."""

from __future__ import annotations

import pytest
from django.test import Client

from quizzes.models import Chapter, Role, Series
from studyhub.models import User
from tests.factories import make_chapter, make_group, make_series, make_user


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(
        user, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


@pytest.fixture
def series(db: None) -> Series:
    return make_series("ours")


@pytest.fixture
def chapter(series: Series) -> Chapter:
    return make_chapter(series, key="perceptron", title="퍼셉트론")


@pytest.fixture
def author(series: Series) -> Client:
    """The client of an author of our series, who is no staff."""
    user = make_user("author")
    make_group(user, series=series, role=Role.AUTHOR)
    return logged_in(user)


@pytest.fixture
def editor(series: Series) -> Client:
    """The client of an editor of the group that reads our series."""
    user = make_user("editor")
    make_group(user, series=series, role=Role.EDITOR)
    return logged_in(user)


@pytest.fixture
def superuser(db: None) -> Client:
    return logged_in(make_user("root", is_superuser=True, is_staff=True))


@pytest.fixture
def theirs(db: None) -> Chapter:
    """A chapter of a series that our author has no part in."""
    return make_chapter(make_series("theirs"), key="secret", title="Hidden chapter")
