"""Backups of a site at work: each is whole, of one moment, and makes a site."""

import io
import time

import pytest
from PIL import Image

from tests.server import site
from tests.server.conftest import emptied
from tests.server.editors import Editor, at_work
from tests.server.stock import form_of

pytestmark = pytest.mark.slow
SLUG = "first"
TOLD = {"picture_text": "A disc.", "picture_credit": "The editors"}


def picture(number):
    written = io.BytesIO()
    Image.new("RGB", (300, 200), (number % 256, number // 256, 0)).save(written, "PNG")
    return written.getvalue()


@pytest.mark.parametrize("times", [2, pytest.param(20, marks=pytest.mark.soak)])
def test_backups_taken_during_writes_are_restored_as_they_were_at_one_moment(times, stocked, tmp_path):
    topic, mission = form_of("faq.topic", SLUG), form_of("missions.mission", "jwst")
    files = [tmp_path / f"{number}.tar" for number in range(times)]

    with site.running(stocked) as address:
        chief, deputy = Editor(address, "chief"), Editor(address, "deputy")

        def write(number):
            return chief.send(topic, summary=f"Number {number}.", _why=str(number), _save="1")[0]

        def bring(number):
            sent = {"picture": (f"{number}.png", picture(number))}
            return deputy.send(mission, files=sent, _save="1", **TOLD)[0]

        with at_work(write, bring) as (written, brought):
            for file in files:
                before = len(written)
                site.manage(stocked, "backup", str(file))
                assert len(written) > before + 1, "nobody wrote meanwhile"

    assert {*written, *brought} == {302}
    site.manage(stocked, "backup", "--verify", str(files[0]))
    for file in files:
        with emptied(stocked, tmp_path / file.stem) as elsewhere:
            begun = time.monotonic()
            site.manage(elsewhere, "restore", str(file))
            found = site.seen(elsewhere, SLUG)
            assert (found["sound"], found["halves"], found["pictures"]) == ("ok", [], [])
            reasons = found["reasons"][SLUG]
            assert reasons == [str(number) for number in range(len(reasons))]
            if file == files[-1]:
                smoke(elsewhere)
                assert time.monotonic() - begun < 60


def smoke(variables):
    with site.running(variables) as address:
        assert site.get(f"{address}/missions/jwst/")[0] == 200
        assert Editor(address, "chief").open("/admin/")[0] == 200


def test_nothing_is_replaced_while_the_database_is_in_use(stocked, tmp_path):
    file = tmp_path / "backup.tar"
    site.manage(stocked, "backup", str(file))
    with site.running(stocked) as address:
        refused = site.failed(stocked, "restore", str(file))
        assert site.get(f"{address}/healthz")[0] == 200

    assert "The database is in use: stop the server and its worker first. Nothing was changed." in refused
