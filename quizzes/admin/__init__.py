"""Where authors write and editors run their groups; one module per model file."""

from . import chapters, groups, items, reviews, series, users

__all__ = ["chapters", "groups", "items", "reviews", "series", "users"]
