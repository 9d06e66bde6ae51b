"""Make what is not committed: third-party scripts and fonts, and the messages.

All of it comes out of installed packages into build/vendor; static files are then
collected into build/static. Safe to run again, and to delete.
"""

from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path
from typing import Any

import vl_convert
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from pygments.formatters import HtmlFormatter


class Command(BaseCommand):
    help = "Make third-party scripts, fonts and messages; collect static files."
    requires_system_checks: list[str] = []  # it makes what they look for

    def handle(self, *args: Any, **options: Any) -> None:
        vendor = settings.BUILD_DIR / "vendor"
        vendor.mkdir(parents=True, exist_ok=True)
        (vendor / "vega.js").write_text(vega_bundle())
        (vendor / "pygments.css").write_text(highlighting())
        _copy("ziamath", "fonts/STIXTwoMath-Regular.ttf", vendor / "stix.ttf")
        _copy("django_htmx", "static/django_htmx/htmx-2.min.js", vendor / "htmx.js")
        for catalogue in settings.BASE_DIR.glob("*/locale/*/LC_MESSAGES/*.po"):
            compile_messages(catalogue)
        call_command("collectstatic", interactive=False, verbosity=0)


def vega_bundle() -> str:
    """Vega, Vega-Lite and vega-embed as one script that defines vegaEmbed."""
    bundle = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    return f"(() => {{{bundle}}})();"  # its names stay inside


def highlighting() -> str:
    """Colours of code, readable on both papers (contrast at least 4.5)."""
    light, dark = _style("xcode"), _style("lightbulb")
    return f"{light}\n@media (prefers-color-scheme: dark) {{\n{dark}\n}}\n"


def _style(name: str) -> str:
    formatter: Any = HtmlFormatter(style=name)
    return str(formatter.get_style_defs(".highlight"))


def _copy(package: str, name: str, target: Path) -> None:
    source = files(package).joinpath(name)
    with source.open("rb") as source_file, target.open("wb") as target_file:
        shutil.copyfileobj(source_file, target_file)


def compile_messages(catalogue: Path) -> None:
    """Write the .mo beside a .po; fuzzy messages are left out."""
    with catalogue.open("rb") as source:
        messages = read_po(source)
    with catalogue.with_suffix(".mo").open("wb") as target:
        write_mo(target, messages)
