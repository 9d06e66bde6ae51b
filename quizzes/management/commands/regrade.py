"""manage.py regrade SERIES/ITEM: grade the answers to a mended item anew."""

from __future__ import annotations

from collections import Counter
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
        counts = Counter[str]()
        for review, found in regrading.looks(item):
            if found is not None:
                kind, words = _told(found)
                counts[kind] += 1
                self.stdout.write(f"{review.learner}  {review.pk}  {words}")
        self.stdout.write(
            f"{counts['raised']} would be raised, {counts['lowered']} lowered,"
            f" {counts['failed']} cannot be graded anew."
        )

    def _finish(self, regrade: Regrade) -> None:
        while regrade.finished_at is None:
            regrading.go_on(regrade, now=timezone.now(), most=STEP)
            self.stdout.write(f"{regrade.seen} of {regrade.total}")
        self.stdout.write(
            f"{regrade.raised} raised, {regrade.lowered} lowered, {regrade.kept} kept"
            f" though they would be less, {regrade.failed} cannot be graded anew."
        )


def _told(found: regrading.Change | regrading.Unmarked) -> tuple[str, str]:
    """Whether an answer would be raised, lowered or neither, and the words of it."""
    if isinstance(found, regrading.Unmarked):
        return "failed", found.reason
    scores = f"{found.score_before:g} → {found.score:g}"
    return ("lowered", f"{scores}  (less)") if found.lowers else ("raised", scores)


def _item(name: str) -> Item:
    series, _slash, slug = name.partition("/")
    if not series or not slug:
        raise CommandError(f"An item is named SERIES/ITEM, not “{name}”.")
    items = Item.objects.select_related("revision")
    found = items.filter(series__slug=series, slug=slug).first()
    if found is None:
        raise CommandError(f"There is no item {name}.")
    return found
