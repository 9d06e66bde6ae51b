"""Exercises: ratios of co-occurrence probabilities, and what they tell (table 1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, pairwise
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Mistake, Number, Order
from simulations import decimals, markup, mistakes, simulation
from simulations.systems.word2vec import wording

PLACES, TOLERANCE = 2, Decimal("0.01")
APART = Decimal("1.4")  # the factor between two ratios, at least


@dataclass(frozen=True)
class Table:
    """Two words with all their counts (X_i), and for each probe word k its X_ik."""

    pair: list[str]
    totals: list[int]
    probes: list[str]
    counts: list[list[int]]  # a row a probe: beside the first word, beside the second

    def share(self, probe: int, side: int) -> Decimal:
        return Decimal(self.counts[probe][side]) / self.totals[side]

    def ratio(self, probe: int) -> Decimal:
        return self.share(probe, 0) / self.share(probe, 1)

    @property
    def order(self) -> list[int]:
        """The probes from the largest ratio to the smallest."""
        return sorted(range(len(self.probes)), key=self.ratio, reverse=True)

    @property
    def clear(self) -> bool:
        ratios = [self.ratio(probe) for probe in self.order]
        return all(a / b >= APART for a, b in pairwise(ratios))

    def named(self, probe: int) -> str:
        return wording.word(self.probes[probe])

    def facts(self) -> dict[str, Any]:
        first, second = (wording.word(name) for name in self.pair)
        return {
            "first": first,
            "second": second,
            "first_total": self.totals[0],
            "second_total": self.totals[1],
        }

    def about(self, probe: int) -> dict[str, Any]:
        ratio = self.ratio(probe)
        return self.facts() | {
            "probe": self.named(probe),
            "near_first": self.counts[probe][0],
            "near_second": self.counts[probe][1],
            "about": decimals.about(ratio, round(ratio, PLACES)),
            "ratio": round(ratio, PLACES),
        }

    def prompt(self) -> str:
        text = _(
            "In a text “%(first)s” has the co-occurrence count %(first_total)d with all "
            "words together, and “%(second)s” has %(second_total)d. These are the counts "
            "with some probe words $k$:\n\n%(table)s"
        )
        facts = self.facts()
        head = ["$k$", facts["first"], facts["second"]]
        rows = [
            [self.named(probe), *counts] for probe, counts in enumerate(self.counts)
        ]
        return text % {**facts, "table": markup.table(head, rows)}


def _draw(rng: Random, probes: int) -> Parameters:
    names = rng.sample(list(wording.WORDS), probes + 2)
    return {
        "pair": names[:2],
        "totals": rng.sample([400, 500, 800, 1000, 1200, 1600, 2000], 2),
        "probes": names[2:],
        "counts": [
            [rng.randint(2, 60), rng.randint(2, 60)] for _probe in range(probes)
        ],
    }


def _table_1() -> str:
    """Ice and steam, as in the paper: no short text has the counts of a question."""
    return simulation.get("glove").address({"pair": "얼음 수증기"})


def _shown_in_lab() -> str:
    return _(
        "No short text has these counts. The lab counts one about ice and steam, the pair "
        "of the paper, and finds the ratio for each of its words in the same way."
    )


@register
class GloVeRatio(Exercise):
    slug = "glove-ratio"
    title = gettext_lazy("GloVe: a ratio of probabilities")

    def parameters(self, rng: Random) -> Parameters:
        while True:
            parameters = _draw(rng, 3)
            table = Table(**parameters)
            if Decimal("0.2") < table.ratio(0) < 8 and len(_named(table)) >= 3:
                return parameters

    def question(self, **parameters: Any) -> Number:
        table = Table(**parameters)
        facts = table.about(0) | {"places": PLACES, "tolerance": TOLERANCE}
        asked = _(
            "With $P(k \\mid i) = X_{ik}/X_i$, what is the ratio $P(k \\mid i)/P(k \\mid j)$ "
            "for $k$ = “%(probe)s”, $i$ = “%(first)s” and $j$ = “%(second)s”? Give "
            "%(places)d decimals; $\\pm %(tolerance)s$ is allowed."
        )
        return Number(
            value=str(facts["ratio"]),
            tolerance=str(TOLERANCE),
            places=PLACES,
            mistakes=_named(table),
            prompt=f"{table.prompt()}\n\n{asked % facts}",
            explanation=_explanation(facts),
        )

    def lab(self, parameters: Parameters) -> str:
        return _table_1()


def _explanation(facts: dict[str, Any]) -> str:
    reckoned = (
        "$$\\frac{%(near_first)d/%(first_total)d}{%(near_second)d/%(second_total)d} "
        "%(about)s %(ratio)s$$"
    )
    if facts["ratio"] >= Decimal("1.25"):
        meant = _("So “%(probe)s” belongs to “%(first)s” rather than to “%(second)s”.")
    elif facts["ratio"] <= Decimal("0.8"):
        meant = _("So “%(probe)s” belongs to “%(second)s” rather than to “%(first)s”.")
    else:
        meant = _(
            "That is near 1: “%(probe)s” hardly tells “%(first)s” and “%(second)s” apart."
        )
    head = _(
        "Each count is divided by its own word's total, then the two are compared:"
    )
    return "\n\n".join([head, reckoned, meant, _shown_in_lab()]) % facts


def _named(table: Table) -> tuple[Any, ...]:
    facts = table.about(0)
    return mistakes.distinct(
        ((round(value, PLACES), text % facts) for value, text in _slips(table)),
        truth=facts["ratio"],
        gap=2 * TOLERANCE,
    )


def _slips(table: Table) -> Iterator[tuple[Decimal, str]]:
    first, second = (Decimal(count) for count in table.counts[0])
    yield (
        first / second,
        _(
            "That compares the bare counts. “%(first)s” and “%(second)s” are not equally "
            "frequent: divide by %(first_total)d and %(second_total)d first."
        ),
    )
    yield (
        1 / table.ratio(0),
        _("Turned round: the probability beside “%(first)s” stands above the line."),
    )
    yield (
        first / second * table.totals[0] / table.totals[1],
        _("The totals are the wrong way round: $X_{ik}$ is divided by $X_i$."),
    )
    yield (
        table.share(0, 0),
        _("That is $P(k \\mid i)$ alone. Divide it by $P(k \\mid j)$."),
    )


@register
class GloVeProbes(Exercise):
    slug = "glove-probes"
    title = gettext_lazy("GloVe: which word belongs to which?")

    def parameters(self, rng: Random) -> Parameters:
        while True:
            parameters = _draw(rng, 4)
            table = Table(**parameters)
            if table.clear and len(_misled(table)) >= 2:
                return parameters

    def question(self, **parameters: Any) -> Order:
        table = Table(**parameters)
        asked = _(
            "Put the probe words in order by $P(k \\mid i)/P(k \\mid j)$ with $i$ = "
            "“%(first)s”, $j$ = “%(second)s” and $P(k \\mid i) = X_{ik}/X_i$: first the "
            "one that belongs most to “%(first)s”, last the one that belongs most to "
            "“%(second)s”."
        )
        head = [_("probe word"), "$P(k \\mid i)$", "$P(k \\mid j)$", _("ratio")]
        rows = [_row(table, probe) for probe in table.order]
        return Order(
            options=tuple(table.named(probe) for probe in table.order),
            mistakes=_misled(table),
            prompt=f"{table.prompt()}\n\n{asked % table.facts()}",
            explanation=_order_explained(markup.table(head, rows)),
        )

    def lab(self, parameters: Parameters) -> str:
        return _table_1()


def _order_explained(table: str) -> str:
    explained = _(
        "From the largest ratio to the smallest:\n\n%(table)s\n\nThe totals make all "
        "ratios larger or smaller by the same factor: for the order alone the counts would "
        "do."
    )
    return f"{explained % {'table': table}}\n\n{_shown_in_lab()}"


def _row(table: Table, probe: int) -> list[str]:
    shares = [str(round(table.share(probe, side), 4)) for side in (0, 1)]
    return [table.named(probe), *shares, str(round(table.ratio(probe), PLACES))]


def _misled(table: Table) -> tuple[Mistake, ...]:
    """Pairs that stand the other way round by the count beside the first word alone."""
    found = []
    for (before, one), (after, other) in combinations(enumerate(table.order, 1), 2):
        if table.counts[other][0] > table.counts[one][0]:
            value = (after, before)
            found.append(Mistake(value, _why_misled(table, one, other)))
    return tuple(found)


def _why_misled(table: Table, one: int, other: int) -> str:
    return _(
        "“%(probe)s” is seen more beside “%(first)s” than “%(right)s” is, "
        "%(near_first)d against %(right_count)d, but beside “%(second)s” as well: the "
        "ratio is %(ratio)s, that of “%(right)s” is %(right_ratio)s."
    ) % {
        **table.about(other),
        "right": table.named(one),
        "right_count": table.counts[one][0],
        "right_ratio": round(table.ratio(one), PLACES),
    }
