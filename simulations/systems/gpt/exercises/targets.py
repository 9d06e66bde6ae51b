"""Exercise: what has to be predicted at each position of a window."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Matrix, Mistake
from simulations import decimals, mistakes, simulation

Row = list[int]

STEPS = 40  # of training in the lab; the text has four windows


@register
class GptTargets(Exercise):
    slug = "gpt-targets"
    title = gettext_lazy("GPT: the targets of a window")

    def parameters(self, rng: Random) -> Parameters:
        window = rng.randint(3, 5)
        return {
            "text": rng.sample(range(2, 60), window + 4),
            "start": rng.randint(1, 3),
            "window": window,
        }

    def question(self, **parameters: Any) -> Matrix:
        window = parameters["window"]
        truth = _row(_shifted(parameters, 1))
        return Matrix(
            prompt=_prompt(parameters),
            value=mistakes.written([truth]),
            column_labels=tuple(str(place) for place in range(1, window + 1)),
            mistakes=_named(parameters),
            explanation=_explanation(parameters),
        )

    def lab(self, parameters: Parameters) -> str:
        """Training on the same text; its windows are drawn, this one among them."""
        text = " ".join(map(str, parameters["text"]))
        return simulation.get("gpt").address(
            {
                "text": text,
                "unit": "word",
                "window": parameters["window"],
                "start": str(_shifted(parameters, 0)[0]),
                "steps": STEPS,
            }
        )


def _shifted(parameters: Parameters, by: int) -> Row:
    """The window, moved to the right; `start` counts from 0."""
    first = parameters["start"] + by
    row: Row = parameters["text"][first : first + parameters["window"]]
    return row


def _row(tokens: Row) -> list[Decimal]:
    return [Decimal(token) for token in tokens]


def _named(parameters: Parameters) -> tuple[Mistake, ...]:
    slips = (([_row(row)], text) for row, text in _slips(parameters))
    return mistakes.distinct_arrays(slips, truth=[_row(_shifted(parameters, 1))])


def _slips(parameters: Parameters) -> Iterator[tuple[Row, str]]:
    given, after = _shifted(parameters, 0), _shifted(parameters, 1)
    yield (
        given,
        _(
            "Those are the tokens that go in. Each position has to predict the one after "
            "it."
        ),
    )
    yield (
        _shifted(parameters, -1),
        _(
            "That is a shift the other way: the targets are what comes next, not before."
        ),
    )
    yield (
        [after[-1]] * len(given),
        _(
            "Not only the last position predicts: each one has a target of its own, the "
            "token after it."
        ),
    )
    yield (
        given[1:] + given[:1],
        _(
            "The last target is not the window's first token, but the token that follows "
            "the window in the text."
        ),
    )


def _prompt(parameters: Parameters) -> str:
    facts = _(
        "A text has been turned into the tokens $%(text)s$. GPT is trained on the window "
        "of %(window)d tokens $%(given)s$ from it."
    ) % {
        "text": decimals.vector(parameters["text"]),
        "window": parameters["window"],
        "given": decimals.vector(_shifted(parameters, 0)),
    }
    asked = _(
        "Which tokens are the targets at the positions 1 to %(window)d of this window?"
    ) % {"window": parameters["window"]}
    return f"{facts}\n\n{asked}"


def _explanation(parameters: Parameters) -> str:
    lines = [
        _("- at position %(place)d: seen $%(seen)s$, to be predicted $%(target)d$")
        % {
            "place": place,
            "seen": decimals.vector(_shifted(parameters, 0)[:place]),
            "target": target,
        }
        for place, target in enumerate(_shifted(parameters, 1), start=1)
    ]
    first = _(
        "The targets are the same text, one token further. So a window of %(window)d "
        "tokens gives %(window)d predictions at once:"
    ) % {"window": parameters["window"]}
    return first + "\n\n" + "\n".join(lines)
