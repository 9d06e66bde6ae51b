"""simulations/ of the API: what can be run, and a run as data."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from django.http import Http404
from django.utils import translation
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import UserRateThrottle

from quizzes.api.base import LearnerView, Strict
from quizzes.api.pagination import whole_list
from quizzes.api.parsers import AnyNumbersJSONParser
from quizzes.api.schema import problems_too

from . import simulation
from .simulation import Parameter, ParameterError, Simulation, Step, Trace

MOST_STEPS = 500  # of a trace that is sent in full
JSON = dict[str, Any]


class SimulationSerializer(serializers.Serializer):
    """A system that can be run."""

    slug = serializers.SlugField()
    title = serializers.CharField()
    year = serializers.IntegerField()
    description = serializers.CharField()


class ParameterSerializer(serializers.Serializer):
    """A parameter; its bounds hold for each entry of a matrix."""

    name = serializers.CharField()
    type = serializers.ChoiceField(["number", "integer", "choice", "text", "matrix"])
    default = serializers.JSONField()
    label = serializers.CharField()  # type: ignore[assignment]
    help = serializers.CharField()
    minimum = serializers.FloatField(required=False)
    maximum = serializers.FloatField(required=False)
    choices = serializers.DictField(
        child=serializers.CharField(), required=False, help_text="Value → label."
    )
    most_rows = serializers.IntegerField(required=False)
    most_columns = serializers.IntegerField(required=False)
    most_characters = serializers.IntegerField(required=False)

    def to_representation(self, parameter: Parameter) -> JSON:
        """Only the bounds that its type has."""
        shown: JSON = super().to_representation(parameter)
        bounds = {"text": ["most_characters"], "choice": ["choices"]}.get(
            parameter.type, ["minimum", "maximum"]
        )
        if parameter.type == "matrix":
            bounds = [*bounds, "most_rows", "most_columns"]
        kept = {"name", "type", "default", "label", "help", *bounds}
        return {
            name: value
            for name, value in shown.items()
            if name in kept and value not in (math.inf, -math.inf)
        }


class SimulationDetailSerializer(SimulationSerializer):
    parameters = ParameterSerializer(many=True)


def parameters_schema() -> JSON:
    """What `parameters` of a run may hold, for each simulation, as it is declared."""
    return {
        "anyOf": [
            {
                "title": one.slug,
                "type": "object",
                "additionalProperties": False,
                "properties": {p.name: _schema_of(p) for p in one.parameters},
            }
            for one in simulation.all_simulations()
        ]
    }


def _schema_of(parameter: Parameter) -> JSON:
    with translation.override("en"):
        words = ": ".join(filter(None, map(str, (parameter.label, parameter.help))))
    told = {"description": words, "default": parameter.default}
    return _type_of(parameter) | told


def _type_of(parameter: Parameter) -> JSON:
    if parameter.type == "choice":
        return {"type": "string", "enum": list(parameter.choices)}
    if parameter.type == "text":
        return {"type": "string", "maxLength": parameter.most_characters}
    bounds = {"minimum": parameter.minimum, "maximum": parameter.maximum}
    finite = {name: value for name, value in bounds.items() if math.isfinite(value)}
    if parameter.type != "matrix":
        return {"type": parameter.type, **finite}
    row = {
        "type": "array",
        "items": {"type": "number", **finite},
        "minItems": 1,
        "maxItems": parameter.most_columns,
    }
    return {
        "type": "array",
        "items": row,
        "minItems": 1,
        "maxItems": parameter.most_rows,
    }


@extend_schema_field(parameters_schema())
class ParametersField(serializers.DictField):
    """Values by the names that the simulation declares; defaults for the rest."""


class RunSerializer(Strict):
    parameters = ParametersField(required=False, default=dict)


class FigureSerializer(serializers.Serializer):
    caption = serializers.CharField()
    spec = serializers.DictField(help_text="Vega-Lite")


class TraceSerializer(serializers.Serializer):
    """A run with its intermediate numbers.

    Of a run of more than 500 steps, 500 are sent, evenly spread, the first and the
    last among them; `thinned` says so and `steps_total` how many there were.
    """

    parameters = serializers.DictField()
    steps = serializers.ListField(child=serializers.DictField())
    steps_total = serializers.IntegerField()
    thinned = serializers.BooleanField()
    columns = serializers.DictField(child=serializers.CharField())
    summary = serializers.DictField()
    summary_labels = serializers.DictField(child=serializers.CharField())
    figures = FigureSerializer(many=True)


class RunsThrottle(UserRateThrottle):
    scope = "runs"
    rate = "60/min"


class SimulationListView(LearnerView):
    @extend_schema(
        operation_id="simulations_list", responses=whole_list(SimulationSerializer)
    )
    def get(self, request: Request) -> Response:
        """Every simulation, in the order of history."""
        every = simulation.all_simulations()
        results = SimulationSerializer(every, many=True).data
        return Response({"next": None, "previous": None, "results": results})


class SimulationView(LearnerView):
    @extend_schema(responses=SimulationDetailSerializer)
    def get(self, request: Request, slug: str) -> Response:
        """One simulation and its parameters."""
        return Response(SimulationDetailSerializer(find(slug)).data)


class RunsView(LearnerView):
    parser_classes = (AnyNumbersJSONParser,)  # its parameters name what is not finite
    throttle_classes = (RunsThrottle,)

    @extend_schema(
        request=RunSerializer, responses={200: TraceSerializer} | problems_too(429)
    )
    def post(self, request: Request, slug: str) -> Response:
        """Run it. Nothing is stored; too much work is refused before it is begun."""
        chosen = find(slug)
        given = RunSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        try:
            trace = chosen.run(given.validated_data["parameters"])
        except ParameterError as refused:
            errors = {name: [why] for name, why in refused.errors.items()}
            raise serializers.ValidationError(errors) from None
        return Response(TraceSerializer(as_data(chosen, trace)).data)


def find(slug: str) -> Simulation:
    try:
        return simulation.get(slug)
    except LookupError:
        raise Http404 from None


def as_data(chosen: Simulation, trace: Trace) -> JSON:
    """A trace as it is sent."""
    steps = thinned(trace.steps)
    return {
        "parameters": trace.parameters,
        "steps": steps,
        "steps_total": len(trace.steps),
        "thinned": len(steps) < len(trace.steps),
        "columns": trace.columns,
        "summary": trace.summary,
        "summary_labels": trace.summary_labels,
        "figures": [
            {"caption": caption, "spec": spec}
            for caption, spec in chosen.figures(trace).items()
        ],
    }


def thinned(steps: Sequence[Step]) -> list[Step]:
    """At most MOST_STEPS of the steps, evenly spread, both ends among them."""
    if len(steps) <= MOST_STEPS:
        return list(steps)
    last = len(steps) - 1
    return [steps[place * last // (MOST_STEPS - 1)] for place in range(MOST_STEPS)]
