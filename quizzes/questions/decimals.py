"""Numbers as people type them, and when one is another: exactly, as decimals."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, localcontext
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .base import BadResponse, Field

MOST_CHARACTERS = 64
SHOWN = 40  # of them, in a field that is filled again
MOST_MAGNITUDE = 300  # |exponent| allowed in what people type
SHOWN_DIGITS = 12  # of an answer that has no end
DIGITS = 50  # of a quotient, so that it can be typed again
EXACT = 4 * MOST_MAGNITUDE + 2 * MOST_CHARACTERS  # digits between two such products

_SIGNS = str.maketrans("−–—﹣－⁄", "-----/")  # minus signs; the slash of ½
_RAISED = ("<super>", "<sub>")  # 10² is not 102
_MIXED = re.compile(r"\d\s+\d|\d\s*[¼-¾⅐-⅞↉]")  # 1 1/2, 1½: not 11/2
_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,4})?")
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+")


def parse_number(typed: Any) -> Decimal:
    """The decimal a person typed: `.5`, `0,5`, `1/2`, `1e-3`, `−2`, full width.

    Raises BadResponse for anything else, with what was expected.
    """
    top, slash, bottom = _normal(typed).partition("/")
    if not slash:
        return parse_decimal(top)
    return quotient(parse_decimal(top), parse_decimal(bottom))


def parse_share(typed: Any) -> Decimal:
    """A share that an author wrote: `0.01`, `1 %`."""
    text = unified(characters(typed)).strip()
    if text.endswith("%"):
        return parse_number(text[:-1]).scaleb(-2)
    return parse_number(text)


def stored(typed: Any) -> str:
    """The number as a question keeps it, so that it can be typed again."""
    return characters(str(parse_number(typed)))


def quotient(top: Decimal, bottom: Decimal) -> Decimal:
    """To DIGITS digits; BadResponse for what cannot be."""
    if bottom == 0:
        raise BadResponse(_("A fraction cannot have 0 below the line."))
    with localcontext(prec=DIGITS):
        return top / bottom


def characters(typed: Any) -> str:
    """What a response says, as text that is short enough to be read as a number."""
    if isinstance(typed, bool) or not isinstance(typed, str | int | float):
        raise BadResponse(_("Write one number, for example -0.5."))
    if isinstance(typed, int) and abs(typed) >= 10**MOST_CHARACTERS:
        raise BadResponse(_("That number is too long."))
    text = str(typed)
    if len(text) > MOST_CHARACTERS:
        raise BadResponse(_("That number is too long."))
    if any(unicodedata.decomposition(c).startswith(_RAISED) for c in text):
        raise BadResponse(_("Write one number, for example -0.5."))
    return text


def entry_at(response: Any, *places: int) -> str:
    """What stands there in a response of any shape, for its field to be filled again."""
    try:
        for place in places:
            response = response[place]
    except (TypeError, LookupError):
        return ""
    return str(response)[:SHOWN] if isinstance(response, str | int | float) else ""


def unified(text: str) -> str:
    """With one form of each digit and sign: `１２`, `−`, `⁄`."""
    return unicodedata.normalize("NFKC", text).translate(_SIGNS).lower()


def _normal(typed: Any) -> str:
    text = characters(typed)
    if _MIXED.search(text):
        raise BadResponse(_("Write one number, for example -0.5."))
    return re.sub(r"\s+", "", unified(text))


def parse_decimal(normal: str) -> Decimal:
    """The decimal that unified text without spaces is."""
    if _THOUSANDS.fullmatch(normal):
        raise BadResponse(
            _("Write the number without separators: a comma can be read two ways.")
        )
    point = normal.replace(",", ".")
    if not _PLAIN.fullmatch(point):
        raise BadResponse(_("Write one number, for example -0.5."))
    number = Decimal(point)
    if number and abs(number.adjusted()) > MOST_MAGNITUDE:
        raise BadResponse(_("That number is too long."))
    return number


def plain(number: Decimal) -> str:
    """The number as people write it, with a true minus sign; ⅓ to 12 digits."""
    if len(number.as_tuple().digits) > SHOWN_DIGITS:
        with localcontext(prec=SHOWN_DIGITS):
            number = +number
    return format(number, "f").replace("-", "−")


def product(one: Decimal, other: Decimal) -> Decimal:
    with localcontext(prec=EXACT):
        return one * other


def within(given: Decimal, value: Decimal, tolerance: Decimal) -> bool:
    """Whether `given` is `value` ± `tolerance`, bounds included."""
    with localcontext(prec=EXACT):
        return abs(given - value) <= tolerance


def too_short(given: Decimal, value: str, places: int) -> bool:
    """Whether `given` is `value`, rounded to fewer digits than were asked for."""
    exponent = given.as_tuple().exponent
    shown = -exponent if isinstance(exponent, int) else 0
    if not 0 <= shown < places:
        return False
    place = Decimal(1).scaleb(-shown)
    with localcontext(prec=EXACT):
        return given in (
            Decimal(value).quantize(place, rounding)
            for rounding in (ROUND_HALF_UP, ROUND_HALF_EVEN)
        )


def significant(typed: Any) -> range:
    """How many significant digits are written there: 2 to 4 in 1500, 3 in 0.0150.

    A fraction is exact and has as many as anyone asks for.
    """
    normal = _normal(typed)
    if "/" in normal:
        return range(DIGITS, DIGITS + 1)
    digits = "".join(map(str, parse_decimal(normal).as_tuple().digits))
    shown = set(normal) & set(".,e")  # where a point is, zeros are meant
    least = len(digits if shown else digits.rstrip("0"))
    return range(max(1, least), len(digits) + 1)


def too_few(given: Decimal, value: Decimal, written: range, wanted: int) -> bool:
    """Whether `given` is `value`, rounded to fewer significant digits than `wanted`."""
    for prec in range(written.start, min(written.stop, wanted)):
        for rounding in (ROUND_HALF_UP, ROUND_HALF_EVEN):
            with localcontext(prec=prec, rounding=rounding):
                if given == +value:
                    return True
    return False


# How exact a number has to be: fields of every kind that asks for numbers.
PRECISION = (
    Field(
        "tolerance",
        "text",
        gettext_lazy("Tolerance"),
        gettext_lazy("How far off still counts, bounds included. Empty: 0."),
        required=False,
        each_language=False,
    ),
    Field(
        "places",
        "text",
        gettext_lazy("Digits after the point"),
        required=False,
        each_language=False,
    ),
)


def faults_of_precision(tolerance: str, places: int) -> list[str]:
    faults = []
    if Decimal(tolerance) < 0:
        faults.append(_("A tolerance cannot be negative."))
    if not 0 <= places <= 10:
        faults.append(_("Ask for 0 to 10 digits after the point."))
    return faults
