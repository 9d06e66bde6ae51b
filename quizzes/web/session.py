"""What the pages of a review session show before the answer: where one stands, a question."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404
from django.utils.translation import gettext as _

from quizzes import permissions, queue, statistics
from quizzes.mending import contests
from quizzes.models import Chapter, Item, Learner, Variant, active_language

from .learners import LearnerRequest

Context = dict[str, Any]
LONGEST_ANSWER_MS = 86_400_000


class PlaceForm(forms.Form):
    """Where a question is answered; its fields go along with every request."""

    chapter = forms.IntegerField(required=False, min_value=1)
    inline = forms.BooleanField(required=False)


class AnswerForm(PlaceForm):
    """The response itself is not here: its question says whether it is one."""

    id = forms.UUIDField()
    variant = forms.UUIDField()
    duration_ms = forms.IntegerField(
        required=False, min_value=0, max_value=LONGEST_ANSWER_MS
    )


class Sentences(forms.CharField):
    """A few words. Forms send a line's end as two characters: it counts as one."""

    def to_python(self, value: Any) -> Any:
        return (super().to_python(value) or "").replace("\r\n", "\n")


class ContestForm(PlaceForm):
    words = Sentences(required=False, max_length=contests.MOST_WORDS)


@dataclass(frozen=True)
class Place:
    """All that is due, one chapter's share of it, or in the midst of a chapter."""

    chapter: Chapter | None = None
    inline: bool = False

    @property
    def query(self) -> str:
        return f"?{urlencode({'chapter': self.chapter.pk})}" if self.chapter else ""

    @classmethod
    def of(cls, request: LearnerRequest) -> Place:
        """The place that a request names; 404 for a chapter one may not read."""
        form = PlaceForm(request.POST if request.method == "POST" else request.GET)
        if not form.is_valid():
            raise Http404(_("There is no such chapter."))
        pk = form.cleaned_data["chapter"]
        chapter = None
        if pk is not None:
            chapter = permissions.readable_chapters(request.user).filter(pk=pk).first()
            if chapter is None:
                raise Http404(_("There is no such chapter."))
        return cls(chapter, form.cleaned_data["inline"])


@dataclass(frozen=True)
class Standing:
    """How much of the day is done."""

    done: int
    left: queue.Counts

    @property
    def total(self) -> int:
        return self.done + self.left.total

    @property
    def number(self) -> int:
        """The number of the question that is asked now."""
        return min(self.done + 1, max(self.total, 1))


def standing(
    learner: Learner, place: Place, now: datetime, left: queue.Counts | None
) -> Standing | None:
    """Where the learner stands; in the midst of a chapter that is beside the point.

    What is `left` is looked up if it is not known yet.
    """
    if place.inline:
        return None
    done = statistics.answered(learner, place.chapter, now=now)
    if left is None:
        left = queue.counts(learner, now=now, chapter=place.chapter)
    return Standing(done, left)


def question_context(
    variant: Variant,
    *,
    id: uuid.UUID | None = None,
    response: Any = "",
    error: str = "",
) -> Context:
    """A question before its answer: nothing but its public part gets out."""
    public = variant.public()
    return {
        **public,
        "prompt": variant.question.prompt,  # the text of a cloze is in its input
        "input": variant.question.filled(response),
        "variant": variant,
        "review_id": id or uuid.uuid4(),
        "response": response,
        "error": error,
        "chapter": _chapter_of(variant),
        "input_template": f"quizzes/inputs/{public['kind']}.html",
    }


def _chapter_of(variant: Variant) -> Chapter | None:
    """The published chapter that the question belongs to."""
    item: Item | None = variant.card.item if variant.card else None
    if item is None:
        return None
    texts = Chapter.objects.published().filter(
        series=item.series_id, key=item.chapter_key
    )
    found = texts.in_language(active_language()).select_related("series")
    return found.defer("body").first()
