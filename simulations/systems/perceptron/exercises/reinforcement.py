"""Exercise: the values of the A-units after a photoperceptron has learned once."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Matrix, Mistake
from simulations import decimals, figures, markup, mistakes, simulation

UNITS = 5
Row = list[Decimal]


@register
class PerceptronReinforcement(Exercise):
    slug = "perceptron-reinforcement"
    title = gettext_lazy("Photoperceptron: the values after one stimulus")

    def parameters(self, rng: Random) -> Parameters:
        while True:
            parameters = _draw(rng)
            some = 2 <= sum(parameters["active"]) < UNITS
            if some and len(_named(parameters)) >= 3:
                return parameters

    def question(self, **parameters: Any) -> Matrix:
        return Matrix(
            prompt=_prompt(parameters),
            value=mistakes.written([_after(parameters)]),
            column_labels=tuple(_names()),
            mistakes=_named(parameters),
            explanation=_explanation(parameters),
            figure=_figure(parameters),
        )

    def lab(self, parameters: Parameters) -> str:
        """From mistakes: the R-unit as a perceptron that sees which units are active.

        A forced response is learned from by the photoperceptron alone.
        """
        if parameters["rule"] == "forced":
            return simulation.get("photoperceptron").address({"rule": "forced"})
        return simulation.get("perceptron").address(
            {
                "data": [[*parameters["active"], parameters["kind"]]],
                "weights": [parameters["values"]],
                "eta": parameters["eta"],
                "epochs": 1,
            }
        )


def _draw(rng: Random) -> Parameters:
    """Three of four stimuli that are learned from mistakes get a wrong answer."""
    parameters: Parameters = {
        "values": [rng.randint(-4, 4) for _unit in range(UNITS)],
        "active": [rng.randint(0, 1) for _unit in range(UNITS)],
        "kind": 0,
        "eta": rng.choice([1, 1, 0.5, 2]),
        "rule": rng.choice(["correcting", "correcting", "forced"]),
    }
    answer = _answer(parameters)
    wrong = rng.random() < (0.75 if parameters["rule"] == "correcting" else 0.5)
    return parameters | {"kind": 1 - answer if wrong else answer}


def _names() -> list[str]:
    return [f"A{unit}" for unit in range(1, UNITS + 1)]


def _total(parameters: Parameters) -> int:
    pairs = zip(parameters["values"], parameters["active"], strict=True)
    return sum(value for value, active in pairs if active)


def _answer(parameters: Parameters) -> int:
    return int(_total(parameters) > 0)


def _learns(parameters: Parameters) -> bool:
    forced = bool(parameters["rule"] == "forced")
    return forced or _answer(parameters) != parameters["kind"]


def _moved(parameters: Parameters, step: Decimal, which: list[int]) -> Row:
    values = decimals.exactly(parameters["values"])
    return [
        value + step if one else value for value, one in zip(values, which, strict=True)
    ]


def _step(parameters: Parameters) -> Decimal:
    eta = decimals.exact(parameters["eta"])
    return eta if parameters["kind"] else -eta


def _after(parameters: Parameters) -> Row:
    if not _learns(parameters):
        return decimals.exactly(parameters["values"])
    return _moved(parameters, _step(parameters), parameters["active"])


def _named(parameters: Parameters) -> tuple[Mistake, ...]:
    facts = _facts(parameters)
    return mistakes.distinct_arrays(
        (([row], text % facts) for row, text in _slips(parameters)),
        truth=[_after(parameters)],
    )


def _facts(parameters: Parameters) -> dict[str, Any]:
    active = [n for n, on in zip(_names(), parameters["active"], strict=True) if on]
    return {
        "total": _total(parameters),
        "relation": ">" if _answer(parameters) else r"\le",
        "answer": _answer(parameters),
        "kind": parameters["kind"],
        "eta": decimals.text(parameters["eta"]),
        "step": decimals.text(_step(parameters)),
        "active": ", ".join(active),
        "after": decimals.vector(_after(parameters)),
    }


def _slips(parameters: Parameters) -> Iterator[tuple[Row, str]]:
    step, active = _step(parameters), parameters["active"]
    still = [1 - on for on in active]
    if not _learns(parameters):
        yield from _slips_of_none(parameters)
        return
    yield (
        decimals.exactly(parameters["values"]),
        _("Nothing has changed in your row, but this stimulus is learned from.")
        + " "
        + _why(parameters),
    )
    yield (
        _moved(parameters, step, [1] * UNITS),
        _("Only active A-units learn: here %(active)s."),
    )
    yield (
        _moved(parameters, -step, active),
        _(
            "That is the other way. The stimulus is of kind %(kind)d, so each active unit "
            "moves by $%(step)s$."
        ),
    )
    yield (
        _moved(parameters, step, still),
        _("You changed the units that are not active. Active are %(active)s."),
    )
    yield (
        _moved(parameters, step / decimals.exact(parameters["eta"]), active),
        _("Each step is $\\eta = %(eta)s$ long, not 1."),
    )


def _slips_of_none(parameters: Parameters) -> Iterator[tuple[Row, str]]:
    """Slips where the answer was right, so that nothing had to change."""
    step, active = _step(parameters), parameters["active"]
    why = _(
        "Its sum is $%(total)s %(relation)s 0$, so it answers %(answer)d as it should, "
        "and every value stays."
    )
    yield (
        _moved(parameters, step, active),
        _("This machine learns from mistakes only.") + " " + why,
    )
    yield (
        _moved(parameters, -step, active),
        _("That moves the values towards the wrong answer.") + " " + why,
    )
    yield (
        _moved(parameters, step, [1] * UNITS),
        _("No unit moves here, active or not.") + " " + why,
    )


def _why(parameters: Parameters) -> str:
    """Why the stimulus is learned from, to be filled in with the facts."""
    if parameters["rule"] == "forced":
        return _("The response is forced: the machine learns from every stimulus.")
    return _(
        "The sum is $%(total)s %(relation)s 0$, so it answers %(answer)d, but the kind "
        "is %(kind)d."
    )


def _prompt(parameters: Parameters) -> str:
    facts = _(
        "A photoperceptron has five A-units with the values below. It is shown a stimulus "
        "of kind %(kind)d, and these units are active: %(active)s. The R-unit answers 1 "
        "if the values of the active units add up to more than 0, else 0. The step is "
        "$\\eta = %(eta)s$."
    )
    values = [f"${decimals.text(value)}$" for value in parameters["values"]]
    table = markup.table(_names(), [values])
    asked = _("What are the values of all five units after this stimulus?")
    given = facts % _facts(parameters)
    return f"{given}\n\n{table}\n\n{_rule(parameters['rule'])} {asked}"


def _rule(rule: str) -> str:
    if rule == "forced":
        return _(
            "The response is forced, as in 1958: whatever it answers, each active unit "
            "gains $\\eta$ for a stimulus of kind 1 and loses $\\eta$ for one of kind 0."
        )
    return _(
        "It learns from mistakes only: if the answer is not the kind, each active unit "
        "gains $\\eta$ for a stimulus of kind 1 and loses $\\eta$ for one of kind 0."
    )


def _explanation(parameters: Parameters) -> str:
    lines = [
        _(
            "**The answer.** The sum is $%(total)s %(relation)s 0$, so it answers %(answer)d."
        ),
        _last_line(parameters),
        _("**The values.** $%(after)s$"),
    ]
    if parameters["rule"] == "correcting":
        lines.append(_in_the_lab())
    return "\n\n".join(line % _facts(parameters) for line in lines)


def _in_the_lab() -> str:
    return _(
        "In the lab the R-unit is a perceptron whose inputs are 1 for the active units; "
        "its bias, which moves as well, is not there in the photoperceptron."
    )


def _last_line(parameters: Parameters) -> str:
    if not _learns(parameters):
        return _("**The step.** That is the kind of the stimulus, so nothing changes.")
    if parameters["rule"] == "forced":
        return _(
            "**The step.** The response is forced, so the answer does not matter: the "
            "active units %(active)s move by $%(step)s$, the others stay."
        )
    return _(
        "**The step.** The kind is %(kind)d, so that is a mistake: the active units "
        "%(active)s move by $%(step)s$, the others stay."
    )


def _figure(parameters: Parameters) -> figures.Spec:
    return figures.bars(
        [
            f"{name} ●" if on else name
            for name, on in zip(_names(), parameters["active"], strict=True)
        ],
        parameters["values"],
        x=_("A-unit (● active)"),
        y=_("value"),
        description=_("The values of the A-units before the stimulus."),
    )
