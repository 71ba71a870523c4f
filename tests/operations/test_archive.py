"""The file of a backup: every bit is sealed, and nothing leaves the folder that it is unpacked in."""

import hashlib
import io
import tarfile

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from spacecoop.backups import archive, restoring
from spacecoop.backups.databases import Failed

FACTS = {"database": connection.vendor, "migrations": [], "tables": {}, "made": "2026-12-01T00:00:00+00:00"}
CONTENT = bytes(range(256)) * 20


def made(folder, names=("media/a",), **facts):
    """The path of a small backup with these members."""
    folder.mkdir(exist_ok=True)
    with archive.written(folder / "backup.tar") as written:
        for name in names:
            written.add(name, io.BytesIO(CONTENT), len(CONTENT))
        written.finish(FACTS | facts)
    return folder / "backup.tar"


@pytest.fixture(scope="module")
def backup(tmp_path_factory):
    return made(tmp_path_factory.mktemp("backup"))


def unpacked(path, folder):
    archive.unpack(path, archive.manifest(path), lambda name: folder / name)
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()
    }


def test_what_went_in_comes_out_and_tar_reads_it_too(backup, tmp_path):
    with tarfile.open(backup) as tar:
        names = tar.getnames()

    assert names == ["media/a", "manifest.json"]
    assert unpacked(backup, tmp_path) == {"media/a": CONTENT}
    assert backup.stat().st_mode & 0o777 == 0o600


@given(data=st.data())
def test_a_file_with_one_bit_turned_is_refused(backup, data, tmp_path_factory):
    content = bytearray(backup.read_bytes())
    bit = data.draw(st.integers(0, len(content) * 8 - 1))
    content[bit // 8] ^= 1 << bit % 8
    turned = tmp_path_factory.getbasetemp() / "turned.tar"
    turned.write_bytes(content)

    with pytest.raises(archive.Damaged):
        archive.manifest(turned)


@given(data=st.data())
def test_a_file_that_is_cut_is_refused(backup, data, tmp_path_factory):
    content = backup.read_bytes()
    cut = tmp_path_factory.getbasetemp() / "cut.tar"
    cut.write_bytes(content[: data.draw(st.integers(0, len(content) - 1))])

    with pytest.raises(archive.Damaged):
        archive.manifest(cut)


@pytest.mark.parametrize("name", ["../outside", "/tmp/outside", "media/../../outside"])  # noqa: S108
def test_a_member_that_leads_elsewhere_is_refused(name, tmp_path):
    path = made(tmp_path / "made", ["media/a", name])

    with pytest.raises(archive.Damaged, match="no part of a backup"):
        unpacked(path, tmp_path / "folder")
    assert not (tmp_path / "outside").exists()


def test_a_link_in_the_place_of_a_file_is_refused(tmp_path):
    path = made(tmp_path)
    with tarfile.open(path) as tar:
        manifest = tar.extractfile("manifest.json").read()
    (tmp_path / "manifest.json").write_bytes(manifest)
    with tarfile.open(tmp_path / "linked.tar", "w") as tar:
        link = tarfile.TarInfo("media/a")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
        tar.add(tmp_path / "manifest.json", "manifest.json")
    sealed = (tmp_path / "linked.tar").read_bytes()
    seal = archive.SEAL % hashlib.sha256(sealed).hexdigest().encode()
    (tmp_path / "linked.tar").write_bytes(sealed + seal.ljust(archive.LENGTH_OF_SEAL, b"\0"))

    with pytest.raises(archive.Damaged, match="no part of a backup"):
        unpacked(tmp_path / "linked.tar", tmp_path / "folder")


def test_a_backup_that_fails_halfway_leaves_the_one_that_was_there(tmp_path):
    path = made(tmp_path)
    before = path.read_bytes()

    with pytest.raises(TypeError):
        made(tmp_path, ["media/a"], made=tmp_path)

    assert [(found, found.read_bytes()) for found in tmp_path.iterdir()] == [(path, before)]


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"migrations": [["missions", "0999_of_next_year"]]}, "newer version.*missions 0999_of_next_year"),
        ({"database": "oracle"}, "a backup of oracle"),
    ],
)
def test_a_backup_that_does_not_fit_this_site_is_refused(facts, why, tmp_path):
    path = made(tmp_path, **facts)

    with pytest.raises(Failed, match=why):
        restoring.fitting(path)
    with pytest.raises(CommandError, match=why):
        call_command("restore", path)
