"""Simulation, Parameter, Trace, and the registry of simulations.

A simulation declares its parameters once, with type, bounds, default, label and
help; the web form, the API's validation and its schema all follow from that. The
amount of work is computed and bounded before anything runs.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from . import bounds, decimals

Values = dict[str, Any]
Text = str | Promise

MOST_STEPS = 4_000  # of one run in the lab


def too_many_steps(name: str, count: int, *, each: int) -> dict[str, str]:
    """The fault of a run of `count` (epochs, the parameter `name`) of `each` steps."""
    if count * each <= MOST_STEPS:
        return {}
    most = _("Give at most %(most)d: a run has at most %(steps)d steps.")
    return {name: most % {"most": MOST_STEPS // each, "steps": MOST_STEPS}}


class ParameterError(ValueError):
    """A parameter that cannot be used; `errors` says why, by name."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {why}" for name, why in errors.items()))
        self.errors = errors


@dataclass(frozen=True)
class Parameter:
    """A parameter of a simulation.

    `type` is number (float), integer, choice (one of `choices`, value → label), text
    (words, sentences) or matrix (rows of numbers, all of one length). Bounds are
    inclusive; for a matrix they hold for each entry, and `most_rows`/`most_columns`
    for its shape.
    """

    name: str
    type: Literal["number", "integer", "choice", "text", "matrix"]
    default: Any
    label: Text
    help: Text = ""
    minimum: float = -math.inf
    maximum: float = math.inf
    choices: Mapping[str, Text] = field(default_factory=dict)
    most_rows: int = 200
    most_columns: int = 10
    most_characters: int = 1000

    def clean(self, value: Any) -> Any:
        """The value as it is used; raises ValueError with what is wrong.

        Accepts what a form sends (text) as well as JSON.
        """
        if self.type == "choice":
            if not isinstance(value, str) or value not in self.choices:
                raise ValueError(
                    _("Choose one of: %(choices)s.")
                    % {"choices": ", ".join(self.choices)}
                )
            return value
        if self.type == "text":
            return self._text(value)
        if self.type == "matrix":
            return self._matrix(value)
        return self._number(value)

    def text(self, value: Any, *, rows: str = "\n") -> str:
        """A cleaned value as a form or an address writes it; `clean` reads it."""
        if self.type == "matrix":
            return rows.join(" ".join(map(decimals.text, row)) for row in value)
        return value if isinstance(value, str) else decimals.text(value)

    def _text(self, value: Any) -> str:
        """Text without characters that no one types; its lines stay apart."""
        if not isinstance(value, str) or not value.strip():
            raise ValueError(_("Write some text."))
        if len(value) > self.most_characters:
            raise ValueError(
                _("Write at most %(most)d characters.") % {"most": self.most_characters}
            )
        lines = value.strip().splitlines()
        if not all(character.isprintable() for line in lines for character in line):
            raise ValueError(_("Write plain text."))
        return "\n".join(lines)

    def _number(self, value: Any) -> int | float:
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise ValueError(_("Give a number."))
        if isinstance(value, str) and (len(value) > 40 or "_" in value):
            raise ValueError(_("Give a number."))
        try:
            number = float(value)
        except (ValueError, OverflowError):
            raise ValueError(_("Give a number.")) from None
        if not math.isfinite(number):
            raise ValueError(_("Give a finite number."))
        if not self.minimum <= number <= self.maximum:
            raise ValueError(
                _("Give a number from %(low)g to %(high)g.")
                % {"low": self.minimum, "high": self.maximum}
            )
        if self.type == "integer":
            if number != int(number):
                raise ValueError(_("Give a whole number."))
            return int(number)
        return number

    def _matrix(self, value: Any) -> list[list[float]]:
        if isinstance(value, str):
            value = _read_matrix(value, self.most_rows * self.most_columns)
        if not isinstance(value, list):
            raise ValueError(_("Give rows of numbers."))
        if not 1 <= len(value) <= self.most_rows:
            raise ValueError(_("Give 1 to %(most)d rows.") % {"most": self.most_rows})
        if not all(isinstance(row, list) for row in value):
            raise ValueError(_("Give rows of numbers."))
        widths = {len(row) for row in value}
        if len(widths) != 1:
            raise ValueError(_("All rows need the same length."))
        if not 1 <= widths.pop() <= self.most_columns:
            raise ValueError(
                _("Give 1 to %(most)d numbers per row.") % {"most": self.most_columns}
            )
        return [[self._number(entry) for entry in row] for row in value]


