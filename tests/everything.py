"""One record of every kind around a mission, and every text in them: to change each in turn."""

from django.apps import apps
from django.db import models

from editorial.models import ContentModel
from tests import records


def around_a_mission():
    """(a mission with one of everything, a question that speaks of it), all cited."""
    country, treaty = records.country(), records.treaty()
    agency = records.agency(country=country)
    mission = records.mission(programme=records.programme(), body="Long.", alternative_names="Other")
    part = records.participation(mission=mission, agency=agency, joined="1999", left="2005")
    instrument = records.instrument(mission=mission)
    instrument.countries.set([country])
    rows = [
        part,
        instrument,
        records.agreement(mission=mission, treaty=treaty),
        records.milestone(mission=mission),
        records.data_access(mission=mission),
    ]
    records.action(treaty=treaty, country=country)
    records.membership(country=country)
    records.mission_set()
    records.term()
    question = records.question()
    for name, record in {"missions": mission, "treaties": treaty, "agencies": agency}.items():
        getattr(question, name).set([record])
    question.programmes.set([mission.programme])
    records.question(topic=question.topic)
    consortium = records.consortium()
    consortium.missions.set([mission])
    for record in (mission, question, treaty, agency, *rows):
        records.cite(record=record)
    return mission, question


def content():
    """Every row of every table of content."""
    for model in apps.get_models():
        if issubclass(model, ContentModel):
            yield from model.objects.order_by("pk")


def texts(row):
    """The fields of the row that can hold any words."""
    plain = (models.CharField, models.TextField)
    return [
        field
        for field in row._meta.concrete_fields
        if type(field) in plain and not field.choices and field.name not in {"published_by", "selection"}
    ]
