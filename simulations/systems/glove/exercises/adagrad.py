"""Exercise: one step of AdaGrad, which takes smaller steps where much has moved."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Number
from simulations import decimals, figures, mistakes, simulation

PLACES, TOLERANCE = 3, Decimal("0.001")
# Gradients whose squares add up to a square, so that the root comes out even.
EVEN = (
    [3, 4],
    [1, 2, 2],
    [2, 3, 6],
    [1, 4, 8],
    [2, 6, 9],
    [4, 4, 7],
    [6, 6, 7],
    [6, 8],
)


@register
class GloVeAdagrad(Exercise):
    slug = "glove-adagrad"
    title = gettext_lazy("GloVe: one step of AdaGrad")

    def parameters(self, rng: Random) -> Parameters:
        while True:
            size = rng.choice([Decimal("0.1"), Decimal("0.5"), Decimal(1)])
            even = rng.choice(EVEN)
            gradients = [
                decimals.plain(rng.choice([-1, 1]) * size * value)
                for value in rng.sample(even, len(even))
            ]
            parameters: Parameters = {
                "gradients": gradients,
                "weight": decimals.plain(Decimal(rng.randint(-10, 10)) / 10),
                "eta": rng.choice([0.05, 0.1, 0.2, 0.5]),
            }
            if len(_named(**parameters)) >= 4:
                return parameters

    def question(self, **parameters: Any) -> Number:
        return Number(
            value=str(_rounded(_after(**parameters))),
            tolerance=str(TOLERANCE),
            places=PLACES,
            mistakes=_named(**parameters),
            prompt=_prompt(**parameters),
            explanation=_explanation(**parameters),
            answer_figure=_figure(**parameters),
        )

    def lab(self, parameters: Parameters) -> str:
        """A pair whose ∂J/∂b = 2 f(X) (w·w̃ + b + b̃ − ln X) is the newest gradient."""
        *earlier, last = parameters["gradients"]
        bias = decimals.exact(parameters["weight"])
        biases = [bias, decimals.exact(last) / 2 - bias]
        return simulation.get("glove-pair").address(
            {
                "vector": [[0]],
                "context": [[0]],
                "biases": [[decimals.plain(one) for one in biases]],
                "count": 1,
                "cap": 1,
                "eta": parameters["eta"],
                "start": decimals.plain(_squares(earlier)),
                "steps": 1,
            }
        )


def _squares(gradients: list[float]) -> Decimal:
    return sum((value * value for value in decimals.exactly(gradients)), Decimal(0))


def _after(gradients: list[float], weight: float, eta: float) -> Decimal:
    step = decimals.exact(eta) * decimals.exact(gradients[-1])
    return decimals.exact(weight) - step / _squares(gradients).sqrt()


def _rounded(value: Decimal) -> Decimal:
    return round(value, PLACES)


def _named(gradients: list[float], weight: float, eta: float) -> tuple[Any, ...]:
    facts = _facts(gradients, weight, eta)
    slips = _slips(
        decimals.exactly(gradients), decimals.exact(weight), decimals.exact(eta)
    )
    return mistakes.distinct(
        ((_rounded(value), text % facts) for value, text in slips),
        truth=_rounded(_after(gradients, weight, eta)),
        gap=2 * TOLERANCE,
    )


def _slips(
    gradients: list[Decimal], weight: Decimal, eta: Decimal
) -> Iterator[tuple[Decimal, str]]:
    squares, last = sum(g * g for g in gradients), gradients[-1]
    before = sum(g * g for g in gradients[:-1])
    step = eta * last
    root = Decimal(squares).sqrt()
    yield (
        weight - step,
        _("That is plain gradient descent: divide the step by the root, $%(root)s$."),
    )
    yield (
        weight - step / squares,
        _("Divide by the root of the sum, $%(root)s$, not by the sum $%(squares)s$."),
    )
    yield (
        weight - step / Decimal(before).sqrt(),
        _("The newest gradient counts too: its square is in the sum before the step."),
    )
    yield weight + step / root, _("That is uphill: the step is subtracted.")
    yield (
        weight - step / sum(map(abs, gradients)),
        _(
            "That divides by the sum of the sizes. AdaGrad adds the squares, then takes "
            "the root."
        ),
    )
    yield (
        weight - eta * last / abs(last),
        _("That divides by the newest gradient alone. All of them are in $G$."),
    )
    yield (
        step / root,
        _("That is the step. Subtract it from the old value $%(weight)s$."),
    )


def _facts(gradients: list[float], weight: float, eta: float) -> dict[str, Any]:
    after = _after(gradients, weight, eta)
    return {
        "gradients": ", ".join(f"${decimals.text(value)}$" for value in gradients[:-1]),
        "sum": " + ".join(f"{decimals.factor(value)}^2" for value in gradients),
        "last": decimals.text(gradients[-1]),
        "last_factor": decimals.factor(gradients[-1]),
        "squares": decimals.text(_squares(gradients)),
        "root": decimals.text(_squares(gradients).sqrt()),
        "weight": decimals.text(weight),
        "eta": decimals.text(eta),
        "about": decimals.about(after, _rounded(after)),
        "after": _rounded(after),
        "places": PLACES,
        "tolerance": TOLERANCE,
    }


def _prompt(gradients: list[float], weight: float, eta: float) -> str:
    return _(
        "GloVe is trained by AdaGrad. For each trained number it keeps the sum $G$ of the "
        "squares of all gradients so far, the newest one included, and then moves the "
        "number by $-\\eta\\,g/\\sqrt{G}$. Here $G$ started at 0 and $\\eta = %(eta)s$.\n\n"
        "One number is now $w = %(weight)s$. Its gradients so far: %(gradients)s. Now its "
        "gradient is $g = %(last)s$. What is $w$ after this step? Give %(places)d decimals "
        "unless it comes out even; $\\pm %(tolerance)s$ is allowed."
    ) % _facts(gradients, weight, eta)


def _explanation(gradients: list[float], weight: float, eta: float) -> str:
    return _(
        "**The sum.** $G = %(sum)s = %(squares)s$, and $\\sqrt{G} = %(root)s$.\n\n"
        "**The step.** $w = %(weight)s - %(eta)s \\cdot %(last_factor)s / %(root)s "
        "%(about)s %(after)s$\n\n"
        "A number that has moved much takes small steps from then on; that of a rare word "
        "still takes large ones."
    ) % _facts(gradients, weight, eta)


def _figure(gradients: list[float], weight: float, eta: float) -> figures.Spec:
    """How the same gradient would move the number less and less."""
    roots = [_squares(gradients[: n + 1]).sqrt() for n in range(len(gradients))]
    return figures.bars(
        [str(n) for n in range(1, len(roots) + 1)],
        [round(float(decimals.exact(eta) / root), 4) for root in roots],
        x=_("gradient number"),
        y="η / √G",
        digits=3,
        description=_("The rate that is left after each gradient."),
    )
