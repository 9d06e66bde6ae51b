"""The learner behind a request, and the gate in front of the pages that need one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import resolve_url
from django.views.decorators.cache import never_cache
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from quizzes.models import Learner


class LearnerRequest(HttpRequest):
    """A request of someone who is logged in."""

    learner: Learner
    htmx: HtmxDetails


View = Callable[..., HttpResponseBase]


def learner_required(view: View) -> View:
    """Send who is not logged in to the login page, and back here afterwards.

    A fragment's request is answered so that the whole page goes there: the login
    form must not be swapped into a question's place.
    """

    @never_cache
    @wraps(view)
    def gate(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.htmx:
            return HttpResponseClientRedirect(_login_url(request))
        return redirect_to_login(request.get_full_path())

    return gate


def _login_url(request: Any) -> str:
    try:
        back = request.htmx.current_url_abs_path
    except ValueError:  # a header that is no address
        back = None
    return redirect_to_login(back or resolve_url("quizzes:today")).url
