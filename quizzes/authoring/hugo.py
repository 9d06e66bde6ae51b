"""A Hugo post, read: its front matter, and its text as our own Markdown.

Pure: text in, `Post` out; nothing is fetched or stored. What cannot be translated
is noted by line and stays visible, as a placeholder where the chapter is shown.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml
from django.utils.translation import gettext as _

from .faults import Note
from .hugo_text import Translation

_FRONT = re.compile(r"\ufeff?(\+\+\+|---)[ \t]*\n(.*?)^\1[ \t]*(?:\n|\Z)", re.S | re.M)
_DATE = re.compile(r"\s*(\d{4}-\d\d-\d\d)(?!\d)")
_DECORATION = re.compile(r"^[^\w(\[<「『《“\"']+")  # "📚 /" before a title
_USED = {
    *("title", "date", "tags", "series", "draft", "subtitle", "description"),
    *("featured_image", "number"),
}


class BadPost(ValueError):
    """A post that cannot be read; says where and why."""


@dataclass
class Post:
    """What a post says. `notes` are what was not taken over, by line."""

    title: str
    body: str
    subtitle: str = ""
    date: datetime.date | None = None
    tags: list[str] = field(default_factory=list)
    cover_url: str = ""
    number: int | None = None
    draft: bool = False
    series: str = ""  # its address part, as in /2024_winter_llm
    series_title: str = ""
    notes: list[Note] = field(default_factory=list)


def read(text: str) -> Post:
    """The post that a file's text holds; BadPost if it has no usable front matter."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    front = _FRONT.match(text)
    if front is None:
        raise BadPost(_("Line 1: a post begins with +++ or ---, and its title."))
    values = _values(front[1], front[2])
    translation = Translation(
        text[front.end() :], first_line=text.count("\n", 0, front.end()) + 1
    )
    post = Post(title=str(values.get("title") or ""), body=translation.markdown())
    if not post.title.strip():
        raise BadPost(_("Line 1: the post has no title."))
    _take(post, values)
    _take_series(post, values.get("series"), translation.series)
    post.notes += translation.notes
    return post


def _values(fence: str, source: str) -> Mapping[str, Any]:
    """The front matter's values; the fence tells TOML from YAML."""
    try:
        values = tomllib.loads(source) if fence == "+++" else yaml.safe_load(source)
    except (tomllib.TOMLDecodeError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())
        raise BadPost(_("The front matter cannot be read: %s") % reason) from None
    if not isinstance(values, Mapping):
        raise BadPost(_("Line 1: the front matter holds no values."))
    return values


def _take(post: Post, values: Mapping[str, Any]) -> None:
    """Take over what a chapter has a place for, and note the rest."""
    post.subtitle = str(values.get("subtitle") or values.get("description") or "")
    post.tags = [str(tag) for tag in _list(values.get("tags"))]
    post.draft = values.get("draft") is True
    post.cover_url = str(values.get("featured_image") or "")
    number = values.get("number")
    post.number = number if isinstance(number, int) and 0 <= number < 10_000 else None
    post.date = _date(values.get("date"))
    if values.get("date") and post.date is None:
        post.notes.append((1, _("The date is not understood.")))
    unused = sorted(str(key) for key in values if key not in _USED)
    if unused:
        post.notes.append((1, _("Not taken over: %s") % ", ".join(unused)))


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _date(value: Any) -> datetime.date | None:
    """The day as written, whatever the zone."""
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    found = _DATE.match(str(value or ""))
    try:
        return datetime.date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def _take_series(post: Post, front: Any, shortcode: Mapping[str, str]) -> None:
    """The series from the shortcode, or from the front matter's first name."""
    names = _list(front)
    name = str(names[0]) if names else ""
    post.series = shortcode.get("series", name).strip().strip("/")
    title = shortcode.get("title", name)
    post.series_title = _DECORATION.sub("", title).strip()
