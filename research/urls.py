from django.urls import path

from research import views

app_name = "research"
urlpatterns = [
    path("", views.index, name="index"),
    path("consortia/", views.consortia, name="consortia"),
    path("consortia/<slug:slug>/", views.consortium, name="consortium"),
    path("instruments/", views.instruments, name="instruments"),
    path("data/", views.data, name="data"),
    path("data/<slug:slug>/", views.archive, name="archive"),
]