def _read_matrix(text: str, most: int) -> Any:
    """JSON, or rows split by lines or `;`, their numbers by spaces or commas."""
    if len(text) > 32 * most:
        raise ValueError(_("That is too much data."))
    if text.lstrip().startswith("["):
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            raise ValueError(_("Give rows of numbers.")) from None
    return [
        line.replace(",", " ").split()
        for line in text.replace(";", "\n").splitlines()
        if line.strip()
    ]


# One step of a run: what happened, with every intermediate number (JSON). It maps
# a name to a number, a list or a short text, in the order of the table's columns; all
# steps of a trace have the same names.
Step = Values


@dataclass(frozen=True)
class Trace:
    """A finished run: its parameters, its steps and a summary (JSON).

    `columns` and `summary_labels` name, in order, what the steps and the summary hold.
    """

    parameters: Values
    steps: Sequence[Step]
    summary: Values
    columns: Mapping[str, Text]
    summary_labels: Mapping[str, Text]


class Simulation:
    """A system that can be run in the lab. Subclass, fill in, `register`."""

    slug: ClassVar[str]
    title: ClassVar[Text]
    year: ClassVar[int]
    description: ClassVar[Text]  # one or two sentences
    parameters: ClassVar[Sequence[Parameter]]

    def clean(self, given: Mapping[str, Any]) -> Values:
        """All parameters, defaults filled in; raises ParameterError."""
        known = {parameter.name: parameter for parameter in self.parameters}
        errors = {
            name: _("There is no such parameter.")
            for name in given
            if name not in known
        }
        values = {}
        for name, parameter in known.items():
            try:
                values[name] = parameter.clean(given.get(name, parameter.default))
            except ValueError as error:
                errors[name] = str(error)
        if not errors:
            errors = self.faults(values)
        if errors:
            raise ParameterError(errors)
        return values

    def faults(self, values: Values) -> dict[str, str]:
        """What is wrong between parameters, by name: shapes, too much work."""
        return {}

    def address(self, given: Mapping[str, Any]) -> str:
        """The page in the lab that shows the run with these parameters."""
        page = reverse("simulations:simulation", args=[self.slug])
        values = self.clean(given)
        query = {
            parameter.name: parameter.text(values[parameter.name], rows=";")
            for parameter in self.parameters
            if parameter.name in given
        }
        return f"{page}?{urlencode(query)}" if query else page

    def run(self, given: Mapping[str, Any]) -> Trace:
        """Run with these parameters; raises ParameterError before any work."""
        values = self.clean(given)
        try:
            return self.trace(values)
        except bounds.OutOfBounds as refused:
            why = _(refused.why) % refused.values
            raise ParameterError({refused.name: why}) from None

    def trace(self, values: Values) -> Trace:
        """The run itself, with cleaned parameters."""
        raise NotImplementedError

    def figures(self, trace: Trace) -> dict[str, dict[str, Any]]:
        """Vega-Lite specs by caption; a simulation may have none."""
        return {}


_registry: dict[str, Simulation] = {}


def register(simulation: type[Simulation]) -> type[Simulation]:
    """Class decorator: make a simulation known under its slug."""
    if simulation.slug in _registry:
        raise ValueError(f"Two simulations are called {simulation.slug!r}.")
    _registry[simulation.slug] = simulation()
    return simulation


def get(slug: str) -> Simulation:
    """The simulation called `slug`; LookupError says what is missing."""
    try:
        return _registry[slug]
    except KeyError:
        raise LookupError(f"There is no simulation {slug!r}.") from None


def all_simulations() -> list[Simulation]:
    """Every registered simulation, in the order of history."""
    return sorted(_registry.values(), key=lambda simulation: simulation.year)
