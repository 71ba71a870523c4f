"""What must be true of every record: the database refuses the contrary, and the form says why.

One row for each constraint: how to make a good record, what breaks it, the constraint, the message.
A constraint without a row is named by the last test.
"""

from collections import Counter

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from editorial import drafts, review, schedule
from editorial.models import Opening
from missions.models import Mission
from tests import records

pytestmark = pytest.mark.django_db

TWICE = "the same record once more"


def published(make):
    model = make.__name__.replace("_", "")
    message = "A published record says who published it and when."
    return [
        (make, {"published_at": None}, f"{model}_published_by_whom_and_when", message),
        (make, {"published_by": ""}, f"{model}_published_by_whom_and_when", message),
    ]


def named(make):
    message = "This word is kept for a page of its own: choose another."
    broken = [{"slug": "timeline"}, {"slug": "changes-of-partners"}]
    return [(make, values, f"{make.__name__}_slug_not_reserved", message) for values in broken]


def dated(make, field, label):
    """The rows of a date with its precision."""
    model, precision = make.__name__, f"{field}_precision"
    if make is records.attested:
        model = "action"
    said = (
        f"{label}: give the date with day, month or year as its precision, "
        "or no date with “unknown” or “does not apply”."
    )
    first = f"{label}: a month begins on its first day and a year on 1 January."
    known, begins = f"{model}_{field}_has_precision", f"{model}_{field}_first_day"
    return [
        (make, {field: None, precision: "day"}, known, said),
        (make, {field: None, precision: "year"}, known, said),
        (make, {field: "2001-02-03", precision: "unknown"}, known, said),
        (make, {field: "2001-02-03", precision: "none"}, known, said),
        (make, {field: "2001-02-03", precision: "month"}, begins, first),
        (make, {field: "2001-02-01", precision: "year"}, begins, first),
    ]


def ordered(make, later, earlier, message):
    """The row of two dates of which one cannot lie before the other."""
    broken = {
        earlier: "1999-07-01",
        f"{earlier}_precision": "month",
        later: "1999-06-01",
        f"{later}_precision": "month",
    }
    return (make, broken, f"{make.__name__}_{later}_not_before_{earlier}", message)


def former_state():
    return records.country(until="1991-12-26", successor=records.country())


def member_of_copuos():
    return records.country(copuos_member=True, copuos_since=1958)


def organisation_act():
    return records.action(organisation=records.agency())


def attested_act_of_organisation():
    return records.attested(organisation=records.agency())


def also_an_organisation(record):
    return {"organisation": records.agency()}


def draft():
    return drafts.amend(records.mission(), rename, by="somebody")


def rename(record):
    record.name = "Webb"
    record.save()


def in_review():
    return review.submit(records.mission(), by=somebody())


def planned():
    return schedule.plan(records.mission(), "publish", timezone.now(), by="somebody")


def opening():
    kind = ContentType.objects.get_for_model(Mission)
    return Opening.objects.create(user=somebody(), address="/admin/", content_type=kind)


def somebody():
    return User.objects.create_user("somebody")


def itself(field):
    return lambda record: {field: record}


