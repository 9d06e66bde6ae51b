"""What makes an item askable: its revision, and its place."""

from __future__ import annotations

import graphlib
from collections.abc import Iterable, Mapping
from typing import Any

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

from quizzes.models import Card, Chapter, Enrolment, Item, ItemRevision, Series

Texts = Mapping[str, Mapping[str, Any]]

CHAPTER_STEP = 10_000  # positions a chapter has room for


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
