"""How soon a simulation refuses what it cannot run, the slowest first."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import Any

import django

from tests.benchmarks.figures import say, timed
from tests.simulations.refusals import BAD

ROUNDS = 3  # the quickest counts: a refusal takes as long each time
SHOWN = 5


def refuse(simulation: Any, given: dict[str, Any]) -> None:
    from simulations.simulation import ParameterError

    with suppress(ParameterError):
        simulation.run(given)
        raise AssertionError(f"{simulation.slug} takes {given}")


def main() -> None:
    django.setup()
    from simulations.simulation import all_simulations

    rows = []
    for simulation in all_simulations():
        for parameter in simulation.parameters:
            for bad in BAD[parameter.type]:
                call = partial(refuse, simulation, {parameter.name: bad})
                shown = str(bad)[:40]
                quickest = min(timed([call] * ROUNDS))
                rows.append((quickest, simulation.slug, parameter.name, shown))
    rows.sort(reverse=True)
    say(f"Refusals of {len(rows)} bad parameters, the slowest first")
    for took, slug, name, shown in rows[:SHOWN]:
        say(f"{took:6.2f} ms  {slug} {name} = {shown}")
    say()


if __name__ == "__main__":
    main()
