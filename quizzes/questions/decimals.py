"""Numbers as people type them, and when one is another: exactly, as decimals."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, localcontext
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .base import Authored, BadResponse, Field, in_field

MOST_CHARACTERS = 64
SHOWN = 40  # of them, in a field that is filled again
MOST_MAGNITUDE = 300  # |exponent| allowed in what people type
SHOWN_DIGITS = 12  # of an answer that has no end
DIGITS = 50  # of a quotient, so that it can be typed again
EXACT = 4 * MOST_MAGNITUDE + 2 * MOST_CHARACTERS  # digits between two such products

# Minus signs; the slash of ½; what is pasted along and not seen.
_SIGNS = str.maketrans("−‐‒–—⁄∕÷", "-----///", "\u00ad\u200b\u200c\u200d\u2060\ufeff")
_RAISED = ("<super>", "<sub>")  # 10² is not 102
_MIXED = re.compile(r"\d\s+\d|\d\s*[¼-¾⅐-⅞↉]")  # 1 1/2, 1½: not 11/2
_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,4})?")
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+")
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(,\d{3}|\.\d*)")  # 1,234.5
# 2.5 × 10^3 and 2.5·10⁻³; 10^3 by itself. Below a line it could be read two ways.
_POWER = re.compile(
    r"(?:(?<=\d)\s*[×✕xX*·⋅∙]\s*|^\s*(?P<sign>[+−–-]?)\s*(?=10))10\s*"
    r"(?:(?:\^|\*\*)\s*(?P<typed>[+−–-]?\d{1,4})|(?P<raised>[⁺⁻]?[⁰¹²³⁴-⁹]{1,4}))(?!\d)"
)


class NoNumber(BadResponse):
    """Whatever was sent, it cannot be read as a number."""

    def __init__(self) -> None:
        super().__init__(_("Write one number, for example -0.5."))


def parse_number(typed: Any) -> Decimal:
    """The decimal a person typed: `.5`, `0,5`, `1/2`, `1e-3`, `2×10^3`, `−2`, full width.

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
        raise NoNumber
    if isinstance(typed, int) and abs(typed) >= 10**MOST_CHARACTERS:
        raise BadResponse(_("That number is too long."))
    text = str(typed)
    if len(text) > MOST_CHARACTERS:
        raise BadResponse(_("That number is too long."))
    if not set("/⁄∕／÷") & set(text):
        text = _POWER.sub(_exponent, text)
    if any(unicodedata.decomposition(c).startswith(_RAISED) for c in text):
        raise NoNumber
    return text


def _exponent(power: re.Match[str]) -> str:
    """`e3` for × 10^3; `1e3` where nothing stands before it."""
    one = "" if power["sign"] is None else f"{power['sign']}1"
    return f"{one}e{power['typed'] or unicodedata.normalize('NFKC', power['raised'])}"


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
        raise NoNumber
    return re.sub(r"\s+", "", unified(text))


def parse_decimal(normal: str) -> Decimal:
    """The decimal that unified text without spaces is."""
    if _GROUPED.fullmatch(normal):
        normal = normal.replace(",", "")
    elif _THOUSANDS.fullmatch(normal):
        raise BadResponse(
            _("Write the number without separators: a comma can be read two ways.")
        )
    point = normal.replace(",", ".")
    if not _PLAIN.fullmatch(point):
        raise NoNumber
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


def displaced(given: Decimal, value: Decimal, right: Callable[[Decimal], bool]) -> str:
    """What is said to a number whose sign or decimal point alone is wrong.

    `right` tells what would be right. Of one digit, that is said of nearly all there is.
    """
    if not given or not value:
        return ""
    if right(-given):
        return _("The size is right, the sign is not.")
    off = value.adjusted() - given.adjusted()
    if len(value.normalize().as_tuple().digits) < 2 or off == 0:
        return ""
    if any(right(given.scaleb(by)) for by in (off - 1, off, off + 1)):
        return _("The digits are right, the decimal point is in the wrong place.")
    return ""


def beside(more: bool) -> str:
    """On which side of the right number one is."""
    return _("That is too large.") if more else _("That is too small.")


def numbers_in_rows(response: Any, rows: int, columns: int) -> list[list[Decimal]]:
    """A response of so many rows and columns; BadResponse that names the entry."""
    if (
        not isinstance(response, list)
        or len(response) != rows
        or any(not isinstance(row, list) or len(row) != columns for row in response)
    ):
        wanted = _("Give %(rows)d rows of %(columns)d numbers.")
        raise BadResponse(wanted % {"rows": rows, "columns": columns})
    if any(entry == "" for row in response for entry in row):
        raise BadResponse(_("Fill in every entry."))
    return [
        [_entry(one, at, across) for across, one in enumerate(row, 1)]
        for at, row in enumerate(response, 1)
    ]


def _entry(typed: Any, row: int, column: int) -> Decimal:
    try:
        return parse_number(typed)
    except BadResponse as refused:
        raise BadResponse(
            _("Row %(row)d, column %(column)d: %(fault)s")
            % {"row": row, "column": column, "fault": refused}
        ) from None


def tolerance_of(fields: Authored) -> str:
    """The tolerance that an author wrote, 0 where there is none."""
    return in_field(
        "tolerance", lambda: str(parse_number(fields.get("tolerance") or "0"))
    )


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
