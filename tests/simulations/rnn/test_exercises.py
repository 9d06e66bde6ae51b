"""What the exercises on recurrent networks say of their own numbers."""

from __future__ import annotations

import math
import re
from random import Random

from quizzes import exercises


def test_the_states_of_the_forward_pass_are_rounded_at_the_end() -> None:
    """A second state comes from the first one, not from its rounded form."""
    exercise = exercises.get("rnn-through-time")
    for seed in range(200):
        parameters, question = exercise.ask(Random(seed))
        state, shown = parameters["start"], []
        for x in parameters["inputs"]:
            state = math.tanh(parameters["w"] * x + parameters["u"] * state)
            shown.append(f"{state:.2f}")
        found = re.findall(r"\$h_[12] = (-?\d\.\d\d)\$", question.prompt)
        assert found == shown
