"""Match: give each thing the one that belongs to it."""

from __future__ import annotations

import dataclasses
import math
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
    Mistake,
    Question,
    lines,
    share_said,
    texts,
)
from .choice import (
    LETTERS,
    MOST_OPTIONS,
    faults_of,
    kept,
    lettered,
    named_mistakes,
    shuffled,
)

FEWEST, MOST = 2, 8
SEPARATOR = "::"  # a formula may hold "=" and "|"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Match(Question):
    """Each of the items gets one of the options as its partner.

    `right` lists the places of the options as authored: first the partner of each
    item, then the distractors, which are left over. A response is a list of letters,
    one for each item, none of them twice. The score is the share of items that have
    their partner; all of them are needed to pass.

    A mistake's value is (a, b), numbers from 1 as authored: it is told to who gives
    item a option b, the partner of item b or, after them, a distractor.
    """

    kind: ClassVar[str] = "match"
    label: ClassVar[str | Promise] = gettext_lazy("Match pairs")
    shows_truth: ClassVar[bool] = True
    fields: ClassVar[tuple[Field, ...]] = (
        Field(
            "pairs",
            "lines",
            gettext_lazy("Pairs"),
            gettext_lazy("One per line: AND :: threshold 2"),
        ),
        Field(
            "distractors",
            "lines",
            gettext_lazy("Left over"),
            gettext_lazy("Partners of nothing, one per line."),
            required=False,
        ),
        Field(
            "mistakes",
            "lines",
            gettext_lazy("Named mistakes"),
            gettext_lazy(
                "One per line: 1 3 || what to tell who gives the first "
                "the partner of the third."
            ),
            required=False,
        ),
    )
    sample: ClassVar[Authored] = {
        "prompt": "What is the threshold of each, with two inputs?",
        "pairs": ["AND :: $\\theta = 2$", "OR :: $\\theta = 1$"],
        "distractors": ["$\\theta = 3$"],
        "mistakes": ["1 2 || One active input is not enough for AND."],
    }
    schema: ClassVar[JSON] = {
        "type": "array",
        "items": {"type": "string"},
        "description": (
            "For each item the id of an option, none of them twice. The score is the "
            "share of items that have their partner."
        ),
    }

    items: tuple[str, ...]
    options: tuple[str, ...]
    right: tuple[int, ...]
    mistakes: tuple[Mistake, ...] = ()

    @property
    def chance(self) -> float:
        """Of all ways to give the items partners, one is right."""
        return 1 / math.perm(len(self.options), len(self.items))

    def dealt(self, rng: Random) -> Self:
        """The options in a fresh order."""
        options, now = shuffled(self.options, rng)
        right = tuple(now[place] for place in self.right)
        return dataclasses.replace(self, options=options, right=right)

    def input(self) -> JSON:
        return {
            "items": [{"text": item} for item in self.items],
            "options": lettered(self.options),
        }

    def read(self, form: Form) -> Any:
        """A form sends the letter of each item under the item's number."""
        return [form.get(_name(at), [""])[-1] for at in range(len(self.items))]

    def filled(self, response: Any) -> JSON:
        """Each item with the letter it was given; the first without one is next.

        A list to choose from cannot show formulas: with any, it shows letters.
        """
        shown = self.input()
        for at, item in enumerate(shown["items"]):
            item |= {"name": _name(at), "given": _at(response, at)}
        empty = [item for item in shown["items"] if not item["given"]]
        (empty or shown["items"])[0]["next"] = True
        return {**shown, "formulas": any("$" in option for option in self.options)}

    def marked(self, response: Any) -> JSON:
        """Each item with the option it was given and the one that is right."""
        shown = self.filled(response)
        for item, letter, place in zip(
            shown["items"], response, self.right, strict=False
        ):
            item["chosen"] = self.options[LETTERS.index(letter)]
            item |= {"true": self.options[place], "right": LETTERS[place] == letter}
        return shown

    def _checked(self, response: Any) -> list[str]:
        """The letters of a response; BadResponse if they are none."""
        count = len(self.items)
        if not isinstance(response, list) or len(response) != count:
            raise BadResponse(
                _("Give a list of %(count)d options, one for each item.")
                % {"count": count}
            )
        if any(one == "" for one in response):
            raise BadResponse(_("Give each of them a partner."))
        letters = LETTERS[: len(self.options)]
        if not all(one in tuple(letters) for one in response):
            raise BadResponse(_("Choose from the options."))
        if len(set(response)) < count:
            raise BadResponse(_("Each option can be given only once."))
        return response

    def grade(self, response: Any) -> Grade:
        pairs = list(zip(self._checked(response), self.truth(), strict=True))
        score = sum(given == true for given, true in pairs) / len(pairs)
        said = [one.feedback for one in self.mistakes if self._is_made(one, response)]
        if not said and score < 1:
            wrong = [
                item
                for item, (given, true) in zip(self.items, pairs, strict=True)
                if given != true
            ]
            share = share_said(len(pairs) - len(wrong), len(pairs))
            named = _("Not right: %(items)s.") % {"items": ", ".join(wrong)}
            return Grade(score, f"{share} {named}")
        return Grade(score, "\n\n".join(said))

    def _is_made(self, mistake: Mistake, response: list[str]) -> bool:
        item, option = mistake.value
        return bool(response[item - 1] == LETTERS[self.right[option - 1]])

    def reread(self, asked: Question, response: Any) -> Any:
        """Items and options are told by their words, of which one may be edited."""
        given = super().reread(asked, response)
        assert isinstance(asked, Match)  # noqa: S101  for mypy
        items = map(kept(asked.items, self.items).get, asked.items)
        options = kept(asked.options, self.options)
        chosen = [asked.options[LETTERS.index(one)] for one in asked._checked(given)]
        partners = dict(zip(items, map(options.get, chosen), strict=True))
        try:
            return [LETTERS[self.options.index(partners[one])] for one in self.items]
        except (KeyError, ValueError):
            raise BadResponse(_("The option is no longer there.")) from None

    def truth(self) -> list[str]:
        return [LETTERS[place] for place in self.right[: len(self.items)]]

    def slips(self) -> list[tuple[Any, str]]:
        """All right but for one item's wrong partner, whose own item takes its."""
        made = []
        for mistake in self.mistakes:
            item, option = mistake.value
            letters = [LETTERS[place] for place in self.right]
            at, other = item - 1, option - 1
            letters[at], letters[other] = letters[other], letters[at]
            response = letters[: len(self.items)]
            made.append((response, self.grade(response).feedback))
        return made

    def expected(self) -> str:
        partners = (self.options[place] for place in self.right)
        pairs = zip(self.items, partners, strict=False)
        return "; ".join(f"{item} – {partner}" for item, partner in pairs)

    def markdown(self) -> list[str]:
        said = [mistake.feedback for mistake in self.mistakes]
        return [*super().markdown(), *self.items, *self.options, *said]

    def check(self) -> list[str]:
        faults = super().check()
        if not FEWEST <= len(self.items) <= MOST:
            most = {"least": FEWEST, "most": MOST}
            faults.append(_("Give %(least)d to %(most)d pairs.") % most)
        if not all(item.strip() for item in self.items):
            faults.append(_("An item has no text."))
        if len(set(self.items)) < len(self.items):
            faults.append(_("Two items are the same."))
        faults += faults_of(self.options, least=FEWEST, most=MOST_OPTIONS)
        return faults + [
            _(
                "“%(item)s %(option)s” is no mistake: name an item and another's partner."
            )
            % {"item": mistake.value[0], "option": mistake.value[1]}
            for mistake in self.mistakes
            if not self._is_mistake(*mistake.value)
        ]

    def _is_mistake(self, item: int, option: int) -> bool:
        there = 1 <= item <= len(self.items) and 1 <= option <= len(self.options)
        return there and item != option

    @classmethod
    def from_fields(cls, data: JSON) -> Self:
        mistakes = tuple(
            Mistake(tuple(mistake["value"]), mistake["feedback"])
            for mistake in data["mistakes"]
        )
        data |= {name: tuple(data[name]) for name in ("items", "options", "right")}
        return cls(**data | {"mistakes": mistakes})

    @classmethod
    def authored(cls, fields: Authored) -> Self:
        """From `pairs`, `distractors` and `mistakes`: `item option || feedback`."""
        pairs = lines(fields, "pairs")
        if not FEWEST <= len(pairs) <= MOST:  # before they are compared
            most = {"least": FEWEST, "most": MOST}
            raise ValueError(_("Give %(least)d to %(most)d pairs.") % most)
        items, partners = zip(*map(_pair, pairs), strict=True)
        distractors = [line.strip() for line in lines(fields, "distractors")]
        options = (*partners, *distractors[:MOST_OPTIONS])
        return cls(
            **texts(fields),
            items=items,
            options=options,
            right=tuple(range(len(options))),
            mistakes=tuple(
                Mistake(_numbers(numbers), feedback)
                for numbers, feedback in named_mistakes(fields)
            ),
        )


def _name(at: int) -> str:
    return f"response-{at + 1}"


def _at(response: Any, at: int) -> str:
    """What stands there in a response of any shape."""
    listed = isinstance(response, list) and at < len(response)
    return response[at] if listed and isinstance(response[at], str) else ""


def _pair(line: str) -> tuple[str, str]:
    item, separator, partner = line.partition(SEPARATOR)
    if not separator:
        raise ValueError(_("Write a pair as in “AND :: threshold 2”."))
    return item.strip(), partner.strip()


def _numbers(text: str) -> tuple[int, int]:
    try:
        item, option = map(int, text.split())
    except ValueError:
        raise ValueError(
            _("A mistake begins with two numbers, as in “3 1 || …”.")
        ) from None
    return item, option
