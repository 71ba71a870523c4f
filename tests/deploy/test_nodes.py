"""Two nodes on one PostgreSQL and one Redis, behind the proxy."""

import json
import re
import shutil
import time
import urllib.request
from http.cookiejar import CookieJar
from urllib.parse import urlencode

import psycopg
import pytest

from tests.deploy import cluster
from tests.server import site

pytestmark = [pytest.mark.slow, pytest.mark.deploy, pytest.mark.django_db]  # the last: a database is made
HELD = 0.1  # seconds within which every node shows what was published


LOGIN = "/admin/login/?next=/admin/"


class Editor:
    """Somebody at the desk, with a browser that asks whichever node is told."""

    def __init__(self, variables):
        told = site.manage(
            variables | {"ADMIN_PASSWORD": "a long password"}, "shell", "--command", MAKE_CHIEF
        )
        self.address = json.loads(told.splitlines()[-1])
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def sign_in(self, node):
        self.send(node, LOGIN, LOGIN, username="chief", password="a long password")

    def press(self, node, button):
        self.send(node, self.address["form"], self.address[button])

    def send(self, node, form, path, **values):
        """Press a button: its address, with the token that stands on the page of the form."""
        with self.browser.open(node.address + form) as page:
            token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.read().decode())[1]
        data = urlencode(values | {"csrfmiddlewaretoken": token}).encode()
        self.browser.open(node.address + path, data).close()


MAKE_CHIEF = """
import json
from django.contrib.auth.models import User
from django.urls import reverse
from faq.models import Question
User.objects.create_superuser("chief", password="a long password")
question = Question.objects.published().first()
print(json.dumps({
    "page": question.get_absolute_url(),
    "form": reverse("admin:faq_question_change", args=[question.pk]),
    "withdraw": reverse("admin:faq_question_withdraw", args=[question.pk]),
    "publish": reverse("admin:faq_question_step", args=[question.pk, "publish"]),
}))
"""


def test_who_signs_in_on_one_node_publishes_on_the_other_and_both_show_it(nodes):
    here, there = nodes
    editor = Editor(here.variables)
    page = editor.address["page"]
    before = [node.get(page)[0] for node in nodes]

    editor.sign_in(here)
    editor.press(there, "withdraw")
    time.sleep(HELD)
    between = [node.get(page)[0] for node in nodes]
    editor.press(here, "publish")
    time.sleep(HELD)

    assert (before, between) == ([200, 200], [404, 404])
    assert [node.get(page)[0] for node in nodes] == [200, 200]


def test_a_killed_node_costs_no_reader_a_page(nodes, proxy):
    with cluster.Readers(proxy.address) as readers:
        readers.wait_for(more=200)
        nodes[1].kill()
        readers.wait_for(more=200)

    assert set(readers.answers) == {200}


def test_the_proxy_asks_a_node_each_time_and_is_sent_no_page_twice(proxy):
    before = proxy.counted("fetch_304"), proxy.counted("cache_hit")

    for _turn in range(5):
        site.get(f"{proxy.address}/missions/hubble/")

    assert (proxy.counted("fetch_304"), proxy.counted("cache_hit")) == (before[0] + 4, before[1])


# An upgrade as docs/operating.md has it: what the database gets is added first, and both releases can do
# with it; then one node after the other is stopped and started from the new release.
EXPANDS = """
from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("faq", "{last}")]
    operations = [
        migrations.AddField("question", "tone", models.CharField(max_length=20, db_default="", default="")),
    ]
"""
SENTENCE = "Authors prepare a record, editors work on it, and a publisher publishes it."


@pytest.fixture
def next_release(tmp_path):
    """A copy of this release with a column, a sentence and a style more."""
    left_out = shutil.ignore_patterns(
        ".git", ".venv", "var", "node_modules", "tests", "__pycache__", ".*_cache"
    )
    release = tmp_path / "release"
    shutil.copytree(site.ROOT, release, ignore=left_out)
    migrations = release / "faq" / "migrations"
    last = max(path.stem for path in migrations.glob("0*.py"))
    (migrations / "9000_tone.py").write_text(EXPANDS.format(last=last))
    about = release / "templates" / "about.html"
    about.write_text(about.read_text().replace(SENTENCE, f"{SENTENCE} That is how it is done."))
    style = release / "static" / "css" / "atlas.css"
    style.write_text(f"{style.read_text()}\n.tone {{ color: inherit }}\n")
    return release


def test_an_upgrade_node_by_node_under_load_costs_no_reader_a_page(nodes, proxy, next_release, database):
    old_style = style_of(proxy)
    with cluster.Readers(proxy.address) as readers:
        site.manage(nodes[0].variables, "migrate", "--verbosity", "0", release=next_release)
        for node in nodes:
            site.manage(node.variables, "collectstatic", "--no-input", release=next_release)
            assert node.stop() == 0
            node.run(next_release)
            styles = [site.get(proxy.address + path)[0] for path in (old_style, style_of(proxy))]
            assert styles == [200, 200]
            readers.wait_for(more=50)

    assert set(readers.answers) == {200}
    assert all("That is how it is done." in node.get("/about/")[1] for node in nodes)
    with psycopg.connect(database) as connection:
        assert connection.execute("SELECT DISTINCT tone FROM faq_question").fetchall() == [("",)]


def style_of(proxy):
    page = site.get(f"{proxy.address}/about/")[1]
    return re.search(r'href="(/static/css/atlas\.[0-9a-f]+\.css)"', page)[1]
