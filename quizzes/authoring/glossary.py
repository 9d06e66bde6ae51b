"""A `glossary.toml`: its terms, by category, with their names in each language."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from quizzes.models import Language, Term, digest
from quizzes.questions import korean
from quizzes.questions.base import is_text

from .faults import ImportFault
from .files import save_if_changed


def take(file: Path, values: Mapping[str, Any]) -> str:
    """Save the terms that are new, or whose entries changed; what became of them all.

    There is one glossary for all series: terms that left a file stay in it.
    """
    known = Term.objects.in_bulk(field_name="slug")
    owners: dict[str, str] = {}
    slugs: set[str] = set()
    changed = False
    for category, entries in values.items():
        for slug, entry in _table(file, category, entries).items():
            if slug in slugs:
                raise _fault(file, slug, _("The term is here twice."))
            slugs.add(slug)
            names = {one: _names(file, slug, entry, one) for one in Language.values}
            _own(file, slug, [*names["ko"], *names["en"]], owners)
            term = known.get(slug) or Term(slug=slug)
            changed |= _save(term, category, names, file)
    return "updated" if changed else "unchanged"


def _save(term: Term, category: str, names: dict[str, list[str]], file: Path) -> bool:
    """Save a term if its entry is not the one it was imported from."""
    source = digest(json.dumps([category, names]).encode())
    if term.source_digest == source:
        return False  # as imported, or edited since
    values = {f"names_{language}": words for language, words in names.items()}
    return save_if_changed(
        term, {"category": category, "source_digest": source, **values}, file
    )


def _fault(file: Path, name: str, what: str) -> ImportFault:
    return ImportFault(file, f"{name}: {what}")


def _table(file: Path, name: str, value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise _fault(
            file, name, _("Terms are written as term = { ko = […], en = […] }.")
        )
    return value


def _names(file: Path, slug: str, entry: Any, language: str) -> list[str]:
    """The names of a term in one language."""
    unknown = sorted(set(_table(file, slug, entry)) - set(Language.values))
    if unknown:
        raise _fault(file, slug, _("Unknown here: %s") % ", ".join(unknown))
    names = entry.get(language, [])
    if not isinstance(names, list) or not all(map(is_text, names)):
        raise _fault(file, slug, _("“%s” must be a list of words.") % language)
    return names


def _own(file: Path, slug: str, names: list[str], owners: dict[str, str]) -> None:
    """A name of two terms would be an answer and its opposite."""
    for name in names:
        form = korean.normal(name)
        owner = owners.setdefault(form, slug)
        if not form or owner != slug:
            what = _("The name “%(name)s” is empty, or also one of %(owner)s.")
            raise _fault(file, slug, what % {"name": name, "owner": owner})
