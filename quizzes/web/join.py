"""The page behind an invitation's link."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from quizzes import groups
from quizzes.models import Invitation

HELD = "invitation"  # the session's key for the invitation that lets one sign up


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Show the group and a button; who has no account is sent to make one."""
    digest = Invitation.digest_of(token)
    invitation = Invitation.objects.filter(digest=digest).first()
    if invitation is None:
        return unusable(request, status=404)
    if invitation.used_by_id is not None and invitation.used_by_id == request.user.pk:
        return redirect("quizzes:today")
    if not Invitation.objects.usable(token, timezone.now()).exists():
        return unusable(request)
    if request.method != "POST":
        request.session[HELD] = invitation.pk
        return render(request, "quizzes/join.html", {"group": invitation.group})
    if not request.user.is_authenticated:
        return redirect("account_signup")
    return _join(request, invitation)


def _join(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    try:
        groups.join(invitation, request.user, now=timezone.now())
    except groups.Unusable:
        return unusable(request)
    request.session.pop(HELD, None)
    messages.success(
        request, _("Welcome to %(group)s.") % {"group": invitation.group.name}
    )
    return redirect("quizzes:today")


def held_invitation(request: HttpRequest) -> Invitation | None:
    """The invitation whose link this visitor opened, if it can still be used."""
    held = request.session.get(HELD, 0)  # no invitation has this number
    usable = Invitation.objects.filter(used_at=None, expires_at__gt=timezone.now())
    return usable.filter(pk=held).select_related("group").first()


def unusable(request: HttpRequest, *, status: int = 410) -> HttpResponse:
    """The page that says what to do about a link that no longer works."""
    request.session.pop(HELD, None)
    return render(request, "quizzes/join_unusable.html", status=status)
