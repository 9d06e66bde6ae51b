"""Exercise: the loss of a masked language model from its probabilities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import log, log2
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exercises import Exercise, Parameters, register
from quizzes.questions import Mistake, Number
from simulations import decimals, figures, markup, mistakes, simulation
from simulations.systems.bert import algorithm
from simulations.systems.transformer.sentences import COUNT, WORDS, sentence

PLACES, TOLERANCE = 3, Decimal("0.005")


@dataclass(frozen=True)
class Case:
    """`fates` and `shares` go with the words; "" is a word that was not chosen."""

    sentence: int
    fates: list[str]
    shares: list[float]

    def of(self, *fates: str) -> list[float]:
        pairs = zip(self.fates, self.shares, strict=True)
        return [share for fate, share in pairs if fate in fates]

    @property
    def chosen(self) -> list[float]:
        return self.of("masked", "random", "kept")

    @property
    def loss(self) -> float:
        places = [place for place, fate in enumerate(self.fates) if fate]
        probabilities = [[share, 1 - share] for share in self.shares]
        return algorithm.loss(probabilities, dict.fromkeys(places, 0))


@register
class BertLoss(Exercise):
    slug = "bert-loss"
    title = gettext_lazy("BERT: the loss of the hidden words")

    def parameters(self, rng: Random) -> Parameters:
        while True:
            fates = ["masked", rng.choice(["random", "kept"])]
            fates += ["masked"] * rng.randint(0, 1)
            fates += [""] * (WORDS - len(fates))
            rng.shuffle(fates)
            parameters: Parameters = {
                "sentence": rng.randrange(COUNT),
                "fates": fates,
                "shares": [_share(rng) for _word in range(WORDS)],
            }
            if len(_named(Case(**parameters))) >= 4:
                return parameters

    def question(self, **parameters: Any) -> Number:
        case = Case(**parameters)
        return Number(
            prompt=_prompt(case),
            value=str(_rounded(case.loss)),
            tolerance=str(TOLERANCE),
            places=PLACES,
            mistakes=_named(case),
            explanation=_explanation(case),
            answer_figure=_figure(case),
        )

    def lab(self, parameters: Parameters) -> str:
        """As many words of the sentence are chosen; which, and their fates, are drawn."""
        text = " ".join(sentence(parameters["sentence"]))
        share = len(Case(**parameters).chosen) / WORDS
        return simulation.get("bert").address({"text": text, "share": share})


def _share(rng: Random) -> float:
    return float(rng.choice([0.05, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.8, 0.9]))


def _rounded(value: float) -> Decimal:
    return decimals.rounded(value, PLACES)


def _mean(shares: Sequence[float]) -> float:
    return -sum(map(log, shares)) / len(shares)


def _named(case: Case) -> tuple[Mistake, ...]:
    facts = {"chosen": len(case.chosen), "words": WORDS}
    return mistakes.rounded(
        _slips(case), facts, truth=case.loss, places=PLACES, tolerance=TOLERANCE
    )


def _slips(case: Case) -> Iterator[tuple[float, str]]:
    chosen = case.chosen
    yield (
        _mean(case.of("masked")),
        _(
            "Those are the words hidden by [MASK] only. A chosen word counts too if it "
            "was replaced or kept."
        ),
    )
    yield (
        _mean(case.shares),
        _(
            "That is the mean over all %(words)d words. Only the %(chosen)d chosen ones count."
        ),
    )
    yield (
        _mean(chosen) * len(chosen),
        _("That is the sum. Divide it by the number of chosen words, %(chosen)d."),
    )
    yield (
        -log(sum(chosen) / len(chosen)),
        _(
            "That is the logarithm of the mean. Take the logarithms first, then the mean."
        ),
    )
    yield (
        -sum(map(log2, chosen)) / len(chosen),
        _("That is in bits. The loss takes the natural logarithm, ln."),
    )
    yield (
        -_mean(chosen),
        _("The sign: a logarithm of a probability is negative, the loss is $-\\ln p$."),
    )


def _fate(fate: str) -> str:
    return {
        "masked": "[MASK]",
        "random": _("replaced at random"),
        "kept": _("chosen, but kept"),
        "": _("not chosen"),
    }[fate]


def _prompt(case: Case) -> str:
    words = sentence(case.sentence)
    facts = _(
        "BERT gets a sentence of which some words have been chosen for prediction. The "
        "table says what became of each word, and which probability $p$ BERT gives the "
        "**original** word there."
    )
    rows = [
        (word, _fate(fate), f"${decimals.text(share)}$")
        for word, fate, share in zip(words, case.fates, case.shares, strict=True)
    ]
    given = markup.table((_("word"), _("what became of it"), "$p$"), rows)
    asked = _(
        "What is the loss of the masked language model, as a mean per predicted word "
        "(natural logarithm)? Give %(places)d decimals; $\\pm %(tolerance)s$ is allowed."
    ) % {"places": PLACES, "tolerance": TOLERANCE}
    return f"{facts}\n\n{given}\n\n{asked}"


def _explanation(case: Case) -> str:
    terms = " + ".join(rf"\ln {decimals.text(share)}" for share in case.chosen)
    formula = (
        rf"-\frac{{1}}{{{len(case.chosen)}}} ({terms}) \approx {_rounded(case.loss)}"
    )
    which = _(
        "All chosen words count, whether hidden, replaced or kept; the others do not."
    )
    return f"{which}\n\n$${formula}$$"


def _figure(case: Case) -> figures.Spec:
    words = zip(sentence(case.sentence), case.fates, case.shares, strict=True)
    shown = [(word, -log(share)) for word, fate, share in words if fate]
    return figures.bars(
        [word for word, _loss in shown],
        [round(loss, 3) for _word, loss in shown],
        x=_("chosen word"),
        y="−ln p",
        description=_("What each chosen word adds to the loss."),
    )