TABLE = [
    *(row for make in (records.agency, records.treaty, records.programme) for row in published(make)),
    *(row for make in (records.mission, records.consortium, records.archive) for row in published(make)),
    *(row for make in (records.topic, records.question, records.term) for row in published(make)),
    *published(records.mission_set),
    *(row for make in (records.agency, records.treaty, records.programme) for row in named(make)),
    *named(records.mission),
    *dated(records.source, "published", "Published"),
    *dated(records.agency, "founded", "Founded"),
    *dated(records.agency, "dissolved", "Dissolved"),
    *dated(records.membership, "since", "Since"),
    *dated(records.membership, "until", "Until"),
    *dated(records.treaty, "adopted", "Adopted"),
    *dated(records.treaty, "opened", "Opened for signature"),
    *dated(records.treaty, "in_force", "Entry into force"),
    *dated(records.attested, "date", "Date"),
    *dated(records.mission, "launched", "Launch"),
    *dated(records.mission, "ended", "End"),
    *dated(records.participation, "joined", "Joined"),
    *dated(records.participation, "left", "Left"),
    *dated(records.agreement, "signed", "Date"),
    *dated(records.milestone, "date", "Date"),
    *dated(records.consortium, "founded", "Founded"),
    ordered(records.agency, "dissolved", "founded", "It cannot be dissolved before it was founded."),
    ordered(records.membership, "until", "since", "It cannot end before it began."),
    ordered(records.treaty, "in_force", "opened", "It cannot enter into force before it was opened."),
    ordered(records.treaty, "opened", "adopted", "It cannot be opened before it was adopted."),
    ordered(records.mission, "ended", "launched", "A mission cannot end before its launch."),
    ordered(records.participation, "left", "joined", "An agency cannot leave before it joined."),
    (
        records.source,
        {"url": "ftp://nssdc.gsfc.nasa.gov/a"},
        "source_url_is_a_web_address",
        "Write a web address that begins with https:// or http://.",
    ),
    (
        records.cite,
        TWICE,
        "citation_once_per_source_and_fact",
        "This source is already cited for this fact.",
    ),
    *[
        (
            records.country,
            {"iso3": code},
            "country_iso3_is_three_capitals",
            "Three capital letters, as in ISO 3166-1.",
        )
        for code in ("zzz", "ZZ", "Zzz")
    ],
    *[
        (
            member_of_copuos,
            broken,
            "country_copuos_since_1958",
            "A member of COPUOS since 1958 at the earliest.",
        )
        for broken in ({"copuos_since": 1957}, {"copuos_member": False})
    ],
    (
        former_state,
        {"until": None},
        "country_successor_of_former_state",
        "Only a former state has a successor: say until when it existed.",
    ),
    (
        lambda: records.agency(country=records.country()),
        {"kind": "intergovernmental"},
        "agency_intergovernmental_without_country",
        "An intergovernmental organisation has no country.",
    ),
    (
        records.agency,
        itself("successor"),
        "agency_not_its_own_successor",
        "An agency does not succeed itself.",
    ),
    (
        records.agency,
        itself("parent"),
        "agency_not_its_own_parent",
        "An agency is not a part of itself.",
    ),
    (
        records.membership,
        TWICE,
        "membership_once_per_kind",
        "This country already has this kind of membership.",
    ),
    (
        records.article,
        TWICE,
        "article_number_once",
        "This treaty already has an article of this number.",
    ),
    *[
        (
            make,
            broken,
            "action_exactly_one_party",
            "The party is either a country or an organisation: name one.",
        )
        for make, broken in (
            (records.action, {"country": None}),
            (organisation_act, {"organisation": None}),
            (records.action, also_an_organisation),
        )
    ],
    (
        records.attested,
        {"attested_on": None},
        "action_dated_or_attested",
        "Give the date of the act, or the day of the list that attests it.",
    ),
    (records.attested, TWICE, "action_once_per_country", "This act is already recorded."),
    (records.action, TWICE, "action_once_per_country_and_date", "This act is already recorded."),
    (
        attested_act_of_organisation,
        TWICE,
        "action_once_per_organisation",
        "This act is already recorded.",
    ),
    (organisation_act, TWICE, "action_once_per_organisation_and_date", "This act is already recorded."),
    (
        records.participation,
        TWICE,
        "participation_once_per_role",
        "This agency already takes part in this role.",
    ),
    (
        records.participation,
        {"reason_left": "The war.", "left_precision": "none"},
        "participation_reason_only_if_left",
        "Say when it left, or that the date is unknown.",
    ),
    (
        records.instrument,
        TWICE,
        "instrument_once_per_mission",
        "This mission already has this instrument.",
    ),
    (
        records.agreement,
        TWICE,
        "agreement_once_per_mission",
        "This mission already has this agreement.",
    ),
    (
        records.milestone,
        TWICE,
        "milestone_once_per_mission",
        "This mission already has this milestone.",
    ),
    (
        records.data_access,
        TWICE,
        "data_access_once_per_archive",
        "This archive is already named for this mission.",
    ),
    *[
        (
            records.data_access,
            {"period": period, "proprietary_months": months},
            "data_access_months_if_stated",
            "Give the months if and only if the period is a number of months.",
        )
        for period, months in (("stated", None), ("varies", 12), ("unknown", 0))
    ],
    (
        records.printed_total,
        TWICE,
        "printed_total_once_per_status_and_day",
        "This total of that day is already recorded.",
    ),
    *[
        (
            records.mission,
            {"picture": f"pictures/{'0' * 32}-40x30.webp"} | told,
            "mission_picture_told_and_credited",
            "Say what the picture shows and to whom it is owed.",
        )
        for told in ({"picture_text": "A telescope."}, {"picture_credit": "NASA"})
    ],
    (draft, TWICE, "one_draft_of_a_record", "This record already has a draft."),
    (in_review, TWICE, "one_review_of_a_record", "This record is already in review."),
    (planned, TWICE, "one_scheduled_step_of_a_kind", "This step is already scheduled."),
    (opening, TWICE, "one_opening_of_a_form_by_a_person", "This person already has this form open."),
]
NUMBERS = Counter()


