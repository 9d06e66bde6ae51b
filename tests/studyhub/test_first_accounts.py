"""The first accounts of a new installation."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import call_command
from django.test import RequestFactory

from quizzes.models import Enrolment, Membership, Role
from tests.factories import make_series, make_user

pytestmark = pytest.mark.django_db
LINE = re.compile(r"login: (\w+)  password: (\S+)")


def first_accounts() -> str:
    out = StringIO()
    call_command("first_accounts", stdout=out)
    return out.getvalue()


def test_three_accounts_are_made_and_can_log_in() -> None:
    """An administrator, an author and a member, with the passwords that it prints."""
    lines = first_accounts().splitlines()
    matches = [LINE.fullmatch(line) for line in lines]
    found = {match[1]: match[2] for match in matches if match}
    assert None not in matches
    assert list(found) == ["admin", "author", "member"]
    for username, password in found.items():
        request = RequestFactory().post("/")
        assert authenticate(request, username=username, password=password)


def test_passwords_differ_and_are_not_stored() -> None:
    """Each password is its own, and only its digest is kept."""
    passwords = [password for _name, password in LINE.findall(first_accounts())]
    stored = str(list(get_user_model().objects.values()))
    assert len(set(passwords)) == 3
    assert not any(password in stored for password in passwords)


def test_the_first_group_reads_all_series() -> None:
    """Author and member are in one group with all series, and enrolled."""
    make_series()
    first_accounts()
    roles = dict(Membership.objects.values_list("user__username", "role"))
    assert roles == {"author": Role.EDITOR, "member": Role.MEMBER}
    assert Enrolment.objects.count() == 2


def test_it_does_nothing_where_people_are() -> None:
    """With any account there, nothing is made and nothing printed."""
    make_user()
    assert first_accounts() == ""
    assert get_user_model().objects.count() == 1
