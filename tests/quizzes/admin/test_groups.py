"""Running study groups in the admin."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quizzes import groups
from quizzes.models import (
    Chapter,
    Enrolment,
    Invitation,
    Membership,
    Role,
    Series,
    StudyGroup,
)
from tests.factories import make_group, make_series, make_user

ADD = reverse("admin:quizzes_studygroup_add")
GROUPS = reverse("admin:quizzes_studygroup_changelist")
INVITATIONS = reverse("admin:quizzes_invitation_changelist")


def form(**fields: Any) -> dict[str, Any]:
    return {"name": "새 스터디", "zone": "Asia/Seoul", **fields}


def members(*memberships: Membership, **extra: Any) -> dict[str, Any]:
    """The inline rows of a group's form."""
    rows: dict[str, Any] = {
        "memberships-TOTAL_FORMS": str(len(memberships)),
        "memberships-INITIAL_FORMS": str(len(memberships)),
    }
    for n, membership in enumerate(memberships):
        rows |= {
            f"memberships-{n}-id": membership.pk,
            f"memberships-{n}-group": membership.group.pk,
            f"memberships-{n}-role": membership.role,
        }
    return rows | extra


def change(group: StudyGroup) -> str:
    return reverse("admin:quizzes_studygroup_change", args=[group.pk])


def invite_page(group: StudyGroup) -> str:
    return reverse("admin:quizzes_studygroup_invite", args=[group.pk])


@pytest.fixture
def group(editor: Client) -> StudyGroup:
    return StudyGroup.objects.get(memberships__role=Role.EDITOR)


def test_who_makes_a_group_runs_it(author: Client) -> None:
    """Who may enter the admin may make a group, and is its editor."""
    assert author.post(ADD, form()).status_code == 302
    group = StudyGroup.objects.get(name="새 스터디")
    assert group.memberships.get().role == Role.EDITOR
    assert author.get(change(group)).status_code == 200


def test_a_group_cannot_be_given_others_series(
    author: Client, series: Series, theirs: Chapter
) -> None:
    """Only series that one made, or of groups that one runs, can be given."""
    for foreign in (series, theirs.series):
        response = author.post(ADD, form(series=[foreign.pk]))
        assert "series" in response.context["adminform"].form.errors
    assert not StudyGroup.objects.filter(name="새 스터디").exists()


def test_a_new_series_enrols_the_members(editor: Client, group: StudyGroup) -> None:
    """Giving a group a series enrols everyone in it."""
    member = make_user()
    membership = Membership.objects.create(group=group, user=member)
    own = group.memberships.get(role=Role.EDITOR)
    extra = make_series(created_by=own.user)
    editor.post(change(group), form(series=[extra.pk]) | members(own, membership))
    assert Enrolment.objects.filter(learner__user=member, series=extra).exists()


def test_who_is_taken_out_reads_no_more(editor: Client, group: StudyGroup) -> None:
    """Removing a member ends what the group enrolled them in."""
    member = make_user()
    membership = Membership.objects.create(group=group, user=member)
    groups.enrol_members(group)
    own = group.memberships.get(role=Role.EDITOR)
    rows = members(own, membership) | {"memberships-1-DELETE": "on"}
    series = [series.pk for series in group.series.all()]
    editor.post(change(group), form(series=series) | rows)
    assert not Enrolment.objects.filter(learner__user=member).exists()
    assert Enrolment.objects.filter(learner__user=own.user).exists()


def test_who_is_put_in_anothers_place(superuser: Client, group: StudyGroup) -> None:
    """A superuser who changes a row's person moves the enrolments with it."""
    before, after = make_user(), make_user()
    membership = Membership.objects.create(group=group, user=before)
    groups.enrol_members(group)
    own = group.memberships.get(role=Role.EDITOR)
    people = {"memberships-0-user": own.user.pk, "memberships-1-user": after.pk}
    series = [series.pk for series in group.series.all()]
    rows = members(own, membership) | people
    superuser.post(change(group), form(series=series) | rows)
    assert not Enrolment.objects.filter(learner__user=before).exists()
    assert Enrolment.objects.filter(learner__user=after).exists()


def test_a_series_taken_away_is_read_no_more(editor: Client, group: StudyGroup) -> None:
    """Taking a series from a group ends its members' enrolments in it."""
    member = make_user()
    membership = Membership.objects.create(group=group, user=member)
    groups.enrol_members(group)
    own = group.memberships.get(role=Role.EDITOR)
    editor.post(change(group), form() | members(own, membership))
    assert not group.series.exists()
    assert not Enrolment.objects.exists()


