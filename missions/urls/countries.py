from django.urls import path

from missions import countries

app_name = "countries"
urlpatterns = [
    path("", countries.index, name="index"),
    path("<slug:iso3>/", countries.country, name="country"),
]
