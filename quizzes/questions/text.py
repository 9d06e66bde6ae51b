"""Text: a word or a few, compared as korean.py says."""

from __future__ import annotations

import dataclasses
from typing import Any, ClassVar, Self

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import korean
from .base import (
    JSON,
    Authored,
    BadResponse,
    Field,
    Grade,
    Question,
    is_text,
    lines,
    texts,
)
from .choice import Option, named_mistakes

MOST_CHARACTERS = 200
MOST_ACCEPTED = 50


@dataclasses.dataclass(frozen=True, kw_only=True)
class Text(Question):
    """A typed answer. The first of `accepted` is the one shown as true.

    `mistakes` are wrong answers with what to tell their maker; `confusable` are
    other terms, frozen in when dealt, that a slip must not be taken from.
    """

    kind: ClassVar[str] = "text"
    label: ClassVar[str | Promise] = gettext_lazy("A few words")
    fields: ClassVar[tuple[Field, ...]] = (
        Field(
            "accepted",
            "lines",
            gettext_lazy("Accepted answers"),
            gettext_lazy("One per line, the best first."),
        ),
        Field(
            "mistakes",
            "lines",
            gettext_lazy("Named mistakes"),
            gettext_lazy("One per line: answer || what to tell who answers it."),
            required=False,
        ),
    )
    sample: ClassVar[Authored] = {
        "prompt": "What is it called?",
        "accepted": ["퍼셉트론", "perceptron"],
    }
    schema: ClassVar[JSON] = {"type": "string", "description": "A text, as typed."}

    accepted: tuple[str, ...]
    mistakes: tuple[Option, ...] = ()
    confusable: tuple[str, ...] = ()

    def grade(self, response: Any) -> Grade:
        given = self._typed(response)
        accepted = {korean.normal(answer): answer for answer in self.accepted}
        if any(korean.same(given, answer) for answer in accepted):
            return Grade(1.0)
        for mistake in self.mistakes:
            if korean.same(given, korean.normal(mistake.text)):
                return Grade(0.0, mistake.feedback)
        others = [korean.normal(mistake.text) for mistake in self.mistakes]
        others += [korean.normal(term) for term in self.confusable]
        meant = korean.nearest(given, accepted, set(others) - set(accepted))
        if meant is None:
            return Grade(0.0)
        return Grade(
            1.0,
            _("Spelled “%(answer)s”; the slip is forgiven.")
            % {"answer": accepted[meant]},
        )

    @staticmethod
    def _typed(response: Any) -> str:
        """The normal form of a response; BadResponse if it is no short text."""
        if not isinstance(response, str):
            raise BadResponse(_("Write the answer as text."))
        if len(response) > MOST_CHARACTERS:
            raise BadResponse(_("That answer is too long."))
        if not is_text(response):
            raise BadResponse(_("Write the answer as text."))
        given = korean.normal(response)
        if not given:
            raise BadResponse(_("Write an answer first."))
        return given

    def truth(self) -> str:
        return self.accepted[0]

    def slips(self) -> list[tuple[Any, str]]:
        return [(mistake.text, mistake.feedback) for mistake in self.mistakes]

    def expected(self) -> str:
        return self.accepted[0]

    def markdown(self) -> list[str]:
        said = [mistake.feedback for mistake in self.mistakes]
        return [*super().markdown(), *self.accepted, *said]

    def check(self) -> list[str]:
        faults = super().check()
        if not self.accepted or not all(map(korean.normal, self.accepted)):
            faults.append(_("A text question needs accepted answers."))
        elif any(len(answer) > MOST_CHARACTERS for answer in self.accepted):
            faults.append(_("An accepted answer is too long."))
        else:
            for mistake in self.mistakes:
                if self.grade(mistake.text).score:
                    faults.append(
                        _("The mistake %(value)s counts as right.")
                        % {"value": mistake.text}
                    )
        return faults

    @classmethod
    def from_fields(cls, data: JSON) -> Self:
        mistakes = tuple(Option(**mistake) for mistake in data.pop("mistakes"))
        accepted, confusable = data.pop("accepted"), data.pop("confusable")
        return cls(
            accepted=tuple(accepted),
            confusable=tuple(confusable),
            mistakes=mistakes,
            **data,
        )

    @classmethod
    def authored(cls, fields: Authored) -> Self:
        """From `accepted` and `mistakes`, lines of `text || feedback`."""
        accepted = lines(fields, "accepted")
        if not accepted:
            raise ValueError(_("A text question needs a list of accepted answers."))
        if len(accepted) > MOST_ACCEPTED:  # before they are compared
            raise ValueError(
                _("Give at most %(most)d accepted answers.") % {"most": MOST_ACCEPTED}
            )
        return cls(
            **texts(fields),
            accepted=tuple(accepted),
            mistakes=tuple(Option(*mistake) for mistake in named_mistakes(fields)),
        )
