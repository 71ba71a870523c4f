"""What can be taken: every table, each with what its columns mean."""

from opendata.catalogue.missions import (
    AGREEMENTS,
    INSTRUMENTS,
    MILESTONES,
    MISSIONS,
    PARTICIPATIONS,
    PROGRAMMES,
    SETS,
)
from opendata.catalogue.partners import AGENCIES, COUNTRIES, MEMBERSHIPS
from opendata.catalogue.questions import QUESTIONS, TERMS, TOPICS
from opendata.catalogue.research import ARCHIVES, CONSORTIA, DATA_ACCESS
from opendata.catalogue.treaties import ACTIONS, ARTICLES, TREATIES

TABLES = {
    table.name: table
    for table in (
        MISSIONS,
        SETS,
        PARTICIPATIONS,
        INSTRUMENTS,
        AGREEMENTS,
        MILESTONES,
        PROGRAMMES,
        AGENCIES,
        MEMBERSHIPS,
        COUNTRIES,
        TREATIES,
        ARTICLES,
        ACTIONS,
        CONSORTIA,
        ARCHIVES,
        DATA_ACCESS,
        TERMS,
        TOPICS,
        QUESTIONS,
    )
}
