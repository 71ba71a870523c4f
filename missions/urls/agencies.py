from django.urls import path

from missions import partnerships
from partners import views

app_name = "agencies"
urlpatterns = [
    path("", partnerships.agencies, name="index"),
    path("a-z/", views.a_to_z, name="a-z"),
    path("network/", partnerships.network, name="network"),
    path("<slug:slug>/", partnerships.agency, name="agency"),
    path("<slug:slug>/with/<slug:other>/", partnerships.pair, name="pair"),
]
