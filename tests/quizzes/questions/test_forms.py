"""Numbers in the forms that a fair teacher accepts, and those that nobody could.

What is refused costs nothing. So of what could be read in two ways nothing is marked
wrong, and nothing right.
"""

from __future__ import annotations

import pytest

from quizzes.questions import BadResponse, Fraction, Number
from quizzes.questions.units import Unit

# What is right, by the number that is asked for.
NUMBERS: dict[str, str] = {
    "0.5": "0.5|.5|0,5|,5|0.50|00.5|+0.5|+.5|1/2|2/4|-1/-2|½|50e-2|5E-1|5e−1|5 × 10^-1"
    "|0．5|０．５|０，５|１／２|１/２|1∕2|1⁄2|1÷2|1 / 2| 0.5 |0. 5|5×10⁻¹|5·10^−1|.5e0|500/1000",
    "-0.5": "-0.5|−0.5|–0.5|—0.5|‐0.5|－0.5|﹣0.5|- 0.5|− .5|-,5|-1/2|1/-2|−½|-5e-1"
    "|-5×10^-1|−5 × 10⁻¹|－０．５",
    "1000": "1000|1000.|1000.0|1000,0|+1000|1e3|1E3|1e+3|1.0e3|10^3|10³|10**3|1×10^3"
    "|1 × 10³|1x10^3|1X10^3|1*10^3|1*10**3|1·10^3|1⋅10³|1∙10³|1✕10³|10^+3|0.1e4"
    "|１０００|１ｅ３|1000/1|2000/2|1,000.0|1,000.|＋1000",
    "-1000": "-1000|−1000|-10^3|−10³|-1e3|-1×10^3|− 1 × 10^3|-1,000.0",
    "1234567": "1234567|1,234,567|1,234,567.0|+1,234,567|1.234567e6|1.234567 × 10^6"
    "|1.234567×10⁶|1234.567e3|１２３４５６７|１，２３４，５６７",
    "1234.5": "1234.5|1234,5|1,234.5|1,234.50|1.2345e3|1.2345×10³|2469/2|1234.5000",
    "0": "0|-0|−0|+0|0.0|0,0|.0|0e5|0/7|０|0 × 10^3",
    "0.00012": "0.00012|.00012|0,00012|1.2e-4|1.2E-4|1.2×10^-4|1.2 × 10⁻⁴|12e-5|12/100000"
    "|0.12e-3|１．２×10⁻⁴|\u200b0.00012|0.00012\u200b|\ufeff0.00012|0.00\u00ad012|0.00012\u2060",
    "0.25": "0.25|.25|¼|1/4|25/100|-1/-4|２５／１００|0.250|2.5e-1|2.5×10⁻¹|\u00a00.25\u2009",
}
# What is refused, whatever is asked for.
REFUSED = (
    "||x|abc|nan|NaN|inf|-inf|Infinity|∞|1,000|12,345|-1,000|1 000|1 1/2|1½|3 4/5|1 2"
    "|1e|e3|1e3.5|1e1e1|1.2.3|1..2|1,2,3|1,23,456|1.234,5|0x10|0b1|1_000|1'000|--1|+-1"
    "|-+1|5-|5+|1-2|1+2|1/2/3|1/0|0/0|1/|/2|1//2|²|5²|3²/4|x²|10^|10^x|×10^3|2×10|2×3"
    "|2^3|2×10^3^2|2×10^99999|1/10^3|1/2×10^3|½×10^3|10^3/2|3×10^2/4×10^2|210^3|2 10^3"
    "|1e999|1e-999|1e99999|(1)|[1]|{1}|$1|1€|1%|약 1|=1|x=1|1 or 2|1~2|1±2|하나|일|백"
    "|삼분의 일|1만|1천|one|½½|1½2|٠x|1;2|1:2|#1|1!|√2|π|2π|i|1j|True|null|None|[]"
    "|\u20010x|1\x00|1\u202e2"
)
WRONG = {
    "0.5": "5|.05|0.05|-0.5|1/3|2|0.51|0.49|5e1|1/20|0.5e1|5×10^1|½e1",
    "1000": "100|1.000|1,0|1e2|10^2|1e-3|10^-3|-1000|1001|999.9|10³³",
}


@pytest.mark.parametrize(
    ("value", "typed"),
    [(v, t) for v, forms in NUMBERS.items() for t in forms.split("|")],
)
def test_a_fair_teacher_accepts_it(value: str, typed: str) -> None:
    """Wherever the right number is written so that nobody could misread it."""
    assert Number(prompt="?", value=value).grade(typed).score == 1


