"""How soon what cannot be run is refused, the slowest first.

By simulations and by their algorithms, in Python, and by the API, whole requests.
"""

from __future__ import annotations

import json
import pkgutil
import statistics
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from importlib import import_module
from typing import Any

import tests.simulations
from tests.benchmarks.backlog import set_up
from tests.benchmarks.figures import peak, say, timed
from tests.simulations.refusals import BAD

ROUNDS = 3
SHOWN = 5
MOST = 50  # ms

Refusal = tuple[str, Callable[[], Any]]


def refuse(call: Callable[[], Any]) -> None:
    """Call it; it has to be refused."""
    from simulations.bounds import OutOfBounds
    from simulations.simulation import ParameterError

    with suppress(ParameterError, OutOfBounds):
        call()
        raise AssertionError(f"Not refused: {call}")


def of_simulations() -> Iterator[Refusal]:
    """Every parameter, with all that its type refuses."""
    from simulations.simulation import all_simulations

    for simulation in all_simulations():
        for parameter in simulation.parameters:
            for bad in BAD[parameter.type]:
                call = partial(simulation.run, {parameter.name: bad})
                yield told(simulation, parameter, bad), partial(refuse, call)


def told(simulation: Any, parameter: Any, bad: Any) -> str:
    return f"{simulation.slug} {parameter.name} = {str(bad)[:40]}"


def of_algorithms() -> Iterator[Refusal]:
    """What the tests of refusals try, each told by the names in its code."""
    for module in pkgutil.iter_modules(tests.simulations.__path__):
        if module.name.startswith("test_refusals"):
            found = import_module(f"tests.simulations.{module.name}")
            for name, call in found.REFUSED:
                words = " ".join(call.__code__.co_names)
                yield f"{name}: {words}", partial(refuse, call)


def requests() -> Iterator[Refusal]:
    """One parameter of each type of each simulation, sent by someone with a token."""
    from simulations.simulation import all_simulations
    from tests.factories import make_learner
    from tests.quizzes.api.contract import client_of

    client = client_of(make_learner().user)
    written = {sort: [json.dumps(bad) for bad in every] for sort, every in BAD.items()}
    for simulation in all_simulations():
        url = f"/api/v1/simulations/{simulation.slug}/runs/"
        for parameter in {one.type: one for one in simulation.parameters}.values():
            for bad in written[parameter.type]:
                body = f'{{"parameters": {{"{parameter.name}": {bad}}}}}'
                call = partial(post, client, url, body, parameter.name)
                yield told(simulation, parameter, bad), call


def post(client: Any, url: str, body: str, name: str) -> None:
    """Send it; it has to be refused: for this parameter, or whole, as no one's JSON."""
    kind = "application/json"
    response = client.generic("POST", url, body, kind, HTTP_HOST="localhost")
    named = response.json().get("errors", {name: []})
    if response.status_code not in (400, 413) or set(named) != {name}:
        raise AssertionError(f"{response.status_code}: {url} {body[:100]}")


def tell(title: str, refusals: Iterator[Refusal]) -> None:
    count, slow = 0, []
    shown: list[tuple[float, str, Callable[[], Any]]] = []
    for label, call in refusals:  # which are not kept: some hold megabytes
        took = statistics.median(timed([call] * ROUNDS))
        shown = sorted([*shown, (took, label, call)], key=lambda one: -one[0])[:SHOWN]
        slow += [label] * (took > MOST)
        count += 1
    say(f"{title}, {count} of them, medians of {ROUNDS}, the slowest first")
    for took, label, call in shown:
        say(f"{took:7.2f} ms  peak {peak(call):6.2f} MB  {label}")
    say(f"over {MOST} ms: {'; '.join(slow) or 'none'}")


def main() -> None:
    set_up()
    from simulations.api import RunsThrottle

    RunsThrottle.rate = "1000000/min"  # not to be refused for that
    tell("Refusals by simulations", of_simulations())
    tell("Refusals by algorithms", of_algorithms())
    tell("Refusals over the API", requests())
    say()


if __name__ == "__main__":
    main()
