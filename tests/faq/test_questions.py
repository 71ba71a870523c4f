"""Questions speak only of what the public may see."""

import pytest

from faq.models import Topic
from tests import records

pytestmark = pytest.mark.django_db


def test_a_topic_holds_its_published_questions_in_their_order():
    topic = records.topic()
    second = records.question(topic=topic, position=2)
    first = records.question(topic=topic, position=1)
    records.question(topic=topic, state="unpublished")

    shown = Topic.objects.published().with_questions().get()

    assert shown.published_questions == [first, second]


@pytest.mark.parametrize(
    ("relation", "make"),
    [
        ("missions", records.mission),
        ("programmes", records.programme),
        ("treaties", records.treaty),
        ("agencies", records.agency),
    ],
)
def test_a_question_links_the_published_records_that_it_speaks_of(client, relation, make):
    question, shown, hidden = records.question(), make(), make(state="withdrawn")
    getattr(question, relation).set([shown, hidden])

    page = client.get(question.get_absolute_url()).content.decode()

    addresses = [f'href="{record.get_absolute_url()}"' in page for record in (shown, hidden)]
    assert addresses == [True, False]


def test_the_records_know_the_published_questions_about_them():
    mission, shown = records.mission(), records.question()
    mission.questions.set([shown, records.question(state="unpublished")])

    assert list(mission.questions.published()) == [shown]
