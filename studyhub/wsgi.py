"""The WSGI application that granian serves."""

import os
from collections.abc import Callable, Iterable
from typing import Any

import scipy.optimize  # noqa: F401  so that no learner waits for its import
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studyhub.settings")
django_application = get_wsgi_application()

from studyhub import background  # noqa: E402  (its models need the settings)

background.start()


def application(environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
    """Everything here is UTF-8: Django fails at other charsets before any view."""
    kind, _semicolon, options = environ.get("CONTENT_TYPE", "").partition(";")
    if "charset" in options.lower() and "boundary" not in options.lower():
        environ["CONTENT_TYPE"] = kind
    response: Iterable[bytes] = django_application(environ, start_response)
    return response
