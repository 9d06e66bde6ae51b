"""Exercise: how many numbers an Elman network learns."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Mistake, Number
from simulations import mistakes, simulation


@register
class RnnParameterCount(Exercise):
    slug = "rnn-parameter-count"
    title = gettext_lazy("Elman network: how many weights and biases")

    def parameters(self, rng: Random) -> Parameters:
        while True:
            parameters = _draw(rng)
            if len(_named(**parameters)) >= 5:
                return parameters

    def question(self, **parameters: Any) -> Number:
        return Number(
            prompt=_prompt(**parameters),
            value=str(_count(**parameters)),
            mistakes=_named(**parameters),
            explanation=_explanation(**parameters),
        )

    def lab(self, parameters: Parameters) -> str:
        sizes = [parameters[name] for name in ("inputs", "units", "outputs")]
        return simulation.get("network-size").address(
            {"layers": [sizes], "context": "yes"}
        )


def _draw(rng: Random) -> Parameters:
    return {
        "inputs": rng.randint(3, 20),
        "units": rng.randint(3, 15),
        "outputs": rng.randint(2, 12),
        "times": rng.choice([5, 6, 8, 10, 12, 15, 20]),
    }


def _count(inputs: int, units: int, outputs: int, times: int) -> int:
    return units * inputs + units**2 + units + outputs * units + outputs


def _named(**parameters: Any) -> tuple[Mistake, ...]:
    facts = parameters | {"squared": parameters["units"] ** 2}
    return mistakes.distinct(
        ((Decimal(value), text % facts) for value, text in _slips(**parameters)),
        truth=Decimal(_count(**parameters)),
    )


def _slips(
    inputs: int, units: int, outputs: int, times: int
) -> Iterator[tuple[int, str]]:
    right = _count(inputs, units, outputs, times)
    yield from _slips_of_time(right, units, times)
    yield (
        right - units**2,
        _(
            "$U$ is missing, the way from the context back into the hidden units: "
            "$%(units)d \\cdot %(units)d = %(squared)d$ weights."
        ),
    )
    yield (
        right - units - outputs,
        _("The biases are missing: one for each of the %(units)d + %(outputs)d units."),
    )
    yield (
        right - units**2 + units,
        _(
            "Each hidden unit hears all %(units)d context units, not only its own: $U$ has "
            "$%(units)d \\cdot %(units)d$ entries."
        ),
    )
    yield (
        right + units * outputs,
        _(
            "The outputs see the hidden units only. The context leads back into the hidden "
            "units, not to the outputs."
        ),
    )


def _slips_of_time(right: int, units: int, times: int) -> Iterator[tuple[int, str]]:
    """A copy of the weights for each time step."""
    yield (
        times * right,
        _(
            "All %(times)d time steps use the same weights: they count once, however long "
            "the sentence is."
        ),
    )
    yield (
        right + (times - 1) * units**2,
        _(
            "$U$ is the same at every one of the %(times)d time steps, so it counts once, "
            "as the other weights do."
        ),
    )


def _prompt(**parameters: Any) -> str:
    facts = _(
        "An Elman network reads sentences of %(times)d words, one word per time step, each "
        "as a vector of %(inputs)d numbers. It has %(units)d hidden units and "
        "%(outputs)d outputs, all with biases:"
    )
    rule = (
        r"$$\mathbf{h}_t = \tanh(W\mathbf{x}_t + U\,\mathbf{h}_{t-1} + \mathbf{b}), \qquad "
        r"\mathbf{y}_t = \sigma(V\mathbf{h}_t + \mathbf{c})$$"
    )
    asked = _(
        "How many weights and biases does it learn in all? ($\\mathbf{h}_0$ is fixed.)"
    )
    return "\n\n".join([facts % parameters, rule, asked])


def _explanation(inputs: int, units: int, outputs: int, times: int) -> str:
    parts = {
        "W": (rf"{units} \cdot {inputs}", units * inputs),
        "U": (rf"{units} \cdot {units}", units**2),
        r"\mathbf{b}": (str(units), units),
        "V": (rf"{outputs} \cdot {units}", outputs * units),
        r"\mathbf{c}": (str(outputs), outputs),
    }
    lines = [
        f"- ${name}$: ${product} = {value}$"
        if product != str(value)
        else f"- ${name}$: ${value}$"
        for name, (product, value) in parts.items()
    ]
    total = _(
        "In all that is **%(count)d**, the same for a sentence of any length."
    ) % {"count": _count(inputs, units, outputs, times)}
    return "\n".join(lines) + f"\n\n{total}"
