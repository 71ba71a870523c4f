"""The desk as a site: the stock admin with pages about all records together."""

from django.contrib import admin
from django.urls import path

from editorial import watching


class Desk(admin.AdminSite):
    def get_urls(self):
        return [
            path("watch/", self.admin_view(watching.watch), name="watch"),
            path("forget/", self.admin_view(watching.forget), name="forget"),
            *super().get_urls(),
        ]
