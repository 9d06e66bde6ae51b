"""Who may read, write and run what."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from quizzes import permissions
from quizzes.models import Role, Series
from studyhub.models import User
from tests.factories import (
    make_chapter,
    make_enrolment,
    make_group,
    make_learner,
    make_series,
    make_user,
)

pytestmark = pytest.mark.django_db


def make_person(role: str, series: Series) -> User:
    user: User = make_user()
    make_group(user, series=series, role=role)
    return user


def test_a_member_reads_what_they_are_enrolled_in_and_writes_nothing() -> None:
    """A member reads what they are enrolled in, and writes nothing."""
    series = make_series()
    user = make_person(Role.MEMBER, series)
    make_enrolment(make_learner(user), series)
    make_series()
    assert list(permissions.readable_series(user)) == [series]
    assert not permissions.writable_series(user).exists()
    assert not permissions.may_enter_admin(user)


def test_membership_alone_does_not_let_one_read() -> None:
    """Reading takes an enrolment; being in a group is not one."""
    user = make_person(Role.MEMBER, make_series())
    assert not permissions.readable_series(user).exists()


def test_an_author_writes_the_series_of_their_group_only() -> None:
    """An author writes and reads their group's series and no other."""
    series = make_series()
    author = make_person(Role.AUTHOR, series)
    make_person(Role.AUTHOR, make_series())
    assert list(permissions.writable_series(author)) == [series]
    assert list(permissions.readable_series(author)) == [series]
    assert permissions.may_enter_admin(author)


def test_only_an_editor_runs_the_group() -> None:
    """An author cannot run a group or hand on its series; an editor can."""
    series = make_series()
    author, editor = make_person(Role.AUTHOR, series), make_person(Role.EDITOR, series)
    assert not permissions.editable_groups(author).exists()
    assert not permissions.givable_series(author).exists()
    assert permissions.editable_groups(editor).get().memberships.get().user == editor
    assert list(permissions.givable_series(editor)) == [series]


def test_whoever_made_a_series_writes_it() -> None:
    """Who made a series may write it, in no group at all."""
    user = make_user()
    series = make_series(created_by=user)
    assert list(permissions.writable_series(user)) == [series]


def test_a_series_of_two_groups_is_listed_once() -> None:
    """A series that reaches a person by several ways is listed once."""
    user = make_user()
    series = make_series(created_by=user)
    make_group(user, series=series, role=Role.AUTHOR)
    make_group(user, series=series, role=Role.EDITOR)
    assert permissions.writable_series(user).count() == 1


def test_a_superuser_may_everything() -> None:
    """A superuser may read, write and run all there is."""
    user = make_user(is_superuser=True)
    series = make_series()
    make_group(series=series)
    assert list(permissions.readable_series(user)) == [series]
    assert permissions.editable_groups(user).count() == 1
    assert permissions.may_enter_admin(user)


def test_drafts_are_not_readable() -> None:
    """Of a readable series only the published chapters can be read."""
    series = make_series()
    author = make_person(Role.AUTHOR, series)
    make_chapter(series, published=False)
    shown = make_chapter(series)
    assert list(permissions.readable_chapters(author)) == [shown]


@pytest.mark.parametrize("made_by", [None, "somebody"])
def test_a_visitor_may_nothing(made_by: str | None) -> None:
    """Who is not logged in may nothing, not even in a series that nobody made."""
    make_series(created_by=make_user() if made_by else None)
    visitor = AnonymousUser()
    assert not permissions.readable_series(visitor).exists()
    assert not permissions.writable_series(visitor).exists()
    assert not permissions.editable_groups(visitor).exists()
    assert not permissions.may_enter_admin(visitor)


def test_a_closed_account_may_nothing_by_its_groups() -> None:
    """An account that was closed has lost what its groups gave it."""
    series = make_series()
    user = make_person(Role.EDITOR, series)
    user.is_active = False
    user.save()
    assert not permissions.writable_series(user).exists()
    assert not permissions.editable_groups(user).exists()
    assert not permissions.may_enter_admin(user)
