"""The pages of the lab: what can be run, and one run with its figures and steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from . import figures, simulation
from .simulation import Parameter, Simulation, Text, Trace

PAGE = "page"  # of the steps; every other name in the address is a parameter
STEPS = 50  # on a page
LONG = 40  # characters; a longer entry of the table is broken
LONG_COUNT = 10_000  # from here on thousands are told apart
LARGE = 1e15  # from here on a float has no decimals


@dataclass(frozen=True)
class Field:
    """A parameter in the form: the text that stands in it, and what is wrong."""

    parameter: Parameter
    text: str
    error: str = ""

    @property
    def lines(self) -> int:
        """How many lines its text area shows; 0 for a field of one line."""
        parameter = self.parameter
        short = parameter.most_rows == 1 or parameter.type not in ("matrix", "text")
        if short or (parameter.type == "text" and parameter.most_characters <= 100):
            return 0
        return min(max(self.text.count("\n") + 1, 3), 10)


@login_required
def lab(request: HttpRequest) -> HttpResponse:
    """All simulations, in the order of history."""
    every = simulation.all_simulations()
    return render(request, "simulations/lab.html", {"simulations": every})


@login_required
def run(request: HttpRequest, slug: str) -> HttpResponse:
    """One simulation, run with the parameters in the address.

    Faulty parameters are shown at their fields with status 400; nothing is run.
    """
    try:
        chosen = simulation.get(slug)
    except LookupError:
        raise Http404 from None
    given = {name: str(text) for name, text in request.GET.items() if name != PAGE}
    try:
        trace = chosen.run(given)
    except simulation.ParameterError as error:
        context = {"simulation": chosen} | _form(chosen, given, error.errors)
        return render(request, "simulations/simulation.html", context, status=400)
    context = {"simulation": chosen} | _form(chosen, given, {})
    context |= _shown(request, chosen, trace)
    return render(request, "simulations/simulation.html", context)


def _form(
    chosen: Simulation, given: Mapping[str, str], errors: Mapping[str, str]
) -> dict[str, Any]:
    names = {parameter.name for parameter in chosen.parameters}
    fields = [
        Field(parameter, _text(parameter, given), errors.get(parameter.name, ""))
        for parameter in chosen.parameters
    ]
    unknown = {name: why for name, why in errors.items() if name not in names}
    return {"fields": fields, "unknown": unknown, "faulty": bool(errors)}


def _text(parameter: Parameter, given: Mapping[str, str]) -> str:
    """What the learner wrote, or the default; rows on lines of their own."""
    if parameter.name not in given:
        return parameter.text(parameter.default)
    text = given[parameter.name]
    if parameter.type != "matrix":
        return text
    return "\n".join(row.strip() for row in text.split(";"))


def _shown(request: HttpRequest, chosen: Simulation, trace: Trace) -> dict[str, Any]:
    page = Paginator(trace.steps, STEPS).get_page(request.GET.get(PAGE))
    query = request.GET.copy()
    query.pop(PAGE, None)
    looks = [_look([step[name] for step in page]) for name in trace.columns]
    return {
        "figures": chosen.figures(trace),
        "summary": _summary(trace),
        "columns": list(zip(trace.columns.values(), looks, strict=True)),
        "page": page,
        "rows": [
            list(zip(map(written, step.values()), looks, strict=True)) for step in page
        ],
        "query": query.urlencode(),
    }


def _look(values: Sequence[Any]) -> str:
    """The class of a column: words begin at its left, numbers end at its right."""
    look = "text" if any(isinstance(value, str) for value in values) else "number"
    broken = any(len(written(value)) > LONG for value in values)
    return f"{look} long" if broken else look


def _summary(trace: Trace) -> list[tuple[Text, str]]:
    return [
        (label, _grouped(trace.summary[name]))
        for name, label in trace.summary_labels.items()
    ]


def _grouped(value: Any) -> str:
    """As `written`, but a whole number of five digits has its thousands apart."""
    long = isinstance(value, int) and LONG_COUNT <= value < LARGE
    return f"{value:,}" if long else written(value)


def written(value: Any, places: int = 6) -> str:
    """A number of a trace with so many decimals at most, fewer where many stand side
    by side; rows on lines of their own."""
    if isinstance(value, list) and value and isinstance(value[0], list):
        return "\n".join(written(row) for row in value)
    if isinstance(value, list):
        places = 6 if len(value) <= 4 else 4
        return f"({', '.join(written(entry, places) for entry in value)})"
    return _number(value, places) if isinstance(value, int | float) else str(value)


def _number(value: float, places: int) -> str:
    """As 3.1e−7 if the decimals would keep one digit of it at most, or it is large."""
    shown = round(value, places)
    lost = shown != value and abs(value) < 10 ** (1 - places)
    if not lost and abs(value) < LARGE:
        return figures.written(shown)
    digits, exponent = f"{value:.2e}".split("e")
    return f"{figures.written(float(digits))}e{figures.written(int(exponent))}"
