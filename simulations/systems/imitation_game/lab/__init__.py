"""Turing's paper in the lab: the imitation game, and the machines that may play it."""

from .game import ImitationGame
from .machine import DiscreteStateMachine

__all__ = ["DiscreteStateMachine", "ImitationGame"]
