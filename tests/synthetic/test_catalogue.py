from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count

from editorial import shipping
from editorial.snapshots import sandbox
from missions.models import Mission, Participation
from partners.models import Agency
from search.finding import Finds
from search.models import Mark
from spacecoop.synthetic import ground
from spacecoop.synthetic.catalogue import generate
from spacecoop.synthetic.frame import frame
from tests import records
from tests.conftest import FIXTURES


@pytest.fixture
def countries(db):
    return [records.country(), records.country()]


def made(number, seed):
    """Every content row of that catalogue, by model; the database is left as it was."""
    with sandbox():
        generate(number, seed)
        models = shipping.content_models()
        return {model: list(model._base_manager.order_by("pk").values()) for model in models}


def test_a_seed_makes_the_same_catalogue_each_time(countries):
    assert made(4, seed=7) == made(4, seed=7)


def test_another_seed_makes_other_missions(countries):
    assert made(2, seed=1)[Mission] != made(2, seed=2)[Mission]


def test_a_larger_catalogue_begins_with_the_smaller(countries):
    smaller, larger = made(2, seed=1), made(3, seed=1)

    for model in (Mission, Participation):
        assert [row for row in smaller[model] if row not in larger[model]] == []


def test_all_that_is_made_keeps_the_rules_of_its_form(countries):
    generate(5, seed=1)

    for model in shipping.content_models():
        for record in model._base_manager.all()[:20]:
            record.full_clean(validate_unique=False)


def test_a_mission_has_two_to_six_partners_and_one_lead(countries):
    generate(40, seed=1)

    partners = Mission.objects.annotate(n=Count("participations")).values_list("n", flat=True)
    leads = Participation.objects.filter(role="lead").values_list("mission").distinct().count()
    assert (set(partners), leads) == ({2, 3, 4, 5, 6}, 40)


def test_the_most_popular_agency_takes_part_in_a_third_of_the_missions(countries):
    random = Random(1)
    around = frame(random)
    missions = [around.partners(random, 2 + n % 5) for n in range(5000)]

    share = sum(around.agencies[0] in partners for partners in missions) / len(missions)

    assert 0.32 < share < 0.36
    assert len(around.agencies) == 120


def test_everything_made_is_found_and_nothing_is_left_to_be_read(countries):
    generate(3, seed=1)

    first = next(iter(Finds("synthetic 000002")))

    assert first.title == Mission.objects.get(slug__endswith="000002").name
    assert Mark.objects.count() == 0


def test_a_database_with_other_missions_is_refused_unless_told(countries, capsys):
    records.mission("jwst")

    with pytest.raises(CommandError, match="other missions"):
        call_command("generate_catalogue", missions=1)
    call_command("generate_catalogue", missions=1, beside=True)

    assert Mission.objects.count() == 2


def test_a_second_made_up_catalogue_is_refused(countries):
    records.agency("syn-001")

    with pytest.raises(CommandError, match="already"):
        call_command("generate_catalogue", missions=1, beside=True)


@pytest.mark.parametrize("number", [0, -1, 1_000_000])
def test_a_number_of_missions_that_cannot_be_is_refused(db, number):
    with pytest.raises(CommandError, match="whole number"):
        call_command("generate_catalogue", missions=number)


def test_the_part_of_the_shipped_content_beneath_it_refers_to_nothing_outside():
    rows = ground.chosen(FIXTURES)

    bodies = {row["fields"]["slug"]: row["fields"] for row in rows["partners.agency"]}
    ends = {slug for body in bodies.values() for end in ("parent", "successor") for slug in body.get(end, ())}
    acting = {slug for act in rows["treaties.action"] for slug in act["fields"].get("organisation", ())}
    assert (ends | acting) - bodies.keys() == set()
    assert "missions.mission" not in rows
    assert len(rows["treaties.action"]) > 2000


@pytest.mark.slow
def test_an_empty_database_gets_the_treaties_too(db, capsys):
    call_command("generate_catalogue", missions=2)

    assert Agency.objects.filter(slug__in=["syn-001", "esa"]).count() == 2
