"""The review session: ask, take the answer, say what came of it.

Every step is an ordinary page; htmx asks for the same addresses and gets only the
part that changes.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.db.models import QuerySet
from django.forms import UUIDField
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import replace_url

from quizzes import permissions, queue, reviews, statistics, variants
from quizzes.mending import contests, regrading
from quizzes.models import Card, Item, Learner, Rating, Review, Variant
from quizzes.questions import BadResponse

from .feedback import feedback_context
from .learners import LearnerRequest, learner_required
from .session import (
    AnswerForm,
    ContestForm,
    Context,
    Place,
    question_context,
    standing,
)

TRIES = 20  # cards looked at when some cannot be dealt


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
    variant, left = _deal_next(request.learner, place, now)
    if variant is not None:
        context = question_context(variant) | {"note": note}
        return _ask(request, place, context, left=left)
    next_due = statistics.next_due(request.learner, now=now)
    day = queue.study_day(request.learner, now)
    context = {
        "done": statistics.totals(request.learner, day),
        "when": statistics.when(next_due, now, request.learner) if next_due else "",
        "note": note,
    }
    return _show(request, place, "quizzes/_done.html", context, left=left)


def _deal_next(
    learner: Learner, place: Place, now: datetime
) -> tuple[Variant | None, queue.Counts]:
    """The next question that can be made, and what is left of the day.

    A broken one traps nobody. It is put aside, so what is left is counted anew.
    """
    look = partial(queue.agenda, learner, now=now, chapter=place.chapter)
    today = look(limit=TRIES)
    for broken, card in enumerate(today.cards):
        for variant in variants.deal_many([card], now=now):
            return variant, (look() if broken else today).counts
    return None, (look() if today.cards else today).counts


@learner_required
@require_POST
def open_item(request: LearnerRequest, pk: int) -> HttpResponse:
    """Ask an item where it stands in a chapter; without scripts, on its own page."""
    item = get_object_or_404(_open_items(request), pk=pk)
    return _ask_item(request, Place(inline=bool(request.htmx)), item)


def _open_items(request: LearnerRequest) -> QuerySet[Item]:
    """The items that this learner may open."""
    readable = permissions.readable_series(request.user)
    items: QuerySet[Item] = Item.objects.open().filter(series__in=readable)
    return items


def _ask_item(
    request: LearnerRequest, place: Place, item: Item | None, note: str = ""
) -> HttpResponse:
    """Ask an item, or say that it cannot be asked; None is one that is closed."""
    variant = None
    if item is not None:
        with suppress(variants.CannotDeal):
            variant = variants.deal_item(request.learner, item, now=timezone.now())
    if variant is None:
        sentence = _("This question cannot be asked just now.")
        return _conflict(request, place, sentence, note)
    if request.htmx:
        return _ask(request, place, question_context(variant) | {"note": note})
    return redirect(f"{reverse('quizzes:review')}?variant={variant.pk}")


@learner_required
@require_POST
def answer(request: LearnerRequest) -> HttpResponse:
    """Record an answer and say what came of it."""
    place, form = Place.of(request), AnswerForm(request.POST)
    if not form.is_valid():
        raise BadRequest(_("This is not an answer to a question."))
    sent = form.cleaned_data
    variant = _own_variant(request.learner, sent["variant"])
    response = variant.question.read(dict(request.POST.lists()))
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
    except reviews.Broken as broken:
        return _go_on(request, place, variant.card, str(broken))
    except reviews.Conflict as conflict:
        return _conflict(request, place, str(conflict))
    except BadResponse as bad:
        context = question_context(
            variant, id=sent["id"], response=response, error=str(bad)
        )
        return _ask(request, place, context, status=400)
    regrading.catch_up(recorded, now=timezone.now())
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
    return _go_on(request, place, found.card, note)


def _go_on(
    request: LearnerRequest, place: Place, card: Card | None, note: str
) -> HttpResponse:
    """The next question, with a note on the last; in a chapter, the same item's."""
    address = reverse("quizzes:review") + place.query
    if not request.htmx:
        messages.success(request, note)
        return redirect(address)
    if not place.inline or card is None:
        return replace_url(_next(request, place, note), address)
    item = _open_items(request).filter(pk=card.item_id).first()
    return _ask_item(request, place, item, note)


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


@learner_required
@require_POST
def contest(request: LearnerRequest, pk: UUID) -> HttpResponse:
    """Say that a wrong answer was right: an author will look at it."""
    place, found = Place.of(request), _own_review(request, pk)
    form = ContestForm(request.POST)
    if not form.is_valid():
        raise BadRequest(_("That is too long; a sentence or two are enough."))
    words = form.cleaned_data["words"]
    try:
        contests.contest(found, words=words, by=request.user, now=timezone.now())
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
    request: LearnerRequest, place: Place, context: Context, **more: Any
) -> HttpResponse:
    return _show(request, place, "quizzes/_question.html", context, **more)


def _conflict(
    request: LearnerRequest, place: Place, sentence: str, note: str = ""
) -> HttpResponse:
    context = {"sentence": sentence, "note": note}
    return _show(request, place, "quizzes/_conflict.html", context, status=409)


def _show(
    request: LearnerRequest,
    place: Place,
    fragment: str,
    context: Context,
    *,
    status: int = 200,
    left: queue.Counts | None = None,
) -> HttpResponse:
    """A fragment by itself for htmx, else within its page.

    `left` is what is left of the day, where that is known already.
    """
    context |= {
        "place": place,
        "fragment": fragment,
        "standing": standing(request.learner, place, timezone.now(), left),
    }
    template = fragment if request.htmx else "quizzes/review.html"
    return render(request, template, context, status=status)
