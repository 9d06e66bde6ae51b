"""Exercise: the gradient of one energy, back through the softmax."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Mistake, Number
from simulations import decimals, markup, mistakes
from simulations.systems.attention import runs
from simulations.systems.attention.sentences import PAIRS

TRIPLES = [place for place, pair in enumerate(PAIRS) if len(pair.source) == 3]


@register
class AttentionGradient(Exercise):
    slug = "attention-gradient"
    title = gettext_lazy("Attention: a gradient through the softmax")

    def parameters(self, rng: Random) -> Parameters:
        while True:
            parameters = _draw(rng)
            numbers = {
                name: parameters[name] for name in ("weights", "slopes", "asked")
            }
            if _gradient(**numbers) and len(_named(**numbers)) >= 4:
                return parameters

    def question(self, **parameters: Any) -> Number:
        return _question(**parameters)

    def lab(self, parameters: Parameters) -> str:
        """The look with these weights; its annotations are the slopes."""
        pair = PAIRS[parameters["pair"]]
        return runs.of_weights(
            pair.source,
            pair.target[0],
            parameters["weights"],
            [[slope] for slope in parameters["slopes"]],
        )


def _question(pair: int, **numbers: Any) -> Number:
    return Number(
        prompt=_prompt(**numbers),
        value=decimals.text(_gradient(**numbers)),
        mistakes=_named(**numbers),
        explanation=_explanation(**numbers),
    )


def _draw(rng: Random) -> Parameters:
    """Weights of whole tenths, and slopes whose plain mean is whole."""
    first = rng.randint(1, 8)
    second = rng.randint(1, 9 - first)
    weights = [first, second, 10 - first - second]
    while True:
        slopes = [rng.choice([-4, -3, -2, -1, 1, 2, 3, 4]) for _word in range(3)]
        if sum(slopes) % 3 == 0:
            break
    return {
        "pair": rng.choice(TRIPLES),
        "weights": [decimals.plain(Decimal(weight) / 10) for weight in weights],
        "slopes": slopes,
        "asked": rng.randint(1, 3),
    }


def _mean(weights: list[float], slopes: list[int]) -> Decimal:
    """Σ α_k ∂E/∂α_k."""
    pairs = zip(decimals.exactly(weights), slopes, strict=True)
    return sum((weight * slope for weight, slope in pairs), Decimal(0))


def _gradient(weights: list[float], slopes: list[int], asked: int) -> Decimal:
    weight, slope = decimals.exact(weights[asked - 1]), slopes[asked - 1]
    return weight * (slope - _mean(weights, slopes))


def _named(**numbers: Any) -> tuple[Mistake, ...]:
    return mistakes.distinct(_slips(**numbers), truth=_gradient(**numbers))


def _slips(
    weights: list[float], slopes: list[int], asked: int
) -> Iterator[mistakes.Slip]:
    weight, slope = decimals.exact(weights[asked - 1]), slopes[asked - 1]
    mean = _mean(weights, slopes)
    facts = {
        "asked": asked,
        "weight": decimals.text(weight),
        "mean": decimals.text(mean),
    }
    yield (
        weight * slope,
        _(
            "The other words are missing: take away the weighted mean of the slopes, "
            "$\\sum_k \\alpha_k g_k = %(mean)s$, before you multiply."
        )
        % facts,
    )
    yield (
        weight * (1 - weight) * slope,
        _(
            "That is only the way through $\\alpha_%(asked)d$. As $e_%(asked)d$ rises, the "
            "other weights fall, and they matter too."
        )
        % facts,
    )
    yield (
        slope - mean,
        _("The factor $\\alpha_%(asked)d = %(weight)s$ is missing.") % facts,
    )
    yield (
        -weight * (slope - mean),
        _("The sign is the other way round: it is $g_%(asked)d$ less the mean.")
        % facts,
    )
    yield (
        weight * (slope - Decimal(sum(slopes)) / 3),
        _("That takes the plain mean of the slopes; weight them with the $\\alpha_k$.")
        % facts,
    )


def _prompt(weights: list[float], slopes: list[int], asked: int) -> str:
    facts = _(
        "Attention has found the weights $\\boldsymbol\\alpha = %(weights)s$ for three "
        "source words, as the softmax of the energies $e_1, e_2, e_3$. On its way back the "
        "loss $E$ has the slopes $g_k = \\partial E / \\partial \\alpha_k$, with "
        "$\\mathbf{g} = %(slopes)s$."
    )
    question = _(
        "What is $\\partial E / \\partial e_%(asked)d$? Remember that every energy moves all "
        "weights. Give it exactly."
    )
    values = {
        "weights": decimals.vector(weights),
        "slopes": decimals.vector(slopes),
        "asked": asked,
    }
    return f"{facts % values}\n\n{question % values}"


def _explanation(weights: list[float], slopes: list[int], asked: int) -> str:
    rule = (
        r"$$\frac{\partial E}{\partial e_j} = \alpha_j \Big(g_j - "
        r"\sum_k \alpha_k g_k\Big)$$"
    )
    mean, weight = _mean(weights, slopes), decimals.text(weights[asked - 1])
    formula = (
        rf"\frac{{\partial E}}{{\partial e_{asked}}} = {weight} \cdot "
        rf"({slopes[asked - 1]} - {decimals.factor(mean)}) = "
        rf"{decimals.text(_gradient(weights, slopes, asked))}"
    )
    lines = [
        _("**The weighted mean of the slopes.** $%(formula)s$")
        % {"formula": f"{markup.products(weights, slopes)} = {decimals.text(mean)}"},
        _("**The gradient.** $%(formula)s$") % {"formula": formula},
        _(
            "The three gradients add to 0, as adding a number to all energies does nothing."
        ),
    ]
    return "\n\n".join([rule, *lines])
