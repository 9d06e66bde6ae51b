"""Questions that could not be asked or graded, for the authors of their items."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from quizzes import permissions
from quizzes.models import Fault

from .scope import ScopedLogAdmin


@admin.register(Fault)
class FaultAdmin(ScopedLogAdmin):
    """What was wrong, and how often; to be deleted once it is mended."""

    list_display = [
        "what",
        "item",
        "is_current",
        "seed",
        "language",
        "times",
        "last_at",
    ]
    list_select_related = ["revision__item"]
    fields = readonly_fields = (
        *("what", "item", "revision_number", "is_current"),
        *("seed", "language", "times", "first_at", "last_at"),
    )
    show_full_result_count = False

    def scope(self, user: Any) -> QuerySet[Fault]:
        mine = permissions.writable_series(user)
        return Fault.objects.filter(revision__item__series__in=mine)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_view_permission(request, obj)

    @admin.display(description=gettext_lazy("item"), ordering="revision__item")
    def item(self, fault: Fault) -> SafeString:
        item = fault.revision.item
        address = reverse("admin:quizzes_item_change", args=[item.pk])
        return format_html('<a href="{}">{}</a>', address, item)

    @admin.display(description=gettext_lazy("revision"), ordering="revision__number")
    def revision_number(self, fault: Fault) -> int:
        return fault.revision.number

    @admin.display(description=gettext_lazy("asked now"), boolean=True)
    def is_current(self, fault: Fault) -> bool:
        """Whether the item still asks what was broken."""
        return fault.revision.item.revision_id == fault.revision_id
