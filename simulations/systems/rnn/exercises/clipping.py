"""Exercise: a gradient that is too long is clipped."""

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

PLACES, TOLERANCE = 2, Decimal("0.01")
WHOLE = {  # vectors of whole length
    (3, 4): 5,
    (6, 8): 10,
    (5, 12): 13,
    (8, 15): 17,
    (1, 2, 2): 3,
    (2, 3, 6): 7,
    (1, 4, 8): 9,
    (2, 6, 9): 11,
    (4, 4, 7): 9,
    (2, 4, 4): 6,
}
Vector = list[Decimal]


@register
class RnnClipping(Exercise):
    slug = "rnn-clipping"
    title = gettext_lazy("Elman network: clipping an exploding gradient")

    def parameters(self, rng: Random) -> Parameters:
        while True:
            parameters = _draw(rng)
            if len(_named(**parameters)) >= 3:
                return parameters

    def question(self, **parameters: Any) -> Matrix:
        return Matrix(
            prompt=_prompt(**parameters),
            value=mistakes.written([_clipped(**parameters)]),
            tolerance=str(TOLERANCE),
            places=PLACES,
            mistakes=_named(**parameters),
            explanation=_explanation(**parameters),
        )

    def lab(self, parameters: Parameters) -> str:
        """A network that has just this gradient, by W, and none by its other weights.

        W is 0, so every state is 0 and every output ½; a target of 0, then of 1, hands
        back v/8 and −v/8, which cancel but for inputs that change their sign as well.
        One step with η = 1 leads from W = 0 to minus the clipped gradient.
        """
        share = [decimals.exact(g) / 4 for g in parameters["gradient"]]
        ahead, back = ([decimals.plain(s * g) for g in share] for s in (1, -1))
        return simulation.get("rnn").address(
            {
                "inputs": [ahead, back, ahead, back],
                "targets": [[0], [1], [0], [1]],
                "hidden": [[0, *(0 for _share in share)]],
                "recurrent": [[0]],
                "readout": [[8, 0]],
                "start": [[0]],
                "eta": 1,
                "clip": parameters["most"],
                "epochs": 1,
            }
        )


def _draw(rng: Random) -> Parameters:
    """Every sixth gradient is short enough to be left alone."""
    sizes = list(rng.choice(list(WHOLE)))
    rng.shuffle(sizes)
    length = Decimal(WHOLE[tuple(sorted(sizes))])
    scale = Decimal(rng.choice(["0.5", "1", "2"]))
    shares = ["1", "2"] if rng.random() < 1 / 6 else ["0.1", "0.2", "0.25", "0.5"]
    most = length * scale * Decimal(rng.choice(shares))
    return {
        "gradient": [
            decimals.plain(scale * size * rng.choice([-1, 1])) for size in sizes
        ],
        "most": decimals.plain(most),
    }


def _length(gradient: list[float]) -> Decimal:
    return sum((g * g for g in decimals.exactly(gradient)), Decimal(0)).sqrt()


def _scaled(gradient: list[float], factor: Decimal) -> Vector:
    return [round(factor * g, PLACES + 1) for g in decimals.exactly(gradient)]


def _clipped(gradient: list[float], most: float) -> Vector:
    return _scaled(gradient, min(Decimal(1), decimals.exact(most) / _length(gradient)))


def _named(**parameters: Any) -> tuple[Mistake, ...]:
    return mistakes.distinct_arrays(
        (([vector], text) for vector, text in _slips(**parameters)),
        truth=[_clipped(**parameters)],
        gap=2 * TOLERANCE,
    )


def _slips(gradient: list[float], most: float) -> Iterator[tuple[Vector, str]]:
    length = _length(gradient)
    facts = {"length": decimals.text(length), "most": decimals.text(most)}
    too_long = length > decimals.exact(most)
    slips = _slips_of_long if too_long else _slips_of_short
    for vector, text in slips(gradient, length, decimals.exact(most)):
        yield vector, text % facts


