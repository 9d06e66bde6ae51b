"""Where authors write and editors run their groups; one module per model file."""

from . import (
    chapters,
    contests,
    faults,
    groups,
    items,
    regrades,
    reviews,
    series,
    users,
)

__all__ = [
    "chapters",
    "contests",
    "faults",
    "groups",
    "items",
    "regrades",
    "reviews",
    "series",
    "users",
]
