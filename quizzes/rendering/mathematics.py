"""TeX to MathML that needs no style attribute."""

from __future__ import annotations

import re
from html import escape

from math_core import LatexError, LatexToMathML

# Longer or deeper formulas can overflow the converter's stack, which would end the
# process: 2,000 characters were measured to be safe within a stack of 1 MB.
LONGEST = 2_000
DEEPEST = 60

# The converter's time doubles with each bracket that is left open.
MOST_OPEN = 8

_converter = LatexToMathML(max_expansions=0, fancy_error=False)
_REFUSED = re.compile(
    r"\\(color|textcolor|definecolor|def|gdef|edef|let|(re)?newcommand|providecommand"
    r"|eqref|label)(?![a-zA-Z])"
)
_STYLE = re.compile(r'(?<= )style="([^"]*)"')  # not displaystyle="…"
_CLASSES = {
    "text-align: right": "math-right",
    "text-align: left": "math-left",
    "padding-left: 0": "math-flush-left",
    "padding-right: 0": "math-flush-right",
    "padding-left:1em": "math-gap-left",
    **{
        f"border-{side}: 0.05em {line} currentcolor": f"math-{line}-{side}"
        for side in ("left", "right", "top", "bottom")
        for line in ("solid", "dashed")
    },
    "font-variant-caps: small-caps": "math-small-caps",
}
CLASSES = frozenset(_CLASSES.values())


class BadMath(ValueError):
    """TeX that is not shown as a formula, with the reason."""


def to_mathml(tex: str, *, display: bool) -> str:
    """The formula as MathML; BadMath says why it cannot be had."""
    if refused := _REFUSED.search(tex):
        raise BadMath(refused[0])
    if len(tex) > LONGEST or _depth(tex) > DEEPEST:
        raise BadMath("too long or too deep")
    if _left_open(tex) > MOST_OPEN:
        raise BadMath("too many brackets are left open")
    try:
        mathml: str = _converter.convert_with_local_state(tex, displaystyle=display)
    except LatexError as error:
        raise BadMath(str(error)) from None
    return _STYLE.sub(_classes, mathml)


def _depth(tex: str) -> int:
    depth = deepest = 0
    for brace in re.findall(r"[{}]", tex):
        depth += 1 if brace == "{" else -1
        deepest = max(deepest, depth)
    return deepest


_NAMES = "brace|angle|floor|ceil|vert|Vert|brack|group|moustache|lbracket|paren"
_BRACKET = re.compile(
    rf"(?P<within>\\left\b\s*(?:\\[a-zA-Z]+|\\?.)|\\begin\b|(?<!\\){{)"
    rf"|(?P<without>\\right\b\s*(?:\\[a-zA-Z]+|\\?.)|\\end\b|(?<!\\)}})"
    rf"|(?P<open>\\l(?:{_NAMES})\b|\\[ul]lcorner\b|\\{{|[(\[⟨⌈⌊⟦⟮⎰])"
    rf"|(?P<close>\\r(?:{_NAMES.replace('lbracket', 'rbracket')})\b|\\[ul]rcorner\b"
    r"|\\}|[)\]⟩⌉⌋⟧⟯⎱])",
    re.DOTALL,
)


def _left_open(tex: str) -> int:
    """How many brackets have no partner within their own group."""
    scopes, left = [0], 0
    for found in _BRACKET.finditer(tex):
        kind = found.lastgroup
        if kind == "within":
            scopes.append(0)
        elif kind == "without" and len(scopes) > 1:
            left += scopes.pop()
        elif kind == "open":
            scopes[-1] += 1
        elif kind == "close":
            scopes[-1] = max(0, scopes[-1] - 1)
    return left + sum(scopes)


def _classes(style: re.Match[str]) -> str:
    declarations = [part.strip() for part in style[1].split(";")]
    names = [_CLASSES[part] for part in declarations if part in _CLASSES]
    return f'class="{" ".join(names)}"'


def error(tex: str) -> str:
    """What stands in the place of a formula that cannot be shown."""
    return f'<code class="math-error">{escape(tex.strip())}</code>'
