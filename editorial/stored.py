"""What the media storage holds, whichever it is: a folder of this machine or a service."""

from django.core.files.storage import default_storage


def names_in(folder):
    """The names of the files in the folder; none if there is no such folder."""
    try:
        return default_storage.listdir(folder)[1]
    except FileNotFoundError:
        return []
