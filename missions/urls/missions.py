from django.urls import path

from missions import partnerships, views

app_name = "missions"
urlpatterns = [
    path("", views.index, name="index"),
    path("timeline/", views.timeline, name="timeline"),
    path("changes-of-partners/", partnerships.changes, name="changes-of-partners"),
    path("<slug:slug>/", views.mission, name="mission"),
]
