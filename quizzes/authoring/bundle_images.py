"""The pictures of a page bundle."""

from __future__ import annotations

import re
from pathlib import Path

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from quizzes.models import Image, Series, digest

from .faults import ImportFault, Note
from .pictures import ENDINGS, MOST_BYTES, ending, is_picture

_NAME = re.compile(r"\w[\w .-]{0,119}")
# An SVG is a document: it could run scripts and load things where it is opened.
_ACTIVE = re.compile(
    rb"<\s*(script|foreignObject|iframe|!DOCTYPE|!ENTITY)|[\s/\"']on\w+\s*="
    rb"|javascript:|href\s*=\s*[\"']?\s*(?!#|data:image/(png|jpeg|gif|webp))[^#\s\"']",
    re.IGNORECASE,
)


class Pictures:
    """Takes pictures over; knows which files to remove when it ends well, or not."""

    def __init__(self) -> None:
        self._new: list[Image] = []
        self._old: list[tuple[Image, str]] = []

    def take(self, bundle: Path, series: Series, key: str) -> list[Note]:
        """Store what is new or differs; notes name the files that are no pictures."""
        notes: list[Note] = []
        for file in sorted([*bundle.iterdir(), *(bundle / "images").glob("*")]):
            if not file.is_file() or file.name.startswith("."):
                continue
            if ending(file.name) in ENDINGS:
                self._take(file, series, key)
            elif file.suffix != ".md" and file.name != "items.toml":
                notes.append((1, _("Not taken over: %s") % file.name))
        return notes

    def _take(self, file: Path, series: Series, key: str) -> None:
        data = _checked(file)
        image = Image.objects.filter(series=series, key=key, name=file.name).first()
        if image is None:
            image = Image(series=series, key=key, name=file.name)
        elif image.source_digest == digest(data):
            return
        else:
            self._old.append((image, str(image.file.name)))
        image.file.save(file.name, ContentFile(data), save=False)
        image.source_digest = digest(data)
        self._new.append(image)
        image.save()

    def discard(self) -> None:
        """The import failed: remove the files it wrote."""
        for image in self._new:
            image.file.storage.delete(str(image.file.name))

    def sweep(self) -> None:
        """The import is kept: remove the files it replaced."""
        for image, name in self._old:
            image.file.storage.delete(name)


def _checked(file: Path) -> bytes:
    """The picture's bytes, if it is what its name says."""
    if file.stat().st_size > MOST_BYTES:
        raise ImportFault(file, _("A picture may have 5 MB at most."))
    if not _NAME.fullmatch(file.name):
        raise ImportFault(
            file, _("The name of a picture has letters, digits, - and _.")
        )
    data = file.read_bytes()
    kind = ending(file.name)
    if not is_picture(file.name, data):
        raise ImportFault(file, _("This is no %s picture.") % kind.removeprefix("."))
    if kind == ".svg" and _ACTIVE.search(data):
        raise ImportFault(file, _("An SVG may not hold scripts or load anything."))
    return data
