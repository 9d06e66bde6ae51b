"""What the lab shows: a run over a text, and its parts with numbers of one's own."""

from . import learning, sampling, space, step

__all__ = ["learning", "sampling", "space", "step"]
