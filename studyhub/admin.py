"""The admin site, open to whoever has something to write or run."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.db.models.base import ModelBase
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes import permissions

OURS = {"studyhub", "quizzes"}


class StudyAdminSite(admin.AdminSite):
    site_header = "studyhub"
    site_title = "studyhub"
    index_title = gettext_lazy("Writing and groups")

    def register(self, model_or_iterable: Any, *args: Any, **options: Any) -> None:
        """Only what is ours: other packages' tables are nothing to edit by hand."""
        one = isinstance(model_or_iterable, ModelBase)
        models: list[type[Model]] = [model_or_iterable] if one else model_or_iterable
        ours = [model for model in models if model._meta.app_label in OURS]
        super().register(ours, *args, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        return permissions.may_enter_admin(request.user)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Send people to the one login page, where two-factor and lock-out are."""
        home = reverse("admin:index", current_app=self.name)
        if self.has_permission(request):
            return redirect(home)
        if request.user.is_authenticated:
            raise PermissionDenied(
                _("Only authors, editors and administrators work here.")
            )
        return redirect_to_login(
            request.GET.get("next") or home, resolve_url("account_login")
        )

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        return redirect("account_change_password")

    def get_urls(self) -> list[Any]:
        """All but the jump to any object's page, which asks nobody's permission."""
        return [
            url
            for url in super().get_urls()
            if getattr(url, "name", None) != "view_on_site"
        ]
