"""Number: one number, compared as a decimal with inclusive bounds."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
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
    count,
    in_field,
    lines,
    text,
    texts,
)
from .choice import mistakes_of
from .decimals import (
    PRECISION,
    beside,
    displaced,
    faults_of_precision,
    parse_number,
    parse_share,
    plain,
    product,
    quotient,
    significant,
    stored,
    tolerance_of,
    too_few,
    too_short,
    within,
)
from .units import Unit, bare, faults_of_units, parted, written_units

MOST_FIGURES = 12
ONE = Decimal(1)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Number(Question):
    """One number. `value ± tolerance`, bounds included, both decimal strings.

    The score is 1 within the bounds and with digits enough, else 0.

    `relative` is a share of the value; the wider of the two counts. `places` says to how
    many digits after the point to reckon: zeros at the end need not be typed, 2.5 is
    2.50. `figures` asks for so many significant digits, zeros at the end too. A response
    that is right as far as it goes but shorter is told so. Where figures but no bounds are given, a response may be off by half of the
    last figure, as rounding leaves it.

    `unit` stands beside the field and may be typed. With other `units` it has to be
    typed, one of them, and the number is converted.
    """

    kind: ClassVar[str] = "number"
    label: ClassVar[str | Promise] = gettext_lazy("A number")
    fields: ClassVar[tuple[Field, ...]] = (
        Field("answer", "text", gettext_lazy("Right number"), each_language=False),
        *PRECISION,
        Field(
            "relative",
            "text",
            gettext_lazy("Relative tolerance"),
            gettext_lazy("A share of the right number: 0.01 or 1 %."),
            required=False,
            each_language=False,
        ),
        Field(
            "figures",
            "text",
            gettext_lazy("Significant digits"),
            gettext_lazy("How many a response needs: 2.50 has 3."),
            required=False,
            each_language=False,
        ),
        Field("unit", "text", gettext_lazy("Unit"), required=False),
        Field(
            "units",
            "lines",
            gettext_lazy("Other units"),
            gettext_lazy(
                "One per line, in the unit above: km = 1000. Then a unit has to be typed."
            ),
            required=False,
        ),
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
        "description": (
            "A number, also as typed: with its unit, and zeros at its end. The score is "
            "1 or 0."
        ),
    }

    value: str
    tolerance: str = "0"
    relative: str = "0"
    places: int = 0
    figures: int = 0
    unit: str = ""
    units: tuple[Unit, ...] = ()
    mistakes: tuple[Mistake, ...] = ()

    def _sizes(self) -> dict[str, Decimal]:
        """The units that can be typed, and how many of the question's own they are."""
        others = {unit.name: Decimal(unit.size) for unit in self.units}
        return {self.unit: ONE, **others}

    def input(self) -> JSON:
        return {
            "unit": self.unit,
            "units": list(self._sizes()) if self.units else [],
            "places": self.places,
            "figures": self.figures,
        }

    def grade(self, response: Any) -> Grade:
        typed, size = self._measured(response)
        given = product(parse_number(typed), size)
        if self._is(given, self.value) and significant(typed)[-1] >= self.figures:
            return Grade(1.0)
        return Grade(0.0, self.slip(response) or beside(given > Decimal(self.value)))

    def slip(self, response: Any) -> str:
        """What is said to a number that is wrong in a known way; else nothing."""
        typed, size = self._measured(response)
        given = parse_number(typed)
        own, value = product(given, size), Decimal(self.value)
        if self._is(own, self.value):
            return self._wanting()
        for mistake in self.mistakes:
            if self._is(own, mistake.value):
                return mistake.feedback
        if too_short(given, self.value, self.places):
            return self._wanting()
        written, there = significant(typed), quotient(value, size)
        if self.figures and too_few(given, there, written, self.figures):
            return self._wanting()
        return displaced(own, value, lambda one: self._is(one, self.value))

    def _measured(self, response: Any) -> tuple[Any, Decimal]:
        """The number in a response, and the size of its unit.

        `1957년` is the number that was asked for, with the unit beside the field.
        """
        unit, sizes = "", self._sizes()
        if self.unit and isinstance(response, str):
            response, unit = parted(response, sizes)
        if self.units and not unit:
            raise BadResponse(
                _("Write one number and its unit (%(units)s).")
                % {"units": ", ".join(sizes)}
            )
        return response, sizes[unit or self.unit]

    def _is(self, given: Decimal, true: str) -> bool:
        """Whether `given` is a true value, or that of a mistake, within the bounds."""
        value = Decimal(true)
        bound = max(
            Decimal(self.tolerance), product(Decimal(self.relative), abs(value))
        )
        if self.figures and value and not bound:
            bound = Decimal(5).scaleb(value.adjusted() - self.figures)
        return within(given, value, bound)

    def _wanting(self) -> str:
        if self.figures:
            return ngettext(
                "The value is right, with too few digits: give %(n)d significant digit.",
                "The value is right, with too few digits: give %(n)d significant digits.",
                self.figures,
            ) % {"n": self.figures}
        return ngettext(
            "The value is right, with too few digits: give %(places)d decimal.",
            "The value is right, with too few digits: give %(places)d decimals.",
            self.places,
        ) % {"places": self.places}

    def reread(self, asked: Question, response: Any) -> Any:
        """Where units can be typed now, the unit that stood beside the field goes along.

        BadResponse where another stood there: 2.5 m is no 2.5 km.
        """
        given = super().reread(asked, response)
        if not isinstance(asked, Number) or asked.units:
            return given
        if self.units:
            number, _unit = parted(str(given), [asked.unit])
            return f"{number} {asked.unit}"
        if asked.unit and self.unit and bare(asked.unit) != bare(self.unit):
            raise BadResponse(
                _("The question asked for another unit: %(unit)s.")
                % {"unit": asked.unit}
            )
        return given

    def _typed(self, value: str) -> str:
        return f"{value} {self.unit}" if self.units else value

    def truth(self) -> str:
        return self._typed(self.value)

    def slips(self) -> list[tuple[Any, str]]:
        return [
            (self._typed(mistake.value), mistake.feedback) for mistake in self.mistakes
        ]

    def expected(self) -> str:
        gap = " " if self.unit[:1].isascii() else ""  # 1958년, 1.5 V
        return f"{plain(Decimal(self.value))}{gap}{self.unit}".strip()

    def markdown(self) -> list[str]:
        said = [mistake.feedback for mistake in self.mistakes]
        return [*super().markdown(), *self._sizes(), *said]

    def check(self) -> list[str]:
        faults = [
            *super().check(),
            *faults_of_precision(self.tolerance, self.places),
            *self._faults_of_bounds(),
            *faults_of_units(self.unit, self.units),
        ]
        return faults or self._faults_of_mistakes()  # which need sound bounds

    def _faults_of_bounds(self) -> list[str]:
        value, faults = Decimal(self.value), []
        if not 0 <= Decimal(self.relative) < 1:
            faults.append(_("A relative tolerance is a share: from 0 to below 1."))
        if not 0 <= self.figures <= MOST_FIGURES:
            faults.append(
                _("Ask for 0 to %(most)d significant digits.") % {"most": MOST_FIGURES}
            )
        if not value and (Decimal(self.relative) or self.figures):
            faults.append(
                _("At 0 nothing is relative: give a tolerance, and ask for decimals.")
            )
        elif self.figures and significant(self.value)[-1] < self.figures:
            faults.append(_("The right number has fewer significant digits than that."))
        if self.places and (self.figures or self.units):
            faults.append(
                _(
                    "Ask for significant digits or decimals; with several units, the former."
                )
            )
        return faults

    def _faults_of_mistakes(self) -> list[str]:
        values = [Decimal(mistake.value) for mistake in self.mistakes]
        faults = [
            _("The mistake %(value)s counts as right.") % {"value": value}
            for value in values
            if self._is(value, self.value)
        ]
        if len(set(values)) < len(values):
            faults.append(_("Two named mistakes are the same number."))
        return faults

    @classmethod
    def from_fields(cls, data: JSON) -> Self:
        mistakes = tuple(Mistake(**mistake) for mistake in data.pop("mistakes"))
        units = tuple(Unit(**unit) for unit in data.pop("units", ()))
        return cls(mistakes=mistakes, units=units, **data)

    @classmethod
    def authored(cls, fields: Authored) -> Self:
        """From `answer`, `tolerance`, `relative`, `places`, `figures` and the rest."""
        get = fields.get
        return cls(
            **texts(fields),
            value=in_field("answer", lambda: stored(get("answer"))),
            tolerance=tolerance_of(fields),
            relative=in_field(
                "relative", lambda: str(parse_share(get("relative") or 0))
            ),
            places=count(fields, "places"),
            figures=count(fields, "figures"),
            unit=text(fields, "unit"),
            units=in_field("units", lambda: written_units(lines(fields, "units"))),
            mistakes=mistakes_of(fields, stored),
        )
