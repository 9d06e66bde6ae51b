"""Whatever is sent to reviews/: the client's error is told, and nothing is stored."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from quizzes import questions
from quizzes.models import Chapter, Learner, Review, Variant
from tests.factories import answer, deal, make_card, make_item, make_learner

from .contract import problem_of, rows

URL = "/api/v1/reviews/"
DEEP = 100_000


@pytest.fixture(params=sorted(questions.kinds()))
def variant(request: Any, learner: Learner, chapter: Chapter) -> Variant:
    return deal(make_card(learner, make_item(chapter, kind=request.param)))


def body_of(variant: Variant, **fields: Any) -> dict[str, Any]:
    return {
        "id": str(uuid.uuid4()),
        "variant": str(variant.pk),
        "response": "a",
        **fields,
    }


def refuse(client: APIClient, body: Any, status: int) -> dict[str, Any]:
    """Post it and see that it is refused and that every row stays."""
    raw: Any = body if isinstance(body, bytes) else json.dumps(body)
    before = rows()
    response = client.generic("POST", URL, raw, "application/json")
    assert rows() == before
    return problem_of(response, status)


@pytest.mark.parametrize(
    "response",
    [
        None,
        True,
        [],
        ["z"],
        {},
        {"id": "a"},
        [[[[[1]]]]],
        "",
        "x" * 60_000,
        "９" * 3000,
        "zz top and more than two hundred letters " * 6,
        10**4000,
    ],
    ids=lambda response: repr(response)[:20],
)
def test_a_response_of_the_wrong_shape(
    client: APIClient, variant: Variant, response: Any
) -> None:
    """400 that names `response`."""
    problem = refuse(client, body_of(variant, response=response), 400)
    assert list(problem["errors"]) == ["response"]


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"", 400),
        (b"nonsense", 400),
        (b"[]", 400),
        (b'"text"', 400),
        (b"[" * DEEP, 413),
        (b"[" * 60_000, 400),
        (b'{"response":' + b"[" * 60_000, 400),
        (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, 400),
        (b'{"response": "' + b"x" * 1_000_000 + b'"}', 413),
        (b"\xff\xfe\x00", 400),
        (b'{"response": NaN}', 400),
        (b'{"response": -Infinity}', 400),
        (b'{"response": 1e999}', 400),
        (b'{"response": ' + b"9" * 5000 + b"}", 400),
    ],
    ids=lambda value: repr(value[:20]) if isinstance(value, bytes) else str(value),
)
def test_a_body_that_is_none(
    client: APIClient, learner: Learner, raw: bytes, status: int
) -> None:
    """Not JSON, too deep, too large: refused as a whole."""
    refuse(client, raw, status)


@pytest.mark.parametrize(
    "text", ["NaN", "Infinity", "9" * 5000, '"a\\u0000"', '"\\ud800"']
)
def test_a_response_that_cannot_be_kept(
    client: APIClient, variant: Variant, text: str
) -> None:
    """Not even in an otherwise right body."""
    raw = json.dumps(body_of(variant, response="HERE")).replace('"HERE"', text)
    refuse(client, raw.encode(), 400)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "not-a-uuid"),
        ("id", 1),
        ("id", True),
        ("id", None),
        ("id", "{12345678-1234-5678-1234-567812345678}"),
        ("id", "12345678123456781234567812345678"),
        ("id", ["12345678-1234-5678-1234-567812345678"]),
        ("variant", "12345678-1234-5678-1234-56781234567g"),
        ("variant", {}),
        ("answered_at", "yesterday"),
        ("answered_at", "2026-03-04T12:00:00"),
        ("answered_at", "2026-03-04"),
        ("answered_at", "0001-01-01T00:00:00+14:00"),
        ("answered_at", "9999-12-31T23:59:59-14:00"),
        ("answered_at", "2026-13-01T00:00:00Z"),
        ("answered_at", 1_772_625_600),
        ("answered_at", []),
        ("duration_ms", -1),
        ("duration_ms", 86_400_001),
        ("duration_ms", 10**100),
        ("duration_ms", 1.5),
        ("duration_ms", "12"),
        ("duration_ms", True),
        ("rating", "easy"),
        ("correct", True),
    ],
)
def test_a_field_that_is_wrong(
    client: APIClient, learner: Learner, chapter: Chapter, field: str, value: Any
) -> None:
    """400 that names the field."""
    variant = deal(make_card(learner, make_item(chapter)))
    problem = refuse(client, body_of(variant, response="45.8") | {field: value}, 400)
    assert list(problem["errors"]) == [field]


@pytest.mark.parametrize("field", ["id", "variant", "response"])
def test_a_field_that_is_missing(
    client: APIClient, learner: Learner, field: str
) -> None:
    """400 that names the field."""
    body = body_of(Variant(pk=uuid.uuid4()))
    del body[field]
    assert list(refuse(client, body, 400)["errors"]) == [field]


def test_an_unknown_variant(client: APIClient, learner: Learner) -> None:
    """404."""
    refuse(client, body_of(Variant(pk=uuid.uuid4())), 404)


def test_a_variant_of_someone_else(
    client: APIClient, learner: Learner, chapter: Chapter
) -> None:
    """404, as if it did not exist."""
    variant = deal(make_card(make_learner(), make_item(chapter)))
    refuse(client, body_of(variant, response="45.8"), 404)


def test_an_id_of_someone_elses_review(
    client: APIClient, learner: Learner, chapter: Chapter
) -> None:
    """409, and neither review changes."""
    item = make_item(chapter)
    other, mine = make_card(make_learner(), item), make_card(learner, item)
    theirs = answer(other)
    variant = deal(mine)
    refuse(client, body_of(variant, id=str(theirs.pk), response="45.8"), 409)


@pytest.mark.parametrize(
    "path", ["not-a-uuid", "1", "603ac000-10d0-442f-886f-d631a150c377"]
)
def test_a_review_that_is_not_there(
    client: APIClient, learner: Learner, path: str
) -> None:
    """404 for whatever one would do with it."""
    problem_of(client.get(f"{URL}{path}/"), 404)
    problem_of(client.delete(f"{URL}{path}/"), 404)
    problem_of(client.post(f"{URL}{path}/rating/", {"rating": "easy"}), 404)


ANY = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters())
    | st.datetimes().map(str)
    | st.uuids().map(str),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=8,
)
BODIES = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(
        ["id", "variant", "response", "answered_at", "duration_ms", "x"], ANY
    ),
)


@settings(
    max_examples=100,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(body=BODIES | ANY, right_ids=st.booleans())
def test_whatever_is_sent(
    client: APIClient, variant: Variant, body: Any, right_ids: bool
) -> None:
    """Any JSON at all gives an answer or a problem, and only an answer is stored."""
    if right_ids and isinstance(body, dict):
        body = body_of(variant) | body
        body["id"], body["variant"] = str(uuid.uuid4()), str(variant.pk)
    raw = json.dumps(body)
    with transaction.atomic():
        response = client.generic("POST", URL, raw, "application/json")
        assert Review.objects.count() == (response.status_code == 201)
        transaction.set_rollback(True)
    if response.status_code != 201:
        assert response.status_code in (400, 404, 413)
        problem_of(response, response.status_code)


@settings(
    max_examples=100,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(raw=st.binary(max_size=200))
def test_whatever_bytes_are_sent(client: APIClient, learner: Learner, raw: Any) -> None:
    """Bytes that are no JSON are the client's error."""
    response = client.generic("POST", URL, raw, "application/json")
    problem_of(response, 400)
