"""Exercise: the gradient that comes through a chain of sigmoid layers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Mistake, Number
from simulations import decimals, figures, mistakes, networks, simulation
from simulations.systems.activation import algorithm

LAYERS = 3
PLACES = 3
TOLERANCE = Decimal("0.002")


@register
class ActivationProduct(Exercise):
    slug = "activation-gradient-chain"
    title = gettext_lazy("Activation: the gradient through a chain")

    def parameters(self, rng: Random) -> Parameters:
        """A gradient large enough to be seen, and small enough to be exact."""
        while True:
            parameters = {
                "x": rng.randint(-10, 10) / 10,
                "weights": [
                    rng.choice([-1, 1]) * rng.randint(3, 10) / 2 for _w in range(LAYERS)
                ],
            }
            size = abs(_gradient(parameters))
            if (
                Decimal("0.02") <= size <= Decimal("0.3")
                and len(_named(parameters)) >= 4
            ):
                return parameters

    def question(self, **parameters: Any) -> Number:
        return Number(
            prompt=_prompt(parameters),
            value=str(_rounded(_gradient(parameters))),
            tolerance=str(TOLERANCE),
            places=PLACES,
            mistakes=_named(parameters),
            explanation=_explanation(parameters),
            figure=_figure(parameters),
            answer_figure=_answer_figure(parameters),
        )

    def lab(self, parameters: Parameters) -> str:
        return simulation.get("activation").address(
            {
                "function": "sigmoid",
                "weights": [parameters["weights"]],
                "bias": 0,
                "x": parameters["x"],
            }
        )


def _activations(parameters: Parameters) -> list[Decimal]:
    """a₁ to a₃, rounded: as they are given, and as they are used."""
    return list(_passed(parameters["x"], tuple(parameters["weights"])))


@lru_cache(maxsize=64)  # one question asks for them many times
def _passed(x: float, weights: tuple[float, ...]) -> tuple[Decimal, ...]:
    links = algorithm.chain(x, weights=weights, biases=[0] * LAYERS, name="sigmoid")
    return tuple(_rounded(Decimal(link.activation)) for link in links)


def _rounded(value: Decimal) -> Decimal:
    return round(value, PLACES)


def _slopes(parameters: Parameters) -> list[Decimal]:
    return [a * (1 - a) for a in _activations(parameters)]


def _factors(parameters: Parameters) -> list[Decimal]:
    weights = decimals.exactly(parameters["weights"])
    slopes = _slopes(parameters)
    return [weight * slope for weight, slope in zip(weights, slopes, strict=True)]


def _product(values: Iterable[Decimal]) -> Decimal:
    return math.prod(values, start=Decimal(1))


def _gradient(parameters: Parameters) -> Decimal:
    return _product(_factors(parameters))


def _named(parameters: Parameters) -> tuple[Mistake, ...]:
    return mistakes.distinct(
        ((_rounded(value), text) for value, text in _slips(parameters)),
        truth=_rounded(_gradient(parameters)),
        gap=2 * TOLERANCE,
    )


def _slips(parameters: Parameters) -> Iterator[mistakes.Slip]:
    weights = decimals.exactly(parameters["weights"])
    slopes, factors = _slopes(parameters), _factors(parameters)
    yield (
        _product(weights),
        _(
            "That is the product of the weights alone: right for linear layers. Each "
            "sigmoid also multiplies by its slope $a_k (1 - a_k)$."
        ),
    )
    yield (
        _product(slopes),
        _(
            "That is the product of the slopes alone. Each layer also multiplies by its "
            "weight."
        ),
    )
    yield (
        _product(weights) * _product(_activations(parameters)),
        _("The slope of a sigmoid is $a_k (1 - a_k)$, not $a_k$."),
    )
    yield (
        _product(factors[1:]),
        _("The first layer is missing: the way back ends at $x$, not at $a_1$."),
    )
    yield (
        _product(factors[:-1]),
        _("The last layer is missing: $y = a_3$ is a sigmoid too."),
    )
    yield (
        sum(factors, Decimal(0)),
        _("That adds the layers' factors. The chain rule multiplies them."),
    )
    yield (
        -_gradient(parameters),
        _("The size is right; count the negative weights once more for the sign."),
    )


def _prompt(parameters: Parameters) -> str:
    text = _(
        "A chain of %(layers)d layers with one sigmoid unit each and no biases: "
        "$a_1 = \\sigma(w_1 x)$, $a_2 = \\sigma(w_2 a_1)$, $y = a_3 = \\sigma(w_3 a_2)$. The "
        "input is $x = %(x)s$, the weights are $w_1 = %(w1)s$, $w_2 = %(w2)s$ and "
        "$w_3 = %(w3)s$.\n\n"
        "The forward pass gave $a_1 = %(a1)s$, $a_2 = %(a2)s$ and $a_3 = %(a3)s$, rounded to "
        "%(places)d decimals; go on with these. What is the derivative $\\partial y / "
        "\\partial x$? Give %(places)d decimals; $\\pm %(tolerance)s$ is allowed."
    )
    return text % _facts(parameters)


def _facts(parameters: Parameters) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "layers": LAYERS,
        "x": decimals.text(parameters["x"]),
        "places": PLACES,
        "tolerance": TOLERANCE,
    }
    for k, (w, a) in enumerate(
        zip(parameters["weights"], _activations(parameters), strict=True), start=1
    ):
        facts |= {f"w{k}": decimals.text(w), f"a{k}": str(a)}
    return facts


def _explanation(parameters: Parameters) -> str:
    lines = [
        _(
            "**The chain rule.** Layer $k$ multiplies the gradient by $w_k\\,a_k (1 - "
            "a_k)$:"
        ),
        "\n".join(_line(parameters, k) for k in range(LAYERS)),
        _(
            "**Together.** $\\partial y / \\partial x = %(product)s %(about)s %(gradient)s$"
        )
        % _together(parameters),
        _(
            "A slope is at most 0.25. As long as the weights are smaller than 4 in size, the "
            "gradient shrinks with each layer."
        ),
    ]
    return "\n\n".join(lines)


def _together(parameters: Parameters) -> dict[str, Any]:
    """The product of the factors as they are shown, and the gradient."""
    factors = [round(value, 4) for value in _factors(parameters)]
    gradient = _rounded(_gradient(parameters))
    return {
        "product": r" \cdot ".join(map(decimals.factor, factors)),
        "about": decimals.about(_product(factors), gradient),
        "gradient": gradient,
    }


def _line(parameters: Parameters, k: int) -> str:
    weight, a = parameters["weights"][k], _activations(parameters)[k]
    exact = _factors(parameters)[k]
    factor = round(exact, 4)
    about = decimals.about(exact, factor)
    product = rf"{decimals.factor(weight)} \cdot {a} \cdot (1 - {a})"
    slope = rf"w_{k + 1}\,a_{k + 1} (1 - a_{k + 1})"
    return f"- ${slope} = {product} {about} {decimals.text(factor)}$"


def _figure(parameters: Parameters) -> figures.Spec:
    values = [parameters["x"], *_activations(parameters)]
    units = [
        [networks.Unit(symbol, figures.written(value))]
        for symbol, value in zip(("x", "a₁", "a₂", "y"), values, strict=True)
    ]
    weights = [[[figures.written(weight)]] for weight in parameters["weights"]]
    return networks.drawing(
        networks.Network(units, weights),
        description=_("The chain with its weights and activations."),
    )


def _answer_figure(parameters: Parameters) -> figures.Spec:
    sizes = [abs(_product(_factors(parameters)[k:])) for k in range(LAYERS)]
    return figures.bars(
        [r"x", "a₁", "a₂"],
        [float(round(size, 4)) for size in sizes],
        x="",
        y=_("size of the gradient"),
        digits=3,
        description=_("How much y changes with x, with a₁ and with a₂."),
    )
