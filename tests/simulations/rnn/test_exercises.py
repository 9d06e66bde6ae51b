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


def test_what_the_time_steps_add_is_the_gradient() -> None:
    """The bars of the answer's figure sum up to it."""
    for seed in range(20):
        question = exercises.get("rnn-through-time").ask(Random(seed))[1]
        assert question.answer_figure is not None
        bars = question.answer_figure["data"]["values"]
        assert math.isclose(
            sum(bar["y"] for bar in bars), float(question.truth()), abs_tol=3e-4
        )
