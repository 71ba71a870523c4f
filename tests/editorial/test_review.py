"""On the way to the public: submitted, returned or approved, and waiting again once it has changed."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from editorial import drafts, publishing, review, schedule
from editorial.models import Review, Schedule
from editorial.shipping import SHIPPER
from tests import records
from tests.admin.editing import person
from tests.editorial.changing import HIDDEN, draft, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def vera():
    return User.objects.create_user("vera")


@pytest.fixture
def noor():
    return User.objects.create_user("noor")


def drafted(by, **values):
    mission = records.mission(name="Webb")
    draft(mission, by=by, **{"summary": "A telescope."} | values)
    return mission


def state(record):
    return Review.objects.of(record).get().state


def test_what_is_submitted_waits_with_its_name_and_comment(vera):
    mission = drafted(vera)

    review.submit(mission, by=vera, comment="Please look.")

    found = review.of(mission)
    assert (found.state, found.title, found.submitted_by, found.comment, found.answered_by) == (
        "submitted",
        "Webb",
        "vera",
        "Please look.",
        "",
    )


def test_what_is_returned_says_by_whom_and_why(vera, noor):
    mission = drafted(vera)
    review.submit(mission, by=vera)

    review.send_back(mission, by=noor, comment="Which telescope?")

    found = review.of(mission)
    assert (found.state, found.answered_by, found.comment) == ("returned", "noor", "Which telescope?")


def test_what_was_returned_is_submitted_again_as_one_review(vera, noor):
    mission = drafted(vera)
    review.submit(mission, by=vera)
    review.send_back(mission, by=noor, comment="Which telescope?")

    review.submit(mission, by=vera)

    found = Review.objects.get()
    assert (found.state, found.comment, found.answered_by, found.answered_at) == ("submitted", "", "", None)


def test_somebody_else_approves(vera, noor):
    mission = drafted(vera)
    review.submit(mission, by=vera)

    review.approve(mission, by=noor)

    assert (state(mission), review.of(mission).answered_by) == ("approved", "noor")


def test_nobody_approves_a_draft_that_they_saved_last(vera, noor):
    mission = drafted(vera)
    review.submit(mission, by=vera)
    draft(mission, by=noor, name="James Webb")

    with pytest.raises(review.OwnWork):
        review.approve(mission, by=noor)

    assert state(mission) == "submitted"


def test_nobody_approves_a_draft_of_which_they_wrote_a_part(vera, noor):
    mission = drafted(noor)
    draft(mission, by=vera, name="James Webb")
    review.submit(mission, by=vera)

    with pytest.raises(review.OwnWork):
        review.approve(mission, by=noor)

    assert review.writers(mission) == {"noor", "vera"}


def test_shipped_content_merged_into_a_draft_hides_nobody_who_wrote_it(vera):
    mission = drafted(vera)
    draft(mission, by=SHIPPER, name="James Webb")
    review.submit(mission, by=vera)

    with pytest.raises(review.OwnWork):
        review.approve(mission, by=vera)


def test_who_wrote_a_draft_that_was_given_up_may_approve_the_next(vera, noor):
    mission = drafted(noor)
    drafts.discard(mission, by=noor)
    draft(mission, by=vera, name="James Webb")
    review.submit(mission, by=vera)

    review.approve(mission, by=noor)

    assert state(mission) == "approved"


def test_nobody_approves_a_record_not_yet_published_that_they_submitted(vera):
    mission = records.mission(**HIDDEN)
    review.submit(mission, by=vera)

    with pytest.raises(review.OwnWork):
        review.approve(mission, by=vera)


def test_nobody_approves_a_record_not_yet_published_that_they_saved_last(vera, noor):
    mission = records.mission(**HIDDEN)
    review.submit(mission, by=vera)
    drafts.saved(mission, by=noor)

    with pytest.raises(review.OwnWork):
        review.approve(mission, by=noor)


def test_nobody_approves_a_record_not_yet_published_of_which_they_wrote_a_part(vera, noor):
    mission = records.mission(**HIDDEN)
    saved(mission, by=noor, name="Webb")
    saved(mission, by=vera, summary="A telescope.")
    review.submit(mission, by=vera)

    with pytest.raises(review.OwnWork):
        review.approve(mission, by=noor)


def test_what_readers_have_seen_since_is_no_longer_anybodys_own(vera, noor):
    mission = records.mission(**HIDDEN)
    saved(mission, by=noor, name="Webb")
    mission = publishing.withdraw(publishing.publish(mission, by=noor), by=noor)
    saved(mission, by=vera, summary="A telescope.")
    review.submit(mission, by=vera)

    review.approve(mission, by=noor)

    assert state(mission) == "approved"


def saved(mission, by, **values):
    """What a form does with a record that is not published."""
    write(mission, **values)
    drafts.saved(mission, by=by)


def approved(mission, by, answered_by):
    review.submit(mission, by=by)
    review.approve(mission, by=answered_by)
    schedule.plan(mission, Schedule.Step.PUBLISH, timezone.now() + timedelta(hours=1), by=answered_by)


def test_what_changed_since_it_was_approved_waits_again_and_so_does_its_schedule(vera, noor):
    mission = drafted(vera)
    approved(mission, vera, noor)

    draft(mission, by=vera, name="James Webb")

    found = review.of(mission)
    assert (found.state, found.answered_by, found.answered_at) == ("submitted", "", None)
    assert Schedule.objects.get().problem == "Changed since it was scheduled: schedule it again."


def test_what_a_publisher_changes_stays_approved(vera, noor):
    mission = drafted(vera)
    approved(mission, vera, noor)

    draft(mission, by=person("Publisher"), name="James Webb")

    assert (state(mission), Schedule.objects.get().problem) == ("approved", "")


def test_a_withdrawal_that_is_planned_stays_planned(vera, noor):
    mission = drafted(vera)
    approved(mission, vera, noor)
    schedule.plan(mission, Schedule.Step.WITHDRAW, timezone.now() + timedelta(days=9), by=noor)

    draft(mission, by=vera, name="James Webb")

    assert Schedule.objects.get(step="withdraw").problem == ""


@pytest.mark.parametrize("end", ["publish", "discard", "nothing new"])
def test_a_review_ends_with_the_draft(end, vera):
    mission = drafted(vera)
    review.submit(mission, by=vera)

    if end == "publish":
        publishing.publish(mission, by=vera)
    elif end == "discard":
        drafts.discard(mission, by=vera)
    else:
        draft(mission, by=vera, summary=mission.summary)

    assert review.of(mission) is None


def test_the_review_of_one_record_leaves_those_of_others_alone(vera, noor):
    one, other = drafted(vera), drafted(vera)
    approved(one, vera, noor)
    approved(other, vera, noor)

    draft(one, by=vera, name="James Webb")

    assert (state(one), state(other)) == ("submitted", "approved")
