"""Our Markdown's parser: CommonMark, tables, math, footnotes, shortcodes; no HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.text import slugify
from django.utils.translation import gettext_lazy
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.dollarmath.index import math_inline_dollar
from mdit_py_plugins.footnote import footnote_plugin

from . import shortcodes
from .rules import RULES
from .sheet import Heading, Sheet, acceptable

ID_PREFIX = "s-"  # no page of ours begins an id with it
LONGEST_ID = 60
_BARE = re.compile(r"://[^\s<>\"'`{}|\\^\[\]*]{1,500}")


def parser(*, chapter: bool) -> MarkdownIt:
    """The parser of prompts, or of chapters with what only they may have."""
    md = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    md.inline.ruler.push("bare_link", _read_bare_link)
    md.use(
        dollarmath_plugin,
        allow_labels=False,
        allow_space=False,
        allow_digits=False,
        allow_blank_lines=False,
        double_inline=True,
    )
    md.inline.ruler.at("math_inline", _read_math)
    if chapter:
        md.use(footnote_plugin)
        md.inline.ruler.before("escape", "shortcode", _read_shortcode)
    md.core.ruler.push("lines", _number_lines)
    if chapter:
        md.core.ruler.push("unread", _find_unread)
    md.core.ruler.push("headings", _place_headings)
    md.validateLink = acceptable  # type: ignore[method-assign,assignment]
    for name, rule in RULES.items():
        md.add_render_rule(name, rule)
    return md


_FIRST, _LATER = (
    math_inline_dollar(allow_space=False, allow_digits=digits, allow_double=True)
    for digits in (True, False)
)


def _read_math(state: StateInline, silent: bool) -> bool:
    """TeX between dollars, no digit before or after them.

    At the beginning of a text the library's rule looks for that digit at its end.
    """
    rule = _LATER if state.pos else _FIRST
    return rule(state, silent)


def _read_shortcode(state: StateInline, silent: bool) -> bool:
    found = shortcodes.match(state.src, state.pos)
    if found is None or found.end > state.posMax:
        return False
    if not silent and found.literal:
        state.push("literal", "", 0).content = found.literal
    elif not silent:
        state.push("shortcode", "", 0).meta = {"shortcode": found}
    state.pos = found.end
    return True


def _read_bare_link(state: StateInline, silent: bool) -> bool:
    """`https://…` in running text. (The library's rule takes quadratic time.)"""
    scheme = re.search(r"(?<!\w)https?$", state.pending[-6:])
    if silent or state.linkLevel or scheme is None:
        return False
    found = _BARE.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    rest = found[0].rstrip("?!.,:;_~")
    if rest.endswith(")") and "(" not in rest:
        rest = rest.rstrip(")?!.,:;_~")
    if len(rest) < len("://x"):
        return False
    address = scheme[0] + rest
    state.pending = state.pending[: -len(scheme[0])]
    state.push("link_open", "a", 1).attrs = {"href": state.md.normalizeLink(address)}
    state.push("text", "", 0).content = address
    state.push("link_close", "a", -1)
    state.pos += len(rest)
    return True


def _number_lines(state: StateCore) -> None:
    """Note the line of what can be at fault; let paragraphs hold embeds.

    A `<p>` cannot hold the blocks that an embed is made of, a `<div>` can.
    """
    line = 1
    for place, token in enumerate(state.tokens):
        line = token.map[0] + 1 if token.map else line
        if token.type == "math_block":
            token.meta = {"line": line}
        if token.type != "inline":
            continue
        before = state.tokens[place - 1]
        embeds = _number_children(token.children or [], line, before.type)
        if embeds and before.type == "paragraph_open":
            before.tag = state.tokens[place + 1].tag = "div"


def _number_children(children: list[Token], line: int, within: str) -> bool:
    """Whether one of them is an embed."""
    embeds = False
    for child in children:
        child.meta = child.meta | {"line": line, "within": within}
        if child.type in ("softbreak", "hardbreak"):
            line += 1
        elif child.type == "shortcode":
            line += child.meta["shortcode"].source.count("\n")
            embeds = True
    return embeds


def _find_unread(state: StateCore) -> None:
    """What begins like a shortcode and is none stands in the text as written."""
    for token in state.tokens:
        for child in token.children or []:
            if child.type == "text" and shortcodes.find(child.content) >= 0:
                text = gettext_lazy("A shortcode here is not complete.")
                state.env["sheet"].fault(child.meta["line"], text)


def _place_headings(state: StateCore) -> None:
    """Move headings under the page's own, and give them ids where wanted."""
    sheet: Sheet = state.env["sheet"]
    opens = [i for i, token in enumerate(state.tokens) if token.type == "heading_open"]
    levels = [int(state.tokens[place].tag[1]) for place in opens]
    shift = max(0, sheet.top_level - min(levels, default=sheet.top_level))
    taken: dict[str, int] = {}
    for place, level in zip(opens, levels, strict=True):
        heading, inline, end = state.tokens[place : place + 3]
        heading.tag = end.tag = f"h{min(6, level + shift)}"
        if sheet.headings is None:
            continue
        text = _plain(inline.children or [])
        heading.attrSet("id", _id_for(text, taken))
        sheet.headings.append(
            Heading(int(heading.tag[1]), str(heading.attrGet("id")), text)
        )


def _plain(children: Sequence[Token]) -> str:
    kinds = ("text", "code_inline", "math_inline", "literal", "image")
    words = "".join(child.content if child.type in kinds else " " for child in children)
    return " ".join(words.split())


def _id_for(text: str, taken: dict[str, int]) -> str:
    """A readable id that this page does not have yet."""
    base = slugify(text, allow_unicode=True)[:LONGEST_ID].strip("-_") or "section"
    taken[base] = count = taken.get(base, 0) + 1
    if count == 1:
        return ID_PREFIX + base
    return _id_for(f"{base}-{count}", taken)