def named(row):
    NUMBERS[row[2]] += 1
    return f"{row[2]}-{NUMBERS[row[2]]}"


each_constraint = pytest.mark.parametrize(
    ("make", "broken", "name", "message"), [pytest.param(*row, id=named(row)) for row in TABLE]
)


def spoilt(make, broken):
    """A good record made bad, not saved."""
    record = make()
    record.refresh_from_db()
    if broken == TWICE:
        record.pk = record._meta.pk.get_default()
        record._state.adding = True
        return record
    if callable(broken):
        broken = broken(record)
    for name, value in broken.items():
        field = record._meta.get_field(name)
        setattr(record, name, value if field.is_relation else field.to_python(value))
    return record


@each_constraint
def test_the_database_refuses_it(make, broken, name, message):
    record = spoilt(make, broken)

    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        record.save()

    assert name in str(refusal.value) or broken == TWICE


@each_constraint
def test_the_form_says_why(make, broken, name, message):
    record = spoilt(make, broken)

    # full_clean mends what it can of a date and its precision: those messages are for imports.
    mended = name.endswith(("_first_day", "_has_precision"))
    check = record.validate_constraints if mended else record.full_clean
    with pytest.raises(ValidationError) as refusal:
        check()

    assert message in refusal.value.messages


@pytest.mark.parametrize("make", records.MAKERS.values(), ids=lambda make: make.__name__)
def test_a_record_of_these_tests_is_valid(make):
    record = make()

    record.refresh_from_db()
    record.full_clean()


def test_the_database_is_asked_once_whether_all_checks_of_a_record_hold():
    record = records.mission()
    checks = [each for each in Mission._meta.constraints if isinstance(each, models.CheckConstraint)]

    with CaptureQueriesContext(connection) as asked:
        record.validate_constraints()

    assert len(checks) > 5
    assert sum("_check" in query["sql"] for query in asked) == 1


def test_a_check_of_a_field_that_the_form_leaves_out_is_left_to_the_database():
    record = records.mission()
    record.published_by = ""

    record.validate_constraints(exclude={"published_by"})

    with pytest.raises(ValidationError):
        record.validate_constraints()


def test_the_admin_shows_the_message_beside_the_field_that_the_code_names():
    record = records.participation()
    record.reason_left = "The war."

    with pytest.raises(ValidationError) as refusal:
        record.validate_constraints()

    errors = refusal.value.error_dict["__all__"]
    assert [(error.code, error.messages) for error in errors] == [
        ("reason_left", ["Say when it left, or that the date is unknown."])
    ]


def test_a_date_is_moved_to_the_first_day_of_its_period():
    mission = records.mission()
    mission.launched_precision = "month"

    mission.full_clean()

    assert str(mission.launched) == "2001-02-01"


def test_a_date_without_a_precision_is_taken_for_a_day():
    mission = records.mission(launched="2001-02-03")
    mission.launched_precision = "unknown"

    mission.full_clean()

    assert (str(mission.launched), mission.launched_precision) == ("2001-02-03", "day")


# In test_generation.py and tests/search/test_following.py; no form ever shows them.
ELSEWHERE = {"one_generation_row", "document_once_per_record", "trigram_once_per_word"}


def test_every_constraint_of_every_model_has_a_row_above():
    ours = [model for model in apps.get_models() if model._meta.app_label in settings.FLOORS]
    constraints = {constraint.name for model in ours for constraint in model._meta.constraints}

    assert constraints - {row[2] for row in TABLE} == ELSEWHERE


def test_every_constraint_has_a_message_of_its_own():
    ours = [model for model in apps.get_models() if model._meta.app_label in settings.FLOORS]
    without = {
        constraint.name
        for model in ours
        for constraint in model._meta.constraints
        if constraint.violation_error_message == models.BaseConstraint.default_violation_error_message
    }

    assert without == ELSEWHERE
