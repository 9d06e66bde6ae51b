"""What an author sees and may touch in the admin, after permissions.py."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.filters import RelatedFieldListFilter
from django.db.models import ForeignKey, Model, QuerySet
from django.http import HttpRequest

from quizzes import permissions
from quizzes.models import Series


class ScopedAdmin(admin.ModelAdmin):
    """Rows outside `scope` do not exist for this person: neither seen nor touched.

    A series can only be chosen, or sent by a forged form, if it may be written.
    The site has made sure that who comes here may enter, so that without a row at
    hand everything is allowed.
    """

    def scope(self, user: Any) -> QuerySet[Any]:
        """The rows that `user` may see and change."""
        raise NotImplementedError

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        mine = self.scope(request.user).values("pk")
        return super().get_queryset(request).filter(pk__in=mine)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest) -> bool:
        return True

    def has_change_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        return obj is None or self.scope(request.user).filter(pk=obj.pk).exists()

    def has_view_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        return self.has_change_permission(request, obj)

    def has_delete_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        return self.has_change_permission(request, obj)

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.related_model is Series:
            kwargs["queryset"] = permissions.writable_series(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class ScopedLogAdmin(ScopedAdmin):
    """Rows that the software writes: for a person to look at, within their scope."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        return False

    def has_view_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        return super().has_change_permission(request, obj)

    def has_delete_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        return False


class WritableSeriesFilter(RelatedFieldListFilter):
    """Offers only the series that this person may write."""

    def field_choices(
        self, field: Any, request: HttpRequest, model_admin: admin.ModelAdmin
    ) -> list[tuple[str, Any]]:
        return [
            (str(series.pk), str(series))
            for series in permissions.writable_series(request.user)
        ]


class ReadOnlyAdmin(admin.ModelAdmin):
    """For superusers to look at; nothing can be added, changed or removed."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    def has_view_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        return bool(request.user.is_superuser)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        return False


def whole(text: str | None) -> int:
    """The number that a form or an address sends, or 0, which no row has."""
    return int(text) if text and text.isdecimal() and len(text) < 19 else 0
