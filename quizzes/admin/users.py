"""Accounts, for superusers. A lost password is replaced here, without e-mail."""

from __future__ import annotations

import secrets
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import UserAdmin
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from knox.models import AuthToken


@transaction.atomic
def reset_password(user: Any) -> str:
    """A new random password, shown once; whoever was logged in is so no more.

    Sessions end because they are bound to the old password's hash, API tokens
    because they are deleted. A lock-out of the name ends, too.
    """
    password = secrets.token_urlsafe(12)
    user.set_password(password)
    user.save(update_fields=["password"])
    AuthToken.objects.filter(user=user).delete()
    AxesProxyHandler.reset_attempts(username=user.get_username().casefold())
    return password


@admin.register(get_user_model())
class AccountAdmin(UserAdmin):
    list_display = ("username", "first_name", "is_active", "is_superuser", "last_login")
    list_filter = ("is_active", "is_superuser")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (gettext_lazy("Person"), {"fields": ("first_name", "last_name")}),
        (gettext_lazy("Access"), {"fields": ("is_active", "is_staff", "is_superuser")}),
        (gettext_lazy("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)

    has_change_permission = has_delete_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    def user_change_password(
        self, request: HttpRequest, id: str, form_url: str = ""
    ) -> HttpResponse:
        """Where the account's form leads to for its password."""
        person = self.get_object(request, id)
        if person is None or not self.has_change_permission(request, person):
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("A new password for %(name)s") % {"name": person},
            "person": person,
        }
        if request.method == "POST":
            context["password"] = reset_password(person)
            self.log_change(request, person, _("Set a new password."))
        return render(request, "admin/quizzes/new_password.html", context)
