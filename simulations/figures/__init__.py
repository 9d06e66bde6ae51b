"""Vega-Lite pieces that labs and exercises share.

Colours, fonts and grids come from the page's theme: the first two colours of its
category range are class 0 and class 1, which also differ in shape.
"""

from .curves import bars, curve, curves, steps
from .frame import LINE_WIDTH, SCHEMA, Spec, chart, symbol, written
from .heat import heatmap
from .plane import Box, Point, box_around, line, points, segment

__all__ = [
    "LINE_WIDTH",
    "SCHEMA",
    "Box",
    "Point",
    "Spec",
    "bars",
    "box_around",
    "chart",
    "curve",
    "curves",
    "heatmap",
    "line",
    "points",
    "segment",
    "steps",
    "symbol",
    "written",
]
