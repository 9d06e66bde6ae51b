"""What was chosen and typed: how often each option was shown and chosen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from quizzes.models import ItemRevision
from quizzes.questions.choice import LETTERS

from .attempts import Row

LEAST = 10  # times shown; fewer say nothing
MOST_PICKS = 100  # different responses counted for one revision
LONGEST = 200  # letters of a response that are kept
LETTERED = ("choice", "multiple", "true_false")  # kinds whose response is of letters


@dataclass
class Pick:
    """An option, or a wrong answer as typed: how often shown, how often given."""

    text: str
    shown: int = 0
    chosen: int = 0
    right: bool = False

    @property
    def share(self) -> float:
        return self.chosen / self.shown

    @property
    def unchosen(self) -> bool:
        return not self.right and not self.chosen and self.shown >= LEAST


@dataclass
class Tally:
    """How often each option was shown and chosen, each wrong answer given."""

    attempts: int = 0
    picks: dict[str, Pick] = field(default_factory=dict)

    def add(self, row: Row) -> None:
        self.attempts += 1
        if row.kind == "match":
            self._pairs(row.items, row.options, row.right, row.response)
        elif row.kind in LETTERED:
            self._options(row.options, row.right, row.response)
        elif row.score < 1 and (given := _given(row)):
            self._pick(given, chosen=True)

    def _options(self, options: list[Any], right: Any, response: Any) -> None:
        letters = response["reason"] if isinstance(response, dict) else response
        rights = right if isinstance(right, list) else [right]
        for place, option in enumerate(options):
            chosen = LETTERS[place] in letters
            self._pick(option["text"], chosen=chosen, right=place in rights).shown += 1

    def _pairs(self, items: Any, options: Any, right: Any, response: Any) -> None:
        """Each pair that was made, and each option that belongs to no item."""
        true, surplus = right[: len(items)], right[len(items) :]
        for item, place, letter in zip(items, true, response, strict=True):
            given = LETTERS.index(letter)
            text = f"{item} → {options[given]}"
            self._pick(text, chosen=True, right=given == place)
        for place in surplus:
            chosen = LETTERS[place] in response
            self._pick(options[place], chosen=chosen).shown += 1

    def _pick(self, text: str, *, chosen: bool, right: bool = False) -> Pick:
        """Counted, as long as there is room for one more."""
        pick = self.picks.get(text) or Pick(text, right=right)
        if len(self.picks) < MOST_PICKS:
            self.picks[text] = pick
        pick.chosen += chosen
        return pick

    def sorted(self) -> list[Pick]:
        """The most often chosen first; what was typed was open to all."""
        picks = [
            replace(pick, shown=pick.shown or self.attempts)
            for pick in self.picks.values()
        ]
        return sorted(picks, key=lambda pick: (-pick.right, -pick.chosen, pick.text))


def _given(row: Row) -> str:
    """A wrong answer as typed; of an exercise, whose numbers differ, what was said."""
    if row.revision_kind == ItemRevision.EXERCISE:
        return (row.feedback or "")[:LONGEST]
    typed = row.response if isinstance(row.response, str | int | float) else ""
    return str(typed).strip()[:LONGEST]


def merged(tallies: Iterable[Tally]) -> list[Pick]:
    """The picks of an item whatever its revision; what is right is so by the first."""
    whole = Tally()
    for tally in tallies:
        whole.attempts += tally.attempts
        for pick in tally.picks.values():
            same = whole.picks.setdefault(pick.text, Pick(pick.text, right=pick.right))
            same.shown, same.chosen = same.shown + pick.shown, same.chosen + pick.chosen
    return whole.sorted()
