"""Where authors write and editors run their groups; one module per model file."""

from . import chapters, contests, groups, items, regrades, reviews, series, users

__all__ = [
    "chapters",
    "contests",
    "groups",
    "items",
    "regrades",
    "reviews",
    "series",
    "users",
]
