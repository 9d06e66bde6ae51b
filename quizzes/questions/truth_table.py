"""Truth table: what goes out, for every row of what goes in."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from itertools import product
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
    share_said,
    text,
    texts,
)
from .choice import named_mistakes

MOST_ROWS, MOST_OUTPUTS = 16, 4
Bits = tuple[tuple[int, ...], ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class TruthTable(Question):
    """The outputs, 0 or 1, are to be filled in for each row of the inputs.

    `inputs` and `outputs` are names in TeX; `rows` (rows, inputs) are given, `value`
    (rows, outputs) is right. A response is a list of rows of 0 and 1. The score is
    the share of rows that are right in all outputs; all of them are needed to pass.
    A mistake's value is a whole table of outputs.
    """

    kind: ClassVar[str] = "truth_table"
    label: ClassVar[str | Promise] = gettext_lazy("A truth table")
    shows_truth: ClassVar[bool] = True
    fields: ClassVar[tuple[Field, ...]] = (
        Field(
            "inputs",
            "text",
            gettext_lazy("Inputs"),
            gettext_lazy("Names in TeX, apart by spaces: x_1 x_2"),
            each_language=False,
        ),
        Field(
            "outputs",
            "text",
            gettext_lazy("Outputs"),
            gettext_lazy("Names in TeX, apart by spaces: y"),
            each_language=False,
        ),
        Field(
            "answer",
            "text",
            gettext_lazy("Right outputs"),
            gettext_lazy("A row after the other, from 00 to 11: 0 1 1 0"),
            each_language=False,
        ),
        Field(
            "mistakes",
            "lines",
            gettext_lazy("Named mistakes"),
            gettext_lazy("One per line: 0 1 1 1 || what to tell who answers it."),
            required=False,
        ),
    )
    sample: ClassVar[Authored] = {
        "prompt": "What does XOR answer?",
        "inputs": "x_1 x_2",
        "outputs": "y",
        "answer": "0 1 1 0",
        "mistakes": ["0 1 1 1 || That is OR."],
    }
    schema: ClassVar[JSON] = {
        "type": "array",
        "items": {"type": "array", "items": {"enum": [0, 1]}},
        "description": (
            "A row of outputs for each of the given rows. The score is the share of "
            "rows that are right in all outputs."
        ),
    }

    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    rows: Bits
    value: Bits
    mistakes: tuple[Mistake, ...] = ()

    @classmethod
    def of(
        cls, *, inputs: Sequence[str], rows: Bits | None = None, **rest: Any
    ) -> Self:
        """With all rows of the inputs, 00, 01, 10, 11, where none are given."""
        every = tuple(product((0, 1), repeat=len(inputs)))
        return cls(inputs=tuple(inputs), rows=rows or every, **rest)

    @property
    def chance(self) -> float:
        return float(0.5 ** (len(self.rows) * len(self.outputs)))

    def input(self) -> JSON:
        return {
            "inputs": [f"${name}$" for name in self.inputs],
            "outputs": [f"${name}$" for name in self.outputs],
            "rows": [list(row) for row in self.rows],
        }

    def read(self, form: Form) -> Any:
        """A form sends each cell under a name of its own."""
        cells = [
            [form.get(_name(row, column), [""])[-1] for column in self._columns()]
            for row in range(len(self.rows))
        ]
        return [[{"0": 0, "1": 1}.get(cell) for cell in row] for row in cells]

    def _columns(self) -> range:
        return range(len(self.outputs))

    def filled(self, response: Any) -> JSON:
        lines = [
            {
                "given": list(given),
                "cells": [
                    {"name": _name(row, column), "bit": _bit(response, row, column)}
                    for column in self._columns()
                ],
            }
            for row, given in enumerate(self.rows)
        ]
        return {**self.input(), "lines": lines}

    def marked(self, response: Any) -> JSON:
        shown = self.filled(response)
        for line, bits in zip(shown["lines"], self.value, strict=True):
            for cell, bit in zip(line["cells"], bits, strict=True):
                cell |= {"true": bit, "right": cell["bit"] == bit}
        return shown

    def grade(self, response: Any) -> Grade:
        given = self._bits(response)
        right = [ours == theirs for ours, theirs in zip(given, self.value, strict=True)]
        if all(right):
            return Grade(1.0)
        return Grade(sum(right) / len(right), self._said(given, right))

    def _said(self, given: Bits, right: list[bool]) -> str:
        for mistake in self.mistakes:
            if given == mistake.value:
                return mistake.feedback
        if all(map(_opposite, given, self.value)):
            return _("Every output is the other way round.")
        gap = "" if max(map(max, self.rows)) <= 1 else " "  # 01, but at time 2: 2 1
        wrong = [
            gap.join(map(str, row))
            for row, good in zip(self.rows, right, strict=True)
            if not good
        ]
        said = _("Not right in these rows: %(rows)s.") % {"rows": ", ".join(wrong)}
        return f"{share_said(sum(right), len(right))} {said}"

    def _bits(self, response: Any) -> Bits:
        rows, columns = len(self.rows), len(self.outputs)
        if not _has_shape(response, rows, columns):
            raise BadResponse(
                _("Give %(rows)d rows of %(columns)d outputs, each 0 or 1.")
                % {"rows": rows, "columns": columns}
            )
        if any(bit is None for row in response for bit in row):
            raise BadResponse(_("Fill in every cell."))
        if not all(
            type(bit) is int and bit in (0, 1) for row in response for bit in row
        ):
            raise BadResponse(_("Each output is 0 or 1."))
        return tuple(tuple(row) for row in response)

    def truth(self) -> list[list[int]]:
        return [list(row) for row in self.value]

    def slips(self) -> list[tuple[Any, str]]:
        return [
            ([list(row) for row in mistake.value], mistake.feedback)
            for mistake in self.mistakes
        ]

    def expected(self) -> str:
        return " ".join("".join(map(str, row)) for row in self.value)

    def markdown(self) -> list[str]:
        public = self.input()
        said = [mistake.feedback for mistake in self.mistakes]
        return [*super().markdown(), *public["inputs"], *public["outputs"], *said]

    def check(self) -> list[str]:
        faults = super().check()
        if not 1 <= len(self.rows) <= MOST_ROWS:
            faults.append(_("Give 1 to %(most)d rows.") % {"most": MOST_ROWS})
        if not 1 <= len(self.outputs) <= MOST_OUTPUTS or not self.inputs:
            faults.append(
                _("Give inputs, and 1 to %(most)d outputs.") % {"most": MOST_OUTPUTS}
            )
        names = [*self.inputs, *self.outputs]
        if len(set(names)) < len(names):
            faults.append(_("Two inputs or outputs have the same name."))
        tables = [self.value, *(mistake.value for mistake in self.mistakes)]
        if not _has_shape(self.rows, len(self.rows), len(self.inputs)) or not all(
            _has_shape(table, len(self.rows), len(self.outputs)) for table in tables
        ):
            faults.append(_("Give an output for each row, in mistakes too."))
        elif len(set(tables)) < len(tables):
            faults.append(_("A named mistake is the right table or another mistake."))
        return faults

    @classmethod
    def from_fields(cls, data: JSON) -> Self:
        mistakes = tuple(
            Mistake(_table(mistake["value"]), mistake["feedback"])
            for mistake in data.pop("mistakes")
        )
        data["inputs"], data["outputs"] = tuple(data["inputs"]), tuple(data["outputs"])
        data["rows"], data["value"] = _table(data["rows"]), _table(data["value"])
        return cls(mistakes=mistakes, **data)

    @classmethod
    def authored(cls, fields: Authored) -> Self:
        """From `inputs`, `outputs`, `answer` and `mistakes`."""
        inputs, outputs = (
            tuple(text(fields, name).split()) for name in ("inputs", "outputs")
        )
        if not 1 <= len(inputs) <= 4 or not outputs:
            raise ValueError(_("Name 1 to 4 inputs, and the outputs."))
        return cls.of(
            **texts(fields),
            inputs=inputs,
            outputs=outputs,
            value=_written(text(fields, "answer"), len(outputs)),
            mistakes=tuple(
                Mistake(_written(table, len(outputs)), feedback)
                for table, feedback in named_mistakes(fields)
            ),
        )


def _opposite(given: Sequence[int], true: Sequence[int]) -> bool:
    return all(one != other for one, other in zip(given, true, strict=True))


def _name(row: int, column: int) -> str:
    return f"response-{row}-{column}"


def _bit(response: Any, row: int, column: int) -> int | None:
    """What stands there in a response of any shape."""
    try:
        bit = response[row][column]
    except (TypeError, LookupError):
        return None
    return bit if type(bit) is int else None


def _has_shape(table: Any, rows: int, columns: int) -> bool:
    if not isinstance(table, list | tuple) or len(table) != rows:
        return False
    return all(isinstance(row, list | tuple) and len(row) == columns for row in table)


def _table(value: Sequence[Sequence[int]]) -> Bits:
    return tuple(tuple(row) for row in value)


def _written(bits: str, columns: int) -> Bits:
    """The outputs as an author writes them, a row after the other."""
    digits = "".join(bits.split())
    if not digits or set(digits) - {"0", "1"}:
        raise ValueError(_("Write the outputs as 0 and 1."))
    return tuple(
        tuple(map(int, digits[at : at + columns]))
        for at in range(0, len(digits), columns)
    )
