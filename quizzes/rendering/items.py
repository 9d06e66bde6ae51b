"""The embed `item`: a question in the prose, opened by its reader.

The page is the same for everybody and holds nothing of the question: a button posts
to `open_item`, and htmx puts the question in the section's place. Without scripts the
post leads to a page of its own.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from quizzes.embeds import Call, Embed, register
from quizzes.models import Chapter, Item

from . import CSRF

MOST_FOUND = 20


@register
class ItemEmbed(Embed):
    """`{{< item "slug" >}}`"""

    name: ClassVar[str] = "item"

    def render(self, call: Call, *, chapter: Any = None) -> SafeString:
        item = _items(chapter)[call.args[0]]
        return format_html(
            '<section class="item">'
            '<form method="post" action="{}" hx-post="{}" hx-target="closest section"'
            ' hx-swap="outerHTML">{}'
            '<button type="submit">{}</button></form></section>',
            reverse("quizzes:open_item", args=[item.pk]),
            reverse("quizzes:open_item", args=[item.pk]),
            SafeString(CSRF),
            _("Answer this question"),
        )

    def check(self, call: Call, *, chapter: Any = None) -> list[str]:
        if len(call.args) != 1 or call.named:
            return [_('Write {{< item "slug" >}} with the item\'s slug.')]
        name = {"name": call.args[0]}
        item = _items(chapter).get(call.args[0])
        if item is None:
            return [_("The series has no item “%(name)s”.") % name]
        if not item.published:
            return [_("The item “%(name)s” is not published.") % name]
        return []

    def search(self, text: str) -> list[tuple[str, str]]:
        found = Item.objects.filter(slug__icontains=text)[:MOST_FOUND]
        return [(item.slug, f'{{{{< item "{item.slug}" >}}}}') for item in found]


def _items(chapter: Chapter | None) -> dict[str, Item]:
    """The items of the chapter's series by slug: one query a chapter."""
    if chapter is None or chapter.series_id is None:
        return {}
    series: Any = chapter.series
    if not hasattr(series, "embeddable"):  # asked for each embed of a chapter
        slim = series.items.only("slug", "published", "series")
        series.embeddable = {item.slug: item for item in slim}
    found: dict[str, Item] = series.embeddable
    return found
