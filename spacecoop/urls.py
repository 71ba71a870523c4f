"""All addresses of the site."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from spacecoop import media, views
from spacecoop.styleguide import styleguide

urlpatterns = [
    path("", views.home, name="home"),
    path("about/", views.about, name="about"),
    path("healthz", views.alive, name="alive"),
    path("missions/", include("missions.urls.missions")),
    path("programmes/", include("missions.urls.programmes")),
    path("agencies/", include("missions.urls.agencies")),
    path("countries/", include("missions.urls.countries")),
    path("treaties/", include("treaties.urls")),
    path("research/", include("research.urls")),
    path("faq/", include("faq.urls")),
    path("media/pictures/<str:name>", media.picture, name="picture"),
    path("admin/", admin.site.urls),
]

if settings.DEBUG:
    urlpatterns += [path("styleguide/", styleguide, name="styleguide")]
if "debug_toolbar" in settings.INSTALLED_APPS:
    urlpatterns += [path("__debug__/", include("debug_toolbar.urls"))]
