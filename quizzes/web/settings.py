"""A learner's study settings, and the language switch of every page."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from django.views.i18n import set_language

from quizzes import permissions
from quizzes.models import Language, Learner

from .learners import LearnerRequest, learner_required


class StudySettings(forms.ModelForm):
    """What a learner may set. Retention is asked in percent, as people say it."""

    desired_retention = forms.IntegerField(
        label=gettext_lazy("How sure you want to be (%)"),
        min_value=70,
        max_value=97,
        help_text=gettext_lazy(
            "How likely you are to know a question when it comes back. "
            "Higher means more questions a day; 90 suits most people."
        ),
    )
    zone = forms.ChoiceField(label=gettext_lazy("Time zone"))
    rollover_hour = forms.TypedChoiceField(
        label=gettext_lazy("The day begins at"),
        coerce=int,
        choices=[(hour, f"{hour:02}:00") for hour in range(13)],
        help_text=gettext_lazy(
            "An answer before this hour belongs to the evening before."
        ),
    )

    class Meta:
        model = Learner
        fields = [
            "language",
            "zone",
            "new_per_day",
            "reviews_per_day",
            "desired_retention",
            "rollover_hour",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        zones = sorted(available_timezones() | {self.instance.zone})
        self.fields["zone"].choices = [(zone, zone) for zone in zones]  # type: ignore[attr-defined]
        percent = round(100 * self.instance.desired_retention)
        self.initial["desired_retention"] = percent

    def clean_desired_retention(self) -> float:
        percent: int = self.cleaned_data["desired_retention"]
        return percent / 100


@learner_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: LearnerRequest) -> HttpResponse:
    form = StudySettings(request.POST or None, instance=request.learner)
    if form.is_valid():
        learner = form.save()
        with translation.override(learner.language):
            messages.success(request, _("Saved."))
        return redirect("quizzes:settings")
    context = {"form": form, "may_admin": permissions.may_enter_admin(request.user)}
    status = 400 if form.is_bound else 200
    return render(request, "quizzes/settings.html", context, status=status)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Read on in another language; a learner's questions come in it, too."""
    chosen = request.POST.get("language", "")
    if request.user.is_authenticated and chosen in Language.values:
        Learner.objects.filter(user=request.user).update(language=chosen)
    response: HttpResponse = set_language(request)
    return response
