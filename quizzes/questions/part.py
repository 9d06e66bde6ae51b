"""Part: one number of several that are asked for on the way."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal, Self

from django.utils.translation import gettext as _

from . import formula
from .base import JSON, Authored, Mistake, count, in_field, lines
from .choice import named_mistakes, split_feedback
from .decimals import parse_number, within
from .number import Number
from .units import parted

Standing = Literal["right", "carried", "wrong"]

FEWEST, MOST = 2, 8
FLOATS = 1e-9  # what reckoning a formula in floats may be off by, of its value


@dataclasses.dataclass(frozen=True, kw_only=True)
class Part:
    """A number that is asked for on the way: `value ± tolerance`, decimal strings.

    `follows` is how it comes from the parts before it, p1, p2, …; or "".
    """

    prompt: str
    value: str
    tolerance: str = "0"
    places: int = 0
    unit: str = ""
    follows: str = ""
    mistakes: tuple[Mistake, ...] = ()

    @cached_property
    def number(self) -> Number:
        """This part as a question of its own."""
        return Number(
            prompt=self.prompt,
            value=self.value,
            tolerance=self.tolerance,
            places=self.places,
            unit=self.unit,
            mistakes=self.mistakes,
        )

    def given(self, entry: Any) -> Decimal:
        """The number that was typed, with its unit or without."""
        if self.unit and isinstance(entry, str):
            return parse_number(parted(entry, [self.unit])[0])
        return parse_number(entry)

    def standing(
        self, given: Decimal, own: Mapping[str, float], wrong: AbstractSet[str]
    ) -> Standing:
        """Of a number after one's own earlier ones, some of which are wrong."""
        if within(given, Decimal(self.value), Decimal(self.tolerance)):
            return "right"
        if not self.agrees(given, own):
            return "wrong"
        return "carried" if self.needs & wrong else "right"

    @property
    def needs(self) -> frozenset[str]:
        """The names of the parts that it follows from."""
        return formula.read(self.follows).names if self.follows else frozenset()

    def agrees(self, given: Decimal, earlier: Mapping[str, float]) -> bool:
        """Whether a number follows, within tolerance, from these earlier ones."""
        if not self.follows:
            return False
        try:
            value = formula.read(self.follows).value(earlier)
        except ValueError:
            return False
        slack = float(self.tolerance) + FLOATS * max(1.0, abs(value))
        return abs(float(given) - value) <= slack

    def faults(self, earlier: Mapping[str, float]) -> list[str]:
        """What an author should mend; `earlier` are the true numbers before it."""
        faults = self.number.check()
        try:
            unknown = self.needs - set(earlier)
        except ValueError as error:
            return [*faults, str(error)]
        if unknown:
            faults.append(
                _("“%(name)s” is none of the parts before it.") % {"name": min(unknown)}
            )
        elif self.follows and not self.needs:
            faults.append(_("The formula names no earlier part: p1, p2, …"))
        elif self.follows and not self.agrees(Decimal(self.value), earlier):
            faults.append(_("The formula does not give the right number."))
        return faults

    @classmethod
    def written(cls, asked: str, answer: str, **common: Any) -> Self:
        """From an author's lines `prompt || unit` and `value ± tolerance = formula`."""
        prompt, unit = split_feedback(asked)
        number, _sign, follows = answer.partition("=")
        value, _sign, tolerance = number.replace("+-", "±").partition("±")
        if follows:
            formula.read(follows.strip())
        return cls(
            prompt=prompt,
            unit=unit,
            value=str(parse_number(value)),
            tolerance=str(parse_number(tolerance or "0")),
            follows=follows.strip(),
            **common,
        )

    def to_json(self) -> JSON:
        said = {"mistakes": [vars(mistake) for mistake in self.mistakes]}
        return {f.name: getattr(self, f.name) for f in dataclasses.fields(self)} | said

    @classmethod
    def from_json(cls, data: JSON) -> Self:
        mistakes = tuple(Mistake(**mistake) for mistake in data["mistakes"])
        return cls(**data | {"mistakes": mistakes})


def written_parts(fields: Authored) -> tuple[Part, ...]:
    """The parts that an author wrote in `parts`, `answers`, `places`, `mistakes`."""
    asked, answers = lines(fields, "parts"), lines(fields, "answers")
    if not FEWEST <= len(asked) == len(answers) <= MOST:
        raise ValueError(
            _("Give %(least)d to %(most)d parts, and a right number for each.")
            % {"least": FEWEST, "most": MOST}
        )
    mistakes, places = _mistakes(fields, len(asked)), count(fields, "places")
    return in_field(
        "answers",
        lambda: tuple(
            Part.written(*pair, places=places, mistakes=tuple(named))
            for *pair, named in zip(asked, answers, mistakes, strict=True)
        ),
    )


def _mistakes(fields: Authored, count: int) -> list[list[Mistake]]:
    """The named mistakes of each part, from lines of `part: number || feedback`."""
    found: list[list[Mistake]] = [[] for _part in range(count)]
    for written, feedback in named_mistakes(fields):
        place, _colon, number = written.partition(":")
        if place.strip() not in map(str, range(1, count + 1)):
            raise ValueError(_("A mistake begins with its part, as in “2: 0.38 || …”."))
        value = str(parse_number(number))
        found[int(place) - 1].append(Mistake(value, feedback))
    return found
