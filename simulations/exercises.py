"""What the registry of exercises finds: the exercises of every system."""

from . import systems

systems.load("exercises")
