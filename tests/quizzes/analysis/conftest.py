"""A chapter, and enough learners for figures to be given."""

from __future__ import annotations

import pytest

from quizzes.models import Chapter, Learner
from tests.factories import make_chapter, make_learner


@pytest.fixture
def chapter() -> Chapter:
    return make_chapter()


@pytest.fixture
def learners() -> list[Learner]:
    return [make_learner() for _ in range(12)]
