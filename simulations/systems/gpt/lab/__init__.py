"""GPT in the lab: it learns a text, and the next word is drawn."""

from .learning import Gpt
from .next_word import NextWord

__all__ = ["Gpt", "NextWord"]
