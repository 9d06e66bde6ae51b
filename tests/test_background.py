"""The background work of a web process."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest

from quizzes import tasks
from quizzes.mending import regrading
from quizzes.models import Regrade
from studyhub import background
from tests.factories import NOW
from tests.quizzes.mending.test_regrading import mend_after_answers

DATABASE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.mark.django_db(transaction=True)
def test_what_is_enqueued_is_done_by_the_worker(settings: Any) -> None:
    """A task waits in the database until a worker takes it."""
    settings.TASKS = DATABASE
    later = NOW + timedelta(days=1)
    regrade = regrading.ask(mend_after_answers(1), by=None, now=later)
    tasks.regrade.enqueue(str(regrade.pk))
    assert Regrade.objects.get().finished_at is None
    background.work(batch=True)
    assert Regrade.objects.get().raised == 1
    assert Regrade.objects.get().finished_at is not None


@pytest.mark.django_db(transaction=True)
def test_a_task_that_was_left_unfinished_is_enqueued_at_the_start(
    settings: Any,
) -> None:
    """A regrade whose process died is taken up again."""
    settings.TASKS = DATABASE
    regrading.ask(mend_after_answers(1), by=None, now=NOW + timedelta(days=1))
    tasks.resume()
    background.work(batch=True)
    assert Regrade.objects.get().raised == 1


def test_tests_have_no_thread_of_their_own() -> None:
    """Where tasks run at once, no thread is started for them."""
    before = threading.active_count()
    background.start()
    assert threading.active_count() == before
