"""A page with one sample of every exercise, in both languages, to be read through."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

import vl_convert
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from quizzes.exercises import Exercise, all_exercises
from quizzes.models import Language
from simulations import simulation

WIDTH = 420
THEME = {
    "background": "white",
    "style": {"unit": {"fill": "white", "stroke": "black"}},
    "range": {
        "category": ["#2b6cb0", "#d97706", "#2746c7", "#777777"],
        "symbol": ["square", "circle", "triangle-up", "diamond"],
        "heatmap": ["#ffffff", "#2b6cb0"],
        "diverging": ["#d97706", "#ffffff", "#2b6cb0"],
    },
}


class Command(BaseCommand):
    help = "Write build/docs/exercises.html: a sample of every exercise."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument(
            "--only", default="", help="only exercises whose slug begins so"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        page = settings.BUILD_DIR / "docs" / "exercises.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        wanted = [one for one in by_history() if one.slug.startswith(options["only"])]
        page.write_text(written(wanted, options["seed"]))
        self.stdout.write(f"{len(wanted)} exercises: {page}")


def by_history() -> list[Exercise]:
    """All exercises, by the year of the first simulation of their system, if any."""
    years: dict[str, float] = {}
    for one in simulation.all_simulations():
        years.setdefault(system_of(one), one.year)
    return sorted(
        all_exercises(),
        key=lambda one: (years.get(system_of(one), math.inf), one.slug),
    )


def system_of(plugged: Any) -> str:
    """The package of the system that something belongs to."""
    return ".".join(type(plugged).__module__.split(".")[:3])


def written(exercises: list[Exercise], seed: int) -> str:
    """The page itself, whole: it needs no other file."""
    fonts = Path(settings.BUILD_DIR) / "vendor" / "stix.ttf"
    context = {
        "seed": seed,
        "font": fonts.as_uri(),
        "exercises": [
            {
                "exercise": one,
                "system": (import_module(system_of(one)).__doc__ or "").strip(),
                "samples": list(samples(one, seed)),
            }
            for one in exercises
        ],
    }
    return render_to_string("simulations/exercise_page.html", context)


def samples(exercise: Exercise, seed: int) -> Iterator[dict[str, Any]]:
    """The same variant in each language."""
    for language in Language.values:
        with translation.override(language):
            parameters, question = exercise.ask(Random(seed))
            yield {
                "language": language,
                "title": str(exercise.title),
                "question": question,
                "input": question.filled(None),
                "figure": picture(question.figure),
                "answer_figure": picture(question.answer_figure),
                "parameters": json.dumps(parameters, ensure_ascii=False),
                "truth": json.dumps(question.truth()),
                "slips": [
                    (json.dumps(response), said) for response, said in question.slips()
                ],
            }


def picture(spec: dict[str, Any] | None) -> SafeString:
    """A figure as SVG of a phone's width."""
    if spec is None:
        return SafeString()
    drawn = vl_convert.vegalite_to_svg({**spec, "width": WIDTH}, config=THEME)
    return mark_safe(drawn)  # noqa: S308  made from our own specs
