"""Exercise: which of several machines meet Turing's criterion."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from itertools import count
from random import Random
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Multiple, Option
from simulations import decimals, simulation
from simulations.systems.imitation_game import algorithm

MACHINES = 4
ROUNDS = (10, 20, 25, 30, 40, 50, 60, 80, 100)
Report = dict[str, Any]  # a machine's rounds, and how many judges were "right" or not


@register
class ImitationGameCriterion(Exercise):
    slug = "imitation-game-criterion"
    title = gettext_lazy("Imitation game: who meets Turing's criterion?")

    def parameters(self, rng: Random) -> Parameters:
        """Shares near 70 per cent, one of them often just that."""
        while True:
            rounds = rng.sample(ROUNDS, MACHINES)
            reports = [_drawn(rng, count) for count in sorted(rounds)]
            met = [_passes(report) for report in reports]
            if any(met) and not all(met):
                return {"reports": reports}

    def question(self, **parameters: Any) -> Multiple:
        named = list(zip("ABCD", parameters["reports"], strict=True))
        options = [
            (_passes(report), Option(_told(name, report), _feedback(report)))
            for name, report in named
        ]
        return Multiple.of(
            right=[option for met, option in options if met],
            wrong=[option for met, option in options if not met],
            prompt=_prompt(),
            explanation=_explanation(named),
        )

    def lab(self, parameters: Parameters) -> str:
        report = parameters["reports"][0]
        right, rounds = _right(report), report["rounds"]
        skill = _skill(right / rounds)
        return simulation.get("imitation-game").address(
            {
                "skill": skill,
                "minutes": algorithm.MINUTES,
                "rounds": rounds,
                "seed": _seed(right, rounds, skill=skill),
            }
        )


def _drawn(rng: Random, rounds: int) -> Report:
    just = rounds * algorithm.CRITERION
    near = [-3, -2, -1, 0, 1, 2, 3] if rng.random() < 0.75 else [0, 1]
    right = min(int(just) + rng.choice(near), rounds - 1)
    said = rng.choice(["right", "wrong"])
    return {
        "rounds": rounds,
        "said": said,
        "count": right if said == "right" else rounds - right,
    }


@cache
def _chances() -> dict[float, float]:
    """The chance of a right identification after five minutes, by skill."""
    skills = [hundredth / 100 for hundredth in range(101)]
    return {skill: algorithm.chance_right(skill, algorithm.MINUTES) for skill in skills}


def _skill(share: float) -> float:
    """With which about this share of the judges is right."""
    return min(_chances(), key=lambda skill: abs(_chances()[skill] - share))


def _seed(right: int, rounds: int, *, skill: float) -> int:
    """The first with which just so many are right: the chance is never far off."""
    return next(seed for seed in count() if _played(seed, rounds, skill) == right)


def _played(seed: int, rounds: int, skill: float) -> int:
    """How many are right, without all that the lab shows of a round: it is quick."""
    _rooms, clues = algorithm.draw(
        skill=skill,
        rounds=rounds,
        minutes=algorithm.MINUTES,
        rng=np.random.default_rng(seed),
    )
    return int((2 * clues.sum(axis=1) > algorithm.MINUTES).sum())


def _right(report: Report) -> int:
    rounds, count = report["rounds"], report["count"]
    return int(count if report["said"] == "right" else rounds - count)


def _passes(report: Report) -> bool:
    return algorithm.passes(_right(report), report["rounds"])


def _prompt() -> str:
    return _(
        "In 1950 Turing foresaw machines that play so well that after five minutes of "
        "questioning an average judge will not have more than a 70 per cent chance of "
        "making the right identification. His forecast has since been used as a "
        "criterion.\n\n"
        "Four machines were tested, each round with a fresh judge, five minutes, and "
        "a human as the other player. Take the share of right identifications as the "
        "chance. Tick every machine that meets the criterion."
    )


def _told(name: str, report: Report) -> str:
    text = (
        _("Machine %(name)s: the judge was right in %(count)d of %(rounds)d rounds.")
        if report["said"] == "right"
        else _(
            "Machine %(name)s: the judge took it for the human in %(count)d of "
            "%(rounds)d rounds."
        )
    )
    return text % {"name": name, **report}


def _explanation(named: list[tuple[str, Report]]) -> str:
    listed = "\n".join(f"- **{name}:** {_feedback(report)}" for name, report in named)
    return f"{listed}\n\n{_shown_in_lab(*named[0])}"


def _shown_in_lab(name: str, report: Report) -> str:
    return _(
        "The lab plays the %(rounds)d rounds of machine %(name)s, five minutes each, with "
        "clues that let the judge be right in %(right)d of them."
    ) % {"name": name, "rounds": report["rounds"], "right": _right(report)}


def _feedback(report: Report) -> str:
    right, rounds = _right(report), report["rounds"]
    exact = Decimal(100 * right) / rounds
    share = decimals.text(exact.quantize(Decimal("0.1"), ROUND_HALF_UP))
    facts = {"right": right, "rounds": rounds, "share": share}
    if 10 * right == 7 * rounds:
        said = _(
            "%(right)d of %(rounds)d right is exactly %(share)s %%: not more than 70 "
            "%%, so the criterion is met."
        )
    elif _passes(report):
        said = _(
            "%(right)d of %(rounds)d right is %(share)s %%, not more than 70 %%: the "
            "criterion is met."
        )
    else:
        said = _(
            "%(right)d of %(rounds)d right is %(share)s %%, more than 70 %%: the "
            "criterion is not met."
        )
    return said % facts
