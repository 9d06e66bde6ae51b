"""One folder a system, in the order of history: algorithm, lab, exercises."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from importlib.util import find_spec


def load(name: str) -> None:
    """Import the module `name` of every system that has one, so that it registers."""
    for system in pkgutil.iter_modules(__path__, f"{__name__}."):
        if find_spec(f"{system.name}.{name}"):
            import_module(f"{system.name}.{name}")
