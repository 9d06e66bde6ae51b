"""Prove that folding the log gives exactly the stored cards and day totals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from quizzes import folding
from quizzes.models import Card, Learner, StudyDay


class Command(BaseCommand):
    help = "Prove that folding the log gives exactly the stored cards."

    def handle(self, *args: Any, **options: Any) -> None:
        cards, faults = 0, 0
        for card, fault in _checked():
            cards += card
            if fault:
                faults += 1
                self.stderr.write(fault)
        if faults:
            raise CommandError(f"{cards} cards checked, {faults} differ from the log.")
        self.stdout.write(f"{cards} cards checked, all equal to their log.")


def _checked() -> Iterator[tuple[int, str]]:
    """For each card 1 and what differs, for each learner's days 0 and what differs."""
    cards = Card.objects.select_related("learner__fit").order_by("pk")
    for card in cards.iterator(chunk_size=500):
        log, row = folding.replay(card), folding.cached(card)
        yield 1, "" if log == row else f"card {card.pk}: log {log}, stored {row}"
    for learner in Learner.objects.order_by("pk").iterator():
        log_days = folding.replay_days(learner)
        row_days = {
            day.day: folding.day_totals(day)
            for day in StudyDay.objects.filter(learner=learner)
        }
        # A day whose answers were all undone is a row of zeros.
        differ = {day for day in row_days if any(row_days[day].values())} | set(
            log_days
        )
        for day in sorted(differ):
            if log_days.get(day) != row_days.get(day):
                yield 0, f"learner {learner.pk}: totals of {day} differ from the log"
