"""Cards and the log, for superusers to look at. The log is append-only."""

from __future__ import annotations

from django.contrib import admin

from quizzes.models import Amendment, Card, Review

from .scope import ReadOnlyAdmin


@admin.register(Card)
class CardAdmin(ReadOnlyAdmin):
    list_display = ["learner", "item", "state", "due", "reps", "lapses", "active"]
    list_filter = ["state", "active", "suspended"]
    list_select_related = ["learner__user", "item"]
    search_fields = ["learner__user__username", "item__slug"]
    show_full_result_count = False


@admin.register(Review)
class ReviewAdmin(ReadOnlyAdmin):
    list_display = ["answered_at", "learner", "item", "rating", "score", "scheduled"]
    list_filter = ["rating", "scheduled"]
    list_select_related = ["learner__user", "card__item"]
    search_fields = ["learner__user__username", "card__item__slug"]
    ordering = ["-answered_at", "-id"]
    show_full_result_count = False

    @admin.display(description="item")
    def item(self, review: Review) -> str:
        return str(review.card.item)


@admin.register(Amendment)
class AmendmentAdmin(ReadOnlyAdmin):
    list_display = ["at", "review", "kind", "by", "due"]
    list_filter = ["kind"]
    list_select_related = ["review", "by"]
    search_fields = ["review__learner__user__username"]
    ordering = ["-at"]
    show_full_result_count = False
