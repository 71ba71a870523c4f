"""All addresses of the site."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from faq.views import glossary
from opendata import changes
from opendata.urls import data as opendata
from search.views import opensearch
from spacecoop import health, media, previews, reports, views

urlpatterns = [
    path("", views.home, name="home"),
    path("about/", views.about, name="about"),
    path("healthz", views.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
    path("missions/", include("missions.urls.missions")),
    path("programmes/", include("missions.urls.programmes")),
    path("agencies/", include("missions.urls.agencies")),
    path("countries/", include("missions.urls.countries")),
    path("treaties/", include("treaties.urls")),
    path("research/", include("research.urls")),
    path("faq/", include("faq.urls")),
    path("glossary/", glossary, name="glossary"),
    path("search/", include("search.urls")),
    path("opensearch.xml", opensearch, name="opensearch"),
    path("data/", include(opendata)),
    path("", include("opendata.urls")),
    path("api/v1/", include("opendata.api.urls")),
    path("changes/", changes.index, name="changes"),
    path("changes/<path:address>", changes.history, name="history"),
    path("report/", reports.report, name="report"),
    path("report/thanks/", reports.thanks, name="report-thanks"),
    path("preview/<str:token>/start/", previews.start, name="preview"),
    path("preview/<str:token>/", previews.page, name="preview-home"),
    path("preview/<str:token>/<path:address>", previews.page, name="preview-page"),
    path("media/pictures/<str:name>", media.picture, name="picture"),
    path("admin/", admin.site.urls),
]

handler500 = "spacecoop.failures.failed"

if settings.DEBUG:
    urlpatterns += [path("styleguide/", include("spacecoop.styleguide"))]
if "debug_toolbar" in settings.INSTALLED_APPS:
    urlpatterns += [path("__debug__/", include("debug_toolbar.urls"))]
