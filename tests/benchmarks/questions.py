"""How fast each kind grades: right, wrong and hostile responses to its sample."""

from __future__ import annotations

import contextlib
import statistics
import time
from functools import partial
from random import Random
from typing import Any

import django
from django.utils import translation

from tests.benchmarks.figures import say, timed

ROUNDS = 2_000
LONG = 10_000

# What somebody sends who means harm: long texts and large numbers, wrong shapes.
TEXTS = (
    "9" * LONG,
    "가" * LONG,
    "가 " * 100,
    "1e999999999",
    "1/" + "9" * LONG,
    "(" * LONG,
    "",
)
SHAPES: list[Any] = [None, {}, [], float("nan"), ["a"] * LONG, [["1"] * 100] * 100]


def hostile(truth: Any) -> list[Any]:
    """Wrong shapes, and the right shape with hostile texts in it."""
    return [*SHAPES, *TEXTS] + [filled(truth, text) for text in TEXTS]


def filled(shape: Any, text: str) -> Any:
    """A response of this shape in which every text is this one."""
    if isinstance(shape, dict):
        return {name: filled(one, text) for name, one in shape.items()}
    if isinstance(shape, list | tuple):
        return [filled(one, text) for one in shape]
    return text if isinstance(shape, str) else shape


def grade(question: Any, response: Any) -> None:
    from quizzes.questions import BadResponse

    with contextlib.suppress(BadResponse):
        question.grade(response)


def measure(question: Any, responses: list[Any]) -> list[float]:
    """Milliseconds of each of ROUNDS gradings, the responses in turn.

    Of the processor's time: what takes so little is otherwise measured by what else runs.
    """
    calls = [
        partial(grade, question, responses[n % len(responses)]) for n in range(ROUNDS)
    ]
    return timed(calls, clock=time.process_time)


def main() -> None:
    django.setup()
    from quizzes.questions import kind_named
    from tests import factories

    worst = [0.0, 0.0]
    say(f"Grading, p50 / p99 in ms of {ROUNDS} each, in Korean")
    say(f"{'':12}  right              wrong              hostile")
    for kind, sample in factories.SAMPLES.items():
        question = kind_named(kind).authored(sample).dealt(Random(0))
        truth, wrong = question.truth(), factories.wrong_response(question)
        groups = ([truth], [wrong], hostile(truth))
        with translation.override("ko"):
            times = [measure(question, responses) for responses in groups]
        columns = []
        for group in times:
            p50, p99 = statistics.median(group), statistics.quantiles(group, n=100)[-1]
            columns.append(f"{p50:6.3f} / {p99:6.3f}")
            worst = [max(worst[0], p50), max(worst[1], p99)]
        say(f"{kind:12}  " + "    ".join(columns))
    say(f"the slowest p50 {worst[0]:.3f} ms, p99 {worst[1]:.3f} ms")
    say()
    tell_table()


def tell_table() -> None:
    """The labelled answers, each beside what the shipped glossary freezes in."""
    from tests.quizzes.questions import test_text_cases as table

    cases, terms = table.labelled(), table.shipped_terms()
    asked = [table.asked(case["accepted"].split(" | "), terms) for case in cases]
    pairs = list(zip(cases, asked, strict=True))
    calls = [
        partial(grade, one, case["typed"]) for case, one in pairs for _time in "12"
    ]
    with translation.override("ko"):
        times = timed(calls, clock=time.process_time)
    p50, p99 = statistics.median(times), statistics.quantiles(times, n=100)[-1]
    for half in dict.fromkeys(case["half"] for case in cases):
        mine = [(case, one) for case, one in pairs if case["half"] == half]
        agree = sum(
            (one.grade(case["typed"]).score == 1) == (case["label"] == "right")
            for case, one in mine
        )
        say(
            f"labelled answers, {half:6}  {agree} of {len(mine)} as a person grades them"
        )
    say(f"each graded in p50 {p50:.3f} ms, p99 {p99:.3f} ms")
    say()


if __name__ == "__main__":
    main()
