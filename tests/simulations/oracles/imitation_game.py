"""Turing's game of 1950: by counting out the cases, and from the paper's text."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction
from itertools import accumulate, product
from math import log2

from scipy import stats

from quizzes.questions import Question

from . import oracle

SAID = {
    "A machine may make deliberate mistakes": True,
    "A machine passes only if the judge does no better than a coin": False,
    "One day computers with a storage capacity of about $10^9$": True,
    "In about fifty years an average judge": True,
    "Instead of asking “Can machines think?”": True,
    "It is proved that machines will think": False,
    "It may be easier to build a child's mind": True,
    "Machines take him by surprise": True,
    "Nine objections to thinking machines": True,
    "The machines that take part in the game must": True,
    "Questions and answers are best typed": True,
    "Ten years will be enough": False,
    "The game was tried out": False,
    "The judge has to hear the voices": False,
    "The judges have to be experts": False,
    "The knowledge of an adult has to be written": False,
    "The machine has to answer every question truthfully": False,
    "The machine should look like a human": False,
}


@oracle("imitation-game-statements")
def statements(question: Question) -> list[str]:
    """What the paper says, read there."""
    return [
        option["id"]
        for option in question.input()["options"]
        if next(
            true for start, true in SAID.items() if option["text"].startswith(start)
        )
    ]


@oracle("imitation-game-criterion")
def criterion(question: Question) -> list[str]:
    """The share of right identifications, from the sentences of the options."""
    met = []
    for option in question.input()["options"]:
        words = option["text"].rstrip(".").split()
        count, rounds = (int(word) for word in words if word.isdigit())
        if "took it for the human" in option["text"]:
            count = rounds - count
        if Fraction(count, rounds) <= Fraction(7, 10):
            met.append(option["id"])
    return met


@oracle("imitation-game-capacity")
def capacity(question: Question) -> float:
    """Every part adds its own bits."""
    [positions] = re.findall(r"positions: (.*?)\)", question.prompt)
    [switches] = re.findall(r"of (\d+) on–off", question.prompt)
    return sum(log2(int(one)) for one in positions.split(", ")) + int(switches)


@oracle("imitation-game-majority")
def majority(question: Question) -> float:
    """All courses of the clues, one by one."""
    [skill] = map(float, re.findall(r"\$p = ([\d.]+)\$", question.prompt))
    [minutes] = map(int, re.findall(r"After (\d+) minutes", question.prompt))
    total = 0.0
    for clues in product((True, False), repeat=minutes):
        if clues.count(True) > clues.count(False):
            chance = 1.0
            for clue in clues:
                chance *= skill if clue else 1 - skill
            total += chance
    return total


@oracle("imitation-game-p-value")
def p_value(question: Question) -> float:
    """SciPy's exact test."""
    [said] = re.findall(r"chance of (\d+) .*? in (\d+) rounds", question.prompt)
    right, rounds = map(int, said)
    return float(stats.binomtest(right, rounds, 0.5, alternative="greater").pvalue)


def tosses(rounds: int) -> Counter[int]:
    """How many courses of tosses have each number right, toss by toss."""
    courses = Counter({0: 1})
    for _toss in range(rounds):
        courses = courses + Counter({right + 1: n for right, n in courses.items()})
    return courses


@oracle("imitation-game-significance")
def significance(question: Question) -> int:
    """Down from all right, as long as the courses so far are rare enough."""
    [rounds] = map(int, re.findall(r"plays (\d+) rounds", question.prompt))
    [percent] = re.findall(r"at most ([\d.]+) %", question.prompt)
    courses = tosses(rounds)
    down = range(rounds, -1, -1)
    tails = accumulate(courses[right] for right in down)
    rare = Fraction(percent) / 100 * 2**rounds
    return min(right for right, tail in zip(down, tails, strict=True) if tail <= rare)


@oracle("imitation-game-wheel")
def wheel(question: Question) -> list[list[int]]:
    """The wheel has turned as often as the lever was open before."""
    [lamp] = map(int, re.findall(r"lamp belongs to \$q_(\d)", question.prompt))
    [start] = map(int, re.findall(r"the wheel is at \$q_(\d)", question.prompt))
    [lever] = re.findall(r"\| lever \|(.*)\|", question.prompt)
    clicks = accumulate(1 - int(held) for held in lever.split("|"))
    return [[int((start + turned - lamp) % 3 == 0)] for turned in clicks]
