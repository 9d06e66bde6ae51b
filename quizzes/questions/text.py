"""Text: a word or a few, compared as korean.py and slips.py say."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from typing import Any, ClassVar, Self

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import korean, slips
from .base import (
    JSON,
    Authored,
    BadResponse,
    Field,
    Grade,
    Mistake,
    Near,
    Question,
    is_text,
    lines,
    texts,
)
from .choice import named_mistakes

MOST_CHARACTERS = 200
MOST_ACCEPTED = 50


@dataclasses.dataclass(frozen=True, kw_only=True)
class Text(Question):
    """A typed answer. The first of `accepted` is the one shown as true.

    The score is 1 for what is accepted, a forgiven slip included, else 0.

    `mistakes` are wrong answers with what to tell their maker. Frozen in from the
    glossary when dealt: `synonyms` are right as well, where they are no mistakes;
    `confusable` are other terms, that nothing is a slip or an inflection of.
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
    schema: ClassVar[JSON] = {
        "type": "string",
        "description": "A text, as typed. The score is 1 or 0; a slip is forgiven.",
    }

    accepted: tuple[str, ...]
    mistakes: tuple[Mistake, ...] = ()
    synonyms: tuple[str, ...] = ()
    confusable: tuple[str, ...] = ()

    def guarded(self, near: Near) -> Self:
        synonyms, confusable = near(self.accepted)
        return dataclasses.replace(self, synonyms=synonyms, confusable=confusable)

    def grade(self, response: Any) -> Grade:
        readings = self._typed(response)
        right, wrong = self._names()
        for given in readings:
            meant = korean.longest(given, right)
            other = self._other(given, meant, wrong)
            if other:
                return Grade(0.0, wrong[other])
            if meant or korean.several(given, right):
                return Grade(1.0)
        for given in readings:
            misspelt = slips.nearest(given, right, wrong)
            if misspelt is not None:
                return Grade(1.0, self._forgiven(right[misspelt]))
        return Grade(0.0)

    @staticmethod
    def _other(given: str, meant: str, wrong: Collection[str]) -> str:
        """What is named instead of what is meant, as 정확도 is more than 정확 and a
        particle; or beside it, as in 키 값, where 값 is no mere head noun, being as
        long. Empty if nothing is.
        """
        instead = korean.longest(given, wrong)
        if len(instead) > len(meant):
            return instead
        beside = korean.longest(given[len(meant) :], wrong)
        return beside if len(beside) >= len(meant) else ""

    def _names(self) -> tuple[dict[str, str], dict[str, str]]:
        """What is right, and how it is spelt; what is not, and what is said to it.

        Both by their normal forms. An author's word goes before the glossary's.
        """
        right = {korean.normal(one): one for one in self.accepted}
        wrong = {korean.normal(one): self._another(one) for one in self.confusable}
        wrong |= {korean.normal(one.value): one.feedback for one in self.mistakes}
        wrong = {one: said for one, said in wrong.items() if one not in right}
        synonyms = {korean.normal(one): one for one in self.synonyms}
        return {
            one: synonyms[one] for one in synonyms if one not in wrong
        } | right, wrong

    @staticmethod
    def _another(term: str) -> str:
        return _("“%(term)s” is another term.") % {"term": term}

    @staticmethod
    def _forgiven(answer: str) -> str:
        return _("Spelled “%(answer)s”; the slip is forgiven.") % {"answer": answer}

    @staticmethod
    def _typed(response: Any) -> list[str]:
        """The readings of a response; BadResponse if it is no short text."""
        if not isinstance(response, str):
            raise BadResponse(_("Write the answer as text."))
        if len(response) > MOST_CHARACTERS:
            raise BadResponse(_("That answer is too long."))
        if not is_text(response):
            raise BadResponse(_("Write the answer as text."))
        readings = korean.readings(response)
        if not readings[0]:
            raise BadResponse(_("Write an answer first."))
        return readings

    def truth(self) -> str:
        return self.accepted[0]

    def slips(self) -> list[tuple[Any, str]]:
        return [(mistake.value, mistake.feedback) for mistake in self.mistakes]

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
                if self.grade(mistake.value).score:
                    faults.append(
                        _("The mistake %(value)s counts as right.")
                        % {"value": mistake.value}
                    )
        return faults

    @classmethod
    def from_fields(cls, data: JSON) -> Self:
        mistakes = tuple(  # stored before: `text`, like an option
            Mistake(one.get("value", one.get("text")), one["feedback"])
            for one in data.pop("mistakes")
        )
        for name in ("accepted", "synonyms", "confusable"):
            data[name] = tuple(data.get(name, ()))
        return cls(mistakes=mistakes, **data)

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
            mistakes=tuple(Mistake(*mistake) for mistake in named_mistakes(fields)),
        )

    @classmethod
    def accepting(cls, fields: Authored, response: Any) -> Authored:
        return {**fields, "accepted": [*lines(fields, "accepted"), response.strip()]}
