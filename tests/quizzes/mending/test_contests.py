"""“I was right”: contesting an answer, and what an author decides."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from quizzes import folding, reviews
from quizzes.authoring import publishing
from quizzes.mending import contests, notices, regrading
from quizzes.models import Amendment, Card, Item, Notification, Rating, Review
from quizzes.reviews import Conflict
from tests.factories import NOW, SAMPLES, answer, deal, make_card, make_item, make_user
from tests.quizzes.mending.test_regrading import WRONG, agrees, mend
from tests.quizzes.test_reviews import fresh, send

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LATER = NOW + DAY


def contested(item: Item | None = None, response: Any = None, **fields: Any) -> Any:
    """A wrong answer that its learner contests; the log's entry."""
    card = make_card(item=item)
    if response is None:
        review = answer(card, right=False)
    else:
        review = send(deal(card), response)
    by = card.learner.user
    return contests.contest(review, by=by, now=NOW + timedelta(hours=1), **fields)


def test_a_contest_is_kept_and_the_card_stays_scheduled() -> None:
    """To say that one was right moves nothing but the log's length."""
    card = make_card()
    review = answer(card, right=False)
    before = folding.cached(fresh(card))
    opened = contests.contest(
        review, words="45.8 is rounded.", by=card.learner.user, now=LATER
    )
    after = folding.cached(fresh(card))
    assert opened.value == {"state": "open", "words": "45.8 is rounded."}
    assert (after.memory, after.due, after.reps) == (before.memory, before.due, 1)
    assert list(contests.open_contests()) == [opened]
    assert agrees(card.learner)


def test_only_ones_own_answer_can_be_contested() -> None:
    """Nobody contests another's answer."""
    with pytest.raises(Conflict):
        contests.contest(answer(make_card(), right=False), by=make_user(), now=LATER)


def test_a_right_answer_cannot_be_contested() -> None:
    """What counts as right is not contested."""
    review = answer(make_card())
    with pytest.raises(Conflict):
        contests.contest(review, by=review.learner.user, now=LATER)


def test_an_undone_answer_cannot_be_contested() -> None:
    """What was taken back is not contested."""
    review = answer(make_card(), right=False)
    reviews.undo(review, by=None, now=NOW)
    with pytest.raises(Conflict):
        contests.contest(review, by=review.learner.user, now=LATER)


def test_an_answer_is_contested_once() -> None:
    """Neither while it is open nor after it was declined, again."""
    opened = contested()
    by = opened.review.learner.user
    with pytest.raises(Conflict):
        contests.contest(opened.review, by=by, now=LATER)
    contests.decline(opened, by=make_user(), now=LATER)
    with pytest.raises(Conflict):
        contests.contest(opened.review, by=by, now=LATER)


def test_open_contests_stand_in_the_order_they_came() -> None:
    """The oldest comes first; those that were undone are not there."""
    first, second, undone = contested(), contested(), contested()
    reviews.undo(undone.review, by=None, now=LATER)
    assert list(contests.open_contests()) == [first, second]


def test_a_declined_contest_is_told_with_the_authors_words() -> None:
    """The learner reads why; the answer stays wrong, and the contest is closed."""
    opened, author = contested(), make_user()
    contests.decline(opened, words="45 is not 45.8.", by=author, now=LATER)
    told = Notification.objects.get()
    assert (told.kind, told.data) == ("declined", {"words": "45 is not 45.8."})
    assert told.learner == opened.review.learner
    assert told.amendment.by == author
    assert not contests.open_contests().exists()
    assert folding.standing(opened.review).correct is False
    assert agrees(told.learner)


def test_a_contest_is_decided_once() -> None:
    """What was declined is neither declined nor accepted again."""
    opened = contested()
    contests.decline(opened, by=make_user(), now=LATER)
    for decide in (contests.decline, contests.accept):
        with pytest.raises(Conflict):
            decide(opened, by=make_user(), now=LATER)


def test_an_accepted_text_makes_a_revision_and_is_regraded() -> None:
    """What one learner wrote counts from now on, and for all who wrote it."""
    item, author = make_item(kind="text"), make_user()
    opened = contested(item, "로젠블랫의 기계")
    other = send(deal(make_card(item=item)), "로젠블랫의 기계")
    regrade = contests.accept(opened, by=author, now=LATER)
    assert regrade.finished_at is None
    regrading.go_on(regrade, now=LATER)
    item.refresh_from_db()
    assert item.revision is not None
    assert (item.revision.number, item.revision.created_by) == (2, author)
    accepted = item.revision.texts[opened.review.variant.language]["accepted"]
    assert accepted == [*SAMPLES["text"]["accepted"], "로젠블랫의 기계"]
    for review in (opened.review, other):
        assert folding.standing(fresh_review(review)).rating == Rating.GOOD
        assert agrees(review.learner)


def test_an_accepted_blank_is_added_to_its_blank() -> None:
    """Of a cloze, what was typed into a blank is accepted there from now on."""
    variant = deal(make_card(item=make_item(kind="cloze")))
    given = ["로젠블랫의 기계", *variant.question.truth()[1:]]
    by = variant.learner.user
    opened = contests.contest(send(variant, given), by=by, now=LATER)
    regrade = contests.accept(opened, by=make_user(), now=LATER)
    assert regrading.go_on(regrade, now=LATER).raised == 1
    assert folding.standing(fresh_review(opened.review)).correct is True


def fresh_review(review: Review) -> Review:
    return Review.objects.get(pk=review.pk)


