"""The file of a backup: a plain tar that ends with a manifest, and behind it a seal.

The manifest names every member with its size and digest; the seal is a digest of all that stands
before it, so that no bit of the file can change unseen. `tar` reads the file and passes over the seal.
"""

import hashlib
import io
import json
import os
import tarfile
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

MANIFEST = "manifest.json"
FORMAT = 1
PIECE = 2**20
SEAL = b"sha256 %s\n"
LENGTH_OF_SEAL = tarfile.BLOCKSIZE


class Damaged(Exception):
    """The file is no whole backup; the text says what is wrong with it."""


class Digested:
    """A file that is read or written once, from its beginning, with the digest of what went by."""

    def __init__(self, file):
        self.file, self.digest = file, hashlib.sha256()

    def read(self, size=-1):
        piece = self.file.read(size)
        self.digest.update(piece)
        return piece

    def write(self, piece):
        self.digest.update(piece)
        return self.file.write(piece)


class Archive:
    """A backup that is being written: members, and at last the manifest."""

    def __init__(self, tar):
        self.tar, self.members = tar, {}

    def add(self, name, file, size):
        """Take in a file that is open for reading."""
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        reader = Digested(file)
        self.tar.addfile(info, reader)
        self.members[name] = {"size": size, "sha256": reader.digest.hexdigest()}

    def finish(self, facts):
        """Write the manifest: what the backup says of itself, and its members."""
        told = {"format": FORMAT, **facts, "members": self.members}
        text = json.dumps(told, indent=1, sort_keys=True).encode()
        self.add(MANIFEST, io.BytesIO(text), len(text))


@contextmanager
def written(path):
    """An Archive that has its name only once it is complete; it is readable by its owner alone."""
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            sealed = Digested(file)
            with tarfile.open(fileobj=sealed, mode="w|", format=tarfile.PAX_FORMAT) as tar:
                yield Archive(tar)
            file.write((SEAL % sealed.digest.hexdigest().encode()).ljust(LENGTH_OF_SEAL, b"\0"))
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(path)
    finally:
        scratch.unlink(missing_ok=True)


def manifest(path):
    """What the backup says of itself. Raises Damaged unless every bit of the file is as it was written."""
    check_seal(path)
    try:
        with tarfile.open(path, "r:") as tar:
            told = json.load(tar.extractfile(MANIFEST))
    except (tarfile.TarError, KeyError, ValueError, AttributeError) as error:
        raise Damaged("It has no manifest.") from error
    if told.get("format") != FORMAT:
        raise Damaged(f"Its format is {told.get('format')!r}; this version reads {FORMAT}.")
    return told


def check_seal(path):
    size = path.stat().st_size - LENGTH_OF_SEAL
    if size < 0:
        raise Damaged("It is too short to be a backup.")
    with path.open("rb") as file:
        sealed = Digested(file)
        while size:
            piece = sealed.read(min(PIECE, size))
            size -= len(piece)
        seal = file.read()
    if seal != (SEAL % sealed.digest.hexdigest().encode()).ljust(LENGTH_OF_SEAL, b"\0"):
        raise Damaged("It is cut or changed: its content is not what its seal says.")


def unpack(path, told, place):
    """Write each member where `place(name)` says, and nothing that the manifest does not name."""
    missing = dict(told["members"])
    with tarfile.open(path, "r:") as tar:
        for member in tar:
            if member.name == MANIFEST:
                continue
            expected = missing.pop(member.name, None)
            if expected is None or not member.isreg() or not is_plain(member.name):
                raise Damaged(f"It holds what is no part of a backup: {member.name!r}.")
            if written_out(tar.extractfile(member), place(member.name)) != expected["sha256"]:
                raise Damaged(f"{member.name} is not what the manifest says.")
    if missing:
        raise Damaged(f"It lacks {', '.join(sorted(missing))}.")


def is_plain(name):
    """Whether the name leads to nowhere but below the folder that it is unpacked in."""
    parts = PurePosixPath(name).parts
    return not PurePosixPath(name).is_absolute() and ".." not in parts and "\0" not in name


def written_out(source, target: Path):
    """Write the file; the digest of what was written."""
    target.parent.mkdir(parents=True, exist_ok=True)
    reader = Digested(source)
    with target.open("xb") as file:
        while piece := reader.read(PIECE):
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return reader.digest.hexdigest()
