"""Rows that can come from a file."""

from __future__ import annotations

import hashlib

from django.db import models


class Imported(models.Model):
    """A row that may have been imported.

    `source_digest` is that of the source it was last imported from; empty if none.
    Importing a source that is still the same leaves alone what was edited since.
    """

    source_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True


def digest(source: bytes) -> str:
    """What a row keeps of its source."""
    return hashlib.sha256(source).hexdigest()
