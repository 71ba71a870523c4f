from django.urls import path

from missions import partnerships
from partners import views

app_name = "countries"
urlpatterns = [
    path("", views.countries, name="index"),
    path("<slug:iso3>/", partnerships.country, name="country"),
]
