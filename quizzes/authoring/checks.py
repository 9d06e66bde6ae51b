"""What keeps an item from being published, in sentences for its author.

Saving tries a few variants of an exercise, publishing many: whoever sets `published`
(the admin's form and action, the import) asks `check_revision` with PUBLISHED first.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from random import Random
from typing import Any

from django.conf import settings as site
from django.utils.translation import gettext as _

from quizzes import exercises, making
from quizzes.models import Item, ItemRevision, Language
from quizzes.questions import Question
from quizzes.rendering import to_html

SAVED = 20  # variants of an exercise that are tried before it is saved
PUBLISHED = 200  # and before learners are asked
LEAST_MET = 8  # of an exercise's draws, for its settings not to be too rare
MOST_FAULTS = 5  # told at once: what is broken in one variant is so in most
SHOWN = 8  # values of a setting, to an author whose own is wrong


def check_item(item: Item) -> list[str]:
    """What keeps an item from being published."""
    if item.revision is None:
        return [_("The item asks nothing yet.")]
    return check_revision(item.revision, tried=PUBLISHED)


def check_revision(revision: ItemRevision, *, tried: int = SAVED) -> list[str]:
    """What an author should mend in a revision (saved or not).

    Korean is needed, English is not. Of an exercise `tried` variants are dealt, from
    the seeds 0, 1, 2 …, in each language in turn; a fault names its seed. What is
    dealt must pass the check of its kind, fit in a variant, show its formulas, and
    grade its true answer as right and its named mistakes as wrong.
    """
    if revision.exercise:
        faults = _setting_faults(revision)
        return faults or _variant_faults(revision, tried)
    faults = list(dict.fromkeys(_text_faults(revision)))
    if Language.KOREAN not in revision.texts:
        faults.append(_("The question is not written in Korean."))
    return faults


def _text_faults(revision: ItemRevision) -> Iterator[str]:
    for language in revision.texts:
        yield from _faults_of(revision, language, seed=0)


def _variant_faults(revision: ItemRevision, tried: int) -> list[str]:
    """Each fault once, with the first variant that has it."""
    languages = [code for code, _name in site.LANGUAGES]
    found: dict[str, str] = {}
    for seed in range(tried):
        language = languages[seed % len(languages)]
        for fault in _faults_of(revision, language, seed):
            what = _("%(fault)s (seed %(seed)d, %(language)s)")
            where = {"fault": fault, "seed": seed, "language": language}
            found.setdefault(fault, what % where)
        if len(found) >= MOST_FAULTS:
            break
    return list(found.values())


def _faults_of(revision: ItemRevision, language: str, seed: int) -> list[str]:
    """What is wrong with the question that learners would be dealt with this seed."""
    try:
        _parameters, question = making.ask(revision, language, seed)
        faults = [*making.faults_of(question), *_formula_faults(question)]
        return faults or list(_mistake_faults(question))
    except (LookupError, ValueError) as error:
        return [str(error.args[0]) if error.args else repr(error)]
    except Exception as error:  # an exercise can be broken anyhow
        return [_("No question can be made of this: %(error)s") % {"error": error}]


def _formula_faults(question: Question) -> Iterator[str]:
    """Formulas that learners would see as code."""
    for text in (*question.markdown(), question.expected()):
        if "$" in text and "math-error" in to_html(text):
            yield _("A formula cannot be read: %(text)s") % {"text": text[:80]}


def _mistake_faults(question: Question) -> Iterator[str]:
    """Named mistakes that pass."""
    for response, _said in question.slips():
        if question.passed(question.grade(response)):
            written = json.dumps(response, ensure_ascii=False)[:80]
            what = _("A named mistake is graded as right: %(mistake)s")
            yield what % {"mistake": written}


def _setting_faults(revision: ItemRevision) -> list[str]:
    """No such exercise; or settings that it never draws, or too seldom to wait for."""
    try:
        exercise = exercises.get(revision.exercise)
    except LookupError as error:
        return [str(error.args[0])]
    if not revision.settings:
        return []
    draws = list(exercise.draws(Random(0), {}))
    faults = [
        fault
        for name, value in revision.settings.items()
        if (fault := _fault_of(name, value, draws))
    ]
    met = sum(1 for _one in exercise.draws(Random(0), revision.settings))
    if not faults and met < LEAST_MET:
        faults.append(_("The exercise hardly ever draws all these settings together."))
    return faults


def _fault_of(name: str, value: Any, draws: list[exercises.Parameters]) -> str:
    """What is wrong with one setting; or ''."""
    drawn = [one[name] for one in draws if name in one]
    if not drawn:
        what = _("There is no setting “%(name)s”. Known: %(known)s.")
        return what % {"name": name, "known": ", ".join(draws[0])}
    if value not in drawn:
        what = _("The setting “%(name)s” is never that. It is one of: %(some)s.")
        return what % {"name": name, "some": _some(drawn)}
    return ""


def _some(values: list[Any]) -> str:
    """A few of the values that an exercise draws, each once, as an author writes it."""
    written = {json.dumps(value, ensure_ascii=False): value for value in values}
    with contextlib.suppress(TypeError):  # lists of lists with words have no order
        written = dict(sorted(written.items(), key=lambda pair: pair[1]))
    some = list(written)
    return ", ".join(some[:SHOWN] + ["…"] * (len(some) > SHOWN))
