"""The second wall: an allowlist over the HTML that our own renderer wrote.

Authors cannot write HTML, so every attribute here comes from our rules; what is not
listed is nothing that they emit.
"""

from __future__ import annotations

import re

import nh3

from . import code, mathematics

_TEXT = {
    *("p", "div", "span", "br", "hr", "blockquote", "section"),
    *("h2", "h3", "h4", "h5", "h6", "ul", "ol", "li"),
    *("em", "strong", "s", "sup", "sub", "code", "pre", "a", "img"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
_MATH = {
    *("math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mfrac", "msqrt", "mroot"),
    *("msub", "msup", "msubsup", "munder", "mover", "munderover", "mmultiscripts"),
    *("mprescripts", "mtable", "mtr", "mtd", "mpadded", "mphantom", "menclose"),
    "mstyle",
}
_MATH_ATTRIBUTES = {
    *("accent", "accentunder", "display", "displaystyle", "fence", "form", "height"),
    *("depth", "voffset", "width", "largeop", "linethickness", "lspace", "rspace"),
    *("mathvariant", "maxsize", "minsize", "movablelimits", "notation"),
    *("scriptlevel", "separator", "stretchy", "symmetric"),
}
_HEADINGS = {f"h{level}": {"id"} for level in range(2, 7)}

_cleaner = nh3.Cleaner(
    tags=_TEXT | _MATH,
    attributes={
        **dict.fromkeys(_MATH, _MATH_ATTRIBUTES),
        **_HEADINGS,
        "a": {"href", "title", "rel", "id"},
        "div": {"data-embed", "tabindex"},
        "img": {"src", "alt", "title", "loading"},
        "li": {"id"},
        "ol": {"start"},
        "pre": {"tabindex"},
    },
    allowed_classes={
        "a": {"footnote-backref"},
        "code": {"math-error"},
        "div": {"math", "table"},
        "li": {"footnote-item"},
        "mrow": {f"menclose-{side}diagonalstrike" for side in ("up", "down")},
        "mtd": set(mathematics.CLASSES),
        "p": {"placeholder"},
        "pre": {"highlight"},
        "section": {"footnotes"},
        "span": {"placeholder", *code.CLASSES, "math-small-caps"},
        "sup": {"footnote-ref"},
        "td": {"align-left", "align-center", "align-right"},
        "th": {"align-left", "align-center", "align-right"},
    },
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)


# An inline formula and what is written to it, a particle or a full stop.
_TIED = re.compile(
    r"[(\[“]?<math(?![^>]* display=)[^>]*>(?:(?!</math>).)*</math>[^\s<&]{1,6}",
    re.DOTALL,
)


def clean(html: str) -> str:
    """The HTML without anything that is not listed above.

    Browsers may break a line behind a formula; a particle must not stand there alone.
    """
    return _TIED.sub(r'<span class="tied">\g<0></span>', _cleaner.clean(html))
