"""What the lab shows: GloVe on a whole text, and one pair of words."""

from . import counting, pair

__all__ = ["counting", "pair"]
