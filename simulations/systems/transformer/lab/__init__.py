"""The Transformer in the lab: its block, its warm-up, its size."""

from .block import Transformer
from .size import Size
from .warm_up import WarmUp

__all__ = ["Size", "Transformer", "WarmUp"]
