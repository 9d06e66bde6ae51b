"""Exercise: Turing's wheel, a machine with three states, followed by its lamp."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Mistake, TruthTable
from simulations import figures, markup, mistakes, simulation
from simulations.systems.imitation_game import algorithm_machines as machines
from simulations.systems.imitation_game.lab import pictures

SECONDS = 8
Bits = tuple[tuple[int, ...], ...]


@register
class ImitationGameWheel(Exercise):
    slug = "imitation-game-wheel"
    title = gettext_lazy("Imitation game: Turing's wheel and its lamp")

    def parameters(self, rng: Random) -> Parameters:
        while True:
            parameters: Parameters = {
                "start": rng.randrange(3),
                "lamp": rng.randrange(3),
                "lever": [int(rng.random() < 0.4) for _second in range(SECONDS)],
            }
            if len(_named(**parameters)) >= 3:
                return parameters

    def question(self, **parameters: Any) -> TruthTable:
        return TruthTable.of(
            inputs=("t",),
            outputs=("L(t)",),
            rows=tuple((second,) for second in range(1, SECONDS + 1)),
            value=_lit(**parameters),
            mistakes=_named(**parameters),
            prompt=_prompt(**parameters),
            explanation=_explanation(**parameters),
            figure=pictures.machine(_table_of_states(), _lamps(parameters["lamp"])),
            answer_figure=_way(**parameters),
        )

    def lab(self, parameters: Parameters) -> str:
        return simulation.get("discrete-state-machine").address(
            {
                "table": _table_of_states(),
                "outputs": [_lamps(parameters["lamp"])],
                "start": parameters["start"] + 1,
                "inputs": [parameters["lever"]],
            }
        )


def _table_of_states() -> list[list[int]]:
    """The wheel's next states, counted from 1."""
    return [[state + 1 for state in row] for row in machines.WHEEL]


def _lamps(lamp: int) -> list[int]:
    return [int(state == lamp) for state in range(3)]


def _ticks(*, start: int, lamp: int, lever: Sequence[int]) -> list[machines.Tick]:
    return machines.run(machines.WHEEL, _lamps(lamp), lever, start=start)


def _lit(**parameters: Any) -> Bits:
    return tuple((tick.output,) for tick in _ticks(**parameters))


def _named(*, start: int, lamp: int, lever: Sequence[int]) -> tuple[Mistake, ...]:
    truth = _lit(start=start, lamp=lamp, lever=lever)
    ticks = _ticks(start=start, lamp=lamp, lever=lever)
    late = tuple((int(tick.before == lamp),) for tick in ticks)
    free = _lit(start=start, lamp=lamp, lever=[0] * SECONDS)
    turned = _lit(start=start, lamp=lamp, lever=[1 - held for held in lever])
    back = _lit(start=-start % 3, lamp=-lamp % 3, lever=lever)
    slips = [
        (
            late,
            _(
                "That is the lamp before each tick. At the time $t = 1$ the first second "
                "is already over."
            ),
        ),
        (
            free,
            _(
                "That lets the wheel run on. While the lever holds it, it stays where "
                "it is, and so does the lamp."
            ),
        ),
        (
            turned,
            _(
                "The other way round: lever 1 holds the wheel, lever 0 lets it click on."
            ),
        ),
        (
            back,
            _(
                "That turns the wheel backwards. It clicks from $q_1$ to $q_2$ to $q_3$, "
                "and then to $q_1$ again."
            ),
        ),
    ]
    return mistakes.distinct_tables(slips, truth=truth)


def _prompt(*, start: int, lamp: int, lever: Sequence[int]) -> str:
    wheel = _(
        "To say what kind of machine may play the imitation game, Turing describes "
        "a wheel with three positions. Once a second it clicks on by 120°, from "
        "$q_1$ to $q_2$ to $q_3$ and back to $q_1$, unless a lever holds it: then it "
        "stays. A lamp is lit while the wheel is in one of the positions."
    )
    given = _(
        "Here the lamp belongs to $q_%(lamp)d$, and at $t = 0$ the wheel is at "
        "$q_%(start)d$. Lever 1 holds the wheel during that second, 0 lets it click; "
        "second $t$ leads from time $t - 1$ to time $t$:"
    ) % {"lamp": lamp + 1, "start": start + 1}
    ask = _(
        "Let $L(t)$ be 1 if the lamp is lit at the time $t$, and 0 if it is dark. Fill "
        "in the table."
    )
    return "\n\n".join([wheel, given, _table({_("lever"): lever}), ask])


def _table(rows: dict[str, Sequence[Any]]) -> str:
    head = [_("second $t$"), *map(str, range(1, SECONDS + 1))]
    return markup.table(head, ([name, *values] for name, values in rows.items()))


def _explanation(**parameters: Any) -> str:
    ticks = _ticks(**parameters)
    table = _table(
        {
            _("lever"): [tick.input for tick in ticks],
            _("wheel before"): [f"$q_{tick.before + 1}$" for tick in ticks],
            _("wheel after"): [f"$q_{tick.after + 1}$" for tick in ticks],
            "$L(t)$": [f"**{tick.output}**" for tick in ticks],
        }
    )
    said = _(
        "The state and the input decide the next state: that is all such a machine "
        "is. The lamp is lit whenever the wheel stands at $q_%(lamp)d$."
    )
    return f"{table}\n\n{said % {'lamp': parameters['lamp'] + 1}}"


def _way(**parameters: Any) -> figures.Spec:
    visited = [parameters["start"], *(tick.after for tick in _ticks(**parameters))]
    return pictures.way([state + 1 for state in visited], _lamps(parameters["lamp"]))
