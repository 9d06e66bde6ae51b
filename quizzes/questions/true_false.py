"""True or false, with the reason why."""

from __future__ import annotations

import dataclasses
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
    text,
    texts,
)
from .choice import (
    LETTERS,
    Option,
    faults_of,
    lettered,
    relettered,
    shuffled,
    split_feedback,
    words_of,
)

FEWEST, MOST = 2, 6  # reasons
ANSWERS = ("verdict", "reason")
VERDICTS = {"true": True, "false": False}


@dataclasses.dataclass(frozen=True, kw_only=True)
class TrueFalse(Question):
    """A statement is true or false, and one of several reasons says why.

    `options` holds the right reason first as authored; `dealt` shuffles them, and
    `right` keeps its place. The score is a half for the right verdict and 1 for that with
    the right reason; both are needed to pass. A reason for a wrong verdict is worth 0.
    """

    kind: ClassVar[str] = "true_false"
    label: ClassVar[str | Promise] = gettext_lazy("True or false, and why")
    shows_truth: ClassVar[bool] = True
    fields: ClassVar[tuple[Field, ...]] = (
        Field(
            "answer",
            "text",
            gettext_lazy("Is the statement true?"),
            gettext_lazy("Write true or false."),
            each_language=False,
        ),
        Field("reason", "text", gettext_lazy("Right reason")),
        Field(
            "distractors",
            "lines",
            gettext_lazy("Wrong reasons"),
            gettext_lazy("One per line. After || what to tell who picks it."),
        ),
    )
    sample: ClassVar[Authored] = {
        "prompt": "One perceptron can learn XOR.",
        "answer": "false",
        "reason": "No line parts the two classes.",
        "distractors": ["It would take too long. || However long it learns."],
    }
    schema: ClassVar[JSON] = {
        "type": "object",
        "properties": {
            "verdict": {"type": "boolean"},
            "reason": {"type": "string", "description": "The id of an option."},
        },
        "required": ["verdict", "reason"],
        "description": (
            "Whether the statement is true, and why. The score is 0.5 for the right "
            "verdict, 1 for that with the right reason."
        ),
    }

    verdict: bool
    options: tuple[Option, ...]
    right: int = 0

    @property
    def chance(self) -> float:
        return 1 / (2 * len(self.options))

    def dealt(self, rng: Random) -> Self:
        options, now = shuffled(self.options, rng)
        return dataclasses.replace(self, options=options, right=now[self.right])

    def input(self) -> JSON:
        return {"options": lettered(option.text for option in self.options)}

    def read(self, form: Form) -> Any:
        """A form sends the verdict and the reason under names of their own."""
        verdict = form.get("response-verdict", [""])[-1]
        reason = form.get("response-reason", [""])[-1]
        return {"verdict": VERDICTS.get(verdict), "reason": reason}

    def filled(self, response: Any) -> JSON:
        given = response if isinstance(response, dict) else {}
        return {**self.input(), **{name: given.get(name) for name in ANSWERS}}

    def grade(self, response: Any) -> Grade:
        verdict, place = self._read(response)
        reason = self.options[place]
        if verdict is not self.verdict:
            if place == self.right:
                return Grade(0.0, _("The reason holds. See where it leads."))
            said = _("Neither the verdict nor the reason is right.")
            return Grade(0.0, reason.feedback or said)
        if place == self.right:
            return Grade(1.0)
        said = _("The verdict is right, but for another reason.")
        return Grade(0.5, "\n\n".join(filter(None, (said, reason.feedback))))

    def _read(self, response: Any) -> tuple[bool, int]:
        """The verdict and the place of the reason."""
        given = response if isinstance(response, dict) else {}
        verdict, reason = map(given.get, ANSWERS)
        if not isinstance(verdict, bool) or len(given) > len(ANSWERS):
            raise BadResponse(
                _("Say whether it is true or false, and for which reason.")
            )
        letters = LETTERS[: len(self.options)]
        if not isinstance(reason, str) or len(reason) != 1 or reason not in letters:
            raise BadResponse(_("Choose the reason, too."))
        return verdict, letters.index(reason)

    def reread(self, asked: Question, response: Any) -> Any:
        given = super().reread(asked, response)
        reason = given.get("reason") if isinstance(given, dict) else None
        now = relettered(reason, asked.input(), self.input())
        return {**given, "reason": now}

    def truth(self) -> JSON:
        return {"verdict": self.verdict, "reason": LETTERS[self.right]}

    def slips(self) -> list[tuple[Any, str]]:
        """The right verdict with each of the wrong reasons."""
        responses = [
            {"verdict": self.verdict, "reason": LETTERS[place]}
            for place in range(len(self.options))
            if place != self.right
        ]
        return [(response, self.grade(response).feedback) for response in responses]

    def expected(self) -> str:
        verdict = _("True") if self.verdict else _("False")
        return f"{verdict}: {self.options[self.right].text}"

    def markdown(self) -> list[str]:
        return super().markdown() + words_of(self.options)

    def check(self) -> list[str]:
        reasons = [option.text for option in self.options]
        return super().check() + faults_of(reasons, least=FEWEST, most=MOST)

    @classmethod
    def from_fields(cls, data: JSON) -> Self:
        options = tuple(Option(**option) for option in data.pop("options"))
        return cls(options=options, **data)

    @classmethod
    def authored(cls, fields: Authored) -> Self:
        """From `answer`, `reason` and `distractors`, lines of `reason || feedback`."""
        wrong = lines(fields, "distractors")
        if not wrong:
            raise ValueError(_("Give a list of wrong reasons."))
        options = [Option(*split_feedback(line)) for line in wrong[:MOST]]
        return cls(
            **texts(fields),
            verdict=flag(fields, "answer"),
            options=(Option(text(fields, "reason")), *options),
        )


def flag(fields: Authored, name: str, *, default: bool | None = None) -> bool:
    """Whether an author said `true` or `false` there; ValueError if neither.

    In a file it may be no text but the truth value itself.
    """
    written = fields.get(name)
    if isinstance(written, bool):
        return written
    word = text(fields, name).strip().lower()
    if word in VERDICTS:
        return VERDICTS[word]
    if word or default is None:
        raise ValueError(_("Write true or false in “%(name)s”.") % {"name": name})
    return default
