"""What makes an item askable: its revision, its checks, and its place."""

from __future__ import annotations

import contextlib
import graphlib
import json
from collections.abc import Iterable, Iterator, Mapping
from random import Random
from typing import Any

from django.conf import settings as site
from django.db import transaction
from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, Least
from django.utils.translation import gettext as _

from quizzes import exercises, variants
from quizzes.models import (
    Card,
    Chapter,
    Enrolment,
    Item,
    ItemRevision,
    Language,
    Series,
)
from quizzes.questions import Question
from quizzes.rendering import to_html

Texts = Mapping[str, Mapping[str, Any]]

CHAPTER_STEP = 10_000  # positions a chapter has room for
LEAST_MET = 8  # of an exercise's draws, for its settings not to be too rare
SHOWN = 8  # values of a setting, to an author whose own is wrong
VARIANTS_TRIED = 20


@transaction.atomic
def refresh(series: Series, *, key: str | None = None) -> None:
    """Bring a series (or one chapter of it) in line with what is published.

    Recomputes `Item.position`, `Item.open` and `Card.active`, and moves cursors
    back to the first item that became askable or moved. Call it after anything was
    published, unpublished, revised for the first time or reordered.
    """
    enrolments = Enrolment.objects.filter(series=series)
    # Locked first: dealing, which moves a cursor on, must not overlook an item.
    list(enrolments.select_for_update().order_by("pk"))
    items = Item.objects.filter(series=series)
    if key is not None:
        items = items.filter(chapter_key=key)
    chapters = Chapter.objects.filter(series=series, key=OuterRef("chapter_key"))
    position = _position(chapters)
    askable = ExpressionWrapper(
        Q(Exists(chapters.published()), published=True, revision__isnull=False),
        output_field=BooleanField(),
    )
    first = items.annotate(to=position, askable=askable).filter(
        Q(open=False) | ~Q(position=F("to")), askable=True
    )
    lowest = first.aggregate(lowest=Min("to"))["lowest"]
    items.update(position=position, open=askable)
    if lowest is not None:
        enrolments.filter(cursor__gt=lowest).update(cursor=lowest)
    activate(Card.objects.filter(item__in=items.values("pk")))


def _position(chapters: Any) -> Coalesce:
    """By the chapter's number, then as the author ordered.

    However long a chapter is, it does not run into the next number; chapters of one
    number mingle.
    """
    number = Subquery(chapters.order_by("number").values("number")[:1])
    place = Least(F("order"), Value(CHAPTER_STEP - 1))
    return Coalesce(number * CHAPTER_STEP + place, place, output_field=IntegerField())


def activate(cards: QuerySet[Card]) -> None:
    """Cards follow their items and enrolments; only rows that change are written."""
    enrolled = Enrolment.objects.filter(
        learner=OuterRef("learner"), series=OuterRef("item__series")
    )
    askable = Q(Exists(enrolled), item__open=True, suspended=False)
    cards.filter(~askable, active=True).update(active=False)
    cards.filter(askable, active=False).update(active=True)


@transaction.atomic
def revise(
    item: Item,
    *,
    kind: str,
    texts: Texts | None = None,
    exercise: str = "",
    settings: Mapping[str, Any] | None = None,
    by: Any = None,
) -> ItemRevision:
    """Make a new revision current if anything differs; else return the current one.

    `texts` holds the kind's fields per language, shared ones repeated in each.
    An item's first revision can open it: `refresh` its chapter afterwards.
    """
    Item.objects.select_for_update().get(pk=item.pk)  # so that numbers do not clash
    wanted = draft(kind=kind, texts=texts, exercise=exercise, settings=settings)
    current = item.revision
    if current and _content(current) == _content(wanted):
        return current
    last = item.revisions.order_by("-number").first()
    wanted.item, wanted.created_by = item, by
    wanted.number = last.number + 1 if last else 1
    wanted.save()
    item.revision = wanted
    item.save(update_fields=["revision"])
    return wanted


def draft(
    *,
    kind: str,
    texts: Texts | None = None,
    exercise: str = "",
    settings: Mapping[str, Any] | None = None,
) -> ItemRevision:
    """An unsaved revision, to be checked or previewed."""
    return ItemRevision(
        kind=kind,
        texts={name: dict(fields) for name, fields in (texts or {}).items()},
        exercise=exercise,
        settings=dict(settings or {}),
    )


def _content(revision: ItemRevision) -> tuple[Any, ...]:
    return revision.kind, revision.texts, revision.exercise, revision.settings


def check_item(item: Item) -> list[str]:
    """What keeps an item from being published, in sentences."""
    if item.revision is None:
        return [_("The item asks nothing yet.")]
    return check_revision(item.revision)


def check_revision(revision: ItemRevision) -> list[str]:
    """What an author should mend in a revision (saved or not), in sentences.

    Korean is needed, English is not. An exercise is tried: several variants of it,
    in all languages, must pass the check of their kind.
    """
    faults = dict.fromkeys(_setting_faults(revision))  # each fault once, in order
    if faults:
        return list(faults)
    try:
        for question in _samples(revision):
            faults |= dict.fromkeys([*question.check(), *_formula_faults(question)])
    except (LookupError, ValueError) as error:
        faults[str(error.args[0]) if error.args else repr(error)] = None
    except Exception as error:  # an exercise can be broken anyhow
        what = _("No question can be made of this: %(error)s")
        faults[what % {"error": error}] = None
    if not revision.exercise and Language.KOREAN not in revision.texts:
        faults[_("The question is not written in Korean.")] = None
    return list(faults)


def _setting_faults(revision: ItemRevision) -> list[str]:
    """Settings that its exercise never draws, or too seldom to wait for."""
    if not revision.settings:
        return []
    try:
        exercise = exercises.get(revision.exercise)
    except LookupError as error:
        return [str(error.args[0])]
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


def _formula_faults(question: Question) -> Iterator[str]:
    """Formulas that learners would see as code."""
    for text in question.markdown():
        if "math-error" in to_html(text):
            yield _("A formula cannot be read: %(text)s") % {"text": text[:80]}


def find_circle(series: Series, wanted: Mapping[str, Iterable[str]]) -> list[str]:
    """The circle that these prerequisites would close: slugs, the first one again.

    `wanted` holds the slugs that come before an item, for some items of the series;
    the others' are as stored. Empty where all is well.
    """
    if not wanted:
        return []
    pairs = Item.prerequisites.through.objects.filter(from_item__series=series)
    before: dict[str, set[str]] = {}
    for later, earlier in pairs.values_list("from_item__slug", "to_item__slug"):
        before.setdefault(later, set()).add(earlier)
    before |= {slug: set(slugs) for slug, slugs in wanted.items()}
    try:
        graphlib.TopologicalSorter(before).prepare()
    except graphlib.CycleError as error:
        return [str(slug) for slug in error.args[1]]
    return []


def _samples(revision: ItemRevision) -> Iterator[Question]:
    """The question as learners would be dealt it, in each language it has."""
    languages = list(revision.texts)
    if revision.exercise:
        languages = [code for code, _name in site.LANGUAGES]
    for seed in range(VARIANTS_TRIED if revision.exercise else len(languages)):
        language = languages[seed % len(languages)]
        _parameters, question = variants.ask(revision, language, seed)
        yield question
