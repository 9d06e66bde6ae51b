"""Study groups: inviting, joining, leaving, and the enrolments that follow."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from .authoring import publishing
from .models import (
    Card,
    Enrolment,
    Invitation,
    Learner,
    Membership,
    Role,
    StudyGroup,
)

DAYS = 14  # how long a link can be used, if nobody says otherwise
ROLES = list(Role)  # each includes the one before


class Unusable(Exception):
    """An invitation that has been used or has expired; str() says so to people."""


def invite(
    *, group: StudyGroup, role: str, by: Any, now: datetime, days: int = DAYS
) -> tuple[Invitation, str]:
    """A new invitation and the token of its link, which is not kept."""
    token = secrets.token_urlsafe(24)
    invitation = Invitation.objects.create(
        group=group,
        role=role,
        digest=Invitation.digest_of(token),
        created_by=by,
        expires_at=now + timedelta(days=days),
    )
    return invitation, token


@transaction.atomic
def join(invitation: Invitation, user: Any, *, now: datetime) -> Membership:
    """Make `user` a member, enrolled in the group's series; spends the invitation.

    The invitation's row is locked, so of two people with one link the second gets
    Unusable. Who already is in the group in this role or a greater one stays as
    they are, and the link stays good for someone else.
    """
    held = Invitation.objects.select_for_update().filter(pk=invitation.pk).first()
    if held is None or held.used_at is not None:
        raise Unusable(_("This invitation has already been used."))
    if held.expires_at <= now:
        raise Unusable(_("This invitation has expired."))
    membership = _admit(held, user)
    if membership is not None:
        held.used_at, held.used_by = now, user
        held.save(update_fields=["used_at", "used_by"])
    enrol_members(held.group)
    return membership or Membership.objects.get(group=held.group, user=user)


def _admit(invitation: Invitation, user: Any) -> Membership | None:
    """Make or raise the membership; None if there is nothing to gain."""
    membership, created = Membership.objects.get_or_create(
        group=invitation.group, user=user, defaults={"role": invitation.role}
    )
    if created:
        return membership
    if ROLES.index(Role(membership.role)) >= ROLES.index(Role(invitation.role)):
        return None
    membership.role = invitation.role
    membership.save(update_fields=["role"])
    return membership


@transaction.atomic
def enrol_members(group: StudyGroup) -> None:
    """Enrol every member in every series of the group."""
    users = list(group.memberships.values_list("user", flat=True))
    Learner.objects.bulk_create(
        [Learner(user_id=user) for user in users], ignore_conflicts=True
    )
    learners = Learner.objects.filter(user__in=users).values_list("pk", flat=True)
    series = list(group.series.values_list("pk", flat=True))
    Enrolment.objects.bulk_create(
        [
            Enrolment(learner_id=learner, series_id=one)
            for learner in learners
            for one in series
        ],
        ignore_conflicts=True,
    )
    publishing.activate(_cards(users, series))


@transaction.atomic
def end_enrolments(*, users: Collection[Any], series: Collection[Any]) -> None:
    """End enrolments of these people in these series that no membership justifies.

    To be called where a group lost members or series. Cards rest and the log stays:
    who comes back goes on where they were.
    """
    justified = Membership.objects.filter(
        user=OuterRef("learner__user"), group__series=OuterRef("series")
    )
    enrolments = Enrolment.objects.filter(learner__user__in=users, series__in=series)
    enrolments.exclude(Exists(justified)).delete()
    publishing.activate(_cards(users, series))


def _cards(users: Collection[Any], series: Collection[Any]) -> QuerySet[Card]:
    return Card.objects.filter(learner__user__in=users, item__series__in=series)
