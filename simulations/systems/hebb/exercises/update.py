"""Exercises: the weights after one step of Hebb's rule, and of Oja's."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from random import Random
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Matrix
from simulations import decimals, markup, mistakes, simulation
from simulations.systems.hebb import algorithm, pictures

PLACES = 3  # of Oja's update, whose exact result may have five
TOLERANCE = Decimal("0.001")
Slip = tuple[list[list[Decimal]], str]


class OneUpdate(Exercise):
    """One sample x, weights w, learning rate η: both rules are asked in this form."""

    rule: algorithm.Rule

    def lab(self, parameters: Parameters) -> str:
        return simulation.get("hebb").address(
            {
                "samples": [parameters["sample"]],
                "weights": [parameters["weights"]],
                "eta": parameters["eta"],
                "rule": self.rule,
                "epochs": 1,
            }
        )


@register
class HebbUpdate(OneUpdate):
    slug = "hebb-update"
    title = gettext_lazy("Hebb: the weights after one step")
    rule = "hebb"

    def parameters(self, rng: Random) -> Parameters:
        while True:
            parameters = _draw(rng)
            y = _case(parameters)[3].output
            moved = _named(parameters, _hebb_slips, gap=Decimal(0))
            if y not in (0, 1) and len(moved) >= 4:
                return parameters

    def question(self, **parameters: Any) -> Matrix:
        w, x, _rate, done = _case(parameters)
        return Matrix(
            prompt=_prompt(parameters),
            value=mistakes.written([list(done.weights)]),
            column_labels=("$w_1$", "$w_2$"),
            mistakes=_named(parameters, _hebb_slips, gap=Decimal(0)),
            explanation=_hebb_explanation(parameters),
            figure=_figure(w, x),
            answer_figure=_answer_figure(w, x, done.weights),
        )


@register
class OjaUpdate(OneUpdate):
    slug = "hebb-oja-update"
    title = gettext_lazy("Hebb: one step of Oja's rule")
    rule = "oja"

    def parameters(self, rng: Random) -> Parameters:
        while True:
            parameters = _draw(rng)
            y = _case(parameters, "oja")[3].output
            named = _named(parameters, _oja_slips, gap=2 * TOLERANCE)
            if y not in (0, 1) and abs(y) <= 3 and len(named) >= 4:
                return parameters

    def question(self, **parameters: Any) -> Matrix:
        w, x, _rate, done = _case(parameters, "oja")
        allowed = _(
            "Give %(places)d decimals; $\\pm %(tolerance)s$ is allowed in each number."
        ) % {"places": PLACES, "tolerance": TOLERANCE}
        return Matrix(
            prompt=f"{_prompt(parameters, oja=True)} {allowed}",
            value=mistakes.written([_rounded(done.weights)]),
            tolerance=str(TOLERANCE),
            places=PLACES,
            column_labels=("$w_1$", "$w_2$"),
            mistakes=_named(parameters, _oja_slips, gap=2 * TOLERANCE),
            explanation=_oja_explanation(parameters),
            figure=_figure(w, x),
            answer_figure=_answer_figure(w, x, done.weights),
        )


def _draw(rng: Random) -> Parameters:
    return {
        "weights": [decimals.drawn(rng, 2, 12) for _weight in range(2)],
        "sample": [rng.choice([-2, -1, 1, 2]), rng.choice([-2, -1, 1, 2])],
        "eta": rng.choice([0.1, 0.2, 0.5]),
    }


def _case(
    parameters: Parameters, rule: algorithm.Rule = "hebb"
) -> tuple[Any, Any, Decimal, algorithm.Update]:
    """w, x and η as exact decimals, and what the rule does with them."""
    w = np.array(decimals.exactly(parameters["weights"]))
    x = np.array(decimals.exactly(parameters["sample"]))
    rate = decimals.exact(parameters["eta"])
    return w, x, rate, algorithm.RULES[rule](x, w, rate)


def _named(parameters: Parameters, slips: Any, *, gap: Decimal) -> Any:
    rule: algorithm.Rule = "oja" if slips is _oja_slips else "hebb"
    facts = _facts(parameters, rule)
    truth = _case(parameters, rule)[3].weights
    return mistakes.distinct_arrays(
        ((values, text % facts) for values, text in slips(parameters)),
        truth=[_rounded(truth) if rule == "oja" else list(truth)],
        gap=gap,
    )


def _hebb_slips(parameters: Parameters) -> Iterator[Slip]:
    w, x, rate, done = _case(parameters)
    yield (
        [list(done.change)],
        _("That is $\\Delta\\mathbf{w}$ itself. Add it to $%(w)s$."),
    )
    yield (
        [list(w + done.output * x)],
        _("The step is there, but at full size: multiply it by $\\eta = %(eta)s$."),
    )
    yield (
        [list(w + rate * x)],
        _(
            "The output is missing. Hebb's rule multiplies what comes in by what goes "
            "out, and here $y = %(y)s$."
        ),
    )
    yield (
        [list(w - done.change)],
        _(
            "The sign is turned: Hebb's rule adds $\\eta\\,y\\,\\mathbf{x} = %(change)s$."
        ),
    )
    yield (
        [list(w + rate * done.output * w)],
        _(
            "You multiplied by the weights. The step goes along the input "
            "$\\mathbf{x} = %(x)s$."
        ),
    )


def _oja_slips(parameters: Parameters) -> Iterator[Slip]:
    w, x, rate, done = _case(parameters, "oja")
    y, hebb = done.output, algorithm.hebb(x, w, rate)
    yield (
        [_rounded(hebb.weights)],
        _(
            "That is Hebb's rule. Oja's also forgets: it takes away "
            "$\\eta\\,y^2\\,\\mathbf{w}$, here with $y^2 = %(square)s$."
        ),
    )
    yield (
        [_rounded(w + rate * y * (x - w))],
        _(
            "The forgetting is one $y$ short. In the bracket stands $\\mathbf{x} - "
            "y\\,\\mathbf{w}$, with $y = %(y)s$."
        ),
    )
    yield (
        [_rounded(w + rate * y * (x + y * w))],
        _("In the bracket $y\\,\\mathbf{w}$ is taken away, not added."),
    )
    yield (
        [_rounded(w + y * (x - y * w))],
        _("The step is there, but at full size: multiply it by $\\eta = %(eta)s$."),
    )
    yield (
        [_rounded(done.change)],
        _("That is $\\Delta\\mathbf{w}$ itself. Add it to $%(w)s$."),
    )


def _rounded(values: Any) -> list[Decimal]:
    return [round(value, PLACES) for value in values]


def _facts(parameters: Parameters, rule: algorithm.Rule) -> dict[str, Any]:
    w, x, rate, done = _case(parameters, rule)
    return {
        "w": decimals.vector(w),
        "x": decimals.vector(x),
        "eta": decimals.text(rate),
        "y": decimals.text(done.output),
        "square": decimals.text(done.output**2),
        "change": decimals.vector(done.change),
        "sum": markup.products(w, x),
        "bracket": decimals.vector(x - done.output * w),
        "factor": decimals.factor(done.output),
        "new": decimals.vector(done.weights),
    }


def _prompt(parameters: Parameters, *, oja: bool = False) -> str:
    facts = _(
        "A linear unit with the weights $\\mathbf{w} = %(w)s$ gets the input "
        "$\\mathbf{x} = %(x)s$ and answers $y = \\mathbf{w}\\cdot\\mathbf{x}$."
    )
    rule = (
        _oja_rule()
        if oja
        else _("Then it learns by Hebb's rule, with $\\eta = %(eta)s$.")
    )
    asked = _("What is $\\mathbf{w}$ after this one step?")
    return f"{facts} {rule}" % _facts(parameters, "hebb") + f"\n\n{asked}"


def _oja_rule() -> str:
    return _(
        "Then it learns by Oja's rule, $\\Delta\\mathbf{w} = \\eta\\,y\\,(\\mathbf{x} - "
        "y\\,\\mathbf{w})$ with $\\eta = %(eta)s$; on the right side stand the weights "
        "from before the step."
    )


def _hebb_explanation(parameters: Parameters) -> str:
    lines = [
        _("**The output.** $y = %(sum)s = %(y)s$"),
        _(
            "**The step.** $\\Delta\\mathbf{w} = %(eta)s \\cdot %(factor)s \\cdot %(x)s = "
            "%(change)s$"
        ),
        _("**The new weights.** $%(w)s + %(change)s = %(new)s$"),
        _("Shown the same input again, the unit now answers more strongly."),
    ]
    facts = _facts(parameters, "hebb")
    return "\n\n".join(line % facts for line in lines)


def _oja_explanation(parameters: Parameters) -> str:
    lines = [
        _("**The output.** $y = %(sum)s = %(y)s$"),
        _("**The bracket.** $\\mathbf{x} - y\\,\\mathbf{w} = %(bracket)s$"),
        _(
            "**The step.** $\\Delta\\mathbf{w} = %(eta)s \\cdot %(factor)s \\cdot "
            "%(bracket)s = %(change)s$"
        ),
        _("**The new weights.** $%(w)s + %(change)s = %(new)s$"),
        _(
            "What is taken away grows with $y^2$: this keeps the weights from growing "
            "without bound."
        ),
    ]
    facts = _facts(parameters, "oja")
    return "\n\n".join(line % facts for line in lines)


def _figure(w: Any, x: Any) -> dict[str, Any]:
    return pictures.plane(
        [_arrow("x", x, dashed=True), _arrow("w", w)],
        description=_("The input x and the weights w, drawn from the origin."),
    )


def _answer_figure(w: Any, x: Any, after: Any) -> dict[str, Any]:
    arrows = [
        _arrow("x", x, dashed=True),
        _arrow(_("before"), w, dashed=True),
        _arrow(_("after"), after),
    ]
    return pictures.plane(
        arrows, description=_("The weights before and after the step, and the input.")
    )


def _arrow(name: str, vector: Any, *, dashed: bool = False) -> pictures.Arrow:
    return pictures.Arrow(name, float(vector[0]), float(vector[1]), dashed)
