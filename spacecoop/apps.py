from django.apps import AppConfig


class SpacecoopConfig(AppConfig):
    name = "spacecoop"
