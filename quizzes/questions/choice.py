"""Choice: one right option among several."""

from __future__ import annotations

import dataclasses
import string
from random import Random
from typing import Any, ClassVar, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .base import JSON, Authored, BadResponse, Field, Grade, Question

MOST_OPTIONS = 12


@dataclasses.dataclass(frozen=True)
class Option:
    """A possible answer and, if it is a known slip, what to tell who picks it."""

    text: str
    feedback: str = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Choice(Question):
    """One of several options is right.

    `options` holds the right one first as authored; `dealt` shuffles them, and
    `right` keeps the place of the right one. The ids a learner sees are the
    letters of the places, so they say nothing about correctness.
    """

    kind: ClassVar[str] = "choice"
    fields: ClassVar[tuple[Field, ...]] = (
        Field("answer", "text", gettext_lazy("Right answer")),
        Field(
            "distractors",
            "lines",
            gettext_lazy("Wrong answers"),
            gettext_lazy("One per line. After || what to tell who picks it."),
        ),
    )

    options: tuple[Option, ...]
    right: int = 0

    @classmethod
    def of(cls, answer: str, *distractors: Option, **common: Any) -> Self:
        """A choice question from its right answer and its wrong ones."""
        return cls(options=(Option(answer), *distractors), **common)

    @property
    def chance(self) -> float:
        return 1 / len(self.options)

    def dealt(self, rng: Random) -> Self:
        places = list(range(len(self.options)))
        rng.shuffle(places)
        return dataclasses.replace(
            self,
            options=tuple(self.options[place] for place in places),
            right=places.index(self.right),
        )

    def input(self) -> JSON:
        return {
            "options": [
                {"id": letter, "text": option.text}
                for letter, option in zip(
                    string.ascii_lowercase, self.options, strict=False
                )
            ]
        }

    def grade(self, response: Any) -> Grade:
        letters = string.ascii_lowercase[: len(self.options)]
        if not isinstance(response, str) or len(response) != 1:
            raise BadResponse(_("Choose one of the options."))
        place = letters.find(response)
        if place < 0:
            raise BadResponse(_("Choose one of the options."))
        return Grade(float(place == self.right), self.options[place].feedback)

    def expected(self) -> str:
        return self.options[self.right].text

    def check(self) -> list[str]:
        faults = super().check()
        texts = [option.text.strip() for option in self.options]
        if not 2 <= len(texts) <= MOST_OPTIONS:
            faults.append(
                _("A choice needs 2 to %(most)d options.") % {"most": MOST_OPTIONS}
            )
        if not all(texts):
            faults.append(_("An option is empty."))
        if len(set(texts)) < len(texts):
            faults.append(_("Two options are the same."))
        return faults

    @classmethod
    def from_fields(cls, data: JSON) -> Self:
        options = tuple(Option(**option) for option in data.pop("options"))
        return cls(options=options, **data)

    @classmethod
    def authored(cls, fields: Authored) -> Self:
        """From `answer` and `distractors`, lines of `text || feedback`."""
        answer, distractors = fields.get("answer"), fields.get("distractors")
        if not isinstance(answer, str | int | float):
            raise ValueError(_("A choice needs its right answer in “answer”."))
        if not isinstance(distractors, list) or not distractors:
            raise ValueError(_("A choice needs a list of wrong answers."))
        options = (Option(*split_feedback(line)) for line in distractors)
        return cls.of(
            str(answer),
            *options,
            prompt=fields.get("prompt", ""),
            explanation=fields.get("explanation", ""),
        )


def split_feedback(line: Any) -> tuple[str, str]:
    """An author's line `text || feedback` in its two parts."""
    text, _bars, feedback = str(line).partition("||")
    return text.strip(), feedback.strip()
