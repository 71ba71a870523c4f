from csp.decorators import csp_update
from django.urls import path
from drf_spectacular.utils import extend_schema_view
from drf_spectacular.views import SpectacularJSONAPIView, SpectacularSwaggerSplitView

from opendata.api.description import of_record, of_records
from opendata.api.views import Missing, Record, Records
from opendata.catalogue import TABLES
from opendata.sharing import opened


def view(base, table, described):
    """The view of a table: the base with this table, described."""
    named = type(f"{base.__name__}Of{table.name.title().replace('-', '')}", (base,), {"table": table})
    return extend_schema_view(get=described(table))(named).as_view()


# The interactive documentation has its small pictures in its style.
documentation = csp_update({"img-src": ["data:"]})(SpectacularSwaggerSplitView.as_view(url_name="api:schema"))

app_name = "api"
urlpatterns = [
    path("schema/", opened(SpectacularJSONAPIView.as_view()), name="schema"),
    path("docs/", documentation, name="docs"),
    *(path(f"{table.name}/", view(Records, table, of_records), name=table.name) for table in TABLES.values()),
    *(
        path(f"{table.name}/<str:key>/", view(Record, table, of_record), name=f"{table.name}-record")
        for table in TABLES.values()
    ),
    path("<path:rest>", Missing.as_view(), name="missing"),
]
