"""Which static files of libraries are of no use here: what is not collected is not compressed either."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class AssetsConfig(StaticFilesConfig):
    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "redoc", "rest_framework"]