@pytest.mark.parametrize("typed", REFUSED.split("|"))
def test_it_is_refused_and_costs_nothing(typed: str) -> None:
    """What is no number, and what could be two."""
    with pytest.raises(BadResponse):
        Number(prompt="?", value="1").grade(typed)


@pytest.mark.parametrize(
    ("value", "typed"), [(v, t) for v, forms in WRONG.items() for t in forms.split("|")]
)
def test_another_number_is_not_accepted(value: str, typed: str) -> None:
    """However near it looks: it is wrong, or refused."""
    try:
        assert Number(prompt="?", value=value).grade(typed).score == 0
    except BadResponse:
        assert typed == "½e1"


UNITS = Number(
    prompt="?",
    value="2500",
    unit="m",
    units=(Unit("km", "1000"), Unit("cm", "0.01")),
)
OWN = {
    "m²": "5 m²|5m²|5 m2|5 m^2|5m^2|５ｍ²|5 ㎡|5|5e0 m²|0.5×10^1 m²",
    "m/s": "5 m/s|5m/s|5 m / s|５ ｍ／ｓ|10/2 m/s|5",
    "%": "5 %|5%|５％|5|10/2 %",
    "년": "5년|5 년|５년|5",
    "°C": "5 °C|5°C|5℃|5 ℃|5",
    "μm": "5 μm|5 µm|5㎛|5",
    "Ω": "5 Ω|5Ω|5 \u2126",
    "개": "5개|5 개|5",
}


MEASURED = (
    "2500 m|2500m|2.5 km|2.5km|2,5 km|2.5 ㎞|２．５ｋｍ|2.5 k m|250000 cm|2.5×10^3 m"
    "|2.5 × 10³ m|10/4 km|2.5e3 m|25e2m|2,500.0 m|250,000.0 cm|2.5\u00a0km"
)


@pytest.mark.parametrize(
    "typed",
    MEASURED.split("|"),
)
def test_a_number_and_its_unit_are_read(typed: str) -> None:
    """With a space or none, in full width, as one character."""
    assert UNITS.grade(typed).score == 1


UNMEASURED = "2500|2.5|2.5 KM|2.5 mm|2.5 kmh|km|km 2.5|2.5 km m|2,500 m|2.5 Km"


@pytest.mark.parametrize(
    "typed",
    UNMEASURED.split("|"),
)
def test_a_number_without_a_known_unit_is_refused(typed: str) -> None:
    """Capitals mean something, and letters are not left over."""
    with pytest.raises(BadResponse):
        UNITS.grade(typed)


@pytest.mark.parametrize(
    ("unit", "typed"), [(u, t) for u, forms in OWN.items() for t in forms.split("|")]
)
def test_the_unit_beside_the_field_may_be_typed(unit: str, typed: str) -> None:
    """In each of the ways in which it is written."""
    question = Number(prompt="?", value="5", unit=unit)
    assert question.check() == []
    assert question.grade(typed).score == 1


FRACTIONS = {
    "3/4": "3/4|6/8|75/100|0.75|0,75|.75|¾|3 / 4|３／４|3∕4|3⁄4|3÷4|-3/-4|4분의 3|4분의3"
    "|4 분의 3|75e-2|0.3/0.4|+3/4|\u200b3/4|7.5×10^-1",
    "-7/4": "-7/4|−7/4|7/-4|-1 3/4|−1¾|- 1 3/4|-1과 3/4|-1과 4분의 3|-1.75|–7/4|‐7/4|-14/8",
    "2": "2|2/1|4/2|2.0|2,0|+2|２|8÷4|-4/-2|2e0",
}


@pytest.mark.parametrize(
    ("value", "typed"),
    [(v, t) for v, forms in FRACTIONS.items() for t in forms.split("|")],
)
def test_a_fraction_is_accepted_in_every_form(value: str, typed: str) -> None:
    """Mixed, decimal, cancelled or not, in Korean."""
    assert Fraction(prompt="?", value=value).grade(typed).score == 1


NO_FRACTIONS = (
    "3:4|3/|/4|3//4|1/2/3|1+3/4|1-3/4|x/4|3/0|³/4|1,000/4|1 2|½½|75%|사분의 삼|분의|4분의"
    "|3/10^2|10^2/4|(3)/4|3/4 4"
)


@pytest.mark.parametrize(
    "typed",
    NO_FRACTIONS.split("|"),
)
def test_no_fraction_is_refused(typed: str) -> None:
    """With what is expected, and nothing is lost."""
    with pytest.raises(BadResponse):
        Fraction(prompt="?", value="3/4").grade(typed)
