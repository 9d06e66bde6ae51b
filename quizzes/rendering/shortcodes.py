"""Reading Hugo's shortcodes: `{{< name "arg" key="value" >}}`, wherever they stand.

Both forms are read, with `<` and with `%`. `{{</* … */>}}` is one that is only shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from quizzes.embeds import Call

OPENERS = ("{{<", "{{%")
LONGEST = 4_000  # characters; bounds the work on text that only looks like one

_HEAD = re.compile(r"\{\{([<%])\s*+(/?)\s*+([^\W\d_](?:[\w.-]|/(?=\w))*+)")
_ARGUMENT = re.compile(
    r"\s*+(?:([\w.-]++)\s*+=\s*+)?"
    r'(?:"((?:[^"\\]|\\.)*+)"|`([^`]*+)`|((?:(?!/?[>%]\}\})[^\s"`{}=])++))',
    re.DOTALL,
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


@dataclass(frozen=True)
class Shortcode:
    """A shortcode as written. `literal` is what a `{{</* … */>}}` shows."""

    end: int  # where the text goes on
    source: str
    name: str = ""
    call: Call = field(default_factory=Call)
    closing: bool = False
    self_closing: bool = False
    literal: str = ""


def match(text: str, start: int = 0) -> Shortcode | None:
    """The shortcode that begins at `start`, if there is a whole one."""
    if not text.startswith(OPENERS, start):
        return None
    if text.startswith("/*", start + 3):
        return _literal(text, start)
    window = text[start : start + LONGEST]
    if window.find("}}") < 0:
        return None
    head = _HEAD.match(window)
    if head is None:
        return None
    sign, slash, name = head.groups()
    call, position = _call(window, head.end())
    tail = re.compile(rf"\s*+(/?)\s*+{sign}\}}\}}".replace("<", ">")).match(
        window, position
    )
    if tail is None:
        return None
    return Shortcode(
        end=start + tail.end(),
        source=window[: tail.end()],
        name=name,
        call=call,
        closing=bool(slash),
        self_closing=bool(tail[1]),
    )


def _literal(text: str, start: int) -> Shortcode | None:
    opener = text[start : start + 3]
    closer = "*/" + opener[2].replace("<", ">") + "}}"
    end = text.find(closer, start + 5, start + LONGEST)
    if end < 0:
        return None
    shown = opener + text[start + 5 : end] + closer[2:]
    end += len(closer)
    return Shortcode(end=end, source=text[start:end], literal=shown)


def _call(window: str, position: int) -> tuple[Call, int]:
    """The arguments that follow a name, and where they end."""
    args: list[str] = []
    named: dict[str, str] = {}
    while found := _ARGUMENT.match(window, position):
        key, quoted, raw, bare = found.groups()
        value = bare or raw or _ESCAPED.sub(r"\1", quoted or "")
        if key:
            named[key] = value
        else:
            args.append(value)
        position = found.end()
    return Call(tuple(args), named), position


def find(text: str, start: int = 0) -> int:
    """Where the next shortcode may begin; -1 if nowhere."""
    places = [place for opener in OPENERS if (place := text.find(opener, start)) >= 0]
    return min(places, default=-1)
