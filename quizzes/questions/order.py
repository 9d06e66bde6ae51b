"""Order: put things in their order."""

from __future__ import annotations

import dataclasses
import math
from itertools import combinations, pairwise
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
    texts,
)
from .choice import LETTERS, faults_of, lettered, named_mistakes, relettered

FEWEST, MOST = 3, 8


@dataclasses.dataclass(frozen=True, kw_only=True)
class Order(Question):
    """Options are put in their right order.

    `options` stand in that order as authored; `dealt` shuffles them, and `right` lists
    their places in the right order. A response is the letters in the learner's order.
    The score is Kendall's τ of the two orders, never under 0 (M. G. Kendall, "A New
    Measure of Rank Correlation", Biometrika 30, 1938): 1 − 2 × pairs the wrong way
    round / all pairs. All pairs have to be right to pass.

    A mistake's value is (a, b), numbers from 1 in the right order with a > b: it is
    told to who puts option a before option b.
    """

    kind: ClassVar[str] = "order"
    label: ClassVar[str | Promise] = gettext_lazy("Put in order")
    shows_truth: ClassVar[bool] = True
    fields: ClassVar[tuple[Field, ...]] = (
        Field(
            "options",
            "lines",
            gettext_lazy("Options"),
            gettext_lazy("One per line, in their right order."),
        ),
        Field(
            "mistakes",
            "lines",
            gettext_lazy("Named mistakes"),
            gettext_lazy(
                "One per line: 3 1 || what to tell who puts the third before the first."
            ),
            required=False,
        ),
    )
    sample: ClassVar[Authored] = {
        "prompt": "In which order?",
        "options": ["first", "second", "third", "fourth"],
        "mistakes": ["3 1 || The first comes before the third."],
    }
    schema: ClassVar[JSON] = {
        "type": "array",
        "items": {"type": "string"},
        "description": (
            "All ids in your order. The score is Kendall's rank correlation with the "
            "right order, never under 0."
        ),
    }

    options: tuple[str, ...]
    right: tuple[int, ...] = ()
    mistakes: tuple[Mistake, ...] = ()

    def __post_init__(self) -> None:
        if not self.right:
            object.__setattr__(self, "right", tuple(range(len(self.options))))

    @property
    def chance(self) -> float:
        return 1 / math.factorial(len(self.options))

    def dealt(self, rng: Random) -> Self:
        """In a fresh order, which is not the right one."""
        places = list(range(len(self.options)))
        while len(places) > 1:
            rng.shuffle(places)
            if places != list(self.right):
                break
        return dataclasses.replace(
            self,
            options=tuple(self.options[place] for place in places),
            right=tuple(places.index(place) for place in self.right),
        )

    def input(self) -> JSON:
        return {"options": lettered(self.options)}

    def read(self, form: Form) -> Any:
        """A form gives each option, under its letter, its number.

        Where a number is given to none or to several there is no letter.
        """
        numbers = [
            form.get(f"response-{letter}", [""])[-1] for letter in self._letters()
        ]
        letters = dict(zip(numbers, self._letters(), strict=True))
        return [
            letters[number] if numbers.count(number) == 1 else None
            for number in map(str, range(1, len(self.options) + 1))
        ]

    def filled(self, response: Any) -> JSON:
        """Each option with the number that it was given."""
        options = self.input()["options"]
        given = response if isinstance(response, list) else []
        for option in options:
            if option["id"] in given:
                option["number"] = given.index(option["id"]) + 1
        return {"options": options}

    def marked(self, response: Any) -> JSON:
        """In the right order, each with the number that it was given."""
        given = self.filled(response)["options"]
        return {"options": [given[place] for place in self.right]}

    def _letters(self) -> list[str]:
        return list(LETTERS[: len(self.options)])

    def _is_order(self, response: Any) -> bool:
        listed = isinstance(response, list) and len(response) == len(self.options)
        strings = listed and all(isinstance(one, str) for one in response)
        return strings and sorted(response) == self._letters()

    def grade(self, response: Any) -> Grade:
        if response == [None] * len(self.options):  # a form as it was dealt
            raise BadResponse(
                _("Put the options in order first: as they stand, they are not.")
            )
        if not self._is_order(response):
            raise BadResponse(
                _("Put the options in order: each has a place of its own.")
            )
        truth = self.truth()
        numbers = [truth.index(letter) + 1 for letter in response]
        pairs = list(combinations(numbers, 2))
        swapped = {(first, second) for first, second in pairs if first > second}
        score = max(0.0, 1 - 2 * len(swapped) / len(pairs))
        for mistake in self.mistakes:
            if tuple(mistake.value) in swapped:
                return Grade(score, mistake.feedback)
        said = self._said(numbers, len(pairs), len(swapped)) if swapped else ""
        return Grade(score, said)

    def _said(self, numbers: list[int], pairs: int, swapped: int) -> str:
        """How many pairs stand in order, and the first neighbours that do not."""
        later, earlier = next(pair for pair in pairwise(numbers) if pair[0] > pair[1])
        return _(
            "%(good)d of %(all)d pairs stand in order. The first that does not: "
            "“%(earlier)s” comes before “%(later)s”."
        ) % {
            "good": pairs - swapped,
            "all": pairs,
            "earlier": self.options[self.right[earlier - 1]],
            "later": self.options[self.right[later - 1]],
        }

    def reread(self, asked: Question, response: Any) -> Any:
        given = super().reread(asked, response)
        return relettered(given, asked.input(), self.input())

    def truth(self) -> list[str]:
        return [LETTERS[place] for place in self.right]

    def slips(self) -> list[tuple[Any, str]]:
        """The right order, but for one option that is put before another."""
        made = []
        for mistake in self.mistakes:
            moved, before = mistake.value
            order = self.truth()
            order.insert(before - 1, order.pop(moved - 1))
            made.append((order, self.grade(order).feedback))
        return made

    def expected(self) -> str:
        return " → ".join(self.options[place] for place in self.right)

    def markdown(self) -> list[str]:
        said = [mistake.feedback for mistake in self.mistakes]
        return [*super().markdown(), *self.options, *said]

    def check(self) -> list[str]:
        faults = super().check() + faults_of(self.options, least=FEWEST, most=MOST)
        for mistake in self.mistakes:
            later, earlier = mistake.value
            if not 1 <= earlier < later <= len(self.options):
                faults.append(
                    _("“%(later)s %(earlier)s” is no mistake: name a later one first.")
                    % {"later": later, "earlier": earlier}
                )
        return faults

    @classmethod
    def from_fields(cls, data: JSON) -> Self:
        mistakes = tuple(
            Mistake(tuple(mistake["value"]), mistake["feedback"])
            for mistake in data.pop("mistakes")
        )
        options, right = tuple(data.pop("options")), tuple(data.pop("right"))
        return cls(options=options, right=right, mistakes=mistakes, **data)

    @classmethod
    def authored(cls, fields: Authored) -> Self:
        """From `options` and `mistakes`, lines of `later earlier || feedback`."""
        options = lines(fields, "options")
        if not options:
            raise ValueError(_("Give a list of options in their right order."))
        mistakes = named_mistakes(fields)
        return cls(
            **texts(fields),
            options=tuple(options),
            mistakes=tuple(
                Mistake(_pair(pair), feedback) for pair, feedback in mistakes
            ),
        )


def _pair(text: str) -> tuple[int, int]:
    try:
        later, earlier = map(int, text.split())
    except ValueError:
        raise ValueError(
            _("A mistake begins with two numbers, as in “3 1 || …”.")
        ) from None
    return later, earlier