@pytest.mark.parametrize("in_list", [False, True])
def test_a_deleted_group_gives_nothing(
    editor: Client, group: StudyGroup, in_list: bool
) -> None:
    """With a group go the enrolments that only it gave."""
    groups.enrol_members(group)
    if in_list:
        chosen = {"action": "delete_selected", "_selected_action": [group.pk]}
        editor.post(GROUPS, {**chosen, "post": "yes"})
    else:
        address = reverse("admin:quizzes_studygroup_delete", args=[group.pk])
        editor.post(address, {"post": "yes"})
    assert not StudyGroup.objects.filter(pk=group.pk).exists()
    assert not Enrolment.objects.exists()


def test_an_editor_changes_roles_but_adds_nobody(
    editor: Client, group: StudyGroup
) -> None:
    """Roles can be changed; a forged row cannot put someone into the group."""
    membership = Membership.objects.create(group=group, user=make_user())
    stranger = make_user()
    own = group.memberships.get(role=Role.EDITOR)
    rows = members(own, membership) | {
        "memberships-TOTAL_FORMS": "3",
        "memberships-1-role": "author",
        "memberships-1-user": stranger.pk,
        "memberships-2-user": stranger.pk,
        "memberships-2-role": "editor",
        "memberships-2-group": group.pk,
    }
    editor.post(change(group), form() | rows)
    membership.refresh_from_db()
    assert membership.role == Role.AUTHOR
    assert not Membership.objects.filter(user=stranger).exists()


def test_an_author_does_not_run_their_group(author: Client, group: StudyGroup) -> None:
    """An author sees no group to run, cannot open, change or invite to one."""
    for group in StudyGroup.objects.all():
        assert author.get(change(group)).status_code == 302
        author.post(change(group), form())
        assert author.post(invite_page(group), {"role": "editor"}).status_code == 404
    assert not StudyGroup.objects.filter(name="새 스터디").exists()
    assert not Invitation.objects.exists()


def test_an_invitation_is_shown_once(editor: Client, group: StudyGroup) -> None:
    """The whole link stands on the answer that made it and nowhere afterwards."""
    page = editor.post(invite_page(group), {"role": "member", "days": "3"})
    match = re.search(r"http://testserver(/join/[\w-]+/)", page.content.decode())
    assert match is not None
    link = match[1]
    assert Client().get(link).status_code == 200
    for address in (invite_page(group), INVITATIONS, change(group)):
        assert link not in editor.get(address).content.decode()


@pytest.mark.parametrize(
    "fields", [{"role": "owner", "days": "3"}, {"role": "member", "days": "1000"}]
)
def test_an_odd_invitation_is_refused(
    editor: Client, group: StudyGroup, fields: dict[str, str]
) -> None:
    """A role that does not exist or a link for ever is refused."""
    editor.post(invite_page(group), fields)
    assert not Invitation.objects.exists()


def test_an_unused_invitation_is_revoked(editor: Client, group: StudyGroup) -> None:
    """Deleting an unused invitation revokes it; a used one stays in the list."""
    now = timezone.now()
    open_, _token = groups.invite(group=group, role="member", by=None, now=now)
    used, _token = groups.invite(group=group, role="member", by=None, now=now)
    groups.join(used, make_user(), now=now)
    for invitation in (open_, used):
        address = reverse("admin:quizzes_invitation_delete", args=[invitation.pk])
        editor.post(address, {"post": "yes"})
    editor.post(
        INVITATIONS,
        {"action": "delete_selected", "_selected_action": [used.pk], "post": "yes"},
    )
    assert list(Invitation.objects.all()) == [used]


def test_a_group_goes_with_its_invitations(editor: Client, group: StudyGroup) -> None:
    """An editor can delete their group, whatever invitations it made."""
    now = timezone.now()
    used, _token = groups.invite(group=group, role="member", by=None, now=now)
    groups.join(used, make_user(), now=now)
    address = reverse("admin:quizzes_studygroup_delete", args=[group.pk])
    editor.post(address, {"post": "yes"})
    assert not StudyGroup.objects.filter(pk=group.pk).exists()


def test_others_invitations_are_not_seen(
    editor: Client, author: Client, group: StudyGroup
) -> None:
    """An editor sees and revokes the invitations of their own groups only."""
    other = make_group()
    invitation, _token = groups.invite(
        group=other, role="member", by=None, now=timezone.now()
    )
    assert other.name not in editor.get(INVITATIONS).content.decode()
    editor.post(
        reverse("admin:quizzes_invitation_delete", args=[invitation.pk]),
        {"post": "yes"},
    )
    assert Invitation.objects.filter(pk=invitation.pk).exists()
