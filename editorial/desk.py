"""The stock admin as an app, with our site in the place of its own."""

from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    default_site = "editorial.site.Desk"
