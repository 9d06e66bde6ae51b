"""The parser reads JSON that is small, shallow and can be kept; nothing else."""

from __future__ import annotations

import io
import math

import pytest
from rest_framework.exceptions import ParseError

from quizzes.api.parsers import (
    MOST_BYTES,
    AnyNumbersJSONParser,
    BoundedJSONParser,
    TooLarge,
    loads,
)


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b'{"a": [1, 2.5, null, true]}', {"a": [1, 2.5, None, True]}),
        ('"입력층"'.encode(), "입력층"),
        (rb'"\ud83d\ude00"', "\N{GRINNING FACE}"),
        (b"[" * 20 + b"]" * 20, eval("[" * 20 + "]" * 20)),  # noqa: S307
    ],
)
def test_reads_json(body: bytes, value: object) -> None:
    """JSON is read as it says."""
    assert loads(body) == value


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"{'a': 1}",
        b"\xff\xfe",
        b'"\xed\xa0\x80"',
        b"NaN",
        b'{"a": Infinity}',
        b"[-Infinity]",
        b"1e999",
        b"9" * 5000,
        rb'"\u0000"',
        rb'{"\u0000": 1}',
        rb'["\ud800"]',
        b"[" * 100_000,
        b"[" * 60_000 + b"]" * 5_000,
        b"[" * 33 + b"]" * 33,
        b'{"a":' * 33 + b"1" + b"}" * 33,
    ],
    ids=lambda body: repr(body[:20]),
)
def test_refuses_what_cannot_be_kept(body: bytes) -> None:
    """Not JSON, not finite, not text, too deep: each is the client's error."""
    with pytest.raises(ParseError):
        loads(body)


@pytest.mark.parametrize(
    "number", ["NaN", "-Infinity", "1e400", "9" * 5000, "-" + "9" * 5000]
)
def test_reads_any_number_for_a_view_that_names_it(number: str) -> None:
    """As a float that is not finite; all else is as strict."""
    [read] = AnyNumbersJSONParser().parse(io.BytesIO(f"[{number}]".encode()))
    assert not math.isfinite(read)
    for body in (b"{", b'"\\u0000"', b"[" * 33 + b"]" * 33, b"[nan]"):
        with pytest.raises(ParseError):
            AnyNumbersJSONParser().parse(io.BytesIO(body))


def test_reads_no_more_than_it_may() -> None:
    """A body that is too large is refused before it is read whole."""
    stream = io.BytesIO(b'"' + b"x" * 1_000_000 + b'"')
    with pytest.raises(TooLarge):
        BoundedJSONParser().parse(stream)
    assert stream.tell() == MOST_BYTES + 1
