"""Contests: learners who say “I was right”, and what an author decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from quizzes import permissions, tasks
from quizzes.mending import contests
from quizzes.models import Amendment, Contest, Regrade
from quizzes.rendering import to_html, to_inline_html
from quizzes.reviews import Conflict

from .responses import answered
from .scope import ScopedAdmin

STATES = {
    contests.OPEN: gettext_lazy("to be decided"),
    contests.ACCEPTED: gettext_lazy("accepted"),
    contests.DECLINED: gettext_lazy("declined"),
    contests.SETTLED: gettext_lazy("settled: it was graded right since"),
    contests.WITHDRAWN: gettext_lazy("withdrawn: the answer was undone"),
}


class DecideForm(ActionForm):
    """What is said to the learners whose contests are declined together."""

    words = forms.CharField(
        label=gettext_lazy("To the learner, if declined:"),
        max_length=contests.MOST_WORDS,
        required=False,
    )


@admin.register(Contest)
class ContestAdmin(ScopedAdmin):
    """The undecided first, each list the oldest first. The log itself only grows."""

    list_display = ["asked", "answer", "right_answer", "said", "who", "when", "state"]
    list_display_links = ["asked"]
    list_per_page = 50
    actions = ["accept", "decline"]
    action_form = DecideForm
    show_full_result_count = False

    def scope(self, user: Any) -> QuerySet[Contest]:
        return Contest.objects.filter(
            kind=Amendment.Kind.CONTEST,
            value__state=contests.OPEN,
            review__card__item__series__in=permissions.writable_series(user),
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        undecided = contests.open_contests().filter(pk=OuterRef("pk"))
        found = self.scope(request.user).annotate(undecided=Exists(undecided))
        whole = found.select_related(
            "review__variant", "review__learner__user", "review__card__item__series"
        )
        return whole.prefetch_related("review__amendments")

    def get_ordering(self, request: HttpRequest) -> Any:
        return ["-undecided", "at", "pk"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    # What is shown

    @admin.display(description=gettext_lazy("question"))
    def asked(self, contest: Contest) -> SafeString:
        public = contest.review.variant.public()  # type: ignore[union-attr]
        first = public["prompt"].strip().partition("\n")[0]
        item = contest.review.card.item
        return format_html("{} <small>({})</small>", to_inline_html(first), item)

    @admin.display(description=gettext_lazy("Answered"))
    def answer(self, contest: Contest) -> SafeString:
        return answered(contest.review)

    @admin.display(description=gettext_lazy("right answer"))
    def right_answer(self, contest: Contest) -> SafeString:
        question = contest.review.variant.question  # type: ignore[union-attr]
        return to_inline_html(question.expected())

    @admin.display(description=gettext_lazy("says"))
    def said(self, contest: Contest) -> str:
        return str(contest.value["words"])

    @admin.display(description=gettext_lazy("learner"))
    def who(self, contest: Contest) -> str:
        return str(contest.review.learner.user)

    @admin.display(description=gettext_lazy("when"))
    def when(self, contest: Contest) -> datetime:
        return contest.at

    @admin.display(description=gettext_lazy("state"))
    def state(self, contest: Contest) -> str:
        return str(STATES[str(contests.state(contest.review.amendments.all()))])

    # What is decided

    @admin.action(description=gettext_lazy("Accept: these answers are right"))
    def accept(self, request: HttpRequest, queryset: QuerySet[Contest]) -> None:
        self._accept(request, queryset)

    @admin.action(description=gettext_lazy("Decline: they stay as graded"))
    def decline(self, request: HttpRequest, queryset: QuerySet[Contest]) -> None:
        self._decline(request, queryset, request.POST.get("words", ""))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """One contest, whole, and the two buttons."""
        contest = self.get_object(request, object_id)
        if contest is None:
            raise Http404
        if request.method != "POST":
            return self._shown(request, contest)
        if "accept" in request.POST:
            decided = self._accept(request, [contest])
        else:
            decided = self._decline(request, [contest], request.POST.get("words", ""))
        to = "changelist" if decided else "change"
        args = [] if decided else [contest.pk]
        return redirect(reverse(f"admin:quizzes_contest_{to}", args=args))

    def _shown(self, request: HttpRequest, contest: Any) -> HttpResponse:
        question = contest.review.variant.question
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("“I was right”: %(item)s") % {"item": contest.review.card.item},
            "contest": contest,
            "question": question,
            "prompt": to_html(question.public()["prompt"]),
            "answered": answered(contest.review),
            "feedback": to_html(contest.review.outcome["feedback"]),
            "expected": to_inline_html(question.expected()),
            "explanation": to_html(question.explanation),
            "state": self.state(contest),
            "decisions": self._decisions(contest),
            "most_words": contests.MOST_WORDS,
        }
        return render(request, "admin/quizzes/contest/decide.html", context)

    def _decisions(self, contest: Contest) -> QuerySet[Amendment]:
        """What happened to the answer since."""
        since = Amendment.objects.filter(review=contest.review)
        later = since.filter(number__gt=contest.number).select_related("by")
        found: QuerySet[Amendment] = later.order_by("number")
        return found

    def _accept(self, request: HttpRequest, chosen: Iterable[Contest]) -> bool:
        """One message an item, and one for each reason against; whether all are."""
        refused: list[tuple[Any, Conflict]] = []
        now = timezone.now()
        for done in contests.accept_all(chosen, by=request.user, now=now):
            refused += done.refused
            if done.regrade:
                tasks.start(done.regrade)
                messages.success(request, _accepted(done, done.regrade))
        return self._refused(request, refused)

    def _decline(
        self, request: HttpRequest, chosen: Iterable[Contest], words: str
    ) -> bool:
        # A NUL, which no form can show, PostgreSQL would refuse.
        words = words.replace("\r\n", "\n").replace("\x00", "")
        words = words.strip()[: contests.MOST_WORDS]
        declined, refused, now = 0, [], timezone.now()
        for contest in chosen:
            try:
                contests.decline(contest, words=words, by=request.user, now=now)
                declined += 1
            except Conflict as conflict:
                refused.append((contest, conflict))
        if declined:
            told = ngettext(
                "%(n)d declined. The learner is told.",
                "%(n)d declined. The learners are told.",
                declined,
            )
            messages.success(request, told % {"n": declined})
        return self._refused(request, refused)

    def _refused(
        self, request: HttpRequest, refused: Iterable[tuple[Any, Conflict]]
    ) -> bool:
        """Say why, once for all of an item's; whether there were none."""
        said = Counter(f"{one.review.card.item}: {why}" for one, why in refused)
        for words, n in said.items():
            messages.error(request, f"{words} ({n})" if n > 1 else words)
        return not said


def _accepted(done: contests.Accepted, regrade: Regrade) -> SafeString:
    """How many answers to an item are right after all, and the way to its regrade."""
    words = _("%(n)d accepted. All answers to the item are being graded anew.")
    address = reverse("admin:quizzes_regrade_change", args=[regrade.pk])
    return format_html(
        '{}: {} <a href="{}">{}</a>',
        done.item,
        words % {"n": len(done.accepted)},
        address,
        _("See how far"),
    )
