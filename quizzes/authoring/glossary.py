"""A `glossary.toml`: its terms, by category, with their names in each language."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from quizzes.models import Language, Term, digest
from quizzes.questions import korean
from quizzes.questions.base import is_text

from .faults import ImportFault
from .files import save_if_changed

MOST_NAMES = 50  # of one term
LONGEST = 80  # characters of a name: so many are frozen into questions


def take(file: Path, values: Mapping[str, Any]) -> str:
    """Save the terms that are new, or whose entries changed; what became of them all.

    There is one glossary for all series: terms that left a file stay in it, and one
    that came from elsewhere is not changed by a file, or two would change it in turn.
    """
    known = Term.objects.in_bulk(field_name="slug")
    entries = _entries(file, values)
    new = {
        slug: entry
        for slug, entry in entries.items()
        if slug not in known or known[slug].source_digest != entry.source
    }  # the others are as imported, or edited since
    owners = owned(term for slug, term in known.items() if slug not in new)
    changed = False
    for slug, entry in new.items():
        if (term := known.get(slug)) and not _is_from(term, file):
            raise _fault(file, slug, _elsewhere(term))
        names = [name for names in entry.names.values() for name in names]
        if what := claim(owners, slug, names):
            raise _fault(file, slug, what)
        term = term or Term(slug=slug)
        changed |= save_if_changed(term, entry.values() | _source(file), file)
    return "updated" if changed else "unchanged"


def _source(file: Path) -> dict[str, str]:
    return {"source": file.parent.name}


def _is_from(term: Term, file: Path) -> bool:
    """Whether it came from this file; or from one, before it was kept which."""
    return term.source == file.parent.name or bool(
        term.source_digest and not term.source
    )


def _elsewhere(term: Term) -> str:
    if not term.source:
        return _("It was written in the admin: all series share the glossary.")
    what = _("It stands in the glossary of %(series)s, which all series share.")
    return what % {"series": term.source}


def owned(terms: Iterable[Term]) -> dict[str, str]:
    """Whose each name is: the slugs of terms by the normal forms of their names."""
    return {
        korean.normal(name): term.slug
        for term in terms
        for name in (*term.names_ko, *term.names_en)
    }


def claim(owners: dict[str, str], slug: str, names: Sequence[str]) -> str:
    """Give a term its names; what is wrong with them, or nothing.

    A name of two terms would be an answer and its opposite.
    """
    if len(names) > MOST_NAMES:
        return _("A term can have %(most)d names.") % {"most": MOST_NAMES}
    for name in names:
        if len(name) > LONGEST:
            what = _("A name can have %(most)d characters: “%(name)s…” is longer.")
            return what % {"most": LONGEST, "name": name[:20]}
        form = korean.normal(name) if is_text(name) else ""
        owner = owners.setdefault(form, slug)
        if not form or owner != slug:
            what = _("The name “%(name)s” is empty, or also one of %(owner)s.")
            return what % {"name": name, "owner": owner}
    return ""


class _Entry(NamedTuple):
    """What a file says of a term."""

    category: str
    names: dict[str, list[str]]

    @property
    def source(self) -> str:
        return digest(json.dumps([self.category, self.names]).encode())

    def values(self) -> dict[str, Any]:
        named = {f"names_{language}": words for language, words in self.names.items()}
        return {"category": self.category, "source_digest": self.source, **named}


def _entries(file: Path, values: Mapping[str, Any]) -> dict[str, _Entry]:
    found: dict[str, _Entry] = {}
    for category, terms in values.items():
        for slug, entry in _table(file, category, terms).items():
            if slug in found:
                raise _fault(file, slug, _("The term is here twice."))
            names = {one: _names(file, slug, entry, one) for one in Language.values}
            found[slug] = _Entry(category, names)
    return found


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
