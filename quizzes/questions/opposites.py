"""Words that are a letter or two apart and no slip of each other: 고차원, 저차원.

Opposites and numbers. A glossary knows of some; of these it need not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import permutations, takewhile

# Each line excludes one another. Only what a slip could turn into the next is needed.
_OPPOSITES = """
있 없
양 음
장 단
소 대
솟 댓
고 저
상 하
내 외
유 무
좌 우
높 낮
늘 줄
곱 합
전역 지역
온라인 오프라인
동적 정적
정성 정량
부호 복호
송신 수신
최초 최종
다층 단층
다변 단변
다항 단항
가로 세로
횡단 종단
하나 둘 셋 넷 다섯 여섯 일곱 여덟 아홉 열
min max
in ex
im ex
in de
en de
local global
ascen descen
online offline
pretrain retrain
unidirect bidirect
micro macro
inter intra
one two three four five six seven eight nine ten
"""

# Numbers of one syllable are so only beside what is counted: 이차 is one, 이미지 is not.
_DIGITS = "영일이삼사오육칠팔구십백천만"
_COUNTED = "차층진항중단원분변각배번호점회년월십백천만"
_TENS = "십백"
_FEW = ("한", "두", "세", "네")
_THINGS = ("개", "층", "번", "배", "종", "쌍", "점", "줄", "명", "가지", "단계", "사람")

_NEGATING = {"un", "in", "im", "ir", "비", "무", "부", "미"}


def opposed(one: str, other: str) -> bool:
    """Whether two texts differ in nothing but such a pair, or in a negation that is
    inserted: 선형 비분리.
    """
    before, a, b, after = _difference(one, other)
    if not (a and b) and a + b in _NEGATING:
        return not before.endswith(a + b)  # trainining is a slip
    places = _PLACES.get((a, b), ())
    return any(before.endswith(x) and after.startswith(y) for x, y in places)


def _difference(one: str, other: str) -> tuple[str, str, str, str]:
    """What two texts begin with; what is there in the one, and in the other; and
    what they end with."""
    before = _beginning(one, other)
    a, b = one.removeprefix(before), other.removeprefix(before)
    after = _beginning(a[::-1], b[::-1])[::-1]
    return before, a.removesuffix(after), b.removesuffix(after), after


def _beginning(one: str, other: str) -> str:
    """What both begin with."""
    pairs = zip(one, other, strict=False)
    return "".join(x for x, _y in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _groups() -> Iterator[Iterable[str]]:
    yield from (line.split() for line in _OPPOSITES.strip().splitlines())
    yield from ([digit + what for digit in _DIGITS] for what in _COUNTED)
    yield from ([tens + digit for digit in _DIGITS] for tens in _TENS)
    yield from ([few + what for few in _FEW] for what in _THINGS)


def _places() -> dict[tuple[str, str], set[tuple[str, str]]]:
    """By what differs in a pair: what stands before it and behind it."""
    found = defaultdict(set)
    for group in _groups():
        for one, other in permutations(group, 2):
            before, a, b, after = _difference(one, other)
            found[a, b].add((before, after))
    return found


_PLACES = _places()
