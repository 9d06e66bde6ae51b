"""A learner who is logged in, at a fixed time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from quizzes.models import Chapter, Learner, Series
from tests import factories


@pytest.fixture(autouse=True)
def _frozen() -> Iterator[None]:
    with time_machine.travel(factories.NOW, tick=False):
        yield


@pytest.fixture
def learner(db: None) -> Learner:
    return factories.make_learner(language="en")


@pytest.fixture
def client(learner: Learner) -> Client:
    """The learner's browser."""
    client = Client()
    client.force_login(learner.user)
    return client


@pytest.fixture
def series(learner: Learner) -> Series:
    """A series that the learner is enrolled in."""
    made = factories.make_series("llm", title_en="The story of LLMs")
    factories.make_enrolment(learner, made)
    return made


@pytest.fixture
def chapter(series: Series) -> Chapter:
    return factories.make_chapter(
        series, key="perceptron", number=3, language="en", title="The perceptron"
    )
