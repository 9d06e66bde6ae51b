"""Answers to be analysed, one a minute, and the analysis from both ways."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from itertools import count

from quizzes import analysis, reviews
from quizzes.analysis import Analysis
from quizzes.models import Card, Item, Learner, Review
from tests.factories import NOW, answer, deal, make_card

minutes = count(1)


def moment() -> datetime:
    return NOW + timedelta(minutes=next(minutes))


def attempt(learner: Learner, item: Item, *, right: bool = True) -> Review:
    card = Card.objects.filter(learner=learner, item=item).first()
    return answer(card or make_card(learner, item), right=right, now=moment())


def respond(learner: Learner, item: Item, text: str, ms: int | None = None) -> Review:
    """Choose the option with this text."""
    variant = deal(make_card(learner, item), now=(now := moment()))
    options = variant.public()["input"]["options"]
    letter = next(option["id"] for option in options if option["text"] == text)
    review, _made = reviews.record(
        learner=learner,
        id=uuid.uuid4(),
        variant_id=variant.pk,
        response=letter,
        now=now,
        duration_ms=ms,
    )
    return review


def of(item: Item) -> Analysis:
    """Its analysis, the same from both ways."""
    alone = analysis.of_item(item)
    among = next(o for o in analysis.of_series(item.series) if o.item == item)
    assert (alone.whole, alone.parts) == (among.whole, among.parts)
    return alone
