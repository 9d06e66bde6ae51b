"""JSON that is nearly right: something good, changed in a few places inside."""

from __future__ import annotations

import math
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

MOST = 65_536  # characters: a request holds no more
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def nested(depth: int) -> Any:
    value: Any = "a"
    for _ in range(depth):
        value = [value]
    return value


# What is not a character to everybody, and what means something to an author's reader.
LETTERS = [
    *("\x00", "\ud800", "\u200b", "\u202e", "\ufeff", "\u0301", "ſ", "ß", "İ", "㍿"),
    *("²", "½", "−", "９", "٣", "∞", "ﷺ", "ᄀ", "각", "👩‍👩‍👧", "\n", "\r", "\t", " "),
    *("||", "::", "[[", "]]", "[[=a|b]]", "|", "=", "±", "$", "$$", "❶", "⓬", "\\"),
    *(
        "1e999",
        "nan",
        "p1",
        "(",
        ")",
        "**",
        "/0",
        ",",
        ".",
        "`",
        "<script>",
        "{{< a >}}",
    ),
]
VALUES: list[Any] = [
    *(None, True, False, 0, -1, 2**63, 10**400, 0.5, -0.0, 1e308, math.nan, math.inf),
    *("", " ", "a", "z", "1", "0", "true", "1e400", "a" * 60_000, "1" * 5_000),
    *([], {}, [[]], [None], {"a": "b"}, ["a"] * 10_000, nested(300)),
]
ODD = st.sampled_from(VALUES) | JSON


@st.composite
def bent(draw: DrawFn, value: Any) -> Any:
    """The value, of which one to three parts were changed; never of more than MOST."""
    for _ in range(draw(st.integers(1, 3))):
        changed = _changed(draw, value)
        value = changed if len(str(changed)) <= MOST else value
    return value


def _changed(draw: DrawFn, value: Any) -> Any:
    """Change a part within, more often than the whole."""
    if isinstance(value, list | dict) and value and draw(st.integers(0, 3)):
        places = list(value) if isinstance(value, dict) else range(len(value))
        place = draw(st.sampled_from(places))
        parts = value.copy()
        parts[place] = _changed(draw, value[place])
        return parts
    return draw(st.one_of(*_changes(value)))


def _changes(value: Any) -> list[st.SearchStrategy[Any]]:
    """What can become of a value as a whole: another, or one like it."""
    wrapped = st.sampled_from([[value], [value, value], {"a": value}])
    if isinstance(value, str):
        return [ODD, wrapped, _text(value), _text(value)]
    if isinstance(value, list):
        return [ODD, wrapped, _list(value), _list(value)]
    if isinstance(value, dict):
        return [ODD, wrapped, st.just({**value, "more": 1}), _dict(value)]
    return [ODD, wrapped, st.just(str(value))]


def _text(value: str) -> st.SearchStrategy[str]:
    """With a letter more or less, or many times over."""
    at = st.integers(0, len(value))
    more = st.builds(
        lambda at, letter: value[:at] + letter + value[at:],
        at,
        st.sampled_from(LETTERS) | st.characters(),
    )
    less = st.builds(lambda at: value[:at] + value[at + 1 :], at)
    many = st.sampled_from([2, 50, 2_000]).map(lambda times: value * times)
    return more | less | many


def _list(value: list[Any]) -> st.SearchStrategy[list[Any]]:
    """In another order, one more or less, or many times over."""
    at = st.integers(0, max(0, len(value) - 1))
    return st.one_of(
        st.just(value[::-1]),
        at.map(lambda at: value[:at] + value[at + 1 :]),
        at.map(lambda at: [*value, *value[at : at + 1]]),
        st.sampled_from([2, 7, 1_000]).map(lambda times: value * times),
    )


def _dict(value: dict[Any, Any]) -> st.SearchStrategy[dict[Any, Any]]:
    """Without one of its keys."""
    keys = st.sampled_from(list(value)) if value else st.none()
    return keys.map(lambda gone: {k: v for k, v in value.items() if k != gone})
