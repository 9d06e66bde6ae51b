"""How an import says what is wrong, and where."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext as _

Note = tuple[int, str]


class ImportFault(Exception):
    """What keeps a path from being imported: file, line where known, and why."""

    def __init__(self, file: Path, what: str, *, line: int | None = None) -> None:
        at = _(", line %d") % line if line else ""
        super().__init__(f"{file}{at}: {what}")
