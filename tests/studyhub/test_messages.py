"""Both languages are complete: every text of code and templates has its Korean."""

from __future__ import annotations

import re
from typing import Any

import pytest

from studyhub.management.commands import messages

FIELDS = re.compile(r"%\(\w+\)[sdgf]|%[sd]")


@pytest.mark.parametrize("app", messages.APPS)
def test_every_text_is_translated(app: str) -> None:
    """No message of the code is missing in the catalogue, and none has no Korean."""
    catalogue = messages.read_catalogue(messages.catalogue_path(app))
    known = {(message.context, key(message.id)) for message in catalogue}
    wanted = {(m.context, key(m.id)) for m in messages.extracted(app) if m.id}
    assert wanted - known == set()
    assert list(messages.missing(catalogue)) == []


@pytest.mark.parametrize("app", messages.APPS)
def test_a_translation_has_the_fields_of_its_text(app: str) -> None:
    """What is filled into an English sentence is filled into the Korean one, too."""
    for message in messages.read_catalogue(messages.catalogue_path(app)):
        if message.id:
            assert fields(message.string) == fields(message.id), message.id


def key(id: Any) -> str:
    """A message's id; of a plural, its singular."""
    return str(id[0] if isinstance(id, tuple | list) else id)


def fields(text: Any) -> set[str]:
    forms = text if isinstance(text, tuple | list) else [text]
    return {found for form in forms for found in FIELDS.findall(form)}
