"""Importing what authors keep in files: posts, page bundles, whole series.

A path is a post (`02-gpt.md`), a page bundle (a folder with `index.ko.md`,
`index.en.md`, `items.toml`, pictures) or a folder of those with a `series.toml`, and
perhaps a `glossary.toml`.

Key and number of a chapter come from the name: what follows the number is the key
(`03-perceptron/` is chapter 3, `perceptron`; `2024_winter_llm-02-gpt.md` chapter 2,
`gpt`). `number` in the front matter overrules the name; without either, the title's
number counts ("[AI] 02. GPT"), then the one the chapter has, then the next free one.

Importing again changes nothing, and leaves alone what was edited in the admin since,
until the file itself changes (of items: the item's entry, or its place): then the file
is the source. Three things are always left to the admin: what an author unpublished
stays so, items that were written there or have left their file are not touched, and
the titles of a series are only changed by its `series.toml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from quizzes import embeds
from quizzes.models import Chapter, Language, Series, digest
from quizzes.rendering import shortcodes

from . import glossary, hugo, publishing
from .bundle_images import Pictures
from .bundle_items import ItemFile
from .faults import ImportFault, Note
from .files import read_text, read_toml, save_if_changed
from .names import ascii_slug, number_and_key

_INDEX = re.compile(r"index(?:\.(\w\w))?\.md")
_TITLE_NUMBER = re.compile(r"(?:\[[^\]]*\]\s*)?#?(\d{1,3})[.)]")
_SERIES_WORDS = ("title_ko", "title_en", "description_ko", "description_en")


@dataclass
class Outcome:
    """What became of one chapter's text. Notes are (line, what)."""

    name: str
    status: str  # created, updated, unchanged
    notes: list[Note] = field(default_factory=list)


def import_path(path: Path, *, series: str = "") -> list[Outcome]:
    """Import one path, all of it or nothing; ImportFault says what is in the way.

    `series` is the address part of the series for texts that name none.
    """
    run = _Import(series)
    try:
        with transaction.atomic():
            run.path(path)
            run.settle()
    except BaseException:
        run.pictures.discard()
        raise
    run.pictures.sweep()
    return run.outcomes


