"""Plots in pages: a Vega-Lite spec, drawn by static/studyhub/figures.js."""

from __future__ import annotations

import json
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

USUAL_HEIGHT = 320


@register.simple_tag
def figure(spec: dict[str, Any] | None, caption: str = "") -> SafeString:
    """A figure with its caption; nothing where there is no spec.

    The spec stands in an attribute, because htmx leaves out every script element of
    what it fetches, JSON too. An empty canvas keeps the figure's place meanwhile.
    """
    if not spec:
        return SafeString("")
    text = format_html("<figcaption>{}</figcaption>", caption) if caption else ""
    return format_html(
        '<figure class="plot"><div class="figure" data-figure="{}">'
        '<canvas width="1" height="{}"></canvas></div>{}</figure>',
        json.dumps(spec, cls=DjangoJSONEncoder),
        spec.get("height", USUAL_HEIGHT),
        text,
    )


@register.simple_tag
def figure_scripts() -> SafeString:
    """Goes in a page's block `scripts`. The plot library itself, 900 KB, is only
    fetched once there is a figure to draw."""
    return format_html(
        '<script src="{}" data-vega="{}" defer></script>',
        static("studyhub/figures.js"),
        static("vendor/vega.js"),
    )
