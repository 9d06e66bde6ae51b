"""manage.py import_chapters PATH…: take over posts, page bundles, series."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from quizzes.authoring.bundles import Outcome, import_path
from quizzes.authoring.faults import ImportFault
from quizzes.models import Enrolment


class Command(BaseCommand):
    help = (
        "Import Hugo posts, page bundles (index.ko.md, items.toml, pictures) or"
        " folders of them. Importing again changes nothing; nothing is fetched."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument(
            "--series", default="", help="the slug of the series, where none is named"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        failed = 0
        for path in options["paths"]:
            try:
                outcomes = import_path(path, series=options["series"])
            except ImportFault as fault:
                failed += 1
                self.stderr.write(self.style.ERROR(str(fault)))
            else:
                self._tell(outcomes, options["verbosity"])
        if failed:
            raise CommandError(f"{failed} of {len(options['paths'])} not imported.")

    def _tell(self, outcomes: list[Outcome], verbosity: int) -> None:
        for outcome in outcomes:
            if verbosity or outcome.status != "unchanged":
                self.stdout.write(f"{outcome.status:9} {outcome.name}")
            for line, what in outcome.notes if verbosity else []:
                self.stdout.write(f"          line {line}: {what}")
        for slug in {outcome.name.partition("/")[0] for outcome in outcomes}:
            readers = Enrolment.objects.filter(series__slug=slug)
            if verbosity and not readers.exists():
                self.stdout.write(
                    f"Nobody reads {slug} yet: give it to a study group in the admin."
                )