class _Import:
    """One path being imported."""

    def __init__(self, series: str) -> None:
        self.wanted_series = series
        self.outcomes: list[Outcome] = []
        self.texts: list[tuple[Outcome, Chapter, str]] = []
        self.item_files: list[ItemFile] = []
        self.pictures = Pictures()

    def path(self, path: Path) -> None:
        if path.is_file():
            self._chapter(path, path.stem, self.wanted_series)
        elif not path.is_dir():
            raise ImportFault(path, _("There is nothing at this path."))
        elif _texts(path):
            self._bundle(path, self.wanted_series or _series_of(path.parent))
        else:
            self._folder(path)

    def _folder(self, path: Path) -> None:
        """A series: its own words, then its chapters in order."""
        chapters = sorted(
            entry
            for entry in path.iterdir()
            if (entry.is_dir() and _texts(entry)) or entry.suffix == ".md"
        )
        if not chapters:
            raise ImportFault(path, _("There is no chapter in this folder."))
        slug = self.wanted_series or _series_of(path)
        if slug:
            self._series_words(path / "series.toml", slug)
            self._glossary(path / "glossary.toml", slug)
        for entry in chapters:
            if entry.is_dir():
                self._bundle(entry, slug)
            else:
                self._chapter(entry, entry.stem, slug)

    def _series_words(self, file: Path, slug: str) -> None:
        series = Series.objects.filter(slug=slug).first()
        series = series or Series(slug=slug, title_ko=slug)
        words: dict[str, str] = {}
        if file.exists():
            source = digest(read_text(file).encode())
            if series.source_digest != source:  # else as imported, or edited since
                values = read_toml(file)
                words = {
                    name: str(values[name]) for name in _SERIES_WORDS if name in values
                }
                words["source_digest"] = source
        save_if_changed(series, words, file)

    def _glossary(self, file: Path, slug: str) -> None:
        if file.exists():
            name = f"{slug}/{file.name}"
            self.outcomes.append(Outcome(name, glossary.take(file, read_toml(file))))

    def _bundle(self, path: Path, slug: str) -> None:
        """The texts of a chapter, then its items and pictures."""
        before = len(self.outcomes)
        for file in _texts(path):
            chapter = self._chapter(file, path.name, slug)
        outcome = self.outcomes[before]
        outcome.notes += self.pictures.take(path, chapter.series, chapter.key)
        if (file := path / "items.toml").exists():
            values = read_toml(file)
            items = ItemFile(file, read_text(file), chapter)
            outcome.notes += items.take(values)
            self.item_files.append(items)

    def _chapter(self, file: Path, name: str, slug: str) -> Chapter:
        try:
            text = read_text(file)
            post = hugo.read(text)
        except hugo.BadPost as error:
            raise ImportFault(file, str(error)) from None
        series = self._series(file, post, slug)
        language = _language(file)
        number, key = number_and_key(name)
        known = Chapter.objects.filter(series=series, key=key)
        chapter = known.filter(language=language).first()
        created = chapter is None
        if chapter is None:
            chapter = Chapter(series=series, key=key, language=language)
            chapter.published = not post.draft
        notes = list(post.notes)
        source = digest(text.encode())
        values: dict[str, Any] = {
            "number": _number(post, number, known.first(), series),
            "title": post.title,
            "subtitle": post.subtitle,
            "body": post.body,
            "tags": post.tags,
            "cover_url": _cover(post, notes),
            "written_on": post.date,
        }
        if post.draft:
            values["published"] = False
        if chapter.source_digest == source:
            values = {}  # as it was imported, or edited since
        else:
            values["source_digest"] = source
        changed = save_if_changed(chapter, values, file)
        publishing.refresh(series, key=key)
        status = "created" if created else "updated" if changed else "unchanged"
        outcome = Outcome(f"{series.slug}/{key} ({language})", status, notes)
        self.outcomes.append(outcome)
        self.texts.append((outcome, chapter, text))
        return chapter

    def _series(self, file: Path, post: hugo.Post, slug: str) -> Series:
        """The series that a text belongs to."""
        slug = slug or ascii_slug(post.series)
        if not slug:
            raise ImportFault(file, _("The text names no series: name one."))
        title = post.series_title or post.series or slug
        series = Series(slug=slug, title_ko=title)
        existing = Series.objects.filter(slug=slug).first()
        if existing is None:
            save_if_changed(series, {}, file)
        return existing or series  # its titles stay

    def settle(self) -> None:
        """What needs all items of the path: prerequisites, and embeds of items."""
        for items in self.item_files:
            items.link()
            publishing.refresh(items.series, key=items.key)
        for outcome, chapter, text in self.texts:
            outcome.notes += _embed_notes(chapter, text)


def _texts(folder: Path) -> list[Path]:
    """A bundle's texts, the Korean one first."""
    files = [file for file in folder.iterdir() if _INDEX.fullmatch(file.name)]
    return sorted(files, key=lambda file: (_language(file) != "ko", file.name))


def _series_of(folder: Path) -> str:
    """The series whose files stand in a folder: the folder's name."""
    if not (folder / "series.toml").exists():
        return ""
    return ascii_slug(folder.resolve().name)


def _language(file: Path) -> str:
    """From the name (`index.en.md`); Korean if it says nothing."""
    suffix = Path(file.stem).suffix.removeprefix(".")
    return suffix if suffix in Language.values else Language.KOREAN.value


def _number(
    post: hugo.Post, number: int | None, existing: Chapter | None, series: Series
) -> int:
    in_title = _TITLE_NUMBER.match(post.title)
    for known in (post.number, number, in_title and int(in_title[1])):
        if known is not None:
            return known
    if existing is not None:
        return existing.number
    last = series.chapters.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _cover(post: hugo.Post, notes: list[Note]) -> str:
    """The cover's address, if it is one."""
    if not post.cover_url:
        return ""
    try:
        URLValidator(schemes=["http", "https"])(post.cover_url)
    except ValidationError:
        notes.append((1, _("Not a web address: %s") % post.cover_url))
        return ""
    return post.cover_url


def _embed_notes(chapter: Chapter, text: str) -> list[Note]:
    """What its embeds find at fault, by the line of the file."""
    notes: list[Note] = []
    start = shortcodes.find(text)
    while start >= 0:
        found = shortcodes.match(text, start)
        embed = embeds.get(found.name) if found else None
        if found and embed:
            line = text.count("\n", 0, start) + 1
            faults = embed.check(found.call, chapter=chapter)
            notes += [(line, fault) for fault in faults]
        start = shortcodes.find(text, found.end if found else start + 1)
    return notes
