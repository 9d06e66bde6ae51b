"""Who may read, write and run what. Pages, API and admin all ask here.

A member studies; an author also writes and publishes the group's series; an
editor also runs the group. Who made a series may write it; a superuser may all.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from .models import Chapter, Enrolment, Membership, Role, Series, StudyGroup

WRITING = (Role.AUTHOR, Role.EDITOR)


def readable_series(user: Any) -> QuerySet[Series]:
    """The series that `user` is enrolled in or may write."""
    enrolled = Enrolment.objects.filter(series=OuterRef("pk"), learner__user=user.pk)
    return Series.objects.filter(Exists(enrolled) | _written_by(user, WRITING))


def readable_chapters(user: Any) -> QuerySet[Chapter]:
    """The published chapters of readable series."""
    return Chapter.objects.published().filter(series__in=readable_series(user))


def writable_series(user: Any) -> QuerySet[Series]:
    """The series whose chapters and items `user` may write and publish."""
    return Series.objects.filter(_written_by(user, WRITING))


def givable_series(user: Any) -> QuerySet[Series]:
    """The series that `user` may give to a group of theirs.

    Fewer than the writable ones: an author who could hand on a group's series
    would let others write it.
    """
    return Series.objects.filter(_written_by(user, (Role.EDITOR,)))


def editable_groups(user: Any) -> QuerySet[StudyGroup]:
    """The groups that `user` runs: their members, invitations and series."""
    if user.is_superuser and user.is_active:
        return StudyGroup.objects.all()
    return StudyGroup.objects.filter(
        pk__in=_memberships(user, (Role.EDITOR,)).values("group")
    )


def may_enter_admin(user: Any) -> bool:
    """Whether `user` has anything to write or run: staff, authors and editors."""
    if not user.is_active or not user.is_authenticated:
        return False
    return user.is_staff or user.is_superuser or _memberships(user, WRITING).exists()


def _written_by(user: Any, roles: tuple[Role, ...]) -> Q:
    if user.is_superuser and user.is_active:
        return ~Q(pk=None)
    groups = _memberships(user, roles).values("group")
    given = StudyGroup.series.through.objects.filter(
        series=OuterRef("pk"), studygroup__in=groups
    )
    made = Q(created_by=user.pk) if user.pk else Q(pk=None)
    return made | Q(Exists(given))


def _memberships(user: Any, roles: tuple[Role, ...]) -> QuerySet[Membership]:
    """The memberships of a person who may log in; an anonymous user has none."""
    return Membership.objects.filter(user=user.pk, user__is_active=True, role__in=roles)
