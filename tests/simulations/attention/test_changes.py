"""When the energies change: what is told to who expects something else."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from quizzes import exercises


@pytest.mark.parametrize("change", ["shift", "scale", "shrink", "raise", "lower"])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_mistake_is_told_in_its_own_words(change: str, language: str) -> None:
    """Not the explanation once more, which stands below it, and each its own."""
    parameters: dict[str, Any] = {"pair": 2, "energies": [1, 2, -1], "change": change}
    parameters["amount"] = 0.5 if change == "shrink" else 2
    with translation.override(language):
        question = exercises.get("attention-change").question(**parameters)
    told = [said for _response, said in question.slips()]
    assert len(set(told)) == 3
    reason = question.explanation.partition("\n")[0]
    assert not any(reason in said for said in told)
