"""The records of a table, many or one; made for every table alike."""

from functools import cache

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response
from rest_framework.response import Response
from rest_framework.views import APIView

from editorial import generation
from opendata.api.paging import page_of
from opendata.sharing import open_to_all
from opendata.tables import NotUnderstood


class Open(APIView):
    """Anybody may read, from any site; an answer that is still true is not sent again."""

    def dispatch(self, request, *args, **kwargs):
        tag = f'"{generation.current()}-{request.get_host()}"'
        response = get_conditional_response(request, etag=tag)
        if response is None:
            response = super().dispatch(request, *args, **kwargs)
            if response.status_code == 200:
                response["ETag"] = tag
                response["Cache-Control"] = "public, no-cache"
        return open_to_all(response)

    def options(self, request, *args, **kwargs):
        """What a browser asks before it reads from another site."""
        response = HttpResponse(status=204)
        response["Access-Control-Allow-Methods"] = response["Allow"] = "GET, HEAD, OPTIONS"
        response["Access-Control-Allow-Headers"] = "If-None-Match"
        response["Access-Control-Max-Age"] = "86400"
        return response

    @property
    def site(self):
        return self.request.build_absolute_uri("/").rstrip("/")

    def columns(self, table):
        names = self.request.query_params.get("fields", "")
        return table.chosen(names.split(",") if names else [])


class Records(Open):
    """The records of a table, narrowed as on its page."""

    table = None

    def get(self, request):
        if empty := sorted(name for name, value in request.query_params.items() if not value):
            raise NotUnderstood({name[:60]: ["Write a value, or leave the parameter out."] for name in empty})
        page = page_of(request, self.table.asked(request.query_params))
        return Response(page.answer(self.table.records(page.rows, self.columns(self.table), self.site)))


class Record(Open):
    """One record with all that belongs to it."""

    table = None

    def get(self, request, key):
        unknown = sorted(set(request.query_params) - {"fields"})
        if unknown:
            raise NotUnderstood({name[:60]: ["There is no such parameter."] for name in unknown})
        try:
            found = self.table.public().filter(**{self.table.key: key})
        except ValidationError as error:
            raise Http404 from error
        records = self.table.records(found, self.columns(self.table), self.site)
        if not records:
            raise Http404
        return Response(records[0] | self.parts(key))

    def parts(self, key):
        if "fields" in self.request.query_params:
            return {}
        return {
            part.name: part.table.records(
                part.table.public().filter(**{f"{part.by}__{self.table.key}": key}), site=self.site
            )
            for part in self.table.parts
        }


class Missing(Open):
    """An address under the interface that leads nowhere."""

    schema = None

    def get(self, request, rest):
        raise Http404


@cache
def of(base, table):
    """The view of the table: a class of its own, which the description of the interface tells apart."""
    return type(f"{base.__name__}Of{table.name.title().replace('-', '')}", (base,), {"table": table})
