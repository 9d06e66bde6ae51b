"""simulations: the systems of the series, their lab and their exercises."""

from django.apps import AppConfig


class SimulationsConfig(AppConfig):
    name = "simulations"
