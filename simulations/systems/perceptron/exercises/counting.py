"""How many mistakes a perceptron makes, and the wrong counts that slips produce.

In plain Python: a question is drawn out of many small runs, for which numpy is slow.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from quizzes.exercises import Parameters

MOST_EPOCHS = 5  # by hand in minutes; a run that needs more is not asked
COUNTS = 4  # options that are a number of mistakes; one more says "never"
Slip = tuple[int, str]  # a wrong number of mistakes, and what to tell who picks it


@dataclass(frozen=True)
class Course:
    """A run of whole numbers, epoch by epoch, as `algorithm.learn` makes it."""

    samples: int
    mistakes: list[int]  # so far, at the end of each epoch
    converged: bool
    again: int | None  # the first epoch that ends with weights that were there before

    @property
    def decided(self) -> bool:
        return self.converged or self.again is not None

    @property
    def shown(self) -> int:
        return self.samples * len(self.mistakes)


def course(
    *,
    samples: Sequence[Sequence[int]],
    targets: Sequence[int],
    weights: Sequence[int],
    bias: int,
    eta: int,
    threshold: str,
    backwards: bool = False,
) -> Course:
    """Up to the first epoch without a mistake, or for MOST_EPOCHS epochs."""
    (w1, w2), b, total = weights, bias, 0
    pairs = list(zip(samples, targets, strict=True))[:: -1 if backwards else 1]
    inclusive = threshold == "ge"
    mistakes: list[int] = []
    ends = [(w1, w2, b)]
    for _epoch in range(MOST_EPOCHS):
        before = total
        for (x1, x2), target in pairs:
            activation = w1 * x1 + w2 * x2 + b
            output = activation >= 0 if inclusive else activation > 0
            if error := target - output:
                total += 1
                w1, w2, b = (
                    w1 + eta * error * x1,
                    w2 + eta * error * x2,
                    b + eta * error,
                )
        mistakes.append(total)
        ends.append((w1, w2, b))
        if total == before:
            return Course(len(pairs), mistakes, converged=True, again=None)
    return Course(len(pairs), mistakes, converged=False, again=_again(ends))


def _again(ends: Sequence[tuple[int, int, int]]) -> int | None:
    """The first epoch that ends as an earlier one does; the start is epoch 0."""
    repeated = (epoch for epoch, end in enumerate(ends) if end in ends[:epoch])
    return next(repeated, None)


def slips(run: Course, parameters: Parameters) -> list[Slip]:
    """As many distinct wrong counts as there are options for; else none."""
    wanted = COUNTS - 1 if run.converged else COUNTS
    candidates = (
        _counts_of_other_runs(run, parameters)
        if run.converged
        else _counts_on_the_way(run, run.again or MOST_EPOCHS)
    )
    counts: dict[int, str] = {}
    for count, feedback in candidates:
        if count and not (run.converged and count == run.mistakes[-1]):
            counts.setdefault(count, feedback)
    return list(counts.items())[:wanted] if len(counts) >= wanted else []


def _counts_on_the_way(run: Course, again: int) -> Iterator[Slip]:
    """`again` is the epoch that ends with weights that were there before."""
    yield run.mistakes[0], _not_the_end(1)
    yield (
        again,
        _(
            "That is the number of epochs. After epoch %(epoch)d the weights are back at "
            "earlier values: it repeats itself, it does not stop."
        )
        % {"epoch": again},
    )
    yield run.mistakes[again - 1], _not_the_end(again)
    yield (
        again * run.samples - run.mistakes[again - 1],
        _("Those are right answers. The wrong ones have no end: every epoch has some."),
    )
    for epoch, mistakes in enumerate(run.mistakes, start=1):
        yield mistakes, _not_the_end(epoch)


def _not_the_end(epoch: int) -> str:
    return _(
        "That is the count after epoch %(epoch)d, but it does not stop there: the "
        "next epoch has mistakes again."
    ) % {"epoch": epoch}


def _counts_of_other_runs(run: Course, parameters: Parameters) -> Iterator[Slip]:
    other = {"gt": "ge", "ge": "gt"}[parameters["threshold"]]
    if (mirrored := course(**parameters | {"threshold": other})).converged:
        yield (
            mirrored.mistakes[-1],
            _(
                "That is the count with the other threshold rule. Look at what is answered "
                "when the sum is exactly 0."
            ),
        )
    yield (
        run.mistakes[0],
        _(
            "Those are the mistakes of the first epoch. The next one has some too: it goes "
            "on until an epoch has none."
        ),
    )
    yield (
        len(run.mistakes),
        _(
            "That is the number of epochs. Each wrong answer counts, and an epoch may "
            "have several."
        ),
    )
    if (backwards := course(**parameters, backwards=True)).converged:
        yield (
            backwards.mistakes[-1],
            _("That is the count in the reverse order. Start with sample 1."),
        )
    yield (
        run.shown - run.mistakes[-1],
        _("Those are the right answers. Count the wrong ones."),
    )
    yield (
        run.shown,
        _("That is how many samples are shown in all. Count only those it gets wrong."),
    )
