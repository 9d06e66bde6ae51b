"""Reading the files of an import, and saving what they say."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .faults import ImportFault

MOST_BYTES = 1_000_000  # of one text file


def read_text(file: Path) -> str:
    if file.stat().st_size > MOST_BYTES:
        raise ImportFault(file, _("The file is too large."))
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportFault(file, _("The file is not UTF-8: %s") % error) from None


def read_toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(read_text(file))
    except tomllib.TOMLDecodeError as error:
        raise ImportFault(file, str(error)) from None


def save_if_changed(row: Any, values: dict[str, Any], file: Path) -> bool:
    """Set and save what differs; ImportFault if the row would not be valid."""
    changed = {
        name: value for name, value in values.items() if getattr(row, name) != value
    }
    for name, value in changed.items():
        setattr(row, name, value)
    if not changed and not row._state.adding:
        return False
    try:
        row.full_clean()
    except ValidationError as error:
        told = error.message_dict.items()
        words = [f"{name}: {' '.join(sentences)}" for name, sentences in told]
        raise ImportFault(file, " ".join(words)) from None
    row.save()
    return True
