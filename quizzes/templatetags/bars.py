"""Small bars, drawn as SVG on the server (the CSP forbids style attributes)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from quizzes.statistics import Day, Progress

register = template.Library()

HEIGHT = 64  # of the highest bar, in pixels; what lies side by side is in percent
PEAK = 14  # above it, for its number
SHARE = 0.74  # of a day's slot that its bar fills


@register.inclusion_tag("quizzes/_progress.html")
def progress_bar(progress: Progress) -> dict[str, Any]:
    """Known, learning and the rest of some items, as one bar."""
    whole = max(progress.items, progress.known + progress.learning, 1)
    known = round(100 * progress.known / whole)
    learning = round(100 * progress.learning / whole)
    return {"progress": progress, "known": known, "learning": learning}


@register.inclusion_tag("quizzes/_bars.html")
def day_bars(days: Sequence[Day], today: str = "first") -> dict[str, Any]:
    """A bar a day. `today` is the "first" or the "last" of them."""
    counts = [day.count for day in days]
    highest = max(counts, default=0)
    slot = 100 / (len(days) - 1 + SHARE)
    marked = 0 if today == "first" else len(days) - 1
    foot = PEAK + HEIGHT if highest else 2  # without any answers, a line is enough
    bars = [
        {
            "x": round(place * slot, 2),
            "y": foot - _height(day.count, highest),
            "height": _height(day.count, highest),
            "label": f"{date_format(day.day, 'MONTH_DAY_FORMAT')}: {day.count}",
            "today": place == marked,
        }
        for place, day in enumerate(days)
    ]
    texts = _marks(days, slot, marked, foot)
    if highest:
        middle = (counts.index(highest) + SHARE / 2) * slot
        texts.append(_text(middle, PEAK - 5, "middle", str(highest)))
    return {
        "bars": bars,
        "bar_width": round(slot * SHARE, 2),
        "height": foot + 20,
        "texts": texts,
        "description": "; ".join(str(bar["label"]) for bar in bars),
    }


def _height(count: int, highest: int) -> int:
    """At least a line, so that a day without any is seen as one."""
    return max(round(HEIGHT * count / max(highest, 1)), 2)


def _marks(
    days: Sequence[Day], slot: float, marked: int, foot: int
) -> list[dict[str, Any]]:
    """The dates under the first, the middle and the last bar."""
    last = len(days) - 1
    places = {0: ("start", 0.0), last // 2: ("middle", SHARE / 2), last: ("end", SHARE)}
    return [
        _text(
            (place + offset) * slot,
            foot + 16,
            anchor,
            _("Today") if place == marked else date_format(days[place].day, "n/j"),
        )
        for place, (anchor, offset) in places.items()
    ]


def _text(x: float, y: int, anchor: str, words: str) -> dict[str, Any]:
    return {"x": round(x, 2), "y": y, "anchor": anchor, "words": words}
