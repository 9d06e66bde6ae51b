"""Choice: one right option among several."""

from __future__ import annotations

import dataclasses
import string
from collections.abc import Callable, Iterable, Sequence
from random import Random
from typing import Any, ClassVar, Self, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .base import (
    JSON,
    Authored,
    BadResponse,
    Field,
    Grade,
    Mistake,
    Question,
    in_field,
    is_text,
    lines,
    texts,
)

MOST_OPTIONS = 12
MOST_MISTAKES = 50  # named for one question
LETTERS = string.ascii_lowercase  # the ids of options, by their places
T = TypeVar("T")


@dataclasses.dataclass(frozen=True)
class Option:
    """A possible answer and, if it is a known slip, what to tell who picks it."""

    text: str
    feedback: str = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Choice(Question):
    """One of several options is right; the score is 1 for it and 0 for the others.

    `options` holds the right one first as authored; `dealt` shuffles them, and
    `right` keeps the place of the right one. The ids a learner sees are the
    letters of the places, so they say nothing about correctness.
    """

    kind: ClassVar[str] = "choice"
    label: ClassVar[str | Promise] = gettext_lazy("One of several")
    shows_truth: ClassVar[bool] = True
    fields: ClassVar[tuple[Field, ...]] = (
        Field("answer", "text", gettext_lazy("Right answer")),
        Field(
            "distractors",
            "lines",
            gettext_lazy("Wrong answers"),
            gettext_lazy("One per line. After || what to tell who picks it."),
        ),
    )
    sample: ClassVar[Authored] = {
        "prompt": "Which?",
        "answer": "this",
        "distractors": ["that", "those"],
    }
    schema: ClassVar[JSON] = {
        "type": "string",
        "description": "The id of an option. The score is 1 or 0.",
    }

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
        options, now = shuffled(self.options, rng)
        return dataclasses.replace(self, options=options, right=now[self.right])

    def input(self) -> JSON:
        return {"options": lettered(option.text for option in self.options)}

    def grade(self, response: Any) -> Grade:
        letters = LETTERS[: len(self.options)]
        if not isinstance(response, str) or len(response) != 1:
            raise BadResponse(_("Choose one of the options."))
        place = letters.find(response)
        if place < 0:
            raise BadResponse(_("Choose one of the options."))
        return Grade(float(place == self.right), self.options[place].feedback)

    def reread(self, asked: Question, response: Any) -> Any:
        given = super().reread(asked, response)
        return relettered(given, asked.input(), self.input())

    def truth(self) -> str:
        return LETTERS[self.right]

    def slips(self) -> list[tuple[Any, str]]:
        options = zip(LETTERS, self.options, strict=False)
        return [
            (letter, option.feedback)
            for place, (letter, option) in enumerate(options)
            if place != self.right
        ]

    def expected(self) -> str:
        return self.options[self.right].text

    def markdown(self) -> list[str]:
        return super().markdown() + words_of(self.options)

    def check(self) -> list[str]:
        texts = [option.text for option in self.options]
        return super().check() + faults_of(texts, least=2, most=MOST_OPTIONS)

    @classmethod
    def from_fields(cls, data: JSON) -> Self:
        options = tuple(Option(**option) for option in data.pop("options"))
        return cls(options=options, **data)

    @classmethod
    def authored(cls, fields: Authored) -> Self:
        """From `answer` and `distractors`, lines of `text || feedback`."""
        answer, distractors = fields.get("answer"), lines(fields, "distractors")
        if not isinstance(answer, str | int | float) or not is_text(str(answer)):
            raise ValueError(_("A choice needs its right answer in “answer”."))
        if not distractors:
            raise ValueError(_("A choice needs a list of wrong answers."))
        options = (Option(*split_feedback(line)) for line in distractors)
        return cls.of(
            str(answer),
            *options,
            **texts(fields),
        )


def shuffled(options: Sequence[T], rng: Random) -> tuple[tuple[T, ...], list[int]]:
    """The options in a fresh order, and the place that each of them has now."""
    places = list(range(len(options)))
    rng.shuffle(places)
    return tuple(options[place] for place in places), [
        places.index(at) for at in range(len(places))
    ]


