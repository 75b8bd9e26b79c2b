"""Where indexes are kept: a numbered subfolder for each process, with what is in it and beside it.

Who holds a subfolder is decided in `lock.py`; whether files are whole in `files.py`.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from tantivy import Index, Query, Searcher

from bot.language import analysis
from storage.search import query as queries
from storage.search.files import whole
from storage.search.record import STATE

FILES = "index"
"""The folder inside a process's subfolder that holds the index itself, beside its lock."""

State = tuple[int, str]
"""The number of the last revision that is in an index, and what the caller knows it by."""

_META = "meta.json"
_MANAGED = ".managed.json"

_SETTINGS = {"index_settings": {"docstore_compression": "lz4", "docstore_blocksize": 2048}}
"""Entries are read one here, one there, and a block is unpacked for each: small ones take half the time.

The library writes these into its list of what belongs to an index, and has no call to set them.
"""


def stored_state(searcher: Searcher) -> State | None:
    """Read the state; None when the index is of another analysis or holds none."""
    found = searcher.search(Query.term_query(queries.SCHEMA, "entry", STATE, index_option="basic"), 1).hits
    if not found:
        return None
    state = searcher.doc(found[0][1])
    if state["analysis"][0] != analysis.VERSION:
        return None
    return int(state["revision"][0]), str(state["mark"][0])


def usable(files: Path) -> Index | None:
    """Open what is in the folder, if anything, and if it can be read and is of this analysis."""
    try:
        if not whole(files):
            return None
        index = Index(queries.SCHEMA, path=str(files))
        return index if stored_state(index.searcher()) is not None else None
    except (ValueError, OSError, KeyError, IndexError):
        return None


def fresh(files: Path) -> Index:
    """Make an empty index in the folder."""
    shutil.rmtree(files, ignore_errors=True)
    files.mkdir(parents=True)
    Index(queries.SCHEMA, path=str(files))
    _replace(files / _META, json.dumps(json.loads((files / _META).read_bytes()) | _SETTINGS).encode())
    return Index.open(str(files))


def kept(folder: Path) -> Iterator[tuple[State, Path]]:
    """Find every usable index in the subfolders of a folder, with its state; nothing is taken or made."""
    for files in folder.glob(f"*/{FILES}"):
        index = usable(files)
        state = stored_state(index.searcher()) if index else None
        if state:
            yield state, files


def take_over(other: Path, own: Path) -> None:
    """Put the index of another process, which may be at work on it, in the place of our own, closed one.

    Tantivy never changes a file but the list of what belongs to the index, which it replaces: so the files of
    one list are an index. One that went meanwhile shows when the index is opened. The disk is used once, as
    long as neither changes much. Raise OSError or ValueError when that cannot be; our own is then as it was,
    or cannot be opened.
    """
    listed = (other / _META).read_bytes()
    segments = {str(segment["segment_id"]).replace("-", "") for segment in json.loads(listed)["segments"]}
    files = [file for file in other.iterdir() if file.name.split(".")[0] in segments]
    # What tantivy does not know of as its own it would never remove.
    managed = json.loads((own / _MANAGED).read_bytes()) + [file.name for file in files]
    _replace(own / _MANAGED, json.dumps(sorted(set(managed))).encode())
    for file in files:
        _link(file, own / file.name)
    _replace(own / _META, listed)


def _link(file: Path, to: Path) -> None:
    """Give a file a second name, or make a copy where the disk has no second names."""
    new = to.with_name(f"{to.name}.new")
    new.unlink(missing_ok=True)
    try:
        os.link(file, new)
    except OSError:
        shutil.copyfile(file, new)
    new.replace(to)


def _replace(file: Path, content: bytes) -> None:
    new = file.with_name(f"{file.name}.new")
    new.write_bytes(content)
    new.replace(file)
