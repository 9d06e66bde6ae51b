"""How fairly typed answers are graded: a table of labelled cases."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

from quizzes.questions import Text, glossary, korean
from tests.timing import within

CASES = Path(__file__).with_name("text_cases.tsv")
GLOSSARY = settings.BASE_DIR / "studyhub/series/2024_winter_llm/glossary.toml"

Case = dict[str, str]

# No fair rule mends these without marking a wrong answer right.
KNOWN = {
    ("퍼셉트론 | perceptron", "퍼셉토른"),  # two letters off in a short word
    ("튜링 | Turing", "Turning"),  # forgiven, as a real slip would be
}


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    lines = CASES.read_text("utf-8").splitlines()
    rows = [line for line in lines if not line.startswith("#")]
    return list(csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module")
def categories() -> list[list[list[str]]]:
    """The names of each term of the shipped glossary, by category."""
    data = tomllib.loads(GLOSSARY.read_text("utf-8"))
    return [
        [term["ko"] + term["en"] for term in terms.values()] for terms in data.values()
    ]


@pytest.fixture(scope="module")
def terms(categories: list[list[list[str]]]) -> list[list[str]]:
    return [names for category in categories for names in category]


def asked(accepted: list[str], terms: list[list[str]]) -> Text:
    """The question as it is dealt."""
    question = Text(prompt="?", accepted=tuple(accepted))
    return question.guarded(lambda answers: glossary.around(answers, terms))


@pytest.fixture(scope="module")
def right(cases: list[Case], terms: list[list[str]]) -> list[bool]:
    """Whether each case is graded right."""
    return [
        asked(case["accepted"].split(" | "), terms).grade(case["typed"]).score == 1
        for case in cases
    ]


def test_the_table(cases: list[Case]) -> None:
    """At least 200 cases, half of them traps, half of them written blind."""
    assert len(cases) >= 200
    assert sum(case["trap"] == "yes" for case in cases) >= len(cases) / 2
    assert sum(case["half"] == "blind" for case in cases) >= 100
    assert {case["label"] for case in cases} == {"right", "wrong"}


def test_agreement(cases: list[Case], right: list[bool]) -> None:
    """Grades agree with at least 97 % of the labels, and where not, it is known."""
    off = {
        (case["accepted"], case["typed"])
        for case, graded in zip(cases, right, strict=True)
        if graded != (case["label"] == "right")
    }
    assert off == KNOWN
    assert len(off) <= 0.03 * len(cases)


def test_no_case_with_another_term_is_right(
    cases: list[Case], right: list[bool]
) -> None:
    """Who types another real term is never right."""
    pairs = zip(cases, right, strict=True)
    assert [case["typed"] for case, graded in pairs if case["other"] and graded] == []


def test_no_term_is_right_for_another(categories: list[list[list[str]]]) -> None:
    """No name of the glossary is taken for another term of its category."""
    everything = [names for category in categories for names in category]
    taken = []
    for category in categories:
        for names in category:
            question = asked(names[:1], everything)
            taken += [
                (names[0], other)
                for others in category
                for other in others
                if others is not names and question.grade(other).score
            ]
    assert taken == []


@pytest.mark.parametrize(
    ("accepted", "typed"),
    [
        ("지역 최솟값", "지역 최댓값"),
        ("전역 최솟값", "전역 최댓값"),
        ("top-k 샘플링", "top-p 샘플링"),
        ("top-k sampling", "top-p sampling"),
    ],
)
def test_an_opposite_is_no_slip(
    accepted: str, typed: str, terms: list[list[str]]
) -> None:
    """What is one slip away and means something else stands in the glossary."""
    assert asked([accepted], terms).grade(typed).score == 0


def test_the_names_of_a_term_are_no_names_of_another(terms: list[list[str]]) -> None:
    """The glossary has at least 120 terms, and no name stands at two of them."""
    owners: dict[str, list[str]] = {}
    for names in terms:
        for name in names:
            assert owners.setdefault(korean.normal(name), names) is names, name
    assert len(terms) >= 120


def test_grading_is_quick_beside_a_thousand_terms(
    cases: list[Case], terms: list[list[str]]
) -> None:
    """Each takes a fraction of a millisecond, nothing like a second."""
    more = [[f"{a[0]} {b[0]}"] for a in terms[:28] for b in terms[:28]]
    assert len(terms + more) >= 1_000
    for case in cases[::3]:
        question = asked(case["accepted"].split(" | "), terms + more)
        with within():
            question.grade(case["typed"])
