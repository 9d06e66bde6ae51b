"""Exercise: how deep a chain may be until its gradient is sure to be tiny."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Mistake, Number
from simulations import decimals, figures, mistakes, simulation
from simulations.systems.activation import pictures

STEEPEST = {"sigmoid": Decimal("0.25"), "tanh": Decimal(1)}
WEIGHTS = {
    "sigmoid": [0.5, 0.8, 1, 1.2, 1.6, 2, 2.4, 2.8],
    "tanh": [0.4, 0.5, 0.6, 0.7, 0.8],
}
LIMITS = [0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0001, 0.00001, 0.000001]
DEEPEST = 30


@register
class ActivationDepth(Exercise):
    slug = "activation-depth"
    title = gettext_lazy("Activation: how fast gradients vanish")

    def parameters(self, rng: Random) -> Parameters:
        while True:
            function = rng.choice(["sigmoid", "sigmoid", "tanh"])
            parameters = {
                "function": function,
                "weight": rng.choice(WEIGHTS[function]),
                "limit": rng.choice(LIMITS),
            }
            depth = _depth(parameters)
            exact = _factor(parameters) ** (depth - 1) == _limit(parameters)
            if 2 <= depth <= DEEPEST and not exact and len(_named(parameters)) >= 2:
                return parameters

    def question(self, **parameters: Any) -> Number:
        return Number(
            prompt=_prompt(parameters),
            value=str(_depth(parameters)),
            mistakes=_named(parameters),
            explanation=_explanation(parameters),
            answer_figure=_answer_figure(parameters),
        )

    def lab(self, parameters: Parameters) -> str:
        return simulation.get("activation").address(
            {
                "function": parameters["function"],
                "weights": [[parameters["weight"]] * _depth(parameters)],
                "x": 0,
            }
        )


def _factor(parameters: Parameters) -> Decimal:
    """The most that one layer multiplies the gradient's size by."""
    return decimals.exact(parameters["weight"]) * STEEPEST[parameters["function"]]


def _limit(parameters: Parameters) -> Decimal:
    return decimals.exact(parameters["limit"])


def _depth(parameters: Parameters) -> int:
    return _layers(_factor(parameters), _limit(parameters))


def _layers(factor: Decimal, limit: Decimal) -> int:
    """The least n with factorⁿ < limit; 0 if there is none worth asking for."""
    size, layers = Decimal(1), 0
    while size >= limit:
        size, layers = size * factor, layers + 1
        if layers > 10 * DEEPEST:
            return 0
    return layers


def _named(parameters: Parameters) -> tuple[Mistake, ...]:
    facts = _facts(parameters)
    return mistakes.distinct(
        ((value, text % facts) for value, text in _slips(parameters) if value),
        truth=Decimal(_depth(parameters)),
    )


def _slips(parameters: Parameters) -> Iterator[mistakes.Slip]:
    depth, weight = _depth(parameters), decimals.exact(parameters["weight"])
    limit = _limit(parameters)
    yield (
        Decimal(depth - 1),
        _("One layer short: $%(factor)s^{%(less)d} %(at_less)s$ is not under it."),
    )
    yield (
        Decimal(depth + 1),
        _(
            "That is deep enough, but so is one layer less: $%(factor)s^{%(depth)d} "
            "%(at_depth)s$."
        ),
    )
    if parameters["function"] == "sigmoid":
        yield (
            Decimal(_layers(STEEPEST["sigmoid"], limit)),
            _("The weights are missing: a layer multiplies by at most $%(factor)s$."),
        )
        yield (
            Decimal(_layers(weight / 2, limit)),
            _(
                "That takes a slope of 0.5, but $\\sigma(0) = 0.5$ is the value. The slope "
                "is at most $0.5 \\cdot (1 - 0.5) = 0.25$."
            ),
        )
    else:
        yield (
            Decimal(_layers(weight / 4, limit)),
            _(
                "That is the sigmoid's largest slope, 0.25. That of tanh is 1, at $z = 0$."
            ),
        )


def _facts(parameters: Parameters) -> dict[str, Any]:
    factor, depth = _factor(parameters), _depth(parameters)
    return {
        "function": parameters["function"],
        "weight": decimals.text(parameters["weight"]),
        "limit": decimals.text(_limit(parameters)),
        "steepest": decimals.text(STEEPEST[parameters["function"]]),
        "factor": decimals.text(factor),
        "depth": depth,
        "less": depth - 1,
        "at_depth": _about(factor**depth),
        "at_less": _about(factor ** (depth - 1)),
    }


def _short(value: Decimal) -> str:
    """Three digits that count."""
    return decimals.text(round(value, 2 - value.adjusted()))


def _about(value: Decimal) -> str:
    shown = _short(value)
    return f"{decimals.about(value, Decimal(shown))} {shown}"


def _prompt(parameters: Parameters) -> str:
    text = {
        "sigmoid": _(
            "A chain of $n$ layers has one sigmoid unit a layer, $a_k = \\sigma(w_k a_{k-1} "
            "+ b_k)$, and every weight has $|w_k| \\le %(weight)s$."
        ),
        "tanh": _(
            "A chain of $n$ layers has one tanh unit a layer, $a_k = \\tanh(w_k a_{k-1} + "
            "b_k)$, and every weight has $|w_k| \\le %(weight)s$."
        ),
    }[parameters["function"]]
    asked = _(
        "The input is $a_0$. What is the smallest $n$ for which $|\\partial a_n / \\partial a_0| < %(limit)s$ "
        "is certain, whatever the input and the biases?"
    )
    return f"{text} {asked}" % _facts(parameters)


def _explanation(parameters: Parameters) -> str:
    lines = [
        _(
            "**One layer** multiplies the gradient by $w_k f'(z_k)$. The slope is at most "
            "%(steepest)s, so that is at most $%(weight)s \\cdot %(steepest)s = %(factor)s$."
        ),
        _(
            "**All layers.** $%(factor)s^{%(less)d} %(at_less)s$ is not under "
            "%(limit)s yet, $%(factor)s^{%(depth)d} %(at_depth)s$ is: "
            "**%(depth)d layers.**"
        ),
        _("Most real gradients are smaller still: few units stand at their steepest."),
    ]
    facts = _facts(parameters)
    return "\n\n".join(line % facts for line in lines)


def _answer_figure(parameters: Parameters) -> figures.Spec:
    factor, depth = _factor(parameters), _depth(parameters)
    bound = [float(_short(factor**n)) for n in range(1, depth + 1)]
    limit = [parameters["limit"]] * depth
    return pictures.gradients({_("bound"): bound, _("limit"): limit})
