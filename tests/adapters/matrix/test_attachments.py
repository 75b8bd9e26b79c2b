"""What is taken along of a file that somebody shares."""

from __future__ import annotations

import json

import pytest

from bot.messages.incoming import FileShared
from tests.adapters.matrix.timeline import (
    DIRECT,
    Json,
    file,
    heard,
    ignored,
)

ENCRYPTED_FILE = {
    "v": "v2",
    "url": "mxc://b.nl/abc",
    "key": {"kty": "oct", "alg": "A256CTR", "k": "c2xldXRlbA", "key_ops": ["decrypt"], "ext": True},
    "iv": "aXY",
    "hashes": {"sha256": "aGFzaA"},
}


def test_a_file_can_be_fetched() -> None:
    """What is needed to fetch it goes along, with its name, kind and size."""
    read = heard(file(info={"mimetype": "text/csv", "size": 12}), DIRECT)
    assert isinstance(read, FileShared)
    assert json.loads(read.file) == {"url": "mxc://b.nl/abc"}
    assert (read.name, read.media_type, read.size) == ("lessen.csv", "text/csv", 12)


def test_an_encrypted_file_has_its_key() -> None:
    """Only what is needed to open it."""
    read = heard(file(file=ENCRYPTED_FILE, url=None))
    assert isinstance(read, FileShared)
    needed = {"url", "iv", "hashes"}
    kept = {"key": {"k": "c2xldXRlbA"}, **{name: ENCRYPTED_FILE[name] for name in needed}}
    assert json.loads(read.file) == {"file": kept}


@pytest.mark.parametrize(
    ("content", "name", "media_type", "size"),
    [
        ({"body": "met uitleg", "filename": "a.csv"}, "a.csv", "application/octet-stream", 0),
        ({"body": "C:\\map\\..\\a.csv"}, "a.csv", "application/octet-stream", 0),
        ({"body": 3, "filename": ["a"]}, "", "application/octet-stream", 0),
        ({"info": {"mimetype": "text/csv\n", "size": -1}}, "lessen.csv", "application/octet-stream", 0),
        ({"info": {"mimetype": "TEXT/CSV", "size": 2**53}}, "lessen.csv", "text/csv", 0),
        ({"info": {"mimetype": {}, "size": True}}, "lessen.csv", "application/octet-stream", 0),
        ({"info": "veel"}, "lessen.csv", "application/octet-stream", 0),
        ({"body": "a\u202efdp.exe"}, "afdp.exe", "application/octet-stream", 0),
    ],
)
def test_what_a_file_says_of_itself_is_not_believed(
    content: Json, name: str, media_type: str, size: int
) -> None:
    """Names lose their folders and their tricks; odd kinds and sizes count as unknown."""
    read = heard(file(**content))
    assert isinstance(read, FileShared)
    assert (read.name, read.media_type, read.size) == (name, media_type, size)


@pytest.mark.parametrize(
    "content",
    [
        {"url": "https://kwaad.example/x"},
        {"url": "mxc://b.nl/../x"},
        {"url": "mxc://b.nl"},
        {"url": ["mxc://b.nl/abc"]},
        {"file": "mxc://b.nl/abc"},
        {"file": {**ENCRYPTED_FILE, "v": "v1"}},
        {"file": {**ENCRYPTED_FILE, "iv": 3}},
        {"file": {**ENCRYPTED_FILE, "hashes": []}},
        {"file": {**ENCRYPTED_FILE, "url": "file:///etc/passwd"}},
    ],
)
def test_a_file_that_cannot_be_fetched_is_none(content: Json) -> None:
    """Addresses that are not of a homeserver, and half keys."""
    assert ignored(file(**content)) == "a file that cannot be fetched"
