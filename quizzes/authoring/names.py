"""Addresses and numbers from the names of files."""

from __future__ import annotations

import hashlib
import re

from django.utils.text import slugify

_NUMBERED = re.compile(r"(?:.*?[-_.])??(\d{1,3})[-_.](.+)")
_DATED = re.compile(r"\d{4}-\d\d-\d\d-")


def ascii_slug(name: str) -> str:
    """A name as a part of an address; a digest keeps names apart that lose letters."""
    name = " ".join(name.split())
    slug = slugify(name)[:50]
    if slugify(name, allow_unicode=True) == slug:
        return slug
    digest = hashlib.sha256(name.encode()).hexdigest()[:6]
    return f"{slug[:40]}-{digest}".strip("-")


def number_and_key(name: str) -> tuple[int | None, str]:
    """Chapter number and key from a file's or folder's name."""
    name = _DATED.sub("", re.sub(r"\.(ko|en)$", "", name))
    found = _NUMBERED.fullmatch(name)
    if found:
        return int(found[1]), ascii_slug(found[2])
    return None, ascii_slug(name)
