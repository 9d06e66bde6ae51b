"""Which answers are first attempts, and what is read of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import (
    Exists,
    F,
    FloatField,
    Func,
    OuterRef,
    QuerySet,
    Subquery,
    TextField,
)
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce

from quizzes.models import Amendment, Card, Review

CHUNK = 2_000
ASKED = ("kind", "options", "right", "items", "points", "blanks")
PATHS = [f"'$.{name}'" for name in ASKED]

Key = tuple[int | None, int | None]  # revision's number, exercise version


class Row(NamedTuple):
    """A first attempt with what was asked and answered, as the database gives it.

    What is JSON stays text: most attempts at an item share a few such texts.
    """

    item: int
    learner: int
    score: float
    ms: int | None
    revision: int | None  # None for imported history, as the next ones
    version: int | None
    exercise: str | None
    asked: str | None  # JSON of the kind and, as it keeps them, of ASKED
    response: str  # JSON
    feedback: str | None

    @property
    def key(self) -> Key:
        return self.revision, self.version


class Asked(Func):
    """The kind of a content and what could be chosen: one look into it, not many."""

    template = f"JSON_EXTRACT(%(expressions)s, {', '.join(PATHS)})"
    output_field = TextField()
    arity = 1

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        values = ", ".join(f"%(expressions)s -> '{name}'" for name in ASKED)
        template = f"JSONB_BUILD_ARRAY({values})::text"
        return self.as_sql(compiler, connection, template=template, **context)


def first_attempts(cards: QuerySet[Card]) -> QuerySet[Review]:
    """The first live scheduled review of each card: index look-ups, no sorting."""
    undone = Amendment.objects.filter(review=OuterRef("pk"), kind=Amendment.Kind.VOID)
    live = Review.objects.filter(~Exists(undone), card=OuterRef("pk"), scheduled=True)
    first = live.order_by("answered_at", "id").values("pk")[:1]
    asked = cards.filter(log_length__gt=0).annotate(first=Subquery(first))
    return Review.objects.filter(pk__in=asked.values("first"))


def score_now() -> Coalesce:
    """A live review's score after its last regrade, as `folding.standing` has it."""
    regrades = Amendment.objects.filter(
        review=OuterRef("pk"), kind=Amendment.Kind.REGRADE
    )
    last = regrades.order_by("-number").values(
        score=Cast(KT("value__score"), FloatField())
    )
    return Coalesce(Subquery(last[:1]), F("score"))


def rows(reviews: QuerySet[Review]) -> Iterator[Row]:
    """Streamed; of what was asked only the options leave the database."""
    values = reviews.annotate(
        now=score_now(),
        asked=Asked("variant__content"),
        given=Cast("response", TextField()),
        said=KT("outcome__feedback"),
    ).values_list(
        "card__item_id",
        "learner_id",
        "now",
        "duration_ms",
        "variant__revision__number",
        "variant__exercise_version",
        "variant__exercise",
        "asked",
        "given",
        "said",
    )
    return map(Row._make, values.order_by().iterator(chunk_size=CHUNK))
