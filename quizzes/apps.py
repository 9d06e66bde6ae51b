"""quizzes: the question engine and the study service."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class QuizzesConfig(AppConfig):
    name = "quizzes"
    verbose_name = "studyhub"

    def ready(self) -> None:
        autodiscover_modules("exercises", "embeds")
        from .rendering import items  # noqa: F401  registers the embed "item"
