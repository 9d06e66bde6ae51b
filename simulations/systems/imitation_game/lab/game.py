"""The imitation game in the lab: rounds of questioning, and what they prove."""

from __future__ import annotations

from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from simulations import figures
from simulations.simulation import (
    Parameter,
    Simulation,
    Step,
    Text,
    Trace,
    Values,
    register,
)
from simulations.systems.imitation_game import algorithm

LEVEL = 0.05  # of significance, as is usual

COLUMNS: dict[str, Text] = {
    "round": gettext_lazy("round"),
    "machine": gettext_lazy("machine in room"),
    "clues": gettext_lazy("clues (1: points to the machine)"),
    "opinions": gettext_lazy("suspicion after each minute (1: the machine)"),
    "verdict": gettext_lazy("named as machine"),
    "right": gettext_lazy("right"),
    "total": gettext_lazy("right so far"),
    "share": gettext_lazy("share right"),
    "p_value": gettext_lazy("p-value"),
}
SUMMARY = {
    "criterion": gettext_lazy("Turing's criterion"),
    "guessing": gettext_lazy("Better than guessing?"),
    "total": gettext_lazy("Right identifications"),
    "share": gettext_lazy("Share right"),
    "p_value": gettext_lazy("p-value (exact binomial, one-sided)"),
    "chance": gettext_lazy("Chance of a right identification, by the skill"),
}


@register
class ImitationGame(Simulation):
    slug = "imitation-game"
    title = gettext_lazy("Imitation game")
    year = 1950
    description = gettext_lazy(
        "A judge writes with a machine and a human and has to say which is which. "
        "Turing asked how often the judge is right after five minutes."
    )
    parameters = (
        Parameter(
            "skill",
            "number",
            0.6,
            gettext_lazy("Skill of the judge"),
            gettext_lazy(
                "The chance that one minute's clue points to the machine; 0.5 is "
                "guessing."
            ),
            minimum=0,
            maximum=1,
        ),
        Parameter(
            "minutes",
            "integer",
            algorithm.MINUTES,
            gettext_lazy("Minutes a round"),
            gettext_lazy("One clue a minute; the judge goes with the majority."),
            minimum=1,
            maximum=15,
        ),
        Parameter(
            "rounds",
            "integer",
            30,
            gettext_lazy("Rounds"),
            minimum=1,
            maximum=300,
        ),
        Parameter(
            "seed",
            "integer",
            1950,
            gettext_lazy("Seed"),
            gettext_lazy("The same seed plays the same rounds."),
            minimum=0,
            maximum=1_000_000,
        ),
    )

    def trace(self, values: Values) -> Trace:
        machines, clues = algorithm.draw(
            skill=values["skill"],
            rounds=values["rounds"],
            minutes=values["minutes"],
            rng=np.random.default_rng(values["seed"]),
        )
        run = algorithm.play(machines, clues)
        return Trace(
            parameters=values,
            steps=[_step(done) for done in run.rounds],
            summary=_summary(run, values),
            columns=COLUMNS,
            summary_labels=SUMMARY,
        )

    def figures(self, trace: Trace) -> dict[str, dict[str, Any]]:
        return {
            _("Share of right identifications"): _shares(trace),
            _("Longer questioning helps a skilled judge"): _by_minutes(trace),
        }


def _step(done: algorithm.Round) -> Step:
    return {
        "round": done.number,
        "machine": done.machine,
        "clues": done.clues,
        "opinions": done.opinions,
        "verdict": done.verdict,
        "right": int(done.right),
        "total": done.total,
        "share": done.share,
        "p_value": done.p_value,
    }


def _summary(run: algorithm.Run, values: Values) -> Values:
    last = run.rounds[-1]
    return {
        "criterion": _passed() if run.passed else _failed(),
        "guessing": _better() if last.p_value <= LEVEL else _no_better(),
        "total": last.total,
        "share": last.share,
        "p_value": last.p_value,
        "chance": algorithm.chance_right(values["skill"], values["minutes"]),
    }


def _passed() -> str:
    return _("The machine meets it: at most 70 % were right.")


def _failed() -> str:
    return _("The machine does not meet it: more than 70 % were right.")


def _better() -> str:
    return _("Yes: a coin would do as well at most 5 times in 100.")


def _no_better() -> str:
    return _("Not shown: a coin would do as well more than 5 times in 100.")


def _shares(trace: Trace) -> figures.Spec:
    shares = [round(step["share"], 4) for step in trace.steps]
    return figures.curves(
        {_("share right so far"): shares, _("Turing's 70 %"): _criterion(len(shares))},
        x=_("round"),
        y=_("share right"),
        description=_("The share of right identifications after each round."),
    )


def _by_minutes(trace: Trace) -> figures.Spec:
    skill, most = trace.parameters["skill"], max(trace.parameters["minutes"], 9)
    chances = [
        round(algorithm.chance_right(skill, minutes), 4)
        for minutes in range(1, most + 1)
    ]
    return figures.curves(
        {_("chance"): chances, _("Turing's 70 %"): _criterion(most)},
        x=_("minutes a round"),
        y=_("chance of being right"),
        description=_("The chance of a right identification by minutes a round."),
    )


def _criterion(count: int) -> list[float]:
    return [float(algorithm.CRITERION)] * count
