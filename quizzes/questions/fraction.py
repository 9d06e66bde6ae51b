"""Fraction: an exact number, in whatever form people write it."""

from __future__ import annotations

import dataclasses
import fractions
import math
import re
from typing import Any, ClassVar, NamedTuple, Self

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .base import (
    JSON,
    Authored,
    BadResponse,
    Field,
    Grade,
    Mistake,
    Question,
    in_field,
    texts,
)
from .choice import mistakes_of
from .decimals import NoNumber, beside, characters, parse_decimal, unified
from .true_false import flag

_HALVES = re.compile(r"([¼-¾⅐-⅟↉])")  # ½: one character
_KOREAN = re.compile(r"(\d+)\s*분\s*의\s*(\d+)")  # 4분의 3
_AND = re.compile(r"(?<=\d)\s*[과와]\s*(?=\d)")  # 1과 3/4
_LOOSE = re.compile(r"(?<!\d) | (?!\d)")  # spaces that part no two numbers
_MIXED = re.compile(r"[+-]?\d+ [1-9]\d*/\d+")
_PART = r"[+-]?[.,\d]+(e[+-]?\d+)?"
_SHAPE = re.compile(rf"{_PART}(/{_PART})?")


class Written(NamedTuple):
    """What a person wrote: its value, and whether nothing is left to cancel."""

    value: fractions.Fraction
    lowest: bool
    places: int  # after the point, if it is a decimal


@dataclasses.dataclass(frozen=True, kw_only=True)
class Fraction(Question):
    """One exact number, `value` as "3/4". Equal forms count: 6/8, 0.75, 1 3/4 for 7/4.

    The score is 1 for the exact value, else 0.

    Where `lowest` asks for lowest terms, a response that can still be cancelled, or is
    a decimal, is refused *whatever its value*: that costs nothing, since what is right
    is not to be marked wrong, and it tells nothing about the value. (A number with too
    few digits is graded instead: digits are part of the answer, cancelling is form.)
    A decimal that only rounds the value is wrong, and told so.
    """

    kind: ClassVar[str] = "fraction"
    label: ClassVar[str | Promise] = gettext_lazy("A fraction")
    fields: ClassVar[tuple[Field, ...]] = (
        Field(
            "answer",
            "text",
            gettext_lazy("Right fraction"),
            gettext_lazy("3/4, 1 3/4 or 2. Equal forms such as 6/8 and 0.75 count."),
            each_language=False,
        ),
        Field(
            "lowest",
            "text",
            gettext_lazy("In lowest terms"),
            gettext_lazy("Write true to have 6/8 cancelled before it is graded."),
            required=False,
            each_language=False,
        ),
        Field(
            "mistakes",
            "lines",
            gettext_lazy("Named mistakes"),
            gettext_lazy("One per line: 4/3 || what to tell who answers it."),
            required=False,
        ),
    )
    sample: ClassVar[Authored] = {
        "prompt": "Which share?",
        "answer": "3/4",
        "mistakes": ["1/4 || That is the rest."],
    }
    schema: ClassVar[JSON] = {
        "type": ["string", "number"],
        "description": (
            "A fraction as typed: 3/4, 1 3/4, or an exact decimal. The score is 1 or 0."
        ),
    }

    value: str
    lowest: bool = False
    mistakes: tuple[Mistake, ...] = ()

    def input(self) -> JSON:
        return {"lowest": self.lowest}

    def grade(self, response: Any) -> Grade:
        given = parse_fraction(response)
        if self.lowest and not given.lowest:
            raise BadResponse(_("Write the fraction in lowest terms."))
        value = fractions.Fraction(self.value)
        if given.value == value:
            return Grade(1.0)
        for mistake in self.mistakes:
            if given.value == fractions.Fraction(mistake.value):
                return Grade(0.0, mistake.feedback)
        if given.places and abs(given.value - value) * 10**given.places * 2 <= 1:
            return Grade(
                0.0, _("That is rounded. Give the exact value, as a fraction.")
            )
        return Grade(0.0, _wrong(given.value, value))

    def truth(self) -> str:
        return self.value

    def slips(self) -> list[tuple[Any, str]]:
        return [(mistake.value, mistake.feedback) for mistake in self.mistakes]

    def expected(self) -> str:
        value = fractions.Fraction(self.value)
        sign, top = "-" if value < 0 else "", abs(value.numerator)
        if value.denominator == 1:
            return f"${sign}{top}$"
        return rf"${sign}\dfrac{{{top}}}{{{value.denominator}}}$"

    def markdown(self) -> list[str]:
        return [*super().markdown(), *(mistake.feedback for mistake in self.mistakes)]

    def check(self) -> list[str]:
        values = [fractions.Fraction(mistake.value) for mistake in self.mistakes]
        faults = [
            _("The mistake %(value)s counts as right.") % {"value": value}
            for value in values
            if value == fractions.Fraction(self.value)
        ]
        if len(set(values)) < len(values):
            faults.append(_("Two named mistakes are the same number."))
        return super().check() + faults

    @classmethod
    def from_fields(cls, data: JSON) -> Self:
        mistakes = tuple(Mistake(**mistake) for mistake in data.pop("mistakes"))
        return cls(mistakes=mistakes, **data)

    @classmethod
    def authored(cls, fields: Authored) -> Self:
        """From `answer`, `lowest` and `mistakes`, lines of `fraction || feedback`."""
        return cls(
            **texts(fields),
            value=in_field("answer", lambda: _stored(fields.get("answer"))),
            lowest=flag(fields, "lowest", default=False),
            mistakes=mistakes_of(fields, _stored),
        )


def parse_fraction(typed: Any) -> Written:
    """The fraction a person typed: `3/4`, `1 3/4`, `1½`, `−0.75`, `4분의 3`, full width.

    Raises BadResponse for anything else, with what was expected.
    """
    try:
        return _parsed(_HALVES.sub(r" \1", characters(typed)))
    except NoNumber:
        raise BadResponse(_("Write one fraction, for example −2/7 or 1 2/7.")) from None


def _parsed(text: str) -> Written:
    text = _KOREAN.sub(r"\2/\1", _AND.sub(" ", text))
    normal = _LOOSE.sub("", " ".join(unified(text).split()))
    whole, mixed, rest = normal.rpartition(" ")
    if not (_MIXED if mixed else _SHAPE).fullmatch(normal):
        raise NoNumber
    top, line, bottom = rest.partition("/")
    over, under = parse_decimal(top), parse_decimal(bottom if line else "1")
    if not under:
        raise BadResponse(_("A fraction cannot have 0 below the line."))
    value = fractions.Fraction(over) / fractions.Fraction(under)
    if mixed:
        value = int(whole) + (-value if whole.startswith("-") else value)
    counted = not set(rest.rstrip(".")) & set(
        ".,e"
    )  # whole numbers above and below the line
    lowest = counted and math.gcd(int(over), int(under)) == 1
    exponent = over.as_tuple().exponent
    places = 0 if line or not isinstance(exponent, int) else max(0, -exponent)
    return Written(value, lowest, places)


def _wrong(given: fractions.Fraction, value: fractions.Fraction) -> str:
    """What is wrong with a fraction: its sign, which way up it is, or its size."""
    if given == -value:
        return _("The size is right, the sign is not.")
    if given * value == 1:
        return _("That is upside down.")
    return beside(given > value)


def _stored(written: Any) -> str:
    """An author's fraction as a question keeps it, so that it can be typed again."""
    return characters(str(parse_fraction(written).value))
