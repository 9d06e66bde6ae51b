"""simulations/ of the API."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
import yaml
from django.core.cache import cache
from django.core.management import call_command
from django.utils import translation
from rest_framework.test import APIClient

from simulations import simulation
from simulations.api import MOST_STEPS, RunsThrottle, thinned
from simulations.simulation import Parameter
from tests.factories import make_learner
from tests.quizzes.api.contract import client_of, problem_of
from tests.timing import within

pytestmark = pytest.mark.django_db
URL = "/api/v1/simulations/"
SLUGS = [one.slug for one in simulation.all_simulations()]


@pytest.fixture
def client() -> APIClient:
    cache.clear()  # throttles count in it
    return client_of(make_learner(language="en").user)


def run(client: APIClient, slug: str = "perceptron", **parameters: Any) -> Any:
    return send(client, {"parameters": parameters}, slug)


def send(client: APIClient, body: Any, slug: str = "perceptron") -> Any:
    raw = body if isinstance(body, str) else json.dumps(body)
    return client.generic("POST", f"{URL}{slug}/runs/", raw, "application/json")


def test_every_simulation_is_listed_in_the_order_of_history(client: APIClient) -> None:
    """A list in one page: there are not a hundred systems."""
    assert len(SLUGS) <= 100
    listed = client.get(URL).json()
    assert [one["slug"] for one in listed["results"]] == SLUGS
    assert listed["next"] is listed["previous"] is None
    assert all(one["title"] and one["description"] for one in listed["results"])


def test_a_simulation_declares_its_parameters(client: APIClient) -> None:
    """With type, bounds, default, label and help; only what the type has."""
    found = client.get(f"{URL}perceptron/").json()
    by_name = {one["name"]: one for one in found["parameters"]}
    assert by_name["epochs"] == {
        "name": "epochs",
        "type": "integer",
        "default": 100,
        "label": "Epochs at most",
        "help": "The run ends earlier if an epoch passes without a mistake.",
        "minimum": 1.0,
        "maximum": 1000.0,
    }
    assert set(by_name["threshold"]["choices"]) == {"gt", "ge"}
    assert by_name["data"]["most_rows"] == 200


@pytest.mark.parametrize("slug", SLUGS)
def test_its_declared_defaults_can_be_sent(client: APIClient, slug: str) -> None:
    """They give the same run as none at all."""
    declared = client.get(f"{URL}{slug}/").json()["parameters"]
    defaults = {one["name"]: one["default"] for one in declared}
    response = run(client, slug, **defaults)
    assert response.status_code == 200, response.json()
    assert response.json() == run(client, slug).json()


def test_a_run_has_every_intermediate_number(client: APIClient) -> None:
    """XOR over two epochs: eight steps, in full, with figures and their captions."""
    xor = [[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]]
    trace = run(client, data=xor, epochs=2).json()
    assert trace["parameters"]["data"] == xor
    assert trace["steps_total"] == len(trace["steps"]) == 8
    assert not trace["thinned"]
    assert list(trace["steps"][0]) == list(trace["columns"])
    assert trace["summary"]["mistakes"] > 2
    assert all(one["caption"] and one["spec"]["layer"] for one in trace["figures"])


def test_a_long_run_is_thinned_and_says_so(client: APIClient) -> None:
    """Both ends are among the steps that are sent."""
    trace = run(client, "backpropagation", epochs=1000).json()
    assert trace["thinned"]
    assert len(trace["steps"]) == MOST_STEPS
    assert trace["steps_total"] == 4000
    assert trace["steps"][0]["epoch"] == 1
    assert (trace["steps"][-1]["epoch"], trace["steps"][-1]["sample"]) == (1000, 4)


@pytest.mark.parametrize("count", [1, 499, 500, 501, 999, 4000])
def test_thinning_keeps_order_and_repeats_nothing(count: int) -> None:
    """Whatever the number of steps."""
    kept = [step["n"] for step in thinned([{"n": n} for n in range(count)])]
    assert kept == sorted(set(kept))
    assert (kept[0], kept[-1], len(kept)) == (0, count - 1, min(count, MOST_STEPS))


@pytest.mark.parametrize(
    ("slug", "name", "value"),
    [
        ("perceptron", "epochs", 10**9),
        ("perceptron", "epochs", None),
        ("perceptron", "epochs", True),
        ("perceptron", "eta", "NaN"),
        ("perceptron", "data", []),
        ("perceptron", "data", [[0, 0, 0], [1, 1]]),
        ("perceptron", "seed", 1),
        ("backpropagation", "hidden", [[0.5, 0.5, 0.5]] * 1000),
        ("backpropagation", "hidden", {"rows": 1_000_000}),
    ],
)
def test_what_cannot_be_run_is_refused_at_once(
    client: APIClient, slug: str, name: str, value: Any
) -> None:
    """The problem names the parameter; the run itself is refused, at once."""
    run(client, slug)  # the first call pays for what is imported late
    with within():
        response = run(client, slug, **{name: value})
    assert set(problem_of(response, 400)["errors"]) == {name}


@pytest.mark.parametrize(
    "body",
    [[], {"parameters": []}, {"epochs": 1}, "x", '{"parameters": {"eta": 1e999}}'],
)
def test_other_bodies_are_refused(client: APIClient, body: Any) -> None:
    """Parameters stand under `parameters`, and nowhere else."""
    problem_of(send(client, body), 400)


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e400", "9" * 5000])
@pytest.mark.parametrize(
    ("name", "form"), [("eta", "%s"), ("epochs", "%s"), ("data", "[[0, 0, %s]]")]
)
def test_a_number_that_is_not_finite_is_refused_by_name(
    client: APIClient, name: str, form: str, number: str
) -> None:
    """Sent as a number, which strict JSON has no word for, as well as in a text."""
    body = f'{{"parameters": {{"{name}": {form % number}}}}}'
    assert set(problem_of(send(client, body), 400)["errors"]) == {name}


def test_an_unknown_simulation_is_not_found(client: APIClient) -> None:
    """Neither described nor run."""
    problem_of(client.get(f"{URL}oracle/"), 404)
    problem_of(run(client, "oracle"), 404)


def test_runs_are_throttled(client: APIClient) -> None:
    """The 61st within a minute is told when to come back."""
    most = int(RunsThrottle.rate.partition("/")[0])
    for _time in range(most):
        assert run(client, epochs=1).status_code == 200
    response = run(client, epochs=1)
    problem_of(response, 429)
    assert int(response["Retry-After"]) > 0


def test_who_is_throttled_is_told_in_their_language(client: APIClient) -> None:
    """Though a token says only late who it is."""
    said = {}
    for language in ("en", "ko"):
        own = client_of(make_learner(language=language).user)
        for _time in range(int(RunsThrottle.rate.partition("/")[0]) + 1):
            response = send(own, [])
        said[language] = problem_of(response, 429)["detail"]
        assert response["Content-Language"] == language
    assert "throttled" in said["en"]
    assert any("가" <= letter <= "힣" for letter in said["ko"])


def bounds_of(parameter: Parameter) -> dict[str, Any]:
    """Those that its type has, by their names in JSON Schema."""
    if parameter.type == "text":
        return {"maxLength": parameter.most_characters}
    if parameter.type == "choice":
        return {"enum": list(parameter.choices)}
    bounds = {"minimum": parameter.minimum, "maximum": parameter.maximum}
    return {name: value for name, value in bounds.items() if math.isfinite(value)}


@pytest.mark.parametrize("slug", SLUGS)
def test_every_parameter_is_told_as_it_is_declared(
    client: APIClient, slug: str
) -> None:
    """Name, type, default, label and help, and the bounds of its type."""
    told = client.get(f"{URL}{slug}/").json()["parameters"]
    for one, declared in zip(told, simulation.get(slug).parameters, strict=True):
        for name in ("name", "type", "default"):
            assert one.pop(name) == getattr(declared, name)
        with translation.override("en"):
            assert one.pop("label") == str(declared.label)
            assert one.pop("help") == str(declared.help)
        bounds = bounds_of(declared)
        if declared.type == "text":
            bounds = {"most_characters": bounds["maxLength"]}
        if declared.type == "choice":
            assert list(one.pop("choices")) == bounds.pop("enum")
        if declared.type == "matrix":
            bounds |= {"most_rows": declared.most_rows}
            bounds |= {"most_columns": declared.most_columns}
        assert one == bounds


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a run takes, by the simulation, as the description of the API has it."""
    file = tmp_path_factory.mktemp("schema") / "api.yml"
    call_command("spectacular", file=str(file))
    run = yaml.safe_load(file.read_text())["components"]["schemas"]["Run"]
    choices = run["properties"]["parameters"]["anyOf"]
    return {one["title"]: one for one in choices}


@pytest.mark.parametrize("slug", SLUGS)
def test_the_description_holds_the_declared_bounds(
    described: dict[str, Any], slug: str
) -> None:
    """Of every parameter, and that there are no others."""
    parameters = simulation.get(slug).parameters
    assert described[slug]["additionalProperties"] is False
    assert set(described[slug]["properties"]) == {one.name for one in parameters}
    for declared in parameters:
        said = described[slug]["properties"][declared.name]
        assert said.pop("default") == declared.default
        with translation.override("en"):
            assert said.pop("description").startswith(str(declared.label))
        sort: str = declared.type
        if sort == "matrix":
            for most in (declared.most_rows, declared.most_columns):
                assert said.pop("type") == "array"
                assert (said.pop("minItems"), said.pop("maxItems")) == (1, most)
                said = said["items"]
            sort = "number"
        words = {"text": "string", "choice": "string"}
        assert said == {"type": words.get(sort, sort), **bounds_of(declared)}


def test_the_description_knows_every_simulation(described: dict[str, Any]) -> None:
    """In the order of history."""
    assert list(described) == SLUGS
