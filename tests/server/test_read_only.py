"""Where nothing can be written the public site goes on, and the desk says why it cannot save."""

import os
import re
import subprocess
from contextlib import contextmanager

import pytest

from tests.server import site
from tests.server.editors import Editor
from tests.server.stock import form_of, key

pytestmark = pytest.mark.slow
WORDS = "What somebody typed with care."
LONG = " ".join([WORDS] * 9000)
FULL, READ_ONLY = "The disk that holds the site’s data is full.", "can only be read at the moment."
MORE = ["/missions/?format=csv", "/missions/?format=json", "/search/?q=jwst", "/api/v1/missions/", "/data/"]


@contextmanager
def disk(folder, megabytes=48):
    """A small disk in the folder, with what was in it."""
    if os.geteuid() != 0:
        pytest.skip("mounting a small disk needs root")
    held = folder.with_name(f"{folder.name}.held")
    folder.rename(held)
    folder.mkdir()
    mount("-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder))
    try:
        subprocess.run(["cp", "-a", f"{held}/.", folder], check=True)
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


def mount(*arguments):
    subprocess.run(["mount", *arguments], check=True)


def fill(folder):
    """Use all that is free; the file that does."""
    path = folder / "filler"
    with path.open("wb", buffering=0) as file:
        for size in (2**20, 4096, 1):
            try:
                while True:
                    file.write(b"\1" * size)
            except OSError:
                continue
    return path


def answers(address):
    """{address: status} of the public pages, exports and the interface."""
    listed = site.get(f"{address}/sitemap.xml")[1]
    parts = re.findall(r"<loc>https?://[^/]+(/[^<]*)</loc>", listed)
    pages = [page for part in parts for page in locations(address, part)]
    assert len(pages) > 20
    return {page: site.get(address + page)[0] for page in [*pages, *MORE]}


def locations(address, part):
    """The pages of a part of the sitemap, or the page itself."""
    if not part.endswith(".xml"):
        return [part]
    return re.findall(r"<loc>https?://[^/]+(/[^<]*)</loc>", site.get(address + part)[1])


def ready(address):
    status, text = site.get(f"{address}/readyz")
    return status, re.search(r'"status": "(\w+)"', text)[1]


@pytest.mark.sqlite
def test_a_full_disk_keeps_nobody_from_reading_and_no_words_are_lost(stocked, tmp_path):
    with disk(tmp_path), site.running(stocked) as address:
        editor = Editor(address, "chief")
        question, new = form_of("faq.question", "first"), "/admin/faq/question/add/"
        words = {"answer": LONG, "_save": "1"}
        filler = fill(tmp_path)
        pages, state = answers(address), ready(address)
        changed = editor.send(question, **words)
        added = editor.send(new, question="What of it?", slug="new", topic=str(key("first")), **words)
        filler.unlink()
        saved = editor.send(question, **words)[0]
        state_after = ready(address)

    assert set(pages.values()) == {200}
    assert (state, state_after) == ((200, "degraded"), (200, "ok"))
    for status, page in (changed, added):
        assert (status, FULL in page, LONG in page) == (507, True, True)
    assert saved == 302


@pytest.mark.sqlite
def test_a_read_only_disk_shows_all_that_was_saved_and_says_that_nothing_can_be(stocked, tmp_path):
    topic, drafted = form_of("faq.topic", "first"), form_of("faq.topic", "second")
    with disk(tmp_path):
        with site.running(stocked) as address:
            editor = Editor(address, "chief")
            assert editor.send(drafted, summary="Before.", _save="1")[0] == 302
            filled = editor.form(topic), editor.form(drafted)
        mount("-o", "remount,ro", str(tmp_path))
        prepared = site.manage(stocked, "prepare")
        with site.running(stocked) as address:
            pages, state = answers(address), ready(address)
            opened, shown = editor.open(topic)
            refused = [
                editor.post(form, fields, summary=WORDS, _save="1")
                for form, fields in zip((topic, drafted), filled, strict=True)
            ]
            mount("-o", "remount,rw", str(tmp_path))
            saved = editor.send(topic, summary=WORDS, _save="1")[0]
            state_after = ready(address)

    assert set(pages.values()) == {200}
    assert (state, state_after) == ((200, "degraded"), (200, "ok"))
    assert (opened, READ_ONLY in shown) == (200, True)
    for status, page in refused:
        assert (status, READ_ONLY in page, WORDS in page) == (503, True, True)
    assert saved == 302
    assert "Password" not in prepared


def test_a_site_that_is_looked_after_is_read_only_by_a_variable(stocked):
    topic = form_of("faq.topic", "first")
    with site.running(stocked) as address:
        editor = Editor(address, "chief")
        filled = editor.form(topic)
    with site.running(stocked | {"READ_ONLY": "1"}) as address:
        pages, state = answers(address), ready(address)
        status, page = editor.post(topic, filled, summary=WORDS, _save="1")

    assert set(pages.values()) == {200}
    assert state == (200, "degraded")
    assert (status, READ_ONLY in page, WORDS in page) == (503, True, True)


def test_a_site_without_its_database_is_not_ready_and_does_not_say_where_it_was(stocked):
    with site.running(stocked | {"DATABASE_URL": "sqlite:////proc/nowhere/site.sqlite3"}) as address:
        status, text = site.get(f"{address}/readyz")

    assert (status, "nowhere" in text, '"database": "failed"' in text) == (503, False, True)
