"""A key is mended, and a word with it: the answers are still found."""

from __future__ import annotations

from typing import Any

import pytest

from quizzes.authoring import publishing
from quizzes.mending import regrading
from quizzes.models import Item, Regrade, Review
from tests.factories import NOW, deal, make_card, make_item
from tests.quizzes.test_reviews import send

pytestmark = pytest.mark.django_db

CHOICE = {"prompt": "?", "answer": "wrong", "distractors": ["rihgt", "no"]}
PAIRS = {"prompt": "?", "pairs": ["AMD :: one", "OR :: both"]}


def answered(item: Item, *chosen: str) -> Review:
    """An answer: the option with this text, or one for each of the question's items."""
    variant = deal(make_card(item=item))
    options = variant.question.input()["options"]
    letters = {option["text"]: option["id"] for option in options}
    response = [letters[text] for text in chosen]
    return send(variant, response if variant.question.kind == "match" else response[0])


def mended(item: Item, fields: dict[str, Any]) -> Regrade:
    assert item.revision
    publishing.revise(item, kind=item.revision.kind, texts={"ko": fields})
    return regrading.go_on(regrading.ask(item, by=None, now=NOW), now=NOW)


def test_a_word_is_mended_with_the_key() -> None:
    """Who chose what was misspelt has chosen what is right by now."""
    item = make_item(kind="choice", texts={"ko": CHOICE})
    answered(item, "rihgt")
    fields = {"prompt": "?", "answer": "right", "distractors": ["wrong", "no"]}
    regrade = mended(item, fields)
    assert (regrade.raised, regrade.failed) == (1, 0)


def test_an_item_is_renamed_with_its_partner_mended() -> None:
    """AMD, which was AND all along, keeps the partner it was given."""
    item = make_item(kind="match", texts={"ko": PAIRS})
    answered(item, "both", "one")
    regrade = mended(item, {"prompt": "?", "pairs": ["AND :: both", "OR :: one"]})
    assert (regrade.raised, regrade.failed) == (1, 0)


def test_of_two_changed_words_none_is_taken_for_the_other() -> None:
    """Nobody is given what they did not choose: such answers are let be."""
    item = make_item(kind="choice", texts={"ko": CHOICE})
    answered(item, "rihgt")
    answered(item, "no")
    fields = {"prompt": "?", "answer": "right", "distractors": ["wrong", "nay"]}
    regrade = mended(item, fields)
    assert (regrade.raised, regrade.failed) == (0, 2)
