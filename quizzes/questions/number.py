"""Number: one number, compared as a decimal with inclusive bounds."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, localcontext
from typing import Any, ClassVar, Self

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
    text,
    texts,
)
from .choice import named_mistakes

MOST_CHARACTERS = 64
MOST_MAGNITUDE = 300  # |exponent| allowed in what people type
SHOWN_DIGITS = 12  # of an answer that has no end
DIGITS = 50  # of a quotient, so that it can be typed again
EXACT = 2 * MOST_MAGNITUDE + MOST_CHARACTERS  # digits between any two such numbers

_SIGNS = str.maketrans("−–—﹣－⁄", "-----/")  # minus signs; the slash of ½
_RAISED = ("<super>", "<sub>")  # 10² is not 102
_MIXED = re.compile(r"\d\s+\d|\d\s*[¼-¾⅐-⅞↉]")  # 1 1/2, 1½: not 11/2
_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,4})?")
_END_OF_NUMBER = re.compile(r"[\d.,/eE+-]*\d")  # 5, .5, /2: as a unit, cut off
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+")


def parse_number(text: Any) -> Decimal:
    """The decimal a person typed: `.5`, `0,5`, `1/2`, `1e-3`, `−2`, full width.

    Raises BadResponse for anything else, with what was expected.
    """
    if isinstance(text, bool) or not isinstance(text, str | int | float):
        raise BadResponse(_("Write one number, for example -0.5."))
    if isinstance(text, int) and abs(text) >= 10**MOST_CHARACTERS:
        raise BadResponse(_("That number is too long."))
    typed = str(text)
    if len(typed) > MOST_CHARACTERS:
        raise BadResponse(_("That number is too long."))
    raised = any(unicodedata.decomposition(c).startswith(_RAISED) for c in typed)
    if raised or _MIXED.search(typed):
        raise BadResponse(_("Write one number, for example -0.5."))
    plain = unicodedata.normalize("NFKC", typed).translate(_SIGNS)
    plain = re.sub(r"\s+", "", plain).lower()
    if _THOUSANDS.fullmatch(plain):
        raise BadResponse(
            _("Write the number without separators: a comma can be read two ways.")
        )
    top, slash, bottom = plain.replace(",", ".").partition("/")
    if not slash:
        return _decimal(top)
    numerator, denominator = _decimal(top), _decimal(bottom)
    if denominator == 0:
        raise BadResponse(_("A fraction cannot have 0 below the line."))
    with localcontext(prec=DIGITS):
        return numerator / denominator


def _decimal(text: str) -> Decimal:
    if not _PLAIN.fullmatch(text):
        raise BadResponse(_("Write one number, for example -0.5."))
    number = Decimal(text)
    if number and abs(number.adjusted()) > MOST_MAGNITUDE:
        raise BadResponse(_("That number is too long."))
    return number


def plain(number: Decimal) -> str:
    """The number as people write it, with a true minus sign; ⅓ to 12 digits."""
    if len(number.as_tuple().digits) > SHOWN_DIGITS:
        with localcontext(prec=SHOWN_DIGITS):
            number = +number
    return format(number, "f").replace("-", "−")


def within(given: Decimal, value: Decimal, tolerance: Decimal) -> bool:
    """Whether `given` is `value` ± `tolerance`, bounds included."""
    with localcontext(prec=EXACT):
        return abs(given - value) <= tolerance


def too_short(given: Decimal, value: str, places: int) -> bool:
    """Whether `given` is `value`, rounded to fewer digits than were asked for."""
    exponent = given.as_tuple().exponent
    shown = -exponent if isinstance(exponent, int) else 0
    if not 0 <= shown < places:
        return False
    place = Decimal(1).scaleb(-shown)
    with localcontext(prec=EXACT):
        return given in (
            Decimal(value).quantize(place, rounding)
            for rounding in (ROUND_HALF_UP, ROUND_HALF_EVEN)
        )


# How exact a number has to be: fields of every kind that asks for numbers.
PRECISION = (
    Field(
        "tolerance",
        "text",
        gettext_lazy("Tolerance"),
        gettext_lazy("How far off still counts, bounds included. Empty: 0."),
        required=False,
        each_language=False,
    ),
    Field(
        "places",
        "text",
        gettext_lazy("Digits after the point"),
        required=False,
        each_language=False,
    ),
)


def faults_of_precision(tolerance: str, places: int) -> list[str]:
    faults = []
    if Decimal(tolerance) < 0:
        faults.append(_("A tolerance cannot be negative."))
    if not 0 <= places <= 10:
        faults.append(_("Ask for 0 to 10 digits after the point."))
    return faults


@dataclasses.dataclass(frozen=True, kw_only=True)
class Number(Question):
    """One number. `value ± tolerance`, bounds included, both decimal strings.

    `places` asks for at least so many digits after the point: a response that is
    right as far as it goes but shorter is told so.
    """

    kind: ClassVar[str] = "number"
    label: ClassVar[str | Promise] = gettext_lazy("A number")
    fields: ClassVar[tuple[Field, ...]] = (
        Field("answer", "text", gettext_lazy("Right number"), each_language=False),
        *PRECISION,
        Field("unit", "text", gettext_lazy("Unit"), required=False),
        Field(
            "mistakes",
            "lines",
            gettext_lazy("Named mistakes"),
            gettext_lazy("One per line: number || what to tell who answers it."),
            required=False,
        ),
    )
    sample: ClassVar[Authored] = {
        "prompt": "How many?",
        "answer": "45.8",
        "tolerance": "0.2",
    }
    schema: ClassVar[JSON] = {
        "type": ["string", "number"],
        "description": "A number, also as typed.",
    }

    value: str
    tolerance: str = "0"
    places: int = 0
    unit: str = ""
    mistakes: tuple[Mistake, ...] = ()

    def input(self) -> JSON:
        return {"unit": self.unit, "places": self.places}

    def grade(self, response: Any) -> Grade:
        given = parse_number(self._without_unit(response))
        tolerance = Decimal(self.tolerance)
        if within(given, Decimal(self.value), tolerance):
            return Grade(1.0)
        for mistake in self.mistakes:
            if within(given, Decimal(mistake.value), tolerance):
                return Grade(0.0, mistake.feedback)
        if too_short(given, self.value, self.places):
            return Grade(
                0.0,
                ngettext(
                    "The value is right, with too few digits: give %(places)d decimal.",
                    "The value is right, with too few digits: give %(places)d decimals.",
                    self.places,
                )
                % {"places": self.places},
            )
        return Grade(0.0)

    def _without_unit(self, response: Any) -> Any:
        """`1957년` is the number that was asked for, with its unit."""
        if not self.unit or not isinstance(response, str):
            return response
        return response.strip().removesuffix(self.unit)

    def truth(self) -> str:
        return self.value

    def slips(self) -> list[tuple[Any, str]]:
        return [(mistake.value, mistake.feedback) for mistake in self.mistakes]

    def expected(self) -> str:
        gap = " " if self.unit[:1].isascii() else ""  # 1958년, 1.5 V
        return f"{plain(Decimal(self.value))}{gap}{self.unit}".strip()

    def markdown(self) -> list[str]:
        said = [mistake.feedback for mistake in self.mistakes]
        return [*super().markdown(), self.unit, *said]

    def check(self) -> list[str]:
        faults = super().check() + faults_of_precision(self.tolerance, self.places)
        if _END_OF_NUMBER.fullmatch(self.unit.strip()):
            faults.append(_("A unit cannot look like the end of a number."))
        for mistake in self.mistakes:
            if self.grade(mistake.value).score:
                faults.append(
                    _("The mistake %(value)s counts as right.")
                    % {"value": mistake.value}
                )
        values = [Decimal(mistake.value) for mistake in self.mistakes]
        if len(set(values)) < len(values):
            faults.append(_("Two named mistakes are the same number."))
        return faults

    @classmethod
    def from_fields(cls, data: JSON) -> Self:
        mistakes = tuple(Mistake(**mistake) for mistake in data.pop("mistakes"))
        return cls(mistakes=mistakes, **data)

    @classmethod
    def authored(cls, fields: Authored) -> Self:
        """From `answer`, `tolerance`, `places`, `unit` and `mistakes`."""
        mistakes = named_mistakes(fields)
        try:
            places = int(fields.get("places") or 0)
            return cls(
                **texts(fields),
                value=str(parse_number(fields.get("answer"))),
                tolerance=str(parse_number(fields.get("tolerance") or "0")),
                places=places,
                unit=text(fields, "unit"),
                mistakes=tuple(
                    Mistake(str(parse_number(value)), feedback)
                    for value, feedback in mistakes
                ),
            )
        except (ValueError, TypeError, OverflowError) as error:
            raise ValueError(
                _("A number question needs numbers: %(error)s") % {"error": error}
            ) from None
