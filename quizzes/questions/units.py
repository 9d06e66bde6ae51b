"""Units that are typed with a number."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from .decimals import MOST_CHARACTERS, characters, parse_decimal, unified

MOST_UNITS = 8
MOST_LETTERS = 20  # of a unit that is typed
_END_OF_NUMBER = re.compile(r"[\d.,/eE+-]*\d")  # 5, .5, /2: as a unit, cut off


@dataclasses.dataclass(frozen=True)
class Unit:
    """Another unit: `size` is how many of the question's own one of it is."""

    name: str
    size: str


def bare(unit: str) -> str:
    """A unit without the differences that mean nothing: ㎞ is km, m² and m^2 are m2.

    Capitals mean something: mW, MW.
    """
    return "".join(unicodedata.normalize("NFKC", unit).replace("^", "").split())


def parted(typed: str, names: Iterable[str]) -> tuple[str, str]:
    """What was typed, in its number and its unit; that is empty if it is none of these.

    The longest unit counts, and all its letters: 5 mm is not 5 m.
    """
    known = {bare(name): name for name in names if bare(name)}
    typed = typed.strip()
    for at in range(max(0, len(typed) - MOST_CHARACTERS), len(typed)):
        name = known.get(bare(typed[at:]))
        if name and not typed[at - 1 : at].isalpha():
            return typed[:at], name
    return typed, ""


def written_units(lines: list[str]) -> tuple[Unit, ...]:
    """The units that an author's lines `km = 1000` name; ValueError with a sentence."""
    if len(lines) > MOST_UNITS:  # before they are read
        raise ValueError(_("Name at most %(most)d units.") % {"most": MOST_UNITS})
    return tuple(map(_written, lines))


def _written(line: str) -> Unit:
    name, equals, size = line.partition("=")
    if not equals:
        raise ValueError(_("Write a unit as “km = 1000”."))
    # No fraction: a third of a unit has no end, and three of them would not be one.
    number = parse_decimal("".join(unified(characters(size)).split()))
    return Unit(name.strip(), str(number))


def faults_of_units(own: str, units: Iterable[Unit]) -> list[str]:
    """What is wrong with the question's own unit and the others."""
    others = list(units)
    names = [bare(own), *(bare(unit.name) for unit in others)]
    faults = []
    if any(map(_END_OF_NUMBER.fullmatch, names)):
        faults.append(_("A unit cannot look like the end of a number."))
    if not others:
        return faults
    if not all(names):
        faults.append(_("Name the question’s own unit and each of the others."))
    if max(map(len, names)) > MOST_LETTERS:
        faults.append(
            _("A unit has at most %(most)d letters.") % {"most": MOST_LETTERS}
        )
    if len(set(names)) < len(names):
        faults.append(_("Two units are the same."))
    if any(Decimal(unit.size) <= 0 for unit in others):
        faults.append(_("A unit is more than 0 of the question’s own."))
    return faults
