"""Multiple choice: tick all that hold."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from random import Random
from typing import Any, ClassVar, Self

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .base import (
    JSON,
    Authored,
    BadResponse,
    Field,
    Form,
    Grade,
    Question,
    lines,
    texts,
)
from .choice import (
    LETTERS,
    MOST_OPTIONS,
    Option,
    faults_of,
    lettered,
    places_of,
    relettered,
    share_of,
    shuffled,
    split_feedback,
    ticks_said,
    words_of,
)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Multiple(Question):
    """Several of the options may be right; at least one is, and one is not.

    A response is the letters that are ticked. The score is the share of the right
    options that are ticked, less the share of the wrong ones that are, and never
    under 0: who ticks everything gets nothing. All of it is needed to pass. A right
    option's feedback is said when it is missed, a wrong one's when it is ticked.
    """

    kind: ClassVar[str] = "multiple"
    label: ClassVar[str | Promise] = gettext_lazy("All that hold")
    shows_truth: ClassVar[bool] = True
    fields: ClassVar[tuple[Field, ...]] = (
        Field(
            "answers",
            "lines",
            gettext_lazy("Right answers"),
            gettext_lazy("One per line. After || what to tell who misses it."),
        ),
        Field(
            "distractors",
            "lines",
            gettext_lazy("Wrong answers"),
            gettext_lazy("One per line. After || what to tell who picks it."),
        ),
    )
    sample: ClassVar[Authored] = {
        "prompt": "Which ones?",
        "answers": ["this", "these"],
        "distractors": ["that", "those"],
    }
    schema: ClassVar[JSON] = {
        "type": "array",
        "items": {"type": "string"},
        "description": (
            "The ids of the options that hold. The score is the share of these that are "
            "given, less the share of the other options that are, and never under 0."
        ),
    }

    options: tuple[Option, ...]
    right: tuple[int, ...]  # places, ascending

    @classmethod
    def of(
        cls, *, right: Sequence[Option], wrong: Sequence[Option], **rest: Any
    ) -> Self:
        """From the options that hold and those that do not."""
        return cls(options=(*right, *wrong), right=tuple(range(len(right))), **rest)

    @property
    def chance(self) -> float:
        """Of the sets that can be ticked, one is right; the empty one cannot be."""
        return 1 / ((1 << len(self.options)) - 1)

    def dealt(self, rng: Random) -> Self:
        options, now = shuffled(self.options, rng)
        right = tuple(sorted(now[place] for place in self.right))
        return dataclasses.replace(self, options=options, right=right)

    def input(self) -> JSON:
        return {"options": lettered(option.text for option in self.options)}

    def read(self, form: Form) -> Any:
        return list(form.get("response", []))

    def grade(self, response: Any) -> Grade:
        ticked = self._places(response)
        said = [self.options[at].feedback for at in sorted(ticked ^ set(self.right))]
        if not all(said):  # some of what is wrong has no words of its own
            said = [ticks_said(ticked, self.right), *filter(None, said)]
        score = share_of(ticked, self.right, len(self.options))
        return Grade(score, "\n\n".join(said))

    def _places(self, response: Any) -> set[int]:
        wanted = _("Give the list of the options that hold.")
        ticked = places_of(response, self._letters(), wanted)
        if not ticked:
            raise BadResponse(_("Tick at least one option."))
        return ticked

    def _letters(self) -> str:
        return LETTERS[: len(self.options)]

    def reread(self, asked: Question, response: Any) -> Any:
        given = super().reread(asked, response)
        return relettered(given, asked.input(), self.input())

    def truth(self) -> list[str]:
        return [LETTERS[place] for place in self.right]

    def slips(self) -> list[tuple[Any, str]]:
        """Each option alone on the wrong side."""
        return [
            (response, self.grade(response).feedback)
            for letter in self._letters()
            if (response := sorted({letter} ^ set(self.truth())))
        ]

    def expected(self) -> str:
        return "; ".join(self.options[place].text for place in self.right)

    def markdown(self) -> list[str]:
        return super().markdown() + words_of(self.options)

    def check(self) -> list[str]:
        texts = [option.text for option in self.options]
        faults = super().check() + faults_of(texts, least=2, most=MOST_OPTIONS)
        if not 0 < len(self.right) < len(self.options):
            faults.append(_("At least one option is right, and one is wrong."))
        return faults

    @classmethod
    def from_fields(cls, data: JSON) -> Self:
        options = tuple(Option(**option) for option in data.pop("options"))
        return cls(options=options, right=tuple(data.pop("right")), **data)

    @classmethod
    def authored(cls, fields: Authored) -> Self:
        """From `answers` and `distractors`, lines of `text || feedback`."""
        sides = [lines(fields, name) for name in ("answers", "distractors")]
        if not all(sides):
            raise ValueError(
                _("Give a list of right answers and a list of wrong ones.")
            )
        right, wrong = ([Option(*split_feedback(line)) for line in s] for s in sides)
        return cls.of(
            right=right,
            wrong=wrong,
            **texts(fields),
        )
