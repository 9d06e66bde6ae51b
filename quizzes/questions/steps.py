"""Steps: several numbers, where a later one may follow from earlier ones."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar, NamedTuple, Self

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import formula
from .base import (
    JSON,
    Authored,
    BadResponse,
    Field,
    Form,
    Grade,
    Question,
    texts,
)
from .decimals import PRECISION, entry_at, parse_number
from .part import FEWEST, MOST, Part, Standing, written_parts


class Judged(NamedTuple):
    """What a part of a response is worth, and what is to be said about it."""

    standing: Standing
    said: str = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Steps(Question):
    """Numbers one after the other; an error made once is charged once.

    A response is the list of numbers, as typed. A part is right if it is within its
    tolerance, or follows from earlier parts of the response that are all right:
    rounding on the way is no fault. It is *carried* if it follows from earlier parts
    that are not. The score is the share of parts that are right or carried. What is
    wrong first cannot be carried, so all parts have to be right to pass.
    """

    kind: ClassVar[str] = "steps"
    label: ClassVar[str | Promise] = gettext_lazy("Several steps")
    shows_truth: ClassVar[bool] = True
    fields: ClassVar[tuple[Field, ...]] = (
        Field(
            "parts",
            "lines",
            gettext_lazy("Parts"),
            gettext_lazy("What each part asks, one per line. After || its unit."),
        ),
        Field(
            "answers",
            "lines",
            gettext_lazy("Right numbers"),
            gettext_lazy(
                "One per part: 0.62 ± 0.01. If it follows from earlier parts, so that a "
                "learner's own earlier error is not charged again, say how: "
                "0.62 ± 0.01 = sigmoid(p1). There are + − * / **, comparisons (0 or 1) "
                "and abs, exp, log, max, min, relu, sigmoid, sqrt, step, tanh."
            ),
            each_language=False,
        ),
        PRECISION[1],
        Field(
            "mistakes",
            "lines",
            gettext_lazy("Named mistakes"),
            gettext_lazy(
                "One per line: 2: 0.38 || what to tell who answers part 2 so."
            ),
            required=False,
        ),
    )
    sample: ClassVar[Authored] = {
        "prompt": "A unit has $w = 0.5$, $b = -0.2$ and the input $x = 2$.",
        "parts": ["What is $z = wx + b$?", r"What is $\hat{y} = \sigma(z)$?"],
        "answers": ["0.8", "0.690 ± 0.002 = sigmoid(p1)"],
        "mistakes": ["1: 1.2 || The bias is negative."],
    }
    schema: ClassVar[JSON] = {
        "type": "array",
        "items": {"type": ["string", "number"]},
        "description": (
            "A number for each part, also as typed. The score is the share of parts "
            "that are right, or follow from one's own earlier numbers."
        ),
    }

    parts: tuple[Part, ...]

    def input(self) -> JSON:
        return {
            "parts": [
                {"text": part.prompt, "unit": part.unit, "places": part.places}
                for part in self.parts
            ]
        }

    def read(self, form: Form) -> Any:
        """A form sends the numbers in their order, all under one name."""
        return list(form.get("response", []))

    def filled(self, response: Any) -> JSON:
        shown = self.input()
        for place, part in enumerate(shown["parts"]):
            part["given"] = entry_at(response, place)
        return shown

    def marked(self, response: Any) -> JSON:
        shown = self.filled(response)
        judged = self._judged(response)
        for line, part, one in zip(shown["parts"], self.parts, judged, strict=True):
            line |= {"standing": one.standing, "true": part.number.expected()}
        return shown

    def grade(self, response: Any) -> Grade:
        judged = self._judged(response)
        credited = sum(one.standing != "wrong" for one in judged)
        return Grade(credited / len(judged), _feedback(judged))

    def _judged(self, response: Any) -> list[Judged]:
        numbers = self._numbers(response)
        own = {_name(place): float(number) for place, number in enumerate(numbers)}
        wrong: set[str] = set()  # or carried: in any case, not the true number
        judged = []
        for place, part in enumerate(self.parts):
            standing = part.standing(numbers[place], own, wrong)
            if standing != "right":
                wrong.add(_name(place))
            say = standing == "wrong"
            said = part.number.slip(response[place]) if say else ""
            judged.append(Judged(standing, said))
        return judged

    def _numbers(self, response: Any) -> list[Decimal]:
        count = len(self.parts)
        if not isinstance(response, list) or len(response) != count:
            raise BadResponse(
                _("Give a list of %(count)d numbers, one for each part.")
                % {"count": count}
            )
        if any(isinstance(one, str) and not one.strip() for one in response):
            raise BadResponse(_("Fill in every part."))
        return [
            _in_part(place, part, entry)
            for place, (part, entry) in enumerate(
                zip(self.parts, response, strict=True)
            )
        ]

    def reread(self, asked: Question, response: Any) -> Any:
        """Parts are told by their words, or by their places where words were mended."""
        given = super().reread(asked, response)
        before, now = (
            [part["text"] for part in q.input()["parts"]] for q in (asked, self)
        )
        if len(before) != len(now) or not isinstance(given, list):
            raise BadResponse(_("The question had other parts."))
        if sorted(before) != sorted(now) or len(given) != len(before):
            return given
        entries = dict(zip(before, given, strict=True))
        return [entries[text] for text in now] if len(entries) == len(now) else given

    def truth(self) -> list[str]:
        return [part.value for part in self.parts]

    def slips(self) -> list[tuple[Any, str]]:
        """Each named mistake, and what follows from it in the later parts."""
        made = []
        for place, part in enumerate(self.parts):
            for mistake in part.mistakes:
                response = self._led_on(place, mistake.value)
                made.append((response, self.grade(response).feedback))
        return made

    def _led_on(self, place: int, value: str) -> list[str]:
        response = self.truth()
        response[place] = value
        for later in range(place + 1, len(response)):
            part = self.parts[later]
            own = {_name(n): float(one) for n, one in enumerate(response)}
            if not part.follows or part.agrees(Decimal(part.value), own):
                continue
            try:
                number = formula.read(part.follows).value(own)
                parse_number(f"{number:.12g}")
            except ValueError:
                continue
            response[later] = f"{number:.12g}"
        return response

    def expected(self) -> str:
        return "; ".join(part.number.expected() for part in self.parts)

    def markdown(self) -> list[str]:
        own = super().markdown()
        return own + [
            text
            for part in self.parts
            for text in (part.prompt, part.unit, *(m.feedback for m in part.mistakes))
        ]

    def check(self) -> list[str]:
        faults = super().check()
        if not FEWEST <= len(self.parts) <= MOST:
            faults.append(
                _("Give %(least)d to %(most)d parts.") % {"least": FEWEST, "most": MOST}
            )
        earlier: dict[str, float] = {}
        for place, part in enumerate(self.parts):
            faults += [
                _("Part %(number)d: %(fault)s") % {"number": place + 1, "fault": fault}
                for fault in part.faults(earlier)
            ]
            earlier[_name(place)] = float(part.value)
        return faults

    def to_json(self) -> JSON:
        return super().to_json() | {"parts": [part.to_json() for part in self.parts]}

    @classmethod
    def from_fields(cls, data: JSON) -> Self:
        parts = tuple(Part.from_json(part) for part in data.pop("parts"))
        return cls(parts=parts, **data)

    @classmethod
    def authored(cls, fields: Authored) -> Self:
        """From `parts`, `answers` (a line each), `places` and `mistakes`."""
        return cls(**texts(fields), parts=written_parts(fields))


def _name(place: int) -> str:
    """What formulas call the number at this place, from 0."""
    return f"p{place + 1}"


def _in_part(place: int, part: Part, entry: Any) -> Decimal:
    try:
        return part.given(entry)
    except BadResponse as refused:
        raise BadResponse(
            _("Part %(number)d: %(fault)s") % {"number": place + 1, "fault": refused}
        ) from None


def _feedback(judged: Sequence[Judged]) -> str:
    """What is said to the parts that are wrong, and which ones are carried."""
    said = [f"({n}) {one.said}" for n, one in enumerate(judged, 1) if one.said]
    unnamed = [
        str(n)
        for n, one in enumerate(judged, 1)
        if one.standing == "wrong" and not one.said
    ]
    carried = [str(n) for n, one in enumerate(judged, 1) if one.standing == "carried"]
    if unnamed:
        said.append(_("Not right: %(parts)s.") % {"parts": ", ".join(unnamed)})
    if carried:
        said.append(
            _("Right with your own earlier result: %(parts)s.")
            % {"parts": ", ".join(carried)}
        )
    return "\n\n".join(said)
