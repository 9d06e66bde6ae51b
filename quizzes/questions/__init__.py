"""What can be asked, and how a response is graded. No database, no request."""

from .base import (
    Authored,
    BadResponse,
    Field,
    Grade,
    Question,
    from_json,
    kind_named,
    kinds,
)
from .choice import Choice, Option
from .number import Mistake, Number
from .text import Text

__all__ = [
    "Authored",
    "BadResponse",
    "Choice",
    "Field",
    "Grade",
    "Mistake",
    "Number",
    "Option",
    "Question",
    "Text",
    "from_json",
    "kind_named",
    "kinds",
]
