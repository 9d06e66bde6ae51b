"""A question is made: of a revision and a seed, with what grading needs frozen in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from random import Random
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils import translation
from django.utils.translation import gettext as _

from . import exercises
from .models import ItemRevision, Term, Variant
from .questions import Question, glossary


def ask(
    revision: ItemRevision, language: str, seed: int
) -> tuple[dict[str, Any], Question]:
    """The question of a revision as this seed deals it, and its drawn parameters.

    Raises what the exercise raises, LookupError where it never draws the author's
    settings, and ValueError for a question that is too large to keep.
    """
    rng = Random(seed)
    parameters: dict[str, Any] = {}
    with translation.override(language):
        if revision.exercise:
            exercise = exercises.get(revision.exercise)
            parameters, question = exercise.ask(rng, revision.settings)
        else:
            question = revision.question(language).dealt(rng)
    question = guarded(question)
    size = len(json.dumps(question.to_json(), cls=DjangoJSONEncoder).encode())
    if size > Variant.MOST_BYTES:
        raise ValueError(_("The question is too long to be dealt."))
    return parameters, question


def faults_of(question: Question) -> list[str]:
    """What its check says; else whether the true answer counts in full."""
    faults = question.check()
    if not faults and question.grade(question.truth()).score != 1:
        faults = [_("The true answer is not graded as right.")]
    return faults


def guarded(question: Question) -> Question:
    """The question with what grading needs of the glossary frozen into it."""
    return question.guarded(_Glossary(question).near)


@lru_cache(maxsize=4)  # to decode it takes longer than all the rest
def _read(rows: tuple[tuple[str, str], ...]) -> tuple[tuple[str, ...], ...]:
    """The names of each term, from the JSON that is stored."""
    return tuple((*json.loads(ko), *json.loads(en)) for ko, en in rows)


@dataclass
class _Glossary:
    """The glossary beside one question, read where the question needs it."""

    question: Question

    @cached_property
    def terms(self) -> tuple[tuple[str, ...], ...]:
        written = (Cast(name, TextField()) for name in ("names_ko", "names_en"))
        return _read(tuple(Term.objects.order_by("pk").values_list(*written)))

    @cached_property
    def shown(self) -> str:
        public = self.question.public()
        return f"{public['prompt']} {public['input']}"

    def near(self, answers: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The synonyms of these answers, and what could be taken for them."""
        return glossary.around(answers, self.terms, self.shown)
