"""The next word in the lab: scores, temperature, top-k, and one drawing."""

from __future__ import annotations

from itertools import accumulate
from math import exp
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from simulations import figures
from simulations.simulation import Parameter, Simulation, Text, Trace, Values, register
from simulations.systems.gpt import algorithm

MOST_WORDS = 10

COLUMNS: dict[str, Text] = {
    "word": gettext_lazy("word"),
    "score": gettext_lazy("score z"),
    "plain": gettext_lazy("probability at T = 1"),
    "divided": "z / T",
    "power": "exp(z / T)",
    "share": gettext_lazy("probability at T, of the k likeliest"),
    "sum": gettext_lazy("sum so far"),
    "drawn": gettext_lazy("drawn"),
}
SUMMARY: dict[str, Text] = {
    "drawn": gettext_lazy("The word that is drawn"),
    "total": gettext_lazy("Sum of all exp(z / T)"),
}


@register
class NextWord(Simulation):
    slug = "gpt-next-word"
    title = gettext_lazy("GPT: drawing the next word")
    year = 2018
    description = gettext_lazy(
        "A language model gives each word a score. Temperature and top-k make "
        "probabilities of them, and a random number decides."
    )
    parameters = (
        Parameter(
            "words",
            "text",
            "바다 숲 시장 학교 극장",
            gettext_lazy("Words"),
            gettext_lazy("Apart by spaces, one for each score."),
            most_characters=120,
        ),
        Parameter(
            "scores",
            "matrix",
            [[2, 1.5, 0.5, 0, -1]],
            gettext_lazy("Scores z"),
            gettext_lazy("One line, a score for each word."),
            minimum=-20,
            maximum=20,
            most_rows=1,
            most_columns=MOST_WORDS,
        ),
        Parameter(
            "temperature",
            "number",
            1,
            gettext_lazy("Temperature T"),
            gettext_lazy("Under 1 it sharpens, over 1 it evens the probabilities out."),
            minimum=0.1,
            maximum=100,
        ),
        Parameter(
            "top_k",
            "integer",
            3,
            gettext_lazy("Top-k"),
            gettext_lazy("Only the k likeliest words are drawn from."),
            minimum=1,
            maximum=MOST_WORDS,
        ),
        Parameter(
            "lot",
            "number",
            0.5,
            gettext_lazy("Random number u"),
            gettext_lazy("The first word whose sum is greater than u is drawn."),
            minimum=0,
            maximum=0.999999,
        ),
    )

    def faults(self, values: Values) -> dict[str, str]:
        count = len(values["scores"][0])
        if len(values["words"].split()) != count:
            return {
                "words": _("Give one word for each score: %(count)d.")
                % {"count": count}
            }
        return {}

    def trace(self, values: Values) -> Trace:
        scores, heat = values["scores"][0], values["temperature"]
        words = values["words"].split()
        shares = algorithm.next_distribution(
            scores, temperature=heat, top_k=min(values["top_k"], len(scores))
        )
        drawn = algorithm.pick(shares, values["lot"])
        powers = [exp(score / heat) for score in scores]
        cells = zip(
            words,
            scores,
            algorithm.next_distribution(scores).tolist(),
            [score / heat for score in scores],
            powers,
            shares.tolist(),
            accumulate(shares.tolist()),
            ["←" if place == drawn else "" for place in range(len(words))],
            strict=True,
        )
        return Trace(
            parameters=values,
            steps=[dict(zip(COLUMNS, row, strict=True)) for row in cells],
            summary={"drawn": words[drawn], "total": sum(powers)},
            columns=COLUMNS,
            summary_labels=SUMMARY,
        )

    def figures(self, trace: Trace) -> dict[str, dict[str, Any]]:
        return {
            _("Before: the probabilities at T = 1"): _bars(trace, "plain"),
            _("What is drawn from: the k likeliest at T"): _bars(trace, "share"),
        }


def _bars(trace: Trace, column: str) -> figures.Spec:
    return figures.bars(
        [step["word"] for step in trace.steps],
        [round(step[column], 6) for step in trace.steps],
        x=_("word"),
        y=str(COLUMNS[column]),
        description=_("The probability of each word."),
    )
