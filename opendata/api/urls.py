from django.urls import path

from opendata.api import documents
from opendata.api.views import Missing, Record, Records, of
from opendata.catalogue import TABLES

app_name = "api"
urlpatterns = [
    path("schema/", documents.schema, name="schema"),
    path("docs/", documents.pages, name="docs"),
    *(path(f"{name}/", of(Records, table).as_view(), name=name) for name, table in TABLES.items()),
    *(
        path(f"{name}/<str:key>/", of(Record, table).as_view(), name=f"{name}-record")
        for name, table in TABLES.items()
    ),
    path("<path:rest>", Missing.as_view(), name="missing"),
]
