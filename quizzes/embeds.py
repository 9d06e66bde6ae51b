"""The registry of embeds: things a chapter can show by a shortcode.

`{{< simulation "perceptron" eta="0.5" >}}` in a chapter's Markdown calls the embed
named "simulation". An app offers its embeds in a module `embeds`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Call:
    """A shortcode as the author wrote it: positional and named arguments."""

    args: tuple[str, ...] = ()
    named: dict[str, str] = field(default_factory=dict)


class Embed:
    """Something a chapter can show. Subclass, fill in, `register`."""

    name: ClassVar[str]

    def render(self, call: Call, *, chapter: Any = None) -> SafeString:
        """Safe HTML that is the same for every reader and holds no answer."""
        raise NotImplementedError

    def check(self, call: Call, *, chapter: Any = None) -> list[str]:
        """What an author should mend, in sentences."""
        return []

    def search(self, text: str) -> list[tuple[str, str]]:
        """(title, shortcode to insert) pairs that match what an author typed."""
        return []


_registry: dict[str, Embed] = {}


def register(embed: type[Embed]) -> type[Embed]:
    """Class decorator: make an embed known under its name."""
    if embed.name in _registry:
        raise ValueError(f"Two embeds are called {embed.name!r}.")
    _registry[embed.name] = embed()
    return embed


def get(name: str) -> Embed | None:
    """The embed called `name`, if there is one."""
    return _registry.get(name)


def all_embeds() -> list[Embed]:
    """Every registered embed, by name."""
    return [_registry[name] for name in sorted(_registry)]
