"""Inviting, joining, enrolling."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from quizzes import groups
from quizzes.models import Enrolment, Invitation, Membership, Role, StudyGroup
from studyhub.models import User
from tests.factories import NOW, make_group, make_series, make_user

pytestmark = pytest.mark.django_db


def invite(
    group: StudyGroup | None = None, role: str = Role.MEMBER, **fields: Any
) -> tuple[Invitation, str]:
    group = group or make_group(series=make_series())
    return groups.invite(group=group, role=role, by=None, now=NOW, **fields)


def test_only_the_digest_of_a_token_is_kept() -> None:
    """The token of a link is nowhere in the stored invitation."""
    invitation, token = invite()
    row = Invitation.objects.values().get(pk=invitation.pk)
    assert token not in str(row)
    assert Invitation.objects.usable(token, NOW).get() == invitation


def test_joining_makes_a_member_and_enrols() -> None:
    """Who joins is a member in the invited role and enrolled in the group's series."""
    invitation, _token = invite(role=Role.AUTHOR)
    user = make_user()
    membership = groups.join(invitation, user, now=NOW)
    assert membership.role == Role.AUTHOR
    enrolled = Enrolment.objects.get(learner__user=user)
    assert list(invitation.group.series.all()) == [enrolled.series]


def test_a_link_works_once() -> None:
    """A second person cannot use a spent link."""
    invitation, token = invite()
    groups.join(invitation, make_user(), now=NOW)
    with pytest.raises(groups.Unusable):
        groups.join(invitation, make_user(), now=NOW)
    assert Membership.objects.count() == 1
    assert not Invitation.objects.usable(token, NOW).exists()


def test_a_link_expires() -> None:
    """From its expiry on, a link cannot be used."""
    invitation, token = invite(days=1)
    later = NOW + timedelta(days=1)
    with pytest.raises(groups.Unusable):
        groups.join(invitation, make_user(), now=later)
    assert not Invitation.objects.usable(token, later).exists()


def test_a_revoked_link_cannot_be_used() -> None:
    """An invitation that was deleted meanwhile cannot be used."""
    invitation, _token = invite()
    Invitation.objects.all().delete()
    with pytest.raises(groups.Unusable):
        groups.join(invitation, make_user(), now=NOW)


def test_who_is_in_the_group_does_not_spend_a_link() -> None:
    """A member who opens a link stays as they are, and it stays good for another."""
    editor = make_user()
    group = make_group(editor, role=Role.EDITOR)
    invitation, token = invite(group)
    assert groups.join(invitation, editor, now=NOW).role == Role.EDITOR
    assert Invitation.objects.usable(token, NOW).exists()


def test_a_link_can_raise_a_role() -> None:
    """A member who opens an author's link becomes an author, and spends it."""
    user = make_user()
    invitation, token = invite(make_group(user), role=Role.AUTHOR)
    assert groups.join(invitation, user, now=NOW).role == Role.AUTHOR
    assert not Invitation.objects.usable(token, NOW).exists()


def test_members_are_enrolled_in_a_series_that_is_added_later() -> None:
    """Members get a series that their group gets; enrolling again changes nothing."""
    user, series = make_user(), make_series()
    group = make_group(user)
    group.series.add(series)
    groups.enrol_members(group)
    groups.enrol_members(group)
    assert Enrolment.objects.get().learner.user == user


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_joins() -> None:
    """Two people who use one link at the same time: one joins, one is told."""
    invitation, _token = invite()
    told: list[User] = []
    together = threading.Barrier(2)

    def use(user: User) -> None:
        together.wait()
        try:
            groups.join(invitation, user, now=NOW)
        except groups.Unusable:
            told.append(user)
        finally:
            connection.close()

    people = [make_user(), make_user()]
    threads = [threading.Thread(target=use, args=[user]) for user in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 1
    assert Membership.objects.count() == 1
    assert Membership.objects.get().user not in told