def _slips_of_long(
    gradient: list[float], length: Decimal, limit: Decimal
) -> Iterator[tuple[Vector, str]]:
    exact = decimals.exactly(gradient)
    yield (
        exact,
        _("Its length is $%(length)s$, more than $%(most)s$: it is clipped."),
    )
    yield (
        [max(-limit, min(limit, g)) for g in exact],
        _(
            "That cuts each entry by itself and turns the gradient aside. Here the whole "
            "vector is shortened, so that its direction stays."
        ),
    )
    yield (
        _scaled(gradient, 1 / length),
        _("That has length 1. Multiply it by the length that is allowed, $%(most)s$."),
    )
    yield (
        _scaled(gradient, limit / sum(abs(g) for g in exact)),
        _(
            "You divided by the sum of the sizes. The length is the root of the sum of "
            "squares: $\\|\\mathbf{g}\\| = %(length)s$."
        ),
    )
    yield (
        _scaled(gradient, limit),
        _("Divide by the length too: the factor is $%(most)s / %(length)s$."),
    )


def _slips_of_short(
    gradient: list[float], length: Decimal, limit: Decimal
) -> Iterator[tuple[Vector, str]]:
    """Whatever it was multiplied by: nothing should have been done to it."""
    sizes = sum(abs(g) for g in decimals.exactly(gradient))
    for factor in (limit / length, 1 / length, limit / sizes, limit):
        yield (
            _scaled(gradient, factor),
            _(
                "Its length is $%(length)s$, not more than $%(most)s$: such a gradient "
                "stays as it is."
            ),
        )


def _prompt(gradient: list[float], most: float) -> str:
    rule = _(
        "So that an exploding gradient does not throw the weights off, it is clipped "
        "(Pascanu, Mikolov and Bengio 2013). If its Euclidean length "
        "$\\|\\mathbf{g}\\|$ is over $\\theta$, then"
    )
    formula = r"$$\mathbf{g} \leftarrow \frac{\theta}{\|\mathbf{g}\|}\,\mathbf{g}$$"
    asked = _(
        "and otherwise it stays as it is. Here $\\mathbf{g} = %(gradient)s$ and $\\theta = %(most)s$. What is $\\mathbf{g}$ then? "
        "Give %(places)d decimals; $\\pm %(tolerance)s$ is allowed."
    ) % {
        "gradient": decimals.vector(gradient),
        "most": decimals.text(most),
        "places": PLACES,
        "tolerance": TOLERANCE,
    }
    return "\n\n".join([rule, formula, asked])


def _explanation(gradient: list[float], most: float) -> str:
    length = _length(gradient)
    squares = " + ".join(f"{decimals.factor(g)}^2" for g in gradient)
    measured = _("**The length.** $%(formula)s$") % {
        "formula": rf"\|\mathbf{{g}}\| = \sqrt{{{squares}}} = {decimals.text(length)}"
    }
    facts = {"length": decimals.text(length), "most": decimals.text(most)}
    if length <= decimals.exact(most):
        end = _("That is not more than $%(most)s$, so nothing changes.") % facts
        return f"{measured}\n\n{end}\n\n{_shown_in_lab()}"
    formula = (
        rf"\frac{{{facts['most']}}}{{{facts['length']}}} \cdot "
        rf"{decimals.vector(gradient)} = {decimals.vector(_clipped(gradient, most))}"
    )
    end = _("That is more than $%(most)s$, so all entries shrink alike: $%(formula)s$")
    end = end % (facts | {"formula": formula})
    return f"{measured}\n\n{end}\n\n{_shown_in_lab()}"


def _shown_in_lab() -> str:
    return _(
        "In the lab the loss of a network has the gradient of the question at its weights "
        "$W = 0$. One step with $\\eta = 1$ leads to $W$ = minus the answer, the gradient "
        "after clipping."
    )