def lettered(texts: Iterable[str]) -> list[JSON]:
    """Options as they are sent: an id that says nothing but the place, a text."""
    pairs = zip(LETTERS, texts, strict=False)
    return [{"id": letter, "text": text} for letter, text in pairs]


def relettered(response: Any, asked: JSON, now: JSON) -> Any:
    """A letter, or a list of them, as the same options now have it.

    `asked` and `now` are inputs with options. BadResponse for an option that is gone.
    """
    before = {option["id"]: option["text"] for option in asked["options"]}
    letters = {option["text"]: option["id"] for option in now["options"]}
    texts = kept(list(before.values()), list(letters))
    try:
        if isinstance(response, list):
            return [letters[texts[before[one]]] for one in response]
        return letters[texts[before[response]]]
    except (KeyError, TypeError):
        raise BadResponse(_("The option is no longer there.")) from None


def kept(before: Sequence[str], now: Sequence[str]) -> dict[str, str]:
    """What is still there, by its former words: the words it has now.

    Where exactly one text is gone and one is new, it was edited. Of two there is no
    saying which became which.
    """
    same = {text: text for text in before if text in now}
    gone = [text for text in before if text not in now]
    new = [text for text in now if text not in before]
    return same | {gone[0]: new[0]} if len(gone) == len(new) == 1 else same


def places_of(response: Any, letters: str, wanted: str) -> set[int]:
    """The places of a list of different letters; BadResponse with what is wanted."""
    listed = isinstance(response, list) and len(response) <= len(letters)
    if not listed or not all(isinstance(one, str) for one in response):
        raise BadResponse(wanted)
    if len(set(response)) < len(response) or not set(response) <= set(letters):
        raise BadResponse(wanted)
    return {letters.index(letter) for letter in response}


def share_of(chosen: set[int], right: Sequence[int], count: int) -> float:
    """The share of the right places that are chosen, less the share of the wrong ones
    that are, of `count` places in all; never under 0."""
    hits = len(chosen & set(right))
    wrong = count - len(right)
    return max(0.0, hits / len(right) - (len(chosen) - hits) / wrong)


def ticks_said(chosen: set[int], right: Sequence[int]) -> str:
    """How many of the right places are chosen, and how many of the others."""
    hits = len(chosen & set(right))
    numbers = {"hits": hits, "right": len(right), "wrong": len(chosen) - hits}
    if not numbers["wrong"]:
        return _("You ticked %(hits)d of the %(right)d that hold.") % numbers
    words = ngettext(
        "You ticked %(hits)d of the %(right)d that hold, and %(wrong)d that does not.",
        "You ticked %(hits)d of the %(right)d that hold, and %(wrong)d that do not.",
        numbers["wrong"],
    )
    return words % numbers


def words_of(options: Iterable[Option]) -> list[str]:
    """The texts of options and what is said to who picks them."""
    return [words for option in options for words in (option.text, option.feedback)]


def faults_of(texts: Sequence[str], *, least: int, most: int) -> list[str]:
    """What is wrong with the texts of options."""
    faults, stripped = [], [text.strip() for text in texts]
    if not least <= len(texts) <= most:
        faults.append(
            _("Give %(least)d to %(most)d options.") % {"least": least, "most": most}
        )
    if not all(stripped):
        faults.append(_("An option is empty."))
    if len(set(stripped)) < len(stripped):
        faults.append(_("Two options are the same."))
    return faults


def split_feedback(line: str) -> tuple[str, str]:
    """An author's line `text || feedback` in its two parts."""
    text, _bars, feedback = line.partition("||")
    return text.strip(), feedback.strip()


def named_mistakes(fields: Authored) -> list[tuple[str, str]]:
    """An author's lines of `mistakes` in their parts; ValueError if they are many."""
    written = lines(fields, "mistakes")
    if len(written) > MOST_MISTAKES:  # before they are read and compared
        raise ValueError(_("Name at most %(most)d mistakes.") % {"most": MOST_MISTAKES})
    return [split_feedback(line) for line in written]


def mistakes_of(fields: Authored, read: Callable[[str], Any]) -> tuple[Mistake, ...]:
    """The mistakes that an author named, each wrong answer as `read` makes it."""
    named = named_mistakes(fields)
    return in_field(
        "mistakes", lambda: tuple(Mistake(read(wrong), said) for wrong, said in named)
    )
