"""The colours of the style sheet, read from it."""

from __future__ import annotations

import re
from itertools import product

import pytest
from django.conf import settings

CSS = settings.BASE_DIR / "studyhub/static/studyhub/studyhub.css"
TOKEN = re.compile(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)")
COLOURS = {name: (light, dark) for name, light, dark in TOKEN.findall(CSS.read_text())}

TEXTS = [
    *product(["ink"], ["paper", "raised", "tint", "right-tint", "wrong-tint"]),
    *product(["soft"], ["paper", "raised", "tint"]),
    *product(["accent"], ["paper", "raised", "tint"]),
    *product(["right"], ["paper", "raised", "right-tint"]),
    *product(["wrong"], ["paper", "raised", "wrong-tint"]),
    ("on-accent", "accent"),
]
EDGES = [
    *product(["edge", "accent", "class-0", "class-1"], ["paper", "raised"]),
]


def luminance(colour: str) -> float:
    """WCAG 2.2's relative luminance of #rrggbb."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_text_is_readable(text: str, ground: str, theme: int) -> None:
    """Every text has a contrast of at least 4.5 to what it may stand on."""
    assert contrast(COLOURS[text][theme], COLOURS[ground][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_are_visible(edge: str, ground: str, theme: int) -> None:
    """Controls and marks have a contrast of at least 3 to what is around them."""
    assert contrast(COLOURS[edge][theme], COLOURS[ground][theme]) >= 3
