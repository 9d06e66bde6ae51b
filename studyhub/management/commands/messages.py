"""Bring the message catalogues up to date with the code and the templates."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir, extract_javascript
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation.template import templatize

APPS = ("studyhub", "quizzes", "simulations")
METHODS = [
    ("**.py", "python"),
    ("**/templates/**.html", "studyhub.management.commands.messages:extract_template"),
]
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "OutOfBounds": (2,),  # why an algorithm refuses, translated where it is shown
}


class Command(BaseCommand):
    help = "Bring the message catalogues up to date with code and templates."

    def handle(self, *args: Any, **options: Any) -> None:
        for app in APPS:
            path = catalogue_path(app)
            catalogue = read_catalogue(path)
            catalogue.update(extracted(app), no_fuzzy_matching=True)
            catalogue.obsolete.clear()
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                write_po(file, catalogue, width=88, omit_header=False)
            for message in missing(catalogue):
                self.stdout.write(f"{path.relative_to(settings.BASE_DIR)}: {message}")


def catalogue_path(app: str) -> Path:
    path: Path = settings.BASE_DIR / app / "locale/ko/LC_MESSAGES/django.po"
    return path


def read_catalogue(path: Path) -> Catalog:
    """The Korean catalogue of an app; an empty one where there is none yet."""
    if not path.exists():
        return Catalog(locale="ko", project="studyhub", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale="ko")


def extracted(app: str) -> Catalog:
    """Every message in an app's code and templates."""
    catalogue = Catalog(project="studyhub")
    found = extract_from_dir(
        settings.BASE_DIR / app,
        method_map=METHODS,
        options_map={},
        keywords=KEYWORDS,
        comment_tags=["Translators:"],
        directory_filter=lambda path: Path(path).name not in {"migrations", "locale"},
    )
    for name, _line, message, comments, context in found:
        # No line numbers (0 is none): they would change with every edit of the code.
        catalogue.add(
            message, None, [(name, 0)], auto_comments=comments, context=context
        )
    return catalogue


def missing(catalogue: Catalog) -> Iterator[str]:
    """The messages that have no translation."""
    for message in catalogue:
        texts = (
            message.string if isinstance(message.string, tuple) else [message.string]
        )
        if message.id and (message.fuzzy or not all(texts)):
            yield str(message.id)


def extract_template(
    file: BinaryIO, keywords: Mapping[str, Any], tags: Any, options: Any
) -> Iterator[Any]:
    """Babel's extractor for Django templates: Django's own rewriting, then C-like."""
    source = io.BytesIO(templatize(file.read().decode()).encode())
    yield from extract_javascript(source, keywords, tags, options)
