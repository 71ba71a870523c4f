from django.urls import path

from missions import views

app_name = "programmes"
urlpatterns = [
    path("", views.programmes, name="index"),
    path("<slug:slug>/", views.programme, name="programme"),
]
