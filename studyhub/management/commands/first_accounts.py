"""The first accounts of a new installation, with random passwords shown once."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from quizzes import groups
from quizzes.models import Membership, Role, Series, StudyGroup
from studyhub.models import User


class Command(BaseCommand):
    help = "If nobody has an account yet: make an administrator, an author, a member."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if User.objects.exists():
            return
        self._make("admin", is_staff=True, is_superuser=True)
        group = StudyGroup.objects.create(name="첫 스터디")
        group.series.set(Series.objects.all())
        for name, role in (("author", Role.EDITOR), ("member", Role.MEMBER)):
            Membership.objects.create(group=group, user=self._make(name), role=role)
        groups.enrol_members(group)

    def _make(self, username: str, **fields: bool) -> User:
        """Make an account and print its password, which only its digest survives."""
        password = secrets.token_urlsafe(12)
        user = User(username=username, **fields)
        user.set_password(password)
        user.save()
        self.stdout.write(f"login: {username}  password: {password}")
        return user
