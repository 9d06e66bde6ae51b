"""What our Markdown's tokens are written as."""

from __future__ import annotations

import re
from collections.abc import Callable, MutableMapping, Sequence
from html import escape
from typing import Any
from urllib.parse import unquote

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from . import code, mathematics, shortcodes
from .sheet import Sheet, external, placeholder

Env = MutableMapping[str, Any]

_ALIGN = re.compile(r"text-align:(left|center|right)")


def _shortcode(
    renderer: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Env
) -> str:
    sheet: Sheet = env["sheet"]
    meta = tokens[at].meta
    found: shortcodes.Shortcode = meta["shortcode"]
    if sheet.embed is None or meta["within"] == "heading_open":
        sheet.fault(
            meta["line"],
            gettext_lazy("“%(name)s” cannot stand in a heading."),
            name=found.name,
        )
        return placeholder(found.name)
    return sheet.embed(found, meta["line"])


def _image(
    renderer: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Env
) -> str:
    """A picture of the chapter; pictures from elsewhere are named, not loaded."""
    sheet: Sheet = env["sheet"]
    token = tokens[at]
    source = str(token.attrGet("src") or "")
    alt = renderer.renderInlineAsText(token.children or [], options, env)
    name = unquote(source).removeprefix("./").removeprefix("images/")
    if address := sheet.images.get(name):
        title = token.attrGet("title")
        titled = f' title="{escape(str(title))}"' if title else ""
        return (
            f'<img src="{escape(address)}" alt="{escape(alt)}"{titled} loading="lazy">'
        )
    if external(source):
        return placeholder(_("Picture elsewhere: %(alt)s") % {"alt": alt}, source)
    sheet.fault(
        token.meta.get("line", 1),
        gettext_lazy("The chapter has no picture “%(name)s”."),
        name=source,
    )
    return placeholder(_("Missing picture: %(alt)s") % {"alt": alt or source})


def _formula(display: bool) -> Callable[..., str]:
    def rule(
        renderer: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Env
    ) -> str:
        tex = tokens[at].content
        try:
            return mathematics.to_mathml(tex, display=display)
        except mathematics.BadMath as error:
            env["sheet"].fault(
                tokens[at].meta.get("line", 1),
                gettext_lazy("This formula cannot be shown: %(error)s"),
                error=str(error),
            )
            return mathematics.error(tex)

    return rule


def _math_block(
    renderer: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Env
) -> str:
    formula = _formula(display=True)(renderer, tokens, at, options, env)
    return f'<div class="math" tabindex="0">{formula}</div>\n'


def _code(
    renderer: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Env
) -> str:
    info = tokens[at].info.split(maxsplit=1)
    return code.highlight(tokens[at].content, info[0].strip("{}.") if info else "")


def _link(
    renderer: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Env
) -> str:
    if external(str(tokens[at].attrGet("href") or "")):
        tokens[at].attrSet("rel", "noopener noreferrer")
    return renderer.renderToken(tokens, at, options, env)


def _cell(
    renderer: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Env
) -> str:
    """A table's cell: its alignment as a class."""
    if align := _ALIGN.fullmatch(str(tokens[at].attrs.pop("style", ""))):
        tokens[at].attrSet("class", f"align-{align[1]}")
    return renderer.renderToken(tokens, at, options, env)


def _literal(
    renderer: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Env
) -> str:
    return escape(tokens[at].content)


def _fixed(html: str) -> Callable[..., str]:
    return lambda *arguments: html


RULES: dict[str, Callable[..., str]] = {
    "shortcode": _shortcode,
    "literal": _literal,
    "image": _image,
    "math_inline": _formula(display=False),
    "math_inline_double": _formula(display=True),
    "math_block": _math_block,
    "fence": _code,
    "code_block": _code,
    "link_open": _link,
    "td_open": _cell,
    "th_open": _cell,
    "table_open": _fixed('<div class="table" tabindex="0"><table>\n'),
    "table_close": _fixed("</table></div>\n"),
    "footnote_block_open": _fixed('<section class="footnotes"><ol>\n'),
    "footnote_block_close": _fixed("</ol></section>\n"),
}
