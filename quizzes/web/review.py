"""The review session: ask, take the answer, say what came of it.

Every step is an ordinary page; htmx asks for the same addresses and gets only the
part that changes.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.forms import UUIDField
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import replace_url

from quizzes import permissions, queue, reviews, statistics, variants
from quizzes.models import Item, Learner, Rating, Review, Variant
from quizzes.questions import BadResponse

from .learners import LearnerRequest, learner_required
from .session import (
    AnswerForm,
    Context,
    Place,
    feedback_context,
    question_context,
    standing,
    when,
)

TRIES = 5  # cards looked at when one cannot be dealt


@learner_required
@require_safe
def review(request: LearnerRequest) -> HttpResponse:
    """The next question, or the very variant that is asked for."""
    place = Place.of(request)
    if "variant" in request.GET:
        return _open_variant(request, place, request.GET["variant"])
    return _next(request, place)


def _open_variant(request: LearnerRequest, place: Place, pk: str) -> HttpResponse:
    try:
        variant = _own_variant(request.learner, UUIDField().clean(pk))
    except ValidationError:
        raise Http404(_("There is no such question for you.")) from None
    answered = Review.objects.filter(variant=variant).first()
    if answered is not None:
        return redirect("quizzes:feedback", pk=answered.pk)
    return _ask(request, place, question_context(variant))


def _own_variant(learner: Learner, pk: UUID) -> Variant:
    mine = Variant.objects.filter(learner=learner, card__isnull=False)
    return get_object_or_404(mine.select_related("card__item"), pk=pk)


def _next(request: LearnerRequest, place: Place, note: str = "") -> HttpResponse:
    now = timezone.now()
    variant = _deal_next(request.learner, place, now)
    if variant is not None:
        return _ask(request, place, question_context(variant) | {"note": note})
    next_due = statistics.next_due(request.learner, now=now)
    day = queue.study_day(request.learner, now)
    context = {
        "done": statistics.totals(request.learner, day),
        "when": when(next_due, now, request.learner) if next_due else "",
        "note": note,
    }
    return _show(request, place, "quizzes/_done.html", context)


def _deal_next(learner: Learner, place: Place, now: datetime) -> Variant | None:
    """The next question that can be made; a broken one traps nobody."""
    cards = queue.next_cards(learner, now=now, limit=TRIES, chapter=place.chapter)
    for card in cards:
        try:
            return variants.deal(card, now=now)
        except variants.CannotDeal:
            continue
    return None


@learner_required
@require_POST
def open_item(request: LearnerRequest, pk: int) -> HttpResponse:
    """Ask an item where it stands in a chapter; without scripts, on its own page."""
    readable = permissions.readable_series(request.user)
    item = get_object_or_404(Item.objects.open().filter(series__in=readable), pk=pk)
    place = Place(inline=bool(request.htmx))
    try:
        variant = variants.deal_item(request.learner, item, now=timezone.now())
    except variants.CannotDeal:
        return _conflict(request, place, _("This question cannot be asked just now."))
    if request.htmx:
        return _ask(request, place, question_context(variant))
    return redirect(f"{reverse('quizzes:review')}?variant={variant.pk}")


@learner_required
@require_POST
def answer(request: LearnerRequest) -> HttpResponse:
    """Record an answer and say what came of it."""
    place, form = Place.of(request), AnswerForm(request.POST)
    if not form.is_valid():
        raise BadRequest(_("This is not an answer to a question."))
    sent, response = form.cleaned_data, request.POST.get("response", "")
    try:
        recorded, _made = reviews.record(
            learner=request.learner,
            id=sent["id"],
            variant_id=sent["variant"],
            response=response,
            now=timezone.now(),
            duration_ms=sent["duration_ms"],
        )
    except reviews.NotDealt as error:
        raise Http404(str(error)) from None
    except reviews.Conflict as conflict:
        return _conflict(request, place, str(conflict))
    except BadResponse as bad:
        variant = _own_variant(request.learner, sent["variant"])
        context = question_context(
            variant, id=sent["id"], response=response, error=str(bad)
        )
        return _ask(request, place, context, status=400)
    return _said(request, place, recorded)


@learner_required
@require_safe
def feedback(request: LearnerRequest, pk: UUID) -> HttpResponse:
    """What came of an answer; can be loaded again at any time."""
    return _feedback(request, Place.of(request), _own_review(request, pk))


@learner_required
@require_POST
def undo(request: LearnerRequest, pk: UUID) -> HttpResponse:
    """Take an answer back and go on."""
    place, found = Place.of(request), _own_review(request, pk)
    reviews.undo(found, by=request.user, now=timezone.now())
    note = _("Taken back. That answer does not count.")
    if not request.htmx:
        messages.success(request, note)
        return redirect(reverse("quizzes:review") + place.query)
    if not place.inline:
        address = reverse("quizzes:review") + place.query
        return replace_url(_next(request, place, note), address)
    variant = variants.deal_item(request.learner, found.card.item, now=timezone.now())
    return _ask(request, place, question_context(variant) | {"note": note})


@learner_required
@require_POST
def rate(request: LearnerRequest, pk: UUID) -> HttpResponse:
    """Turn a right answer's good into hard or easy, or back."""
    place, found = Place.of(request), _own_review(request, pk)
    chosen = request.POST.get("rating", "")
    if chosen not in {str(rating.value) for rating in Rating}:
        raise BadRequest(_("There is no such rating."))
    try:
        reviews.rate(
            found, rating=Rating(int(chosen)), by=request.user, now=timezone.now()
        )
    except reviews.Conflict as conflict:
        return _conflict(request, place, str(conflict))
    return _said(request, place, _own_review(request, pk))


def _own_review(request: LearnerRequest, pk: UUID) -> Review:
    mine = Review.objects.filter(learner=request.learner)
    related = mine.select_related("learner", "variant__card__item", "card__item")
    return get_object_or_404(related, pk=pk)


def _said(request: LearnerRequest, place: Place, found: Review) -> HttpResponse:
    """The feedback in the question's place; without scripts, by a redirect."""
    address = reverse("quizzes:feedback", args=[found.pk]) + place.query
    if not request.htmx:
        return redirect(address)
    shown = _feedback(request, place, found)
    return shown if place.inline else replace_url(shown, address)


def _feedback(request: LearnerRequest, place: Place, found: Review) -> HttpResponse:
    context = feedback_context(found, timezone.now())
    return _show(request, place, "quizzes/_feedback.html", context)


def _ask(
    request: LearnerRequest, place: Place, context: Context, status: int = 200
) -> HttpResponse:
    return _show(request, place, "quizzes/_question.html", context, status)


def _conflict(request: LearnerRequest, place: Place, sentence: str) -> HttpResponse:
    context = {"sentence": sentence}
    return _show(request, place, "quizzes/_conflict.html", context, status=409)


def _show(
    request: LearnerRequest,
    place: Place,
    fragment: str,
    context: Context,
    status: int = 200,
) -> HttpResponse:
    """A fragment by itself for htmx, else within its page."""
    context |= {
        "place": place,
        "fragment": fragment,
        "standing": standing(request.learner, place, timezone.now()),
    }
    template = fragment if request.htmx else "quizzes/review.html"
    return render(request, template, context, status=status)
