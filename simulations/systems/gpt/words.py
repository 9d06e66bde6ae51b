"""Words that may follow in the exercises on drawing."""

from __future__ import annotations

from django.utils.translation import gettext as _


def beginning() -> str:
    return _("In spring we go to the")


def following() -> list[str]:
    """Six words that may come next."""
    return [_("sea"), _("forest"), _("market"), _("school"), _("theater"), _("moon")]
