"""The only parser: JSON of bounded size and depth that any database can keep."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import IO, Any, NoReturn

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser

MOST_BYTES = 65_536
MOST_DEPTH = 32
MOST_DIGITS = 400  # of an integer; no float is so large


class TooLarge(APIException):
    status_code = 413
    default_detail = gettext_lazy("That is too much: at most 64 KB can be sent.")
    default_code = "too_large"


class BoundedJSONParser(BaseParser):
    """Reads at most MOST_BYTES and one more, whatever length was announced."""

    media_type = "application/json"
    finite = True

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        body = stream.read(MOST_BYTES + 1)
        if len(body) > MOST_BYTES:
            raise TooLarge
        return loads(body, finite=self.finite)


class AnyNumbersJSONParser(BoundedJSONParser):
    """Reads NaN, Infinity and 1e400 too, for a view that refuses them by name."""

    finite = False


def loads(body: bytes, *, finite: bool = True) -> Any:
    """What the JSON says; ParseError for what is not JSON or cannot be kept.

    Where it need not be `finite`, numbers beyond all bounds are inf or NaN.
    """
    strict = {"parse_constant": _refuse, "parse_float": _finite_float}
    try:
        value = json.loads(
            body.decode(), **(strict if finite else {"parse_int": _int_or_inf})
        )
    except RecursionError:
        raise ParseError(_("The JSON is nested too deeply.")) from None
    except ValueError:  # not UTF-8, not JSON, or a number beyond all bounds
        raise ParseError(_("The body is not valid JSON.")) from None
    _check(value, MOST_DEPTH)
    return value


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON.")


def _finite_float(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("The number is too large.")
    return number


def _int_or_inf(text: str) -> float:
    """Python reads no integer of thousands of digits."""
    return int(text) if len(text) <= MOST_DIGITS else float(text)


def _check(value: Any, depth: int) -> None:
    """Refuse deep nesting, and text that UTF-8 or PostgreSQL cannot hold."""
    if isinstance(value, str):
        if "\x00" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
            raise ParseError(_("The body contains characters that are not text."))
    elif isinstance(value, list | dict):
        if not depth:
            raise ParseError(_("The JSON is nested too deeply."))
        parts = [*value, *value.values()] if isinstance(value, dict) else value
        for part in parts:
            _check(part, depth - 1)
