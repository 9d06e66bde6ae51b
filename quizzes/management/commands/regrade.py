"""manage.py regrade SERIES/ITEM: grade the answers to a mended item anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from quizzes import reviews
from quizzes.mending import regrading
from quizzes.models import Item, Regrade

STEP = 1000  # answers between two lines of progress


class Command(BaseCommand):
    help = (
        "Grade the answers to an item by its current revision. Without --apply it"
        " only shows what would change. Killed half-way, it goes on where it was."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("item", metavar="SERIES/ITEM")
        parser.add_argument("--apply", action="store_true", help="write the changes")
        parser.add_argument(
            "--lowers",
            action="store_true",
            help="with --apply: where a score becomes less, too",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        item = _item(options["item"])
        if not options["apply"]:
            self._show(item)
            return
        try:
            self._finish(
                regrading.join(
                    item, by=None, now=timezone.now(), lowers=options["lowers"]
                )
            )
        except reviews.Conflict as conflict:
            raise CommandError(str(conflict)) from None

    def _show(self, item: Item) -> None:
        """The dry run, a line a change."""
        raised = lowered = 0
        for change in regrading.changes(item):
            lowered += change.lowers
            raised += not change.lowers
            self.stdout.write(
                f"{change.review.learner}  {change.review.pk}"
                f"  {change.score_before:g} → {change.score:g}"
                f"{'  (less)' if change.lowers else ''}"
            )
        self.stdout.write(f"{raised} would be raised, {lowered} lowered.")

    def _finish(self, regrade: Regrade) -> None:
        while regrade.finished_at is None:
            regrading.go_on(regrade, now=timezone.now(), most=STEP)
            self.stdout.write(f"{regrade.seen} of {regrade.total}")
        self.stdout.write(
            f"{regrade.raised} raised, {regrade.lowered} lowered, {regrade.kept} kept"
            f" though they would be less, {regrade.failed} cannot be graded anew."
        )


def _item(name: str) -> Item:
    series, _slash, slug = name.partition("/")
    if not series or not slug:
        raise CommandError(f"An item is named SERIES/ITEM, not “{name}”.")
    items = Item.objects.select_related("revision")
    found = items.filter(series__slug=series, slug=slug).first()
    if found is None:
        raise CommandError(f"There is no item {name}.")
    return found
