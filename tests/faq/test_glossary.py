"""The glossary: every term once, and each word on a page led to its meaning where it first stands."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.template import Context, Template
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from faq.models import Term
from missions.models import Mission, Participation
from tests import records
from treaties.models import Action, Status

LINK = re.compile(r'href="/glossary/#([^"]+)"')


def rendered(template, request=None, **words):
    return Template(template).render(Context({"request": request or RequestFactory().get("/"), **words}))


def test_a_word_leads_to_its_meaning(db):
    records.term("lead", name="Lead")

    assert rendered("{% term word %}", word="lead") == '<a class="term" href="/glossary/#lead">lead</a>'


def test_only_where_it_first_stands_on_a_page(db):
    records.term("lead", name="Lead")

    assert rendered("{% term 'lead' %} {% term 'lead' %}").count("<a ") == 1


def test_another_word_for_it_leads_there_too(db):
    records.term("state-party", name="State party", other_words="party; bound")

    assert LINK.findall(rendered("{% term 'party' %} {% term 'bound' %}")) == ["state-party"] * 2


def test_a_word_without_a_published_term_stays_as_it_is(db):
    records.term("lead", name="Lead", state="withdrawn")

    assert rendered("{% term word %}", word="lead") == "lead"
    assert rendered("{% term word %}", word="<b>") == "&lt;b&gt;"


def test_a_page_reads_the_words_once(db):
    records.term(name="Lead")
    with CaptureQueriesContext(connection) as queries:
        rendered("{% for n in '12345' %}{% term 'lead' %}{% term n %}{% endfor %}")

    assert len(queries) == 1


def test_two_terms_do_not_explain_one_word(db):
    records.term(name="Lead", other_words="head")
    other = records.term(name="Chief", other_words="boss; Head")

    with pytest.raises(ValidationError) as refusal:
        other.full_clean()

    assert refusal.value.message_dict == {"other_words": ["Another term explains this already: head."]}


def test_the_glossary_shows_terms_by_kind_and_what_to_see_also(client, db):
    lead, partner = records.term("lead", name="Lead"), records.term("partner", name="Partner", kind="data")
    lead.see_also.add(partner, records.term("hidden", name="Hidden", state="unpublished"))

    response = client.get("/glossary/")

    page = response.content.decode()
    assert response.context["kinds"] == [(Term.Kind.ROLE, [lead]), (Term.Kind.DATA, [partner])]
    assert 'id="lead"' in page
    assert '<a href="#partner">Partner</a>' in page
    assert "Hidden" not in page


VOCABULARIES = [Participation.Role, Mission.Status, Status, Action.Kind]


@pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=lambda kind: kind.__qualname__)
def test_every_role_status_and_act_is_explained(catalogue, vocabulary):
    known = Term.objects.published().by_word()

    assert [str(word) for word in vocabulary.labels if str(word).casefold() not in known] == []


def test_every_shipped_term_is_valid_and_says_what_its_word_means(catalogue):
    for term in Term.objects.all():
        term.full_clean()

    assert Term.objects.published().count() >= 57


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/missions/iss/", {"partner", "cospar-id", "norad-id", "operational"}),
        ("/agencies/esa/", {"lead", "declared-acceptance"}),
        ("/countries/FRA/", {"state-party"}),
        (
            "/treaties/moon-agreement/",
            {"state-party", "signatory", "accession", "ratification", "depositary"},
        ),
        ("/research/data/", {"proprietary-period"}),
    ],
)
def test_words_on_pages_lead_into_the_glossary(client, catalogue, address, words):
    found = LINK.findall(client.get(address).content.decode())

    anchors = set(re.findall(r'<div id="([^"]+)"', client.get("/glossary/").content.decode()))
    assert words <= set(found) <= anchors
