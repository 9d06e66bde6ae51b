"""Mark: which points of a figure?"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import points
from .base import (
    JSON,
    Authored,
    BadResponse,
    Field,
    Form,
    Grade,
    Question,
    lines,
    texts,
)
from .choice import (
    LETTERS,
    lettered,
    named_mistakes,
    places_of,
    relettered,
    share_of,
    ticks_said,
)
from .decimals import parse_number, plain

FEWEST, MOST = 2, 12
FARTHEST = 10**6  # a coordinate that can be read on an axis
NEAR = 0.04  # of the figure's width: two points so near are one to a finger


@dataclasses.dataclass(frozen=True)
class Point:
    """A place in the plane, decimal strings; what is known of it, in Markdown; and
    what is said to who has it on the wrong side."""

    x: str
    y: str
    note: str = ""
    feedback: str = ""

    @property
    def place(self) -> tuple[float, float]:
        return float(self.x), float(self.y)

    @property
    def text(self) -> str:
        x, y = (plain(Decimal(one)).replace("−", "-") for one in (self.x, self.y))
        return f"$({x}, {y})$ {self.note}".strip()


@dataclasses.dataclass(frozen=True, kw_only=True)
class Mark(Question):
    """Points of a figure are told by their letters, which stand in it.

    `right` are places, ascending. If `many` may be chosen, the score is the share of the
    right points that are, less the share of the wrong ones that are, and never under 0;
    else exactly one is chosen, and is right (1) or not (0). All of it is needed to pass.
    A response is the letters chosen.
    """

    kind: ClassVar[str] = "mark"
    label: ClassVar[str | Promise] = gettext_lazy("Points of a figure")
    shows_truth: ClassVar[bool] = True
    fields: ClassVar[tuple[Field, ...]] = (
        Field(
            "points",
            "lines",
            gettext_lazy("Points"),
            gettext_lazy(
                "One per line: 1 −2. In the figure, they are A, B, C … in this order."
            ),
            each_language=False,
        ),
        Field(
            "answer",
            "lines",
            gettext_lazy("Right points"),
            gettext_lazy(
                "Their letters, one per line. If one, only one can be chosen."
            ),
            each_language=False,
        ),
        Field(
            "mistakes",
            "lines",
            gettext_lazy("Named mistakes"),
            gettext_lazy("One per line: c || what to tell who has point C wrong."),
            required=False,
        ),
    )
    sample: ClassVar[Authored] = {
        "prompt": "Which point is above the line $x_2 = x_1$?",
        "points": ["1 2", "2 1", "3 -0.5"],
        "answer": ["a"],
        "mistakes": ["b || That one is below."],
    }
    schema: ClassVar[JSON] = {
        "type": "array",
        "items": {"type": "string"},
        "description": (
            "The letters of the points, in lower case. Where many can be chosen, the "
            "score is the share of the right points that are, less that of the wrong "
            "ones, and never under 0; else it is 1 or 0."
        ),
    }

    points: tuple[Point, ...]
    right: tuple[int, ...]
    many: bool = False

    @property
    def chance(self) -> float:
        """Of the sets that can be chosen, one is right; the empty one cannot be."""
        count = len(self.points)
        return 1 / ((1 << count) - 1 if self.many else count)

    def input(self) -> JSON:
        options = lettered(point.text for point in self.points)
        for option, point in zip(options, self.points, strict=True):
            option |= {"x": float(point.x), "y": float(point.y)}
        return {"options": options, "many": self.many}

    def read(self, form: Form) -> Any:
        return list(form.get("response", []))

    def grade(self, response: Any) -> Grade:
        chosen, right = self._places(response), set(self.right)
        said = [self.points[at].feedback for at in sorted(chosen ^ right)]
        if self.many and not all(said):
            said.insert(0, ticks_said(chosen, self.right))
        said = list(filter(None, said))
        return Grade(self._score(chosen), "\n\n".join(said))

    def _score(self, chosen: set[int]) -> float:
        if not self.many:
            return float(chosen == set(self.right))
        return share_of(chosen, self.right, len(self.points))

    def _places(self, response: Any) -> set[int]:
        wanted = (
            _("Give the list of the points' letters.")
            if self.many
            else _("Choose one of the points.")
        )
        chosen = places_of(response, self._letters(), wanted)
        if not chosen and self.many:
            raise BadResponse(_("Choose at least one point."))
        if len(chosen) != 1 and not self.many:
            raise BadResponse(wanted)
        return chosen

    def _letters(self) -> str:
        return LETTERS[: len(self.points)]

    def reread(self, asked: Question, response: Any) -> Any:
        """The same points, by where they are and what is known of them."""
        given = super().reread(asked, response)
        return relettered(given, asked.input(), self.input())

    def truth(self) -> list[str]:
        return [LETTERS[place] for place in self.right]

    def slips(self) -> list[tuple[Any, str]]:
        """Each point alone on the wrong side; where one is chosen, each wrong one."""
        truth = set(self.truth())
        responses = [
            sorted({letter} ^ truth) if self.many else [letter]
            for letter in self._letters()
            if self.many or letter not in truth
        ]
        return [
            (response, self.grade(response).feedback)
            for response in responses
            if response
        ]

    def expected(self) -> str:
        return ", ".join(letter.upper() for letter in self.truth())

    def markdown(self) -> list[str]:
        words = [words for p in self.points for words in (p.text, p.feedback)]
        return super().markdown() + words

    def check(self) -> list[str]:
        faults = super().check()
        if not FEWEST <= len(self.points) <= MOST:
            faults.append(
                _("Give %(least)d to %(most)d points.")
                % {"least": FEWEST, "most": MOST}
            )
        if self.many and not 0 < len(self.right) < len(self.points):
            faults.append(_("At least one point is right, and one is wrong."))
        if not self.many and len(self.right) != 1:
            faults.append(_("Where one point is chosen, exactly one is right."))
        if not all(0 <= place < len(self.points) for place in self.right):
            faults.append(_("A right point is none of the points."))
        return faults + _crowded([point.place for point in self.points])

    @classmethod
    def from_fields(cls, data: JSON) -> Self:
        found = tuple(Point(**point) for point in data.pop("points"))
        return cls(points=found, right=tuple(data.pop("right")), **data)

    @classmethod
    def authored(cls, fields: Authored) -> Self:
        """From `points`, `answer`, and `mistakes`, lines of `letter || feedback`."""
        written = lines(fields, "points")
        if not FEWEST <= len(written) <= MOST:
            raise ValueError(
                _("Give %(least)d to %(most)d points.")
                % {"least": FEWEST, "most": MOST}
            )
        letters = LETTERS[: len(written)]
        said = {
            _place(letter, letters): feedback
            for letter, feedback in named_mistakes(fields)
        }
        found = tuple(
            Point(*_coordinates(line), feedback=said.get(place, ""))
            for place, line in enumerate(written)
        )
        right = {_place(letter, letters) for letter in lines(fields, "answer")}
        return cls(
            **texts(fields),
            points=found,
            right=tuple(sorted(right)),
            many=len(right) > 1,
            figure=points.figure(letters, [point.place for point in found]),
        )


def _coordinates(line: str) -> tuple[str, str]:
    try:
        x, y = map(parse_number, line.split())
    except ValueError:
        raise ValueError(_("A point is two numbers, as in “1 −2”.")) from None
    if max(abs(x), abs(y)) > FARTHEST:
        raise ValueError(_("A coordinate can be a million at most."))
    return str(x), str(y)


def _place(letter: str, letters: str) -> int:
    place = letters.find(letter.strip().lower())
    if len(letter.strip()) != 1 or place < 0:
        raise ValueError(
            _("“%(letter)s” is no point: they are %(letters)s.")
            % {"letter": letter, "letters": ", ".join(letters)}
        )
    return place


def _crowded(places: Sequence[tuple[float, float]]) -> list[str]:
    """Which points cannot be told apart in a figure."""
    spread = [max(one) - min(one) or 1.0 for one in zip(*places, strict=True)]
    return [
        _("Points %(one)s and %(other)s are too near each other.")
        % {"one": LETTERS[i].upper(), "other": LETTERS[j].upper()}
        for j, (x, y) in enumerate(places)
        for i, (x2, y2) in enumerate(places[:j])
        if abs(x - x2) <= NEAR * spread[0] and abs(y - y2) <= NEAR * spread[1]
    ]
