from django.urls import path

from missions import partnerships
from partners import views

app_name = "agencies"
urlpatterns = [
    path("", views.agencies, name="index"),
    path("network/", partnerships.network, name="network"),
    path("<slug:slug>/", partnerships.agency, name="agency"),
    path("<slug:slug>/with/<slug:other>/", partnerships.pair, name="pair"),
]
