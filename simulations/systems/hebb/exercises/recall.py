"""Exercise: the state of a memory after one synchronous step."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from random import Random
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Matrix, Mistake
from simulations import decimals, figures, markup, mistakes
from simulations.systems.hebb import algorithm_memory, patterns

UNITS = 5


@register
class MemoryRecall(Exercise):
    slug = "hebb-memory-recall"
    title = gettext_lazy("Hebb: one step of recall")

    def parameters(self, rng: Random) -> Parameters:
        """A stored pattern with one or two units turned round; something changes."""
        while True:
            stored = patterns.draw_two(rng, UNITS)
            damaged = rng.sample(range(UNITS), rng.randint(1, 2))
            state = patterns.turned(rng.choice(stored), *damaged)
            parameters = {"patterns": stored, "state": state}
            if _after(parameters) != state and len(_named(parameters)) >= 4:
                return parameters

    def question(self, **parameters: Any) -> Matrix:
        state = parameters["state"]
        return Matrix(
            prompt=_prompt(parameters),
            value=mistakes.written([decimals.exactly(_after(parameters))]),
            column_labels=patterns.columns(UNITS),
            mistakes=_named(parameters),
            explanation=_explanation(parameters),
            figure=patterns.picture(
                {"s": state}, description=_("The state that the memory is shown.")
            ),
            answer_figure=_answer_figure(parameters),
        )

    def lab(self, parameters: Parameters) -> str:
        return patterns.lab(parameters, parameters["state"], "synchronous")


def _fields(parameters: Parameters) -> list[int]:
    weights = algorithm_memory.store(parameters["patterns"])
    return [int(field) for field in weights @ np.array(parameters["state"])]


def _run(parameters: Parameters, mode: algorithm_memory.Mode) -> patterns.Pattern:
    stored = tuple(map(tuple, parameters["patterns"]))
    return list(_recalled(stored, tuple(parameters["state"]), mode))


@lru_cache(maxsize=64)  # one question asks for them many times
def _recalled(
    stored: tuple[tuple[int, ...], ...],
    state: tuple[int, ...],
    mode: algorithm_memory.Mode,
) -> tuple[int, ...]:
    weights = algorithm_memory.store(stored)
    run = algorithm_memory.recall(weights, state, mode=mode, sweeps=1)
    return tuple(int(value) for value in run.state)


def _after(parameters: Parameters) -> patterns.Pattern:
    return _run(parameters, "synchronous")


def _named(parameters: Parameters) -> tuple[Mistake, ...]:
    return mistakes.distinct_arrays(
        (([decimals.exactly(s)], text) for s, text in _slips(parameters)),
        truth=[decimals.exactly(_after(parameters))],
        gap=Decimal(0),
    )


def _slips(parameters: Parameters) -> Iterator[tuple[list[int], str]]:
    fields, state = _fields(parameters), parameters["state"]
    yield fields, _("Those are the fields. The new state keeps only their signs.")
    yield state, _why_it_turns(parameters)
    yield (
        _run(parameters, "asynchronous"),
        _(
            "That lets each unit see what the ones before it have become. In a "
            "synchronous step all fields come from the old state."
        ),
    )
    for tie in (-1, 1):
        yield (
            [tie if field == 0 else (1 if field > 0 else -1) for field in fields],
            _("Look at the units whose field is 0: they stay as they are."),
        )
    yield (
        [-value for value in _after(parameters)],
        _("All signs are turned: a positive field gives $+1$."),
    )
    with_themselves = (field + 2 * s for field, s in zip(fields, state, strict=True))
    yield (
        [1 if field > 0 else -1 for field in with_themselves],
        _("A unit's own state does not count: the diagonal of $W$ is 0."),
    )


def _why_it_turns(parameters: Parameters) -> str:
    """Of the first unit that does."""
    after, state = _after(parameters), parameters["state"]
    unit = [new == old for new, old in zip(after, state, strict=True)].index(False)
    return _(
        "That is the state as it was. But unit %(unit)d has the field $%(field)d$ and "
        "stands at $%(old)d$: it turns."
    ) % {
        "unit": unit + 1,
        "field": _fields(parameters)[unit],
        "old": state[unit],
    }


def _prompt(parameters: Parameters) -> str:
    weights = markup.matrix(algorithm_memory.store(parameters["patterns"]))
    facts = {"weights": weights, "state": decimals.vector(parameters["state"])}
    text = _(
        "A memory of units that are $+1$ or $-1$ has the weights\n\n"
        "$$W = %(weights)s$$\n\n"
        "and is shown the damaged pattern $\\mathbf{s} = %(state)s$."
    )
    asked = _(
        "What is the state after one synchronous step, in which all units decide at once, "
        "each from the old state?"
    )
    return f"{text % facts} {patterns.rule_of_recall()}\n\n{asked}"


def _explanation(parameters: Parameters) -> str:
    weights = algorithm_memory.store(parameters["patterns"])
    fields, state = _fields(parameters), parameters["state"]
    facts = {
        "sum": markup.products(weights[0], state),
        "first": fields[0],
        "fields": decimals.vector(fields),
        "after": decimals.vector(_after(parameters)),
    }
    lines = [
        _("**The first field.** $h_1 = %(sum)s = %(first)d$"),
        _("**All fields.** $\\mathbf{h} = W\\,\\mathbf{s} = %(fields)s$"),
        _("**Their signs.** The new state is $%(after)s$."),
    ]
    return "\n\n".join([line % facts for line in lines] + [_verdict(parameters)])


def _verdict(parameters: Parameters) -> str:
    """What became of the pattern."""
    after = _after(parameters)
    if after in parameters["patterns"]:
        return _("That is a stored pattern: the damage is mended.")
    if [-value for value in after] in parameters["patterns"]:
        return _("That is the opposite of a stored pattern, which is stored with it.")
    return _(
        "That is no stored pattern: with so few units the patterns disturb each other."
    )


def _answer_figure(parameters: Parameters) -> figures.Spec:
    one, other = parameters["patterns"]
    states = {
        _("before"): parameters["state"],
        _("after"): _after(parameters),
        "ξ¹": one,
        "ξ²": other,
    }
    return patterns.picture(
        states,
        description=_("The state before and after the step, and the stored patterns."),
    )
