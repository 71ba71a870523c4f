"""The pages that are measured, as they are written here; every other address is the site's own."""

from django.urls import path

from benchmarks.plain import views
from spacecoop.urls import urlpatterns as elsewhere

urlpatterns = [
    path("missions/", views.missions),
    path("missions/<slug:slug>/", views.mission),
    path("faq/<slug:slug>/", views.question),
    path("treaties/status/", views.status),
    path("search/", views.search),
    *elsewhere,
]
