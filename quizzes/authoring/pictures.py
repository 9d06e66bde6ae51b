"""What a picture is: told by how its file begins."""

from __future__ import annotations

import re

MOST_BYTES = 5_000_000
_BEGINNINGS = {
    ".png": rb"\x89PNG\r\n\x1a\n",
    ".jpg": rb"\xff\xd8\xff",
    ".jpeg": rb"\xff\xd8\xff",
    ".gif": rb"GIF8[79]a",
    ".webp": rb"RIFF....WEBP",
    ".svg": rb"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<svg[\s>]",
}
ENDINGS = frozenset(_BEGINNINGS)


def ending(name: str) -> str:
    """The part of a file's name that says what it is: `.png`."""
    _stem, dot, suffix = name.rpartition(".")
    return f"{dot}{suffix}".lower()


def is_picture(name: str, beginning: bytes) -> bool:
    """Whether a file begins as its name says it does."""
    pattern = _BEGINNINGS.get(ending(name))
    return bool(pattern and re.match(pattern, beginning, re.DOTALL))
