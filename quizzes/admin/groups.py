"""Study groups, their members, and invitations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import transaction
from django.db.models import ManyToManyField, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes import groups, permissions
from quizzes.models import Invitation, Membership, Role, StudyGroup

from .scope import ScopedAdmin

MOST_DAYS = 60


class MembershipInline(admin.TabularInline):
    """Who is in the group. People join by invitation; a superuser may put them in."""

    model = Membership
    extra = 0
    fields = ["user", "role", "joined_at"]
    raw_id_fields = ["user"]  # a list of all people in each row would be long

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["joined_at"] if request.user.is_superuser else ["user", "joined_at"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        groups = permissions.editable_groups(request.user)
        return obj is None or groups.filter(pk=obj.pk).exists()

    has_view_permission = has_delete_permission = has_change_permission


class InviteForm(forms.Form):
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role)
    days = forms.IntegerField(
        label=gettext_lazy("Days until it expires"),
        initial=groups.DAYS,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)],
    )


@admin.register(StudyGroup)
class StudyGroupAdmin(ScopedAdmin):
    list_display = ["name", "zone", "next_meeting"]
    search_fields = ["name"]
    filter_horizontal = ["series"]
    fields = ["name", "zone", "next_meeting", "series", "invite"]
    readonly_fields = ["invite"]
    inlines = [MembershipInline]

    def scope(self, user: Any) -> QuerySet[StudyGroup]:
        return permissions.editable_groups(user)

    def formfield_for_manytomany(
        self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> Any:
        kwargs["queryset"] = permissions.givable_series(request.user)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        return self.inlines if obj else []

    def get_urls(self) -> list[Any]:
        invite = self.admin_site.admin_view(self.invite_view)
        return [
            path("<int:pk>/invite/", invite, name="quizzes_studygroup_invite"),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("invitation"))
    def invite(self, group: StudyGroup) -> str | SafeString:
        if not group.pk:
            return _("After saving.")
        return format_html(
            '<a href="{}">{}</a>',
            reverse("admin:quizzes_studygroup_invite", args=[group.pk]),
            _("Invite someone"),
        )

    def invite_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make an invitation; its link is shown on the answer and never again."""
        group = self.get_object(request, str(pk))
        if group is None:
            raise Http404
        if not self.has_change_permission(request, group):
            raise PermissionDenied
        form = InviteForm(request.POST or None)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Invite to %(group)s") % {"group": group},
            "group": group,
            "form": form,
        }
        if form.is_valid():
            invitation, token = groups.invite(
                group=group, by=request.user, now=timezone.now(), **form.cleaned_data
            )
            address = reverse("quizzes:join", args=[token])
            context["invitation"] = invitation
            context["link"] = request.build_absolute_uri(address)
            self.log_change(request, group, _("Made an invitation."))
        return render(request, "admin/quizzes/studygroup/invite.html", context)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Used invitations are kept in their list, but they go with their group."""
        listed, counts, needed, kept = super().get_deleted_objects(objs, request)
        return listed, counts, needed - {Invitation._meta.verbose_name}, kept

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Any, change: bool
    ) -> None:
        """Who makes a group runs it; who is in it is enrolled in its series."""
        before = _given(form.instance)
        super().save_related(request, form, formsets, change)
        if not change:
            Membership.objects.create(
                group=form.instance,
                user_id=request.user.pk,
                role=Role.EDITOR,  # type: ignore[misc]
            )
        groups.enrol_members(form.instance)
        groups.end_enrolments(**before)

    def delete_model(self, request: HttpRequest, obj: StudyGroup) -> None:
        before = _given(obj)
        super().delete_model(request, obj)
        groups.end_enrolments(**before)

    @transaction.atomic
    def delete_queryset(
        self, request: HttpRequest, queryset: QuerySet[StudyGroup]
    ) -> None:
        for group in queryset:
            self.delete_model(request, group)


@admin.register(Invitation)
class InvitationAdmin(ScopedAdmin):
    """Which links are out. Deleting one that is not used yet revokes it."""

    list_display = ["group", "role", "created_at", "expires_at", "used_by", "used_at"]
    list_display_links = None
    list_select_related = ["group", "used_by"]
    ordering = ["-created_at"]

    def scope(self, user: Any) -> QuerySet[Invitation]:
        return Invitation.objects.filter(group__in=permissions.editable_groups(user))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return _runs_groups(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        runs = _runs_groups(request.user)
        return runs and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        mine = super().has_change_permission(request, obj)
        return mine and (obj is None or obj.used_at is None)


def _given(group: StudyGroup) -> dict[str, list[Any]]:
    """Whom a group enrols in what, as it is stored now."""
    return {
        "users": list(group.memberships.values_list("user", flat=True)),
        "series": list(group.series.values_list("pk", flat=True)),
    }


def _runs_groups(user: Any) -> bool:
    return user.is_superuser or permissions.editable_groups(user).exists()
