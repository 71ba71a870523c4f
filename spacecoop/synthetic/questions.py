"""Made-up questions, as many as a reference site of this kind answers."""

from faq.models import Question, Topic
from missions.models import Mission
from spacecoop.synthetic import texts
from spacecoop.synthetic.frame import PUBLISHED, key

QUESTIONS, FEATURED = 200, 5
ABOUT = ("missions", "programmes", "agencies")


def questions(random, frame):
    """Written to the database, under the topics that are there, or under one made for them."""
    topics = list(Topic.objects.published()) or [
        Topic.objects.create(
            id=key(Topic, 1), slug="synthetic-topic", name="Synthetic topic", summary="", **PUBLISHED
        )
    ]
    missions = list(Mission.objects.published().order_by("slug")[:1000])
    named = {"missions": missions, "programmes": frame.programmes, "agencies": frame.agencies}
    found = [question(random, number, topics) for number in range(1, QUESTIONS + 1)]
    Question.objects.bulk_create(found)
    for name in ABOUT:
        through, field = getattr(Question, name).through, Question._meta.get_field(name)
        column = field.m2m_reverse_field_name()
        through.objects.bulk_create(
            through(question=asked, **{column: record})
            for asked in found
            for record in random.sample(named[name], min(2, len(named[name])))
        )
    return found


def question(random, number, topics):
    subject = texts.OBJECTS[number % len(texts.OBJECTS)]
    return Question(
        id=key(Question, number),
        slug=f"synthetic-question-{number:03}",
        topic=topics[number % len(topics)],
        question=f"Synthetic question {number:03}: who studies {subject}?",
        answer=texts.paragraphs(random, 3),
        position=number,
        featured=number <= FEATURED,
        **PUBLISHED,
    )
