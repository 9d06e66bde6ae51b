"""Exercise: which output unit makes XOR of two hidden units."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Choice, Option
from simulations import decimals, figures, markup, networks, simulation

ROWS = ((0, 0), (0, 1), (1, 0), (1, 1))
XOR = (0, 1, 1, 0)
# Hidden units: the weights and the bias; sums are never 0.
HIDDEN = (
    (1, 1, -0.5),
    (1, 1, -1.5),
    (-1, -1, 0.5),
    (-1, -1, 1.5),
    (1, -1, -0.5),
    (-1, 1, -0.5),
    (1, -1, 0.5),
    (-1, 1, 0.5),
)
OUTPUTS = tuple(
    itertools.product((-2, -1, 1, 2), (-2, -1, 1, 2), (-1.5, -0.5, 0.5, 1.5))
)
Unit = Sequence[float]


@register
class BackpropagationXor(Exercise):
    slug = "backpropagation-xor"
    title = gettext_lazy("Backpropagation: an output that makes XOR")

    def parameters(self, rng: Random) -> Parameters:
        """A right output unit, and three that compute three other things."""
        while True:
            hidden = [list(unit) for unit in rng.sample(HIDDEN, 2)]
            seen = [_answers(hidden, x) for x in ROWS]
            tables = {output: _table(seen, output) for output in OUTPUTS}
            right = [output for output in OUTPUTS if tables[output] == XOR]
            if right:
                break
        wrong = _different(tables, rng.sample(OUTPUTS, len(OUTPUTS)))
        return {
            "hidden": [[decimals.plain(number) for number in unit] for unit in hidden],
            "right": list(rng.choice(right)),
            "wrong": [list(output) for output in wrong],
        }

    def question(self, **parameters: Any) -> Choice:
        hidden, right, wrong = (
            parameters[name] for name in ("hidden", "right", "wrong")
        )
        return Choice.of(
            _written(right),
            *(Option(_written(output), _said(hidden, output)) for output in wrong),
            prompt=_prompt(hidden),
            explanation=_explanation(hidden, right),
            figure=_figure(hidden),
        )

    def lab(self, parameters: Parameters) -> str:
        """Ten times the weights, so that the sigmoid is nearly a step."""
        large = [[10 * number for number in unit] for unit in parameters["hidden"]]
        return simulation.get("backpropagation").address(
            {
                "hidden": large,
                "output": [[10 * number for number in parameters["right"]]],
                "epochs": 1,
                "update": "epoch",
            }
        )


def _fires(unit: Unit, x: Sequence[int]) -> int:
    return int(_total(unit, x) > 0)


def _total(unit: Unit, x: Sequence[int]) -> float:
    return unit[0] * x[0] + unit[1] * x[1] + unit[2]


def _answers(hidden: Sequence[Unit], x: Sequence[int]) -> tuple[int, int]:
    return _fires(hidden[0], x), _fires(hidden[1], x)


def _table(seen: Sequence[tuple[int, int]], output: Unit) -> tuple[int, ...]:
    """`seen`: what the hidden units answer to each of the four inputs."""
    return tuple(_fires(output, h) for h in seen)


def _different(
    tables: dict[Any, tuple[int, ...]], outputs: Sequence[Unit]
) -> list[Unit]:
    """Three outputs that do not make XOR, and not the same as each other if possible.

    None of them answers the same to everything while others are left.
    """
    wrong = [output for output in outputs if tables[tuple(output)] != XOR]
    wrong.sort(key=lambda output: len(set(tables[tuple(output)])) == 1)
    first = {tables[tuple(output)]: output for output in reversed(wrong)}
    chosen = sorted(first.values(), key=wrong.index)[:3]
    return chosen + [one for one in wrong if one not in chosen][: 3 - len(chosen)]


def _written(output: Unit) -> str:
    v1, v2, c = map(decimals.text, output)
    return f"$v_1 = {v1},\\ v_2 = {v2},\\ c = {c}$"


def _said(hidden: Sequence[Unit], output: Unit) -> str:
    """Where this output unit first goes wrong."""
    seen = [_answers(hidden, x) for x in ROWS]
    found = _table(seen, output)
    place = next(place for place in range(4) if found[place] != XOR[place])
    x, h = ROWS[place], seen[place]
    return _(
        "For $\\mathbf{x} = (%(x)s)$ the hidden units answer $(%(h)s)$, so the output's sum is "
        "$%(sum)s$ and it answers %(found)d; XOR is %(wanted)d there."
    ) % {
        "x": ", ".join(map(str, x)),
        "h": ", ".join(map(str, h)),
        "sum": _sum(output, h),
        "found": 1 - XOR[place],
        "wanted": XOR[place],
    }


def _sum(unit: Unit, x: Sequence[int]) -> str:
    """1 · 1 + (−2) · 1 − 0.5 = −1.5."""
    v1, v2, c = map(decimals.factor, unit)
    total = decimals.text(_total(unit, x))
    return rf"{v1} \cdot {x[0]} + {v2} \cdot {x[1]} + {c} = {total}"


def _prompt(hidden: Sequence[Unit]) -> str:
    network = _(
        "Two inputs, two hidden units, one output; every unit answers 1 if its sum, bias "
        "included, is over 0, else 0."
    )
    lines = [
        f"$h_{j}$: ${_linear(unit)} > 0$" for j, unit in enumerate(hidden, start=1)
    ]
    asked = _(
        "The output answers 1 if $v_1 h_1 + v_2 h_2 + c > 0$. With which weights and bias is "
        "it the XOR of $x_1$ and $x_2$: 1 if exactly one of them is 1?"
    )
    return "\n\n".join([network, "\n".join(f"- {line}" for line in lines), asked])


def _linear(unit: Unit) -> str:
    """x₁ − x₂ + 0.5."""
    w1, w2, b = unit
    text = f"{_times(w1)}x_1 + {_times(w2)}x_2 + {decimals.text(b)}"
    return text.replace("+ -", "- ")


def _times(weight: float) -> str:
    if abs(weight) == 1:
        return "-" if weight < 0 else ""
    return decimals.text(weight)


def _explanation(hidden: Sequence[Unit], right: Unit) -> str:
    head = ["$x_1$", "$x_2$", "$h_1$", "$h_2$", _("sum"), r"$\hat{y}$"]
    rows = []
    for x in ROWS:
        h = _answers(hidden, x)
        rows.append([*x, *h, f"${_sum(right, h)}$", _fires(right, h)])
    moral = _(
        "No line separates XOR's ones from its zeros. But seen through $h_1$ and $h_2$ a line "
        "does: that is what the hidden layer is for."
    )
    return f"{markup.table(head, rows)}\n\n{moral}"


def _figure(hidden: Sequence[Unit]) -> figures.Spec:
    """The output unit's numbers are what is asked."""
    biases = [_weight("b", unit[2], j) for j, unit in enumerate(hidden, start=1)]
    units = [
        [networks.Unit("x₁", ""), networks.Unit("x₂", "")],
        [networks.Unit("h₁", "", biases[0]), networks.Unit("h₂", "", biases[1])],
        [networks.Unit("ŷ", "", "c = ?")],
    ]
    inner = [
        [_weight("w", unit[i - 1], j, i) for i in (1, 2)]
        for j, unit in enumerate(hidden, start=1)
    ]
    return networks.drawing(
        networks.Network(units, [inner, [["v₁ = ?", "v₂ = ?"]]]),
        description=_("The network with its weights and biases."),
    )


def _weight(letter: str, value: float, *places: int) -> str:
    return f"{figures.symbol(letter, *places)} = {networks.short(value)}"
