"""What was chosen and typed: how often each option was shown and chosen."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, NamedTuple

from quizzes.questions.blanks import MARKS
from quizzes.questions.choice import LETTERS
from quizzes.questions.mark import Point

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


class Shown(NamedTuple):
    """Something that one attempt could choose, or a pair that it made."""

    text: str
    chosen: bool
    right: bool
    listed: bool = True  # whether it was shown, chosen or not


@dataclass
class Tally:
    """How often each option was shown and chosen, each wrong answer given."""

    attempts: int = 0
    picks: dict[str, Pick] = field(default_factory=dict)

    def add(self, row: Row) -> None:
        self.attempts += 1
        drawn = bool(row.exercise)
        options = shown(row.asked, row.response, drawn=drawn) if row.asked else ()
        for text, chosen, right, listed in options:
            self._pick(text, chosen=chosen, right=right).shown += listed
        if not options and row.score < 1 and (given := _given(row)):
            self._pick(given, chosen=True)

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


@lru_cache(maxsize=1_000)  # an item's options have few orders, and few are its answers
def shown(asked: str, response: str, *, drawn: bool) -> tuple[Shown, ...]:
    """The options of a question (see Row.asked); none where one types.

    Where an exercise has `drawn` it, its points are others each time.
    """
    kind, options, right, items, points, blanks = json.loads(asked)
    given = json.loads(response)
    if kind == "match":
        return tuple(_pairs(items, options, right, given))
    if kind == "cloze":
        return tuple(_listed(blanks, given))
    if kind == "mark" and not drawn:
        return tuple(_options([Point(**one).text for one in points], right, given))
    if kind in LETTERED:
        return tuple(_options([one["text"] for one in options], right, given))
    return ()


def _options(texts: list[str], right: Any, response: Any) -> Iterator[Shown]:
    letters = response["reason"] if isinstance(response, dict) else response
    rights = right if isinstance(right, list) else [right]
    for place, text in enumerate(texts):
        yield Shown(text, LETTERS[place] in letters, place in rights)


def _listed(blanks: Any, response: Any) -> Iterator[Shown]:
    """What each list of a cloze offered. What belongs to another blank of the same
    list is no wrong option of this one, unless it was chosen."""
    lists = [[one["text"] for one in blank.get("options", ())] for blank in blanks]
    rights = [
        (sorted(texts), texts[blank["right"]])
        for texts, blank in zip(lists, blanks, strict=True)
        if texts
    ]
    for mark, texts, blank, letter in zip(MARKS, lists, blanks, response, strict=False):
        for place, text in enumerate(texts):
            chosen, right = LETTERS[place] == letter, place == blank["right"]
            own = right or (sorted(texts), text) not in rights
            if own or chosen:
                yield Shown(f"{mark} → {text}", chosen, right, listed=own)


def _pairs(items: Any, options: Any, right: Any, response: Any) -> Iterator[Shown]:
    """Each pair that was made, and each option that belongs to no item."""
    true, surplus = right[: len(items)], right[len(items) :]
    for item, place, letter in zip(items, true, response, strict=True):
        given = LETTERS.index(letter)
        yield Shown(f"{item} → {options[given]}", True, given == place, listed=False)
    for place in surplus:
        yield Shown(options[place], LETTERS[place] in response, False)


def _given(row: Row) -> str:
    """A wrong answer as typed; of an exercise, whose numbers differ, what was said."""
    if row.exercise:
        return (row.feedback or "")[:LONGEST]
    response = json.loads(row.response)
    typed = response if isinstance(response, str | int | float) else ""
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
