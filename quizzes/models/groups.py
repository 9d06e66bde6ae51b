"""StudyGroup, Membership, Invitation."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .chapters import Series
from .learners import validate_zone


class StudyGroup(models.Model):
    """People who read a series together."""

    name = models.CharField(_("name"), max_length=120)
    zone = models.CharField(
        _("time zone"), max_length=64, default="Asia/Seoul", validators=[validate_zone]
    )
    next_meeting = models.DateTimeField(_("next meeting"), null=True, blank=True)
    series = models.ManyToManyField(
        Series, blank=True, related_name="groups", verbose_name=_("series")
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("study group")
        verbose_name_plural = _("study groups")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What a person does in a group; each includes the one before."""

    MEMBER = "member", _("member: studies")
    AUTHOR = "author", _("author: also writes and publishes the group's series")
    EDITOR = "editor", _("editor: also runs the group and invites")


class Membership(models.Model):
    group = models.ForeignKey(StudyGroup, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="memberships",
        verbose_name=_("person"),
    )
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.MEMBER)
    joined_at = models.DateTimeField(_("joined at"), auto_now_add=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["group", "user"], name="membership_once"),
            models.CheckConstraint(
                condition=Q(role__in=["member", "author", "editor"]),
                name="membership_role_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.group}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def usable(self, token: str, now: datetime) -> InvitationQuerySet:
        """The invitation of a link's token, if it can still be used."""
        return self.filter(
            digest=Invitation.digest_of(token), used_at=None, expires_at__gt=now
        )


class Invitation(models.Model):
    """A link that lets one person join. Only the digest of its token is kept."""

    group = models.ForeignKey(StudyGroup, models.CASCADE, related_name="invitations")
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.MEMBER)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"))
    used_at = models.DateTimeField(null=True, editable=False)
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=["member", "author", "editor"]),
                name="invitation_role_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.group} · {self.get_role_display()}"

    @staticmethod
    def digest_of(token: str) -> str:
        return hashlib.sha256(token.encode()).hexdigest()
