"""The command that proves the cards by the log."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import CommandError, call_command

from quizzes.models import Card, StudyDay
from tests.factories import answer, make_card

pytestmark = pytest.mark.django_db


def test_cards_that_equal_their_log_pass(capsys: Any) -> None:
    """Answered and unanswered cards agree with the log."""
    answer(make_card())
    make_card()
    call_command("check_cards")
    assert "2 cards checked, all equal" in capsys.readouterr().out


@pytest.mark.parametrize(
    "change", [{"stability": 99.0}, {"reps": 7}, {"lapses": 1}, {"log_length": 4}]
)
def test_a_card_that_differs_from_its_log_is_found(change: dict[str, Any]) -> None:
    """A card that something else wrote to is named, and the command fails."""
    card = make_card()
    answer(card)
    Card.objects.filter(pk=card.pk).update(**change)
    with pytest.raises(CommandError, match="1 differ"):
        call_command("check_cards")


def test_totals_that_differ_from_the_log_are_found() -> None:
    """A day's totals that are not the log's fail the check too."""
    answer(make_card())
    StudyDay.objects.update(correct=0)
    with pytest.raises(CommandError, match="1 differ"):
        call_command("check_cards")
