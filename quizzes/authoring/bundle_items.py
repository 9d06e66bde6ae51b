"""A chapter's `items.toml`: its items, their questions, and what comes before what."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from quizzes import questions
from quizzes.models import Chapter, Item, ItemRevision, Language, digest

from .checks import PUBLISHED, SAVED, check_revision
from .faults import ImportFault, Note
from .publishing import draft, find_circle, revise

_SLUG = re.compile(r"[a-zA-Z0-9_-]{1,80}")
_OWN = {"slug", "kind", "exercise", "settings", "tags", "prerequisites"}
_OWN |= set(Language.values)
Entry = Mapping[str, Any]
_PART = 20  # letters of each of the three digests that an item keeps


class ItemFile:
    """One `items.toml` being imported."""

    def __init__(self, file: Path, text: str, chapter: Chapter) -> None:
        self.file, self.text = file, text
        self.series, self.key = chapter.series, chapter.key
        self.before: dict[str, list[str]] = {}  # item → its prerequisites
        self.changed: set[str] = set()  # items whose entries are new or differ

    def take(self, values: Entry) -> list[Note]:
        """Save items and revisions in the file's order; notes say what happened."""
        entries = values.get("item", [])
        if set(values) - {"item"} or not isinstance(entries, list):
            raise ImportFault(self.file, _("Items are written as [[item]]."))
        notes: list[Note] = []
        for order, entry in enumerate(entries):
            slug = self._slug(entry)
            if slug in self.before:
                raise self._fault(slug, _("The item is here twice."))
            self.before[slug] = self._words(slug, entry, "prerequisites")
            notes += [
                (self._line(slug), note) for note in self._item(slug, entry, order)
            ]
        return notes + self._drop()

    def _slug(self, entry: Any) -> str:
        slug = entry.get("slug") if isinstance(entry, Mapping) else None
        if not isinstance(slug, str) or not _SLUG.fullmatch(slug):
            what = _("An item needs a slug of letters, digits and hyphens, not %r.")
            raise self._fault(str(slug), what % slug)
        return slug

    def _line(self, slug: str) -> int:
        found = re.search(
            rf"^\s*slug\s*=\s*[\"']{re.escape(slug)}[\"']", self.text, re.M
        )
        return self.text.count("\n", 0, found.end()) + 1 if found else 1

    def _fault(self, slug: str, what: str) -> ImportFault:
        return ImportFault(self.file, f"{slug}: {what}", line=self._line(slug))

    def _words(self, slug: str, entry: Entry, name: str) -> list[str]:
        words = entry.get(name, [])
        if not isinstance(words, list) or not all(isinstance(w, str) for w in words):
            raise self._fault(slug, _("“%s” must be a list of words.") % name)
        return words

    def _item(self, slug: str, entry: Entry, order: int) -> list[str]:
        """Save one item if it differs; sentences about what was done."""
        content = self._content(slug, entry)
        item = Item.objects.filter(series=self.series, slug=slug).first()
        known = item is not None and item.source_digest.endswith(_of_entry(entry))
        faults = check_revision(content, tried=SAVED if known else PUBLISHED)
        if faults:
            raise self._fault(slug, " ".join(faults))
        created = item is None
        if item is None:
            item = Item(series=self.series, slug=slug, published=True)
        elif self._is_anothers(item):
            what = _("The item belongs to the chapter “%s”.") % item.chapter_key
            raise self._fault(slug, what)
        before = item.revision_id
        if self._update(item, entry, order):
            self._revise(item, content)
        return self._notes(item, content, created, item.revision_id != before)

    def _is_anothers(self, item: Item) -> bool:
        """Whether it stands in another chapter, and not as moved from this file."""
        moved = item.source_digest.startswith(_digest(self.key))
        return item.published and item.chapter_key != self.key and not moved

    def _update(self, item: Item, entry: Entry, order: int) -> bool:
        """Set what the file changed, not what was edited since; whether its entry did.

        Where an item stands has a digest of its own: one that is put before it moves
        it, and changes nothing else of it.
        """
        place = _digest(self.key) + _digest(str(order))
        content = _of_entry(entry)
        known, item.source_digest = item.source_digest, place + content
        changed = not known.endswith(content)
        if not known.startswith(place):
            item.chapter_key, item.order = self.key, order
        if changed:
            item.tags = self._words(item.slug, entry, "tags")
            self.changed.add(item.slug)
        if known != item.source_digest:
            item.save()
        return changed

    def _revise(self, item: Item, content: ItemRevision) -> None:
        revise(
            item,
            kind=content.kind,
            texts=content.texts,
            exercise=content.exercise,
            settings=content.settings,
        )

    def _notes(
        self, item: Item, content: ItemRevision, created: bool, revised: bool
    ) -> list[str]:
        name = {"name": item.slug}
        notes = []
        if created:
            notes.append(_("Item %(name)s: new.") % name)
        elif revised:
            notes.append(_("Item %(name)s: revised.") % name)
        if not item.published:
            notes.append(_("Item %(name)s: stays unpublished.") % name)
        if content.texts and Language.ENGLISH not in content.texts:
            notes.append(_("Item %(name)s: not in English yet.") % name)
        return notes

    def _content(self, slug: str, entry: Entry) -> ItemRevision:
        """The revision that an entry describes, unsaved."""
        kind, exercise = entry.get("kind"), entry.get("exercise")
        if isinstance(exercise, str) and kind is None:
            settings = entry.get("settings", {})
            if not isinstance(settings, Mapping):
                raise self._fault(slug, _("“settings” is a table of values."))
            self._known(slug, entry, _OWN - set(Language.values))
            return draft(
                kind=ItemRevision.EXERCISE, exercise=exercise, settings=settings
            )
        if not isinstance(kind, str) or exercise is not None:
            raise self._fault(slug, _("Write either “kind” or “exercise”."))
        try:
            fields = {field.name for field in questions.kind_named(kind).fields}
        except ValueError as error:
            raise self._fault(slug, str(error)) from None
        fields |= {"prompt", "explanation"}
        self._known(slug, entry, fields | _OWN - {"settings"})
        return draft(kind=kind, texts=self._texts(slug, entry, fields))

    def _texts(self, slug: str, entry: Entry, fields: set[str]) -> dict[str, Entry]:
        """The fields per language, the shared ones in each."""
        shared = {name: entry[name] for name in fields & set(entry)}
        texts: dict[str, Entry] = {}
        for language in Language.values:
            if language in entry:
                self._known(slug, entry[language], fields)
                texts[language] = shared | dict(entry[language])
        return texts

    def _known(self, slug: str, entry: Any, names: Iterable[str]) -> None:
        """A misspelt field would be lost silently."""
        if not isinstance(entry, Mapping):
            raise self._fault(slug, _("The words of a language are a table."))
        unknown = sorted(set(entry) - set(names))
        if unknown:
            raise self._fault(slug, _("Unknown here: %s") % ", ".join(unknown))

    def _drop(self) -> list[Note]:
        """Unpublish, once, what left the file; other items are not its."""
        dropped = Item.objects.filter(
            series=self.series, source_digest__startswith=_digest(self.key)
        ).exclude(slug__in=self.before)
        slugs = list(dropped.filter(published=True).values_list("slug", flat=True))
        dropped.update(published=False, source_digest="")
        left = _("Item %(name)s: no longer in the file, unpublished.")
        return [(1, left % {"name": slug}) for slug in slugs]

    def link(self) -> None:
        """Store prerequisites that changed: items of the series, without circles."""
        items = {item.slug: item for item in self.series.items.all()}
        for slug, names in self.before.items():
            for name in names:
                if name not in items:
                    what = _("There is no item “%s” to come before it.") % name
                    raise self._fault(slug, what)
            if slug in self.changed:
                items[slug].prerequisites.set({items[name] for name in names})
        changed = {slug: self.before[slug] for slug in self.changed}
        circle = find_circle(self.series, changed)
        if circle:
            what = _("Prerequisites go in a circle: %s") % " → ".join(circle)
            raise self._fault(circle[0], what)


def _of_entry(entry: Entry) -> str:
    return _digest(json.dumps(entry, default=str))


def _digest(text: str) -> str:
    return digest(text.encode())[:_PART]
