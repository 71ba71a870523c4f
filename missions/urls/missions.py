from django.urls import path

from missions import partnerships, sets, views

app_name = "missions"
urlpatterns = [
    path("", views.index, name="index"),
    path("timeline/", views.timeline, name="timeline"),
    path("changes-of-partners/", partnerships.changes_of_partners, name="changes-of-partners"),
    path("sets/", sets.index, name="sets"),
    path("sets/<slug:slug>/", sets.mission_set, name="set"),
    path("<slug:slug>/", views.mission, name="mission"),
]
