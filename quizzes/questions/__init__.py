"""What can be asked, and how a response is graded. No database, no request."""

from .base import (
    Authored,
    BadResponse,
    Field,
    Grade,
    Mistake,
    Question,
    from_json,
    kind_named,
    kinds,
)
from .choice import Choice, Option
from .cloze import Cloze
from .fraction import Fraction
from .mark import Mark, Point
from .match import Match
from .matrix import Matrix
from .multiple import Multiple
from .number import Number
from .order import Order
from .part import Part
from .steps import Steps
from .text import Text
from .true_false import TrueFalse
from .truth_table import TruthTable

__all__ = [
    "Authored",
    "BadResponse",
    "Choice",
    "Cloze",
    "Field",
    "Fraction",
    "Grade",
    "Mark",
    "Match",
    "Matrix",
    "Mistake",
    "Multiple",
    "Number",
    "Option",
    "Order",
    "Part",
    "Point",
    "Question",
    "Steps",
    "Text",
    "TrueFalse",
    "TruthTable",
    "from_json",
    "kind_named",
    "kinds",
]
