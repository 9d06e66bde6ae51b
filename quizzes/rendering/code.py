"""Code with Pygments' classes."""

from __future__ import annotations

from functools import cache, lru_cache
from html import escape

from pygments import highlight as pygments_highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES

LONGEST = 20_000  # characters; more is shown plain
LANGUAGES = frozenset(
    [
        *("bash", "c", "console", "cpp", "csharp", "css", "diff", "docker", "go"),
        *("golang", "haskell", "html", "http", "ini", "java", "javascript", "js"),
        *("json", "julia", "kotlin", "latex", "lua", "make", "markdown", "md"),
        *("numpy", "ocaml", "php", "pycon", "py", "python", "python3", "r", "rb"),
        *("ruby", "rust", "scala", "sh", "shell", "sql", "swift", "tex", "toml"),
        *("ts", "typescript", "xml", "yaml", "yml", "zsh"),
    ]
)
CLASSES = frozenset(filter(None, STANDARD_TYPES.values()))

_formatter = HtmlFormatter(nowrap=True)


@cache
def _lexer(language: str) -> Lexer:
    return get_lexer_by_name(language)


@lru_cache(maxsize=128)  # the costliest part of a page, and always the same
def highlight(code: str, language: str) -> str:
    """A code block; coloured where its language is known."""
    language = language.lower()
    if language in LANGUAGES and len(code) <= LONGEST:
        html = pygments_highlight(code, _lexer(language), _formatter)
    else:
        html = escape(code)
    # Focusable, so that a wide block can be scrolled by keyboard.
    return f'<pre class="highlight" tabindex="0"><code>{html}</code></pre>\n'
