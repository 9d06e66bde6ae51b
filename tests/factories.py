"""Plain functions that make rows, with defaults for all that a test is not about."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model

from quizzes import questions, reviews, variants
from quizzes.authoring import publishing
from quizzes.models import (
    Card,
    Chapter,
    Enrolment,
    Item,
    Learner,
    Membership,
    Review,
    Role,
    Series,
    StudyGroup,
    Variant,
)
from quizzes.questions import Number, Question, Text

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)  # 21:00 in Seoul
PASSWORD = "correct horse battery"

_numbers = itertools.count(1)

# What an author writes for each kind of question.
SAMPLES = {name: dict(kind.sample) for name, kind in questions.kinds().items()}


def make_user(username: str = "", **fields: Any) -> Any:
    username = username or f"person{next(_numbers)}"
    user = get_user_model()(username=username, **fields)
    user.set_password(PASSWORD)
    user.save()
    return user


def make_learner(user: Any = None, **fields: Any) -> Learner:
    return Learner.objects.create(user=user or make_user(), **fields)


def make_series(slug: str = "", **fields: Any) -> Series:
    slug = slug or f"series{next(_numbers)}"
    return Series.objects.create(slug=slug, **{"title_ko": slug, **fields})


def make_chapter(series: Series | None = None, **fields: Any) -> Chapter:
    n = next(_numbers)
    defaults = {"key": f"chapter{n}", "number": n, "title": f"Chapter {n}"}
    chapter = Chapter.objects.create(
        series=series or make_series(), **{**defaults, "published": True, **fields}
    )
    publishing.refresh(chapter.series, key=chapter.key)
    return chapter


def make_item(
    chapter: Chapter | None = None,
    *,
    kind: str = "number",
    texts: Mapping[str, Any] | None = None,
    exercise: str = "",
    settings: Mapping[str, Any] | None = None,
    **fields: Any,
) -> Item:
    """A published item; `texts` default to the kind's sample in both languages."""
    chapter = chapter or make_chapter()
    fields = {"slug": f"item{next(_numbers)}", "published": True, **fields}
    item = Item.objects.create(series=chapter.series, chapter_key=chapter.key, **fields)
    if exercise:
        publishing.revise(
            item, kind="exercise", exercise=exercise, settings=settings or {}
        )
    else:
        sample = SAMPLES[kind]
        publishing.revise(
            item, kind=kind, texts=dict(texts or {"ko": sample, "en": sample})
        )
    publishing.refresh(chapter.series, key=chapter.key)
    item.refresh_from_db()
    return item


def make_enrolment(learner: Learner, series: Series) -> Enrolment:
    return Enrolment.objects.get_or_create(learner=learner, series=series)[0]


def make_card(
    learner: Learner | None = None, item: Item | None = None, **fields: Any
) -> Card:
    """A card as it is when its item was never answered."""
    learner, item = learner or make_learner(), item or make_item()
    make_enrolment(learner, item.series)
    return Card.objects.create(
        learner=learner, item=item, **{"created_at": NOW, **fields}
    )


def make_group(
    *members: Any, series: Series | None = None, role: str = Role.MEMBER
) -> StudyGroup:
    group = StudyGroup.objects.create(name=f"Group {next(_numbers)}")
    for user in members:
        Membership.objects.create(group=group, user=user, role=role)
    if series:
        group.series.add(series)
    return group


def deal(card: Card, *, now: datetime = NOW) -> Variant:
    return variants.deal(card, now=now)


def wrong_response(question: Question) -> Any:
    """A response of the right shape that is wrong."""
    if isinstance(question, Number):
        return "-98765"
    return "아무개" if isinstance(question, Text) else question.slips()[0][0]


def as_form(question: Question, response: Any) -> dict[str, Any]:
    """What the question's form sends for this response."""
    match question.kind:
        case "order":
            places = enumerate(response, start=1)
            return {f"response-{letter}": number for number, letter in places}
        case "cloze" | "match":
            places = enumerate(response, start=1)
            return {f"response-{number}": given for number, given in places}
        case "matrix":
            return {"response": [entry for row in response for entry in row]}
        case "true_false":
            verdict = {True: "true", False: "false"}[response["verdict"]]
            reason = {"response-reason": response["reason"]}
            return {"response-verdict": verdict, **reason}
        case "truth_table":
            return {
                f"response-{i}-{j}": bit
                for i, row in enumerate(response)
                for j, bit in enumerate(row)
            }
    return {"response": response}


def answer(
    card: Card, *, right: bool = True, now: datetime = NOW, **fields: Any
) -> Review:
    """Deal this card and answer it, a minute later."""
    variant = variants.deal(card, now=now)
    question = variant.question
    review, _made = reviews.record(
        learner=variant.learner,
        id=uuid.uuid4(),
        variant_id=variant.pk,
        response=question.truth() if right else wrong_response(question),
        now=now + timedelta(minutes=1),
        **fields,
    )
    return review
