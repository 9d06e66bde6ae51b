"""Exercise: which activation functions have a given property."""

from __future__ import annotations

from random import Random
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Multiple, Option
from simulations import simulation
from simulations.simulation import Text
from simulations.systems.activation import notation

OPTIONS = 5
ALL = list(notation.NAMES)


class Property(NamedTuple):
    """What is asked, of which functions it is true, and how one sees it."""

    asked: Text
    having: set[str]
    how: Text


PROPERTIES = {
    "bounded": Property(
        gettext_lazy("All its values lie between two fixed numbers."),
        {"step", "sigmoid", "tanh"},
        gettext_lazy(
            "What counts is whether the graph stays level on both sides, or nearly so: one "
            "that goes on rising passes every number."
        ),
    ),
    "not_negative": Property(
        gettext_lazy("Its value is never negative."),
        {"step", "sigmoid", "relu", "softplus"},
        gettext_lazy("What counts is whether the graph goes below 0 anywhere."),
    ),
    "odd": Property(
        gettext_lazy("It is odd: $f(-z) = -f(z)$ for every $z$."),
        {"identity", "tanh"},
        gettext_lazy(
            "The graph of an odd function looks the same after half a turn about the "
            "origin, so $f(0) = 0$."
        ),
    ),
    "smooth": Property(
        gettext_lazy("It has a derivative at every $z$."),
        {"identity", "sigmoid", "tanh", "softplus"},
        gettext_lazy("There is no derivative at a jump or a corner."),
    ),
    "saturates": Property(
        gettext_lazy("Its slope is 0 for large $z$, or goes to 0 there."),
        {"step", "sigmoid", "tanh"},
        gettext_lazy("What counts is whether the graph gets level to the right."),
    ),
    "dies": Property(
        gettext_lazy("Its slope is exactly 0 for every $z < 0$."),
        {"step", "relu"},
        gettext_lazy(
            "What counts is whether the graph is level left of 0, and not only nearly so."
        ),
    ),
    "flat": Property(
        gettext_lazy("Wherever it has a slope, that is at most $\\tfrac12$."),
        {"step", "sigmoid"},
        gettext_lazy("What counts is the steepest place of the graph."),
    ),
    "scales": Property(
        gettext_lazy("$f(2z) = 2 f(z)$ holds for every $z$."),
        {"identity", "relu", "leaky"},
        gettext_lazy(
            "Twice the $z$ has to give twice the value: that needs a straight line from "
            "the origin to either side."
        ),
    ),
    "rises": Property(
        gettext_lazy("It rises everywhere: a larger $z$ always gives a larger value."),
        {"identity", "sigmoid", "tanh", "leaky", "softplus"},
        gettext_lazy(
            "A level piece is too much, but a slope that only goes to 0 is not."
        ),
    ),
    "learns": Property(
        gettext_lazy("Its slope is greater than 0 for every $z < 0$."),
        {"identity", "sigmoid", "tanh", "leaky", "softplus"},
        gettext_lazy(
            "What counts is whether the graph rises left of 0, however little: there a "
            "unit still learns."
        ),
    ),
}

FACTS: dict[str, Text] = {
    "identity": gettext_lazy("it is the straight line through 0 with slope 1."),
    "step": gettext_lazy(
        "it is 0 up to $z = 0$ and 1 beyond, jumps there, and has slope 0 everywhere else."
    ),
    "sigmoid": gettext_lazy(
        "it rises from 0 to 1 and is 0.5 at 0; its slope is largest there, 0.25, and goes "
        "to 0 on both sides without reaching it."
    ),
    "tanh": gettext_lazy(
        "it rises from −1 to 1 through 0, alike on both sides; its slope is 1 at 0 and goes "
        "to 0 on both sides without reaching it."
    ),
    "relu": gettext_lazy(
        "it is 0 with slope 0 for $z < 0$, and $z$ with slope 1 for $z > 0$, with a corner "
        "at 0."
    ),
    "leaky": gettext_lazy(
        "it is $0.1\\,z$ with slope 0.1 for $z < 0$, and $z$ with slope 1 for $z > 0$, with "
        "a corner at 0."
    ),
    "softplus": gettext_lazy(
        "it is a ReLU with a rounded corner: above 0 everywhere, with a slope that rises "
        "from 0 to 1 without reaching either."
    ),
}


@register
class ActivationProperties(Exercise):
    slug = "activation-properties"
    title = gettext_lazy("Activation: which functions have this property?")

    def parameters(self, rng: Random) -> Parameters:
        while True:
            name = rng.choice(list(PROPERTIES))
            functions = sorted(rng.sample(ALL, OPTIONS), key=ALL.index)
            having = PROPERTIES[name].having & set(functions)
            if 0 < len(having) < OPTIONS:
                return {"property": name, "functions": functions}

    def question(self, **parameters: Any) -> Multiple:
        asked, having, how = PROPERTIES[parameters["property"]]
        functions = parameters["functions"]
        has_it, has_it_not = (
            _("%(name)s has it: %(fact)s"),
            _("%(name)s does not have it: %(fact)s"),
        )
        return Multiple.of(
            right=[
                Option(_shown(name), f"{_said(has_it, name)} {how}")
                for name in functions
                if name in having
            ],
            wrong=[
                Option(_shown(name), f"{_said(has_it_not, name)} {how}")
                for name in functions
                if name not in having
            ],
            prompt=_(
                "Of which of these activation functions is this true? Tick all of "
                "which it is true."
            )
            + _notation(functions)
            + f"\n\n> {asked}",
            explanation=f"{how}\n\n"
            + "\n".join(
                f"- {_said(_('**%(name)s:** %(fact)s'), name)}" for name in functions
            ),
        )

    def lab(self, parameters: Parameters) -> str:
        return simulation.get("activation").address(
            {"function": parameters["functions"][0]}
        )


def _notation(functions: list[str]) -> str:
    """What the bracket of the step function stands for, where it is among them."""
    if "step" not in functions:
        return ""
    return " " + _("$[\\,z > 0\\,]$ is 1 if $z > 0$, else 0.")


def _shown(name: str) -> str:
    return f"{notation.NAMES[name]}: $f(z) = {notation.FORMULAS[name]}$"


def _said(text: str, name: str) -> str:
    return text % {"name": notation.NAMES[name], "fact": FACTS[name]}
