"""Bring the data folder up to date: database, shipped series, first accounts."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Migrate, load the shipped series, create the first accounts if none."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        for series in sorted(settings.SERIES_DIR.iterdir()):
            if (series / "series.toml").exists():
                call_command(
                    "import_chapters", str(series), verbosity=0, stdout=self.stdout
                )
        call_command("first_accounts", stdout=self.stdout)
