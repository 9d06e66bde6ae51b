"""The embed `simulation`: a link from a chapter to a run in the lab."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from quizzes.embeds import Call, Embed, register

from . import simulation, systems

systems.load("lab")


@register
class SimulationEmbed(Embed):
    """`{{< simulation "perceptron" eta="0.5" >}}`: named arguments are parameters."""

    name = "simulation"

    def render(self, call: Call, *, chapter: Any = None) -> SafeString:
        shown = simulation.get(call.args[0])
        return format_html(
            '<aside class="simulation"><p><a href="{}">{}</a></p>'
            '<p class="soft">{}</p></aside>',
            shown.address(call.named),
            _("In the lab: %(title)s") % {"title": shown.title},
            shown.description,
        )

    def check(self, call: Call, *, chapter: Any = None) -> list[str]:
        if len(call.args) != 1:
            return [_('Name one simulation: {{< simulation "perceptron" >}}.')]
        try:
            simulation.get(call.args[0]).clean(call.named)
        except LookupError:
            known = ", ".join(one.slug for one in simulation.all_simulations())
            return [
                _("There is no simulation “%(slug)s”. There are: %(known)s.")
                % {"slug": call.args[0], "known": known}
            ]
        except simulation.ParameterError as error:
            return [f"{name}: {why}" for name, why in error.errors.items()]
        return []

    def search(self, text: str) -> list[tuple[str, str]]:
        wanted = text.casefold().strip()
        return [
            (str(one.title), f'{{{{< simulation "{one.slug}" >}}}}')
            for one in simulation.all_simulations()
            if wanted in f"{one.title} {one.slug} {one.description}".casefold()
        ]
