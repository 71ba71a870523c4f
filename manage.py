#!/usr/bin/env python
"""Django's command line for this project."""

import os
import sys

from django.core.management import execute_from_command_line

from spacecoop.management.commands.serve import Command as Serve

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spacecoop.settings")
    if sys.argv[1:2] == ["serve"]:  # only starts what loads the apps, and need not wait for them itself
        Serve().run_from_argv(sys.argv)
    else:
        execute_from_command_line(sys.argv)
