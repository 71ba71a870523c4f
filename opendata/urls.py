from django.urls import path, register_converter

from opendata import views
from opendata.addresses import Day

register_converter(Day, "day")

app_name = "opendata"
urlpatterns = [
    path("", views.index, name="index"),
    path("spacecoop-<day:day>.zip", views.download, name="bundle"),
]
