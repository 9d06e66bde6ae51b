"""The registry of exercises: code that makes questions, fresh ones every time.

An app offers its exercises in a module `exercises` that calls `register`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any, ClassVar

from django.utils.functional import Promise

from .questions import Question

Parameters = dict[str, Any]

DRAWS = 400  # tried to meet an author's settings


class Exercise:
    """Makes questions of one sort. Subclass, fill in, `register`.

    The numbers shown are the numbers used: `parameters` returns plain, already
    rounded values (JSON), and `question` computes the answer from just those.
    """

    slug: ClassVar[str]
    title: ClassVar[str | Promise]
    version: ClassVar[int] = 1
    space: ClassVar[int | None] = None  # of all its questions, where they are under 50

    def parameters(self, rng: Random) -> Parameters:
        """Draw this variant's numbers; all randomness comes from `rng`."""
        raise NotImplementedError

    def question(self, **parameters: Any) -> Question:
        """The question about these numbers, in the active language."""
        raise NotImplementedError

    def lab(self, parameters: Parameters) -> str:
        """The address of this run in a lab, shown after the attempt; or ''."""
        return ""

    def draws(self, rng: Random, settings: Parameters) -> Iterator[Parameters]:
        """Those of the next DRAWS parameters that an author's `settings` allow.

        Settings narrow what is drawn, they never replace it: an exercise's parameters
        hang together, and only what it draws itself is proven.
        """
        for _try in range(DRAWS):
            parameters = self.parameters(rng)
            if settings.items() <= parameters.items():
                yield parameters

    def ask(self, rng: Random, settings: Parameters | None = None) -> Asked:
        """Draw parameters and ask; LookupError where none have these `settings`."""
        parameters = next(self.draws(rng, settings or {}), None)
        if parameters is None:
            raise LookupError(f"The exercise {self.slug!r} never draws {settings}.")
        question = self.question(**parameters)
        question = replace(question, lab=question.lab or self.lab(parameters))
        return parameters, question.dealt(rng)


Asked = tuple[Parameters, Question]

_registry: dict[str, Exercise] = {}


def register(exercise: type[Exercise]) -> type[Exercise]:
    """Class decorator: make an exercise known under its slug."""
    if exercise.slug in _registry:
        raise ValueError(f"Two exercises are called {exercise.slug!r}.")
    _registry[exercise.slug] = exercise()
    return exercise


def get(slug: str) -> Exercise:
    """The exercise called `slug`; LookupError says what is missing."""
    try:
        return _registry[slug]
    except KeyError:
        raise LookupError(f"There is no exercise {slug!r}.") from None


def all_exercises() -> list[Exercise]:
    """Every registered exercise, by slug."""
    return [_registry[slug] for slug in sorted(_registry)]
