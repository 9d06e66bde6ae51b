"""Matrix: several numbers in rows and columns; a vector is a matrix of one row."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product
from typing import Any, ClassVar, Self

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .base import (
    JSON,
    Authored,
    Field,
    Form,
    Grade,
    Mistake,
    Question,
    count,
    in_field,
    lines,
    share_said,
    texts,
)
from .choice import mistakes_of
from .decimals import (
    PRECISION,
    entry_at,
    faults_of_precision,
    numbers_in_rows,
    parse_number,
    plain,
    tolerance_of,
    too_short,
    within,
)

MOST = 6  # rows, and columns
NAMED = 6  # wrong entries in the feedback; the page marks them all
Rows = tuple[tuple[str, ...], ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Matrix(Question):
    """Numbers in rows of equal length, each `value ± tolerance`, decimal strings.

    A response is a list of rows of numbers. The score is the share of entries that
    are right; all of them are needed to pass. `places` asks for at least so many
    digits after the point. A mistake's value is a whole matrix. `row_labels` and
    `column_labels` are Markdown, one for each row and column, or none.
    """

    kind: ClassVar[str] = "matrix"
    label: ClassVar[str | Promise] = gettext_lazy("A vector or matrix")
    shows_truth: ClassVar[bool] = True
    fields: ClassVar[tuple[Field, ...]] = (
        Field(
            "answer",
            "lines",
            gettext_lazy("Right numbers"),
            gettext_lazy("A row per line, its numbers apart by spaces."),
            each_language=False,
        ),
        *PRECISION,
        Field(
            "row_labels",
            "lines",
            gettext_lazy("Labels of the rows"),
            gettext_lazy("One per line, or none."),
            required=False,
        ),
        Field(
            "column_labels",
            "lines",
            gettext_lazy("Labels of the columns"),
            gettext_lazy("One per line, or none."),
            required=False,
        ),
        Field(
            "mistakes",
            "lines",
            gettext_lazy("Named mistakes"),
            gettext_lazy("One per line: 1 0; 0 1 || what to tell who answers it."),
            required=False,
        ),
    )
    sample: ClassVar[Authored] = {
        "prompt": "Which matrix?",
        "answer": ["45.8 1", "0 -2"],
        "tolerance": "0.2",
        "mistakes": ["0 0; 0 0 || Not nothing."],
    }
    schema: ClassVar[JSON] = {
        "type": "array",
        "items": {"type": "array", "items": {"type": ["string", "number"]}},
        "description": (
            "Rows of numbers, also as typed. The score is the share that is right."
        ),
    }

    value: Rows
    tolerance: str = "0"
    places: int = 0
    row_labels: tuple[str, ...] = ()
    column_labels: tuple[str, ...] = ()
    mistakes: tuple[Mistake, ...] = ()

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.value), len(self.value[0])

    def input(self) -> JSON:
        rows, columns = self.shape
        return {
            "rows": rows,
            "columns": columns,
            "places": self.places,
            "row_labels": list(self.row_labels),
            "column_labels": list(self.column_labels),
        }

    def read(self, form: Form) -> Any:
        """A form sends the entries row by row, all under one name."""
        typed, (_rows, columns) = list(form.get("response", [])), self.shape
        return [typed[at : at + columns] for at in range(0, len(typed), columns)]

    def filled(self, response: Any) -> JSON:
        """The entries as typed; empty where there are none."""
        rows, columns = self.shape
        cells = [
            [{"text": entry_at(response, row, column)} for column in range(columns)]
            for row in range(rows)
        ]
        return {**self.input(), "cells": cells}

    def marked(self, response: Any) -> JSON:
        shown = self.filled(response)
        given = numbers_in_rows(response, *self.shape)
        for row, column in self._places():
            right = self._right(given, self.value, row, column)
            true = plain(Decimal(self.value[row][column]))
            shown["cells"][row][column] |= {"right": right, "true": true}
        return shown

    def _places(self) -> Iterator[tuple[int, int]]:
        rows, columns = self.shape
        return product(range(rows), range(columns))

    def _right(
        self, given: list[list[Decimal]], truth: Rows, row: int, column: int
    ) -> bool:
        value, tolerance = Decimal(truth[row][column]), Decimal(self.tolerance)
        return within(given[row][column], value, tolerance)

    def grade(self, response: Any) -> Grade:
        given = numbers_in_rows(response, *self.shape)
        wrong = [at for at in self._places() if not self._right(given, self.value, *at)]
        if not wrong:
            return Grade(1.0)
        rows, columns = self.shape
        return Grade(1 - len(wrong) / (rows * columns), self._said(given, wrong))

    def _said(self, given: list[list[Decimal]], wrong: list[tuple[int, int]]) -> str:
        for value, feedback in self._known():
            if all(self._right(given, value, *at) for at in self._places()):
                return feedback
        if all(
            too_short(given[row][column], self.value[row][column], self.places)
            for row, column in wrong
        ):
            return ngettext(
                "Right as far as they go, with too few digits: give %(places)d decimal.",
                "Right as far as they go, with too few digits: give %(places)d decimals.",
                self.places,
            ) % {"places": self.places}
        entries = ", ".join(
            f"({row + 1}, {column + 1})" for row, column in wrong[:NAMED]
        )
        if len(wrong) > NAMED:
            entries += ", …"
        rows, columns = self.shape
        said = _("Not right (row, column): %(entries)s.") % {"entries": entries}
        return f"{share_said(rows * columns - len(wrong), rows * columns)} {said}"

    def _known(self) -> Iterator[tuple[Rows, str]]:
        """Matrices that a slip makes of the right one, and what is said to them."""
        for mistake in self.mistakes:
            yield mistake.value, mistake.feedback
        if len(self.value) == len(self.value[0]):
            yield (
                tuple(zip(*self.value, strict=True)),
                _("Rows and columns are exchanged."),
            )
        opposite = tuple(tuple(str(-Decimal(e)) for e in row) for row in self.value)
        yield opposite, _("The sizes are right, the signs are not.")

    def truth(self) -> list[list[str]]:
        return [list(row) for row in self.value]

    def slips(self) -> list[tuple[Any, str]]:
        return [
            ([list(row) for row in mistake.value], mistake.feedback)
            for mistake in self.mistakes
        ]

    def expected(self) -> str:
        rows = (
            " & ".join(plain(Decimal(entry)) for entry in row) for row in self.value
        )
        inner = r" \\ ".join(rows)
        return rf"$\begin{{pmatrix}} {inner} \end{{pmatrix}}$"

    def markdown(self) -> list[str]:
        labels = [*self.row_labels, *self.column_labels]
        said = [mistake.feedback for mistake in self.mistakes]
        return [*super().markdown(), *labels, *said]

    def check(self) -> list[str]:
        faults = super().check()
        matrices = [self.value, *(mistake.value for mistake in self.mistakes)]
        widths = {len(row) for matrix in matrices for row in matrix}
        heights = {len(matrix) for matrix in matrices}
        if len(widths) != 1 or len(heights) != 1:
            return [*faults, _("All rows need the same length, in mistakes too.")]
        if not 1 <= max(self.shape) <= MOST or not self.value[0]:
            faults.append(_("Give 1 to %(most)d rows and columns.") % {"most": MOST})
        return faults + self._faults_of_labels() + self._faults_of_numbers()

    def _faults_of_labels(self) -> list[str]:
        rows, columns = self.shape
        fits = len(self.row_labels) in (0, rows)
        if fits and len(self.column_labels) in (0, columns):
            return []
        return [_("Give a label for each row or column, or none.")]

    def _faults_of_numbers(self) -> list[str]:
        faults = faults_of_precision(self.tolerance, self.places)
        taken: list[list[list[Decimal]]] = []
        for response, _feedback in self.slips():
            if self.grade(response).score == 1:
                written = "; ".join(" ".join(row) for row in response)
                faults.append(
                    _("The mistake %(value)s counts as right.") % {"value": written}
                )
            numbers = numbers_in_rows(response, *self.shape)  # 1.0 is 1
            if numbers in taken:
                faults.append(_("Two named mistakes are the same."))
            taken.append(numbers)
        return faults

    @classmethod
    def from_fields(cls, data: JSON) -> Self:
        mistakes = tuple(
            Mistake(_rows(mistake["value"]), mistake["feedback"])
            for mistake in data.pop("mistakes")
        )
        data["row_labels"] = tuple(data["row_labels"])
        data["column_labels"] = tuple(data["column_labels"])
        return cls(value=_rows(data.pop("value")), mistakes=mistakes, **data)

    @classmethod
    def authored(cls, fields: Authored) -> Self:
        """From `answer` (lines of numbers), `tolerance`, `places` and the rest."""
        return cls(
            **texts(fields),
            value=in_field("answer", lambda: _written(lines(fields, "answer"))),
            tolerance=tolerance_of(fields),
            places=count(fields, "places"),
            row_labels=tuple(lines(fields, "row_labels")),
            column_labels=tuple(lines(fields, "column_labels")),
            mistakes=mistakes_of(fields, lambda rows: _written(rows.split(";"))),
        )


def _rows(value: Sequence[Sequence[str]]) -> Rows:
    return tuple(tuple(row) for row in value)


def _written(written: list[str]) -> Rows:
    """Rows as an author writes them, the numbers apart by spaces."""
    if not written:
        raise ValueError(_("Give at least one row."))
    rows = [line.split() for line in written[: MOST + 1]]
    if not all(rows):
        raise ValueError(_("Give at least one number per row."))
    if max(len(rows), *map(len, rows)) > MOST:  # before they are read
        raise ValueError(_("Give 1 to %(most)d rows and columns.") % {"most": MOST})
    return tuple(tuple(str(parse_number(entry)) for entry in row) for row in rows)
