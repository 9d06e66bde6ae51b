"""Exercise: what a network with mirrored weights takes for symmetric."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Multiple, Option
from simulations import figures, simulation

SIZES = ((1, 2, 4), (1, 2, 3), (1, 1, 2), (2, 3, 5), (1, 3, 4), (1, 3, 9), (2, 3, 7))
ASKED = 6  # vectors


@register
class BackpropagationSymmetry(Exercise):
    slug = "backpropagation-symmetry"
    title = gettext_lazy("Backpropagation: what passes for symmetric")

    def parameters(self, rng: Random) -> Parameters:
        """Two or three vectors with a sum of 0; where one can be, one is a deception."""
        weights = rng.choice(SIZES)
        half = [rng.choice([-1, 1]) * size for size in rng.sample(weights, 3)]
        every = [[place >> bit & 1 for bit in range(6)] for place in range(1, 63)]
        rng.shuffle(every)
        fair = [x for x in every if _symmetric(x)]
        false = [x for x in every if not _symmetric(x) and not _sum(half, x)]
        others = [x for x in every if _sum(half, x)]
        answered = fair[: rng.randint(1, 2)] + false[:1]
        return {
            "half": half,
            "vectors": answered + others[: ASKED - len(answered)],
        }

    def question(self, **parameters: Any) -> Multiple:
        half: list[int] = parameters["half"]
        vectors: list[list[int]] = parameters["vectors"]
        return Multiple.of(
            right=[_option(half, x) for x in vectors if not _sum(half, x)],
            wrong=[_option(half, x) for x in vectors if _sum(half, x)],
            prompt=_prompt(half),
            explanation=_explanation(half, vectors),
            figure=_figure(half),
        )

    def lab(self, parameters: Parameters) -> str:
        """Ten times the weights, so that the sigmoid is nearly a step.

        The six vectors are one batch, so that no weight changes before the last.
        """
        weights, vectors = _weights(parameters["half"]), parameters["vectors"]
        hidden = [*weights, -0.5], [*(-weight for weight in weights), -0.5]
        return simulation.get("backpropagation").address(
            {
                "data": [[*x, int(_symmetric(x))] for x in vectors],
                "hidden": [[10 * number for number in unit] for unit in hidden],
                "output": [[-10, -10, 5]],
                "epochs": 1,
                "update": "epoch",
            }
        )


def _symmetric(x: Sequence[int]) -> bool:
    return list(x) == list(x)[::-1]


def _weights(half: Sequence[int]) -> list[int]:
    """Those of the first hidden unit: equal and opposite about the middle."""
    return [*half, *(-weight for weight in reversed(half))]


def _sum(half: Sequence[int], x: Sequence[int]) -> int:
    return sum(w * one for w, one in zip(_weights(half), x, strict=True))


def _written(x: Sequence[int]) -> str:
    return "".join(map(str, x))


def _products(half: Sequence[int], x: Sequence[int]) -> str:
    """The weights whose input is on: 4 + (−1)."""
    on = [w for w, one in zip(_weights(half), x, strict=True) if one]
    return " + ".join(f"({w})" if w < 0 else str(w) for w in on)


def _option(half: Sequence[int], x: Sequence[int]) -> Option:
    total = _sum(half, x)
    facts = {
        "vector": _written(x),
        "products": _products(half, x),
        "total": total,
        "unit": 1 if total > 0 else 2,
    }
    if total:
        said = _(
            "%(vector)s: the sum of $h_1$ is $%(products)s = %(total)d$ before its bias, "
            "that of $h_2$ the opposite. So $h_%(unit)d$ turns on and the output off."
        )
    elif _symmetric(x):
        said = _(
            "%(vector)s: the sum is $%(products)s = 0$, as for every symmetric vector. Both "
            "hidden units stay off, and the output is on."
        )
    else:
        said = _(
            "%(vector)s is not symmetric, but the network cannot tell: the sum is "
            "$%(products)s = 0$, so both hidden units stay off and the output is on."
        )
    return Option(_written(x), said % facts)


def _prompt(half: Sequence[int]) -> str:
    weights = ", ".join(str(weight) for weight in _weights(half))
    opposite = ", ".join(str(-weight) for weight in _weights(half))
    network = _(
        "A network with six inputs looks for symmetry, as in the paper of 1986. Its weights "
        "are so large that each unit just answers 1 if its sum is over 0, else 0."
    )
    lines = [
        _("$h_1$ weighs $x_1$ to $x_6$ by $(%(weights)s)$ and has the bias $-0.5$.")
        % {"weights": weights},
        _("$h_2$ weighs $x_1$ to $x_6$ by $(%(weights)s)$ and has the bias $-0.5$.")
        % {"weights": opposite},
        _(
            "The output has the weights $(-1, -1)$ from $h_1$ and $h_2$ and the bias $0.5$."
        ),
    ]
    asked = _(
        "For which of these vectors, written from $x_1$ to $x_6$, does the network answer "
        "1? Tick them all."
    )
    return "\n\n".join([network, "\n".join(f"- {line}" for line in lines), asked])


def _explanation(half: Sequence[int], vectors: Sequence[Sequence[int]]) -> str:
    rule = _(
        "The output is on exactly if neither hidden unit is, and that is so exactly if the "
        "weighted sum is 0: any other sum turns on $h_1$ or $h_2$."
    )
    rows = "\n".join(
        rf"- {_written(x)}: ${_products(half, x)} = {_sum(half, x)}$" for x in vectors
    )
    return "\n\n".join([rule, rows, _moral(half)])


def _moral(half: Sequence[int]) -> str:
    a, b, c = sorted(abs(weight) for weight in half)
    if a + b == c or a == b:
        return _(
            "With the sizes %(sizes)s, different halves can have the same sum, so some "
            "vectors deceive the network. With 1, 2, 4 all eight halves differ, and that is "
            "what the network of 1986 learned."
        ) % {"sizes": f"{a}, {b}, {c}"}
    return _(
        "With the sizes %(sizes)s all eight halves have different sums, so only a symmetric "
        "vector comes to 0. The network of 1986 found 1, 2, 4 by itself."
    ) % {"sizes": f"{a}, {b}, {c}"}


def _figure(half: Sequence[int]) -> figures.Spec:
    weights = _weights(half)
    return figures.heatmap(
        [weights, [-weight for weight in weights]],
        rows=["h₁", "h₂"],
        columns=[figures.symbol("x", place) for place in range(1, 7)],
        description=_("The weights from the six inputs to the two hidden units."),
    )