def test_the_learner_is_told_that_they_were_right() -> None:
    """Who contested reads “you were right”, others that it was graded anew."""
    item = make_item(kind="text")
    opened = contested(item, "로젠블랫의 기계")
    other = send(deal(make_card(item=item)), "로젠블랫의 기계")
    regrading.go_on(contests.accept(opened, by=make_user(), now=LATER), now=LATER)
    [told] = notices.newest(opened.review.learner)
    assert told.kind == "accepted"
    assert told.data == {
        "score_before": 0,
        "score": 1,
        "correct_before": False,
        "correct": True,
    }
    assert notices.newest(other.learner).get().kind == "regraded"
    assert not contests.open_contests().exists()


def test_other_kinds_are_mended_first() -> None:
    """Where no answer can be added, the author mends the item; till then nothing
    changes."""
    opened = contested()
    item = opened.review.card.item
    with pytest.raises(Conflict):
        contests.accept(opened, by=make_user(), now=LATER)
    assert list(contests.open_contests()) == [opened]
    assert item.revisions.count() == 1
    mend(item)
    regrade = contests.accept(opened, by=make_user(), now=LATER)
    assert regrading.go_on(regrade, now=LATER).raised == 1
    assert fresh(opened.review.card).state == Card.State.REVIEW


def test_a_regrade_that_makes_it_right_closes_a_contest() -> None:
    """An author who mends and regrades need not accept as well."""
    opened = contested()
    item = mend(opened.review.card.item)
    regrading.go_on(regrading.ask(item, by=None, now=LATER), now=LATER)
    assert not contests.open_contests().exists()
    assert Notification.objects.get().kind == "accepted"


def state(contest: Amendment) -> str | None:
    return contests.state(Amendment.objects.filter(review=contest.review))


def test_how_a_contest_stands() -> None:
    """Open, until it is decided, the answer is undone, or it is graded right."""
    opened, declined, withdrawn, settled = (contested() for _ in range(4))
    contests.decline(declined, by=make_user(), now=LATER)
    reviews.undo(withdrawn.review, by=None, now=LATER)
    item = mend(settled.review.card.item)
    regrading.go_on(regrading.ask(item, by=None, now=LATER), now=LATER)
    reviews.undo(settled.review, by=None, now=LATER)
    found = [state(one) for one in (opened, declined, withdrawn, settled)]
    assert found == ["open", "declined", "withdrawn", "settled"]
    assert list(contests.open_contests()) == [opened]
    assert contests.state([]) is None


def test_a_contest_is_open_again_where_its_answer_is_wrong_again() -> None:
    """As often as the question is mended back and forth."""
    opened = contested()
    item = opened.review.card.item
    right = SAMPLES["number"]["answer"]
    found = []
    for wanted in ("-98765", right, "-98765", right):
        asked = regrading.ask(mend(item, wanted), by=None, now=LATER, lowers=True)
        regrading.go_on(asked, now=LATER)
        found.append((state(opened), contests.open_contests().exists()))
    assert found == [("settled", False), ("open", True)] * 2


def test_an_accepted_contest_stays_accepted() -> None:
    """What the regrade makes of it then does not change what was decided."""
    opened = contested(make_item(kind="text"), "로젠블랫의 기계")
    regrade = contests.accept(opened, by=make_user(), now=LATER)
    assert state(opened) == "accepted"
    regrading.go_on(regrade, now=LATER)
    assert state(opened) == "accepted"


@pytest.mark.parametrize("decide", [contests.accept, contests.decline])
def test_what_needs_no_decision_is_not_decided(decide: Any) -> None:
    """An answer that was undone is neither accepted nor declined."""
    withdrawn = contested()
    reviews.undo(withdrawn.review, by=None, now=LATER)
    with translation.override("en"), pytest.raises(Conflict, match="no decision any"):
        decide(withdrawn, by=make_user(), now=LATER)
    assert state(withdrawn) == "withdrawn"


def test_a_named_mistake_cannot_be_accepted() -> None:
    """What the item calls a mistake is not accepted until its author says otherwise."""
    sample = SAMPLES["text"] | {"mistakes": ["역전파 || That is how it learns."]}
    item = make_item(kind="text", texts={"ko": sample, "en": sample})
    opened = contested(item, "역전파")
    with pytest.raises(Conflict):
        contests.accept(opened, by=make_user(), now=LATER)
    assert item.revisions.count() == 1
    assert Amendment.objects.count() == 1


def test_a_number_is_not_added_to_the_texts_that_count_by_now() -> None:
    """An answer to another kind of question than the item is now is not accepted."""
    item = make_item()
    opened = contested(item, 46.9)
    texts = {"ko": SAMPLES["text"], "en": SAMPLES["text"]}
    publishing.revise(item, kind="text", texts=texts)
    with pytest.raises(Conflict):
        contests.accept(opened, by=make_user(), now=LATER)
    assert list(contests.open_contests()) == [opened]


def test_a_language_that_is_gone_cannot_be_added_to() -> None:
    """An answer in a language that the item no longer has is not accepted."""
    item = make_item(kind="text", texts={"en": SAMPLES["text"]})
    opened = contested(item, "Rosenblatt")
    publishing.revise(item, kind="text", texts={"ko": SAMPLES["text"]})
    with pytest.raises(Conflict):
        contests.accept(opened, by=make_user(), now=LATER)


def test_a_wrong_answer_may_be_contested_after_a_regrade_left_it_wrong() -> None:
    """A regrade that changes nothing keeps the contest open."""
    opened = contested()
    item = mend(opened.review.card.item, "7")
    regrading.go_on(regrading.ask(item, by=None, now=LATER), now=LATER)
    assert list(contests.open_contests()) == [opened]
    assert opened.review.response == WRONG
