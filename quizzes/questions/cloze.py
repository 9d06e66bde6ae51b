"""Cloze: a text with blanks, each typed or picked from a list."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable
from random import Random
from typing import Any, ClassVar, Self

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from . import blanks
from .base import (
    JSON,
    Authored,
    BadResponse,
    Field,
    Form,
    Grade,
    Near,
    Question,
    from_json,
    lines,
    share_said,
    text,
    texts,
)
from .blanks import MARKS
from .text import MOST_CHARACTERS, Text


@dataclasses.dataclass(frozen=True, kw_only=True)
class Cloze(Question):
    """The blanks of a text are filled in.

    `text` is Markdown with a mark, ❶ to ⓬, for each of `blanks`: a Text where one
    types, a Choice where one picks from a list. A response is the list of theirs. The
    score is the share of blanks that are right; all of them are needed to pass.
    """

    kind: ClassVar[str] = "cloze"
    label: ClassVar[str | Promise] = gettext_lazy("A text with blanks")
    shows_truth: ClassVar[bool] = True
    fields: ClassVar[tuple[Field, ...]] = (
        Field(
            "text",
            "markdown",
            gettext_lazy("Text"),
            gettext_lazy(
                "With 1 to 12 blanks. [[perceptron|퍼셉트론]] is typed: the accepted "
                "answers. [[=tanh|ReLU|step]] is a list whose first is right. [[=tanh]] "
                "takes from a list that all such blanks share."
            ),
        ),
        Field(
            "distractors",
            "lines",
            gettext_lazy("Wrong words in the shared list"),
            gettext_lazy("One per line."),
            required=False,
        ),
    )
    sample: ClassVar[Authored] = {
        "prompt": "Fill in the blanks.",
        "text": "Rosenblatt's [[퍼셉트론|perceptron]] has [[=one layer|no layer]].",
    }
    schema: ClassVar[JSON] = {
        "type": "array",
        "items": {"type": "string"},
        "description": (
            "For each blank, ❶ to ⓬, a text as typed or the id of an option. The score "
            "is the share of blanks that are right."
        ),
    }

    text: str
    blanks: tuple[Question, ...]

    @property
    def chance(self) -> float:
        return math.prod(blank.chance for blank in self.blanks)

    def dealt(self, rng: Random) -> Self:
        """Each list in a fresh order; a shared one is the same everywhere."""
        orders: dict[str, int] = {}
        return self._with(
            blank.dealt(
                Random(orders.setdefault(str(blank.input()), rng.getrandbits(32)))
            )
            for blank in self.blanks
        )

    def guarded(self, near: Near) -> Self:
        return self._with(blank.guarded(near) for blank in self.blanks)

    def _with(self, blanks: Iterable[Question]) -> Self:
        return dataclasses.replace(self, blanks=tuple(blanks))

    def input(self) -> JSON:
        """Each blank is of the kind text or choice, and has what that kind has."""
        return {
            "blanks": [{"kind": one.kind, **one.input()} for one in self.blanks],
        }

    def public(self) -> JSON:
        """The prompt holds the text, too."""
        return {**super().public(), "prompt": f"{self.prompt}\n\n{self.text}"}

    def read(self, form: Form) -> Any:
        """A form sends each blank under its number."""
        return [form.get(_name(at), [""])[-1] for at in range(len(self.blanks))]

    def filled(self, response: Any) -> JSON:
        """The text, and each blank with what was given; the first empty one is next."""
        shown = self.input()["blanks"]
        for at, blank in enumerate(shown):
            blank |= {"number": at + 1, "name": _name(at), "given": _at(response, at)}
        empty = [blank for blank in shown if not blank["given"]]
        (empty or shown)[0]["next"] = True
        return {"text": self.text, "blanks": shown}

    def marked(self, response: Any) -> JSON:
        """Each blank with what was said in it, in words, and what is right."""
        shown = self.filled(response)
        for blank, line in zip(self.blanks, shown["blanks"], strict=True):
            options = {one["id"]: one["text"] for one in line.get("options", [])}
            line |= {
                "said": options.get(line["given"], line["given"]),
                "right": blank.grade(line["given"]).score == 1,
                "true": blank.expected(),
            }
        return shown

    def grade(self, response: Any) -> Grade:
        if not isinstance(response, list) or len(response) != len(self.blanks):
            count = len(self.blanks)
            raise BadResponse(
                ngettext(
                    "Give a list of %(count)d answer.",
                    "Give a list of %(count)d answers, one for each blank.",
                    count,
                )
                % {"count": count}
            )
        grades = [self._graded(at, one) for at, one in enumerate(response)]
        right = sum(grade.score == 1 for grade in grades)
        return Grade(right / len(grades), self._said(grades))

    def _graded(self, at: int, response: Any) -> Grade:
        try:
            return self.blanks[at].grade(response)
        except BadResponse as refused:
            raise BadResponse(self._of_blank(at, str(refused))) from None

    def _of_blank(self, at: int, what: str) -> str:
        """A sentence with the blank it is about, where there are several."""
        if len(self.blanks) == 1:
            return what
        return _("Blank %(number)d: %(what)s") % {"number": at + 1, "what": what}

    def _said(self, grades: list[Grade]) -> str:
        """Which blanks are wrong, and the slips that are forgiven."""
        wrong = [str(at + 1) for at, grade in enumerate(grades) if grade.score < 1]
        said = [
            self._of_blank(at, grade.feedback)
            for at, grade in enumerate(grades)
            if grade.feedback
        ]
        if wrong and len(grades) > 1:
            words = ngettext(
                "Not right: blank %(numbers)s.",
                "Not right: blanks %(numbers)s.",
                len(wrong),
            )
            share = share_said(len(grades) - len(wrong), len(grades))
            said.insert(0, f"{share} {words % {'numbers': ', '.join(wrong)}}")
        return "\n\n".join(said)

    def reread(self, asked: Question, response: Any) -> Any:
        given = super().reread(asked, response)
        assert isinstance(asked, Cloze)  # noqa: S101  for mypy
        count = len(given) if isinstance(given, list) else 0
        if not len(asked.blanks) == len(self.blanks) == count:
            raise BadResponse(_("The text had other blanks."))
        return [
            blank.reread(before, one)
            for blank, before, one in zip(self.blanks, asked.blanks, given, strict=True)
        ]

    def truth(self) -> list[Any]:
        return [blank.truth() for blank in self.blanks]

    def slips(self) -> list[tuple[Any, str]]:
        """Each other option of each list, all else being right."""
        made = []
        for at, blank in enumerate(self.blanks):
            for wrong, _feedback in blank.slips():
                response = self.truth()
                response[at] = wrong
                made.append((response, self.grade(response).feedback))
        return made

    def expected(self) -> str:
        if len(self.blanks) == 1:
            return self.blanks[0].expected()
        pairs = zip(MARKS, self.blanks, strict=False)
        return " · ".join(f"{mark} {blank.expected()}" for mark, blank in pairs)

    def markdown(self) -> list[str]:
        within = [words for blank in self.blanks for words in blank.markdown()]
        marks = set(MARKS)  # the prompts of the blanks
        return [
            *super().markdown(),
            self.text,
            *(words for words in within if words not in marks),
        ]

    def check(self) -> list[str]:
        faults = super().check()
        faults += blanks.faults_of_text(self.text, len(self.blanks))
        for at, blank in enumerate(self.blanks):
            faults += [self._of_blank(at, fault) for fault in blanks.faults_of(blank)]
        for at, hint in blanks.hints(self.text):
            if at < len(self.blanks) and isinstance(self.blanks[at], Text):
                faults.append(self._of_blank(at, hint))
        return faults

    def to_json(self) -> JSON:
        return super().to_json() | {"blanks": [one.to_json() for one in self.blanks]}

    @classmethod
    def from_fields(cls, data: JSON) -> Self:
        return cls(blanks=tuple(map(from_json, data.pop("blanks"))), **data)

    @classmethod
    def authored(cls, fields: Authored) -> Self:
        """From `text` with its blanks, and `distractors`."""
        marked, found = blanks.read(text(fields, "text"), lines(fields, "distractors"))
        return cls(**texts(fields), text=marked, blanks=found)

    @classmethod
    def accepting(cls, fields: Authored, response: Any) -> Authored | None:
        """With what was typed added to the one typed blank in which it is wrong.

        Where several are, an author has to say which of them was right.
        """
        now = cls.authored(fields).blanks
        if len(now) != len(response):
            return None
        wrong = [
            at
            for at, (blank, typed) in enumerate(zip(now, response, strict=True))
            if isinstance(blank, Text) and blank.grade(typed).score < 1
        ]
        if len(wrong) != 1 or blanks.UNWRITABLE & set(response[wrong[0]]):
            return None
        more = {wrong[0]: "|" + response[wrong[0]].strip()}
        mended = blanks.rewritten(
            fields["text"], lambda at, inner: f"[[{inner}{more.get(at, '')}]]"
        )
        return {**fields, "text": mended}


def _name(at: int) -> str:
    return f"response-{at + 1}"


def _at(response: Any, at: int) -> str:
    """What stands there in a response of any shape."""
    try:
        given = response[at]
    except (TypeError, LookupError):
        return ""
    listed = isinstance(response, list) and isinstance(given, str)
    return given[:MOST_CHARACTERS] if listed else ""
