"""The description of the API is true, and its page works under the CSP."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from django.core.management import call_command
from django.test import Client
from django.urls import resolve

from quizzes import questions
from quizzes.api.problems import CONTENT_TYPE


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Any:
    file = tmp_path_factory.mktemp("schema") / "api.yml"
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(file))
    return yaml.safe_load(file.read_text())


def operations(schema: Any) -> list[tuple[str, str, Any]]:
    return [
        (path, method, operation)
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]


def test_is_openapi_3_1(schema: Any) -> None:
    """Without a warning, and without words of older versions."""
    assert schema["openapi"] == "3.1.0"
    assert "nullable" not in str(schema)


def test_names_every_call(schema: Any) -> None:
    """What DESIGN's table lists is there, and nothing else."""
    assert {
        (method, path.removeprefix("/api/v1/"))
        for path, method, _op in operations(schema)
    } == {
        ("post", "tokens/"),
        ("delete", "tokens/current/"),
        ("get", "me/"),
        ("patch", "me/"),
        ("get", "series/"),
        ("get", "series/{slug}/"),
        ("get", "chapters/{id}/"),
        ("get", "queue/"),
        ("get", "reviews/"),
        ("post", "reviews/"),
        ("get", "reviews/{id}/"),
        ("delete", "reviews/{id}/"),
        ("post", "reviews/{id}/rating/"),
        ("post", "reviews/{id}/contest/"),
        ("get", "notifications/"),
        ("post", "notifications/read/"),
        ("get", "items/{id}/regrade/"),
        ("post", "items/{id}/regrades/"),
        ("get", "regrades/{id}/"),
        ("get", "simulations/"),
        ("get", "simulations/{slug}/"),
        ("post", "simulations/{slug}/runs/"),
        ("get", "exercises/"),
    }


def test_documents_errors(schema: Any) -> None:
    """Every error is a problem, and those of a body or an address are named."""
    for path, method, operation in operations(schema):
        responses = operation["responses"]
        errors = {code for code in responses if code >= "400"}
        for code in errors:
            assert list(responses[code]["content"]) == [CONTENT_TYPE]
        wanted = {"400", "406"}
        wanted |= {"413", "415"} if "requestBody" in operation else set()
        wanted |= {"404"} if "{" in path else set()
        wanted |= {"429"} if path.endswith("tokens/") else {"401", "403"}
        assert wanted <= errors, (path, method)
    answers = schema["paths"]["/api/v1/reviews/"]["post"]["responses"]
    assert {"200", "201", "404", "409"} <= answers.keys()


def test_says_what_is_refused(schema: Any) -> None:
    """Fields that the API does not know, it does not take."""
    for name in ("Answer", "Credentials", "Rate", "PatchedLearner"):
        component = schema["components"]["schemas"][name]
        assert component["additionalProperties"] is False


def test_says_nothing_of_answers(schema: Any) -> None:
    """A question before the attempt has no field for its answer."""
    fields = schema["components"]["schemas"]["Question"]["properties"]
    assert not {"answer", "expected", "seed", "parameters", "explanation"} & set(fields)


def test_anyone_may_read_it(db: None) -> None:
    """Without a login: the description and its page."""
    response = Client().get("/api/v1/schema/")
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/vnd.oai.openapi")


def test_docs_keep_to_the_csp(db: None) -> None:
    """No inline script or style; every script comes from here."""
    response = Client().get("/api/v1/docs/")
    html = response.content.decode()
    assert "script-src 'self'" in response["Content-Security-Policy"]
    scripts = re.findall(r"<script\b([^>]*)>(.*?)</script>", html, re.DOTALL)
    assert scripts
    for attributes, inline in scripts:
        assert re.search(r'src="/[^/]', attributes)
        assert not inline
    assert not re.search(r"<style|\sstyle=|\son\w+=", html)


def test_docs_have_their_script(db: None) -> None:
    """The page's own script comes from its own address and names the schema."""
    response = Client().get("/api/v1/docs/?script=")
    assert response["Content-Type"] == "application/javascript"
    assert b"/api/v1/schema/" in response.content


def test_its_names_are_the_apis() -> None:
    """Addresses are reversed as `api:…`."""
    assert resolve("/api/v1/reviews/").view_name == "api:reviews"


def test_what_passes_is_said_of_each_kind(schema: Any) -> None:
    """A response is described with its score, and with how much of it is needed."""
    posted = schema["paths"]["/api/v1/reviews/"]["post"]["requestBody"]["content"]
    name = posted["application/json"]["schema"]["$ref"].rsplit("/", 1)[-1]
    kinds = schema["components"]["schemas"][name]["properties"]["response"]
    described = {one["title"]: one["description"] for one in kinds["anyOf"]}
    assert set(described) == set(questions.kinds())
    for kind in questions.kinds().values():
        assert "score" in described[kind.kind]
        assert described[kind.kind].endswith(f" {kind.pass_mark:g} is needed to pass.")
