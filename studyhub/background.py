"""The thread of a web process that does the background work, one task at a time."""

from __future__ import annotations

import logging
import threading
import time

from django.conf import settings
from django.db import close_old_connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from quizzes import tasks

logger = logging.getLogger("quizzes")

PAUSE = 5  # seconds, after the database could not be had


def start() -> None:
    """Drain the tasks in this process, where the engine is the database."""
    if settings.TASK_ENGINE == "database":
        threading.Thread(target=_drain, name="tasks", daemon=True).start()


def _drain() -> None:
    """First what a process that died left unfinished, then whatever is enqueued."""
    unfinished = True
    while True:
        try:
            if unfinished:
                tasks.resume()
                unfinished = False
            work()
        except Exception:  # a busy database must not end it for good
            logger.exception("The background work stopped; it starts again.")
            close_old_connections()
            time.sleep(PAUSE)


def work(*, batch: bool = False) -> None:
    """Do what is enqueued and wait for more; a batch ends when nothing is left."""
    Worker(
        queue_names=["default"],
        excluded_queue_names=[],
        backend_name="default",
        interval=1,
        startup_delay=not batch,
        batch=batch,
        max_tasks=None,
        worker_id=get_random_string(32),
    ).run()
