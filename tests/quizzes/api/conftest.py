"""A still clock, an empty cache, and one person who studies one chapter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from rest_framework.test import APIClient

from quizzes.models import Card, Chapter, Learner
from tests.factories import (
    NOW,
    make_card,
    make_chapter,
    make_enrolment,
    make_item,
    make_learner,
)

from .contract import client_of


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW + timedelta(hours=1), tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    """Throttles count in the cache."""
    cache.clear()


@pytest.fixture
def learner(db: None) -> Learner:
    return make_learner(language="en")


@pytest.fixture
def client(learner: Learner) -> APIClient:
    return client_of(learner.user)


@pytest.fixture
def chapter(learner: Learner) -> Chapter:
    chapter = make_chapter()
    make_enrolment(learner, chapter.series)
    return chapter


@pytest.fixture
def card(learner: Learner, chapter: Chapter) -> Card:
    fields = {
        "prompt": "How *many*?",
        "explanation": "Because $x$.",
        "answer": "45.8",
        "unit": "km",
        "mistakes": ["46 || A *round* number."],
    }
    return make_card(learner, make_item(chapter, texts={"en": fields}))
