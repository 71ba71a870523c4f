from django.urls import path

from treaties import views

app_name = "treaties"
urlpatterns = [
    path("", views.index, name="index"),
    path("status/", views.status, name="status"),
    path("<slug:slug>/", views.treaty, name="treaty"),
]
