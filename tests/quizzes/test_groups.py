"""Inviting, joining, enrolling."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from quizzes import groups, permissions
from quizzes.models import Card, Enrolment, Invitation, Membership, Role, StudyGroup
from studyhub.models import User
from tests.factories import (
    NOW,
    make_card,
    make_enrolment,
    make_group,
    make_item,
    make_learner,
    make_series,
    make_user,
)

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


def test_who_leaves_a_group_is_enrolled_no_more() -> None:
    """An enrolment ends with the membership that it came from; the card rests."""
    card = make_card()
    user, series = card.learner.user, card.item.series
    group = make_group(user, series=series)
    group.memberships.all().delete()
    groups.end_enrolments(users=[user.pk], series=[series.pk])
    assert not permissions.readable_series(user).exists()
    assert not Card.objects.get().active


def test_who_comes_back_goes_on() -> None:
    """With a new membership the cards wake, but for those that are suspended."""
    card = make_card()
    learner = card.learner
    suspended = make_card(learner, make_item(card.item.chapter), suspended=True)
    series = card.item.series
    groups.end_enrolments(users=[learner.user.pk], series=[series.pk])
    groups.enrol_members(make_group(learner.user, series=series))
    card.refresh_from_db()
    suspended.refresh_from_db()
    assert (card.active, suspended.active) == (True, False)


def test_what_another_group_gives_stays() -> None:
    """Who reads a series in another group, too, goes on reading it."""
    user, other, series = make_user(), make_user(), make_series()
    left = make_group(user, other, series=series)
    groups.enrol_members(left)
    make_group(user, series=series)
    left.memberships.all().delete()
    groups.end_enrolments(users=[user.pk, other.pk], series=[series.pk])
    assert Enrolment.objects.get().learner.user == user


def test_ending_enrolments_touches_nobody_else() -> None:
    """Only these people's enrolments in these series are looked at."""
    user, series = make_user(), make_series()
    mine = make_enrolment(make_learner(user), make_series())
    others = make_enrolment(make_learner(), series)
    groups.end_enrolments(users=[user.pk], series=[series.pk])
    assert set(Enrolment.objects.all()) == {mine, others}


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
