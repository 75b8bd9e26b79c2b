"""The base as a file, by the code of the command line's export; nobody without consent is in it."""

from __future__ import annotations

import asyncio
import re
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bot.commands.command import Command, Desk, Effect, Request, Response, Wording
from bot.domain.audience import Audience, Readership
from bot.domain.model import EntryId
from bot.domain.people import Role
from bot.domain.permissions import Rule, Setting
from bot.messages.i18n import Translator, mark, mark_plural
from bot.messages.markup import Line, Plain
from bot.messages.reply import File, say
from bot.ports.files import TABLES, RowWriter
from bot.transfer.exporting import EntriesDoNotFitError, Scope, export

MOST: Final = 5000
"""How many entries are given by chat; to make more of them takes too long for somebody who waits."""

_LARGEST: Final = 10 * 2**20

_MEDIA: Final = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv",
    ".jsonl": "application/jsonl",
}
_ENDINGS: Final = {"excel": ".xlsx", "xlsx": ".xlsx", "csv": ".csv", "json": ".jsonl", "jsonl": ".jsonl"}
_COUNTED: Final = mark_plural(
    "The file {name} holds {number} lesson, project or pioneer.",
    "The file {name} holds {number} lessons, projects and pioneers.",
)


@dataclass(frozen=True)
class _Reach:
    """Which entries are exported, and what is said of that."""

    scope: Scope
    told: str


_OPEN: Final = _Reach(Scope(Audience(Readership.MIXED)), mark("It holds what everybody may see."))
_USUAL: Final = _Reach(
    Scope(Audience(Readership.MEMBERS)),
    mark(
        "It holds what members of the network may see. `export public` holds less, `export all` also drafts, "
        "the archive and what belongs to channels."
    ),
)
_ALL: Final = _Reach(
    Scope(None),
    mark(
        "It holds everything, also drafts and who shared what, by number. Keep it as you keep the base: "
        "this chat keeps a copy, which you can remove."
    ),
)
_REACHES: Final = {"openbaar": _OPEN, "public": _OPEN, "alles": _ALL, "all": _ALL}


async def _export(request: Request, arguments: re.Match[str], desk: Desk) -> Response:
    t = request.translator
    ending = _ENDINGS[(arguments["kind"] or "xlsx").casefold().lstrip(".")]
    reach = _REACHES.get((arguments["reach"] or "").casefold(), _USUAL)
    async with desk.store.read() as tx:
        held = (await tx.overview()).entries
    if sum(held.values()) > MOST:
        return Response(say(_too_much(t)))
    name = t.text("knowledge-base") + ending
    try:
        inside, content = await _made(desk, reach.scope, name)
    except EntriesDoNotFitError as error:
        which = ", ".join(dict.fromkeys(str(entry) for entry, _, _ in error.faults))
        return Response(say(_does_not_fit(which, t)))
    if len(content) > _LARGEST:
        return Response(say(_too_much(t)))
    counted = Plain(t.plural(*_COUNTED, len(inside), name=name))
    file = File(
        name,
        _MEDIA[ending],
        content,
        t.text("lessons, projects and pioneers of the knowledge base, a row for each"),
    )
    return Response(say((counted,), t.line(reach.told)), file=file, held=inside)


async def _made(desk: Desk, scope: Scope, name: str) -> tuple[tuple[EntryId, ...], bytes]:
    """Return which entries there are, and the file with them; nothing of it stays on the disk."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name

        def opened(columns: tuple[str, ...]) -> AbstractContextManager[RowWriter]:
            return desk.files.create(path, columns, private=True)

        held = await export(desk.store, scope, opened, _unheard, table=path.suffix in TABLES)
        return held, await asyncio.to_thread(path.read_bytes)


def _unheard(done: int, total: int) -> None:
    """Tell nobody how far it is."""


def _too_much(t: Translator) -> Line:
    return t.line(
        "The base is too large to give by chat. On the machine of the bot it can be done with: "
        "voorloper export."
    )


def _does_not_fit(which: str, t: Translator) -> Line:
    return t.line(
        "This does not fit in such a file, and I cut nothing: {entries}. `export jsonl` takes everything.",
        entries=which,
    )


_ALSO = (
    "geef me een export, geef een export, maak een export, download, download de kennisbank, download alles"
    ", exporteer de kennisbank, exporteer naar excel, give me an export, make an export, download the base"
    ", export the base, export to excel"
)
"""Whole lines that mean the same."""

COMMANDS = (
    Command(
        dutch=Wording("exporteer", "[xlsx|csv|jsonl] [openbaar|alles]", ("exporteer", "exporteer csv alles")),
        english=Wording("export", "[xlsx|csv|jsonl] [public|all]", ("export", "export csv all")),
        summary=mark("gives you the knowledge base as a file"),
        arguments=r"(?P<kind>\.?(?:xlsx|excel|csv|jsonl|json))?\s*(?P<reach>openbaar|public|alles|all)?",
        rule=Rule(Role.ADMIN, frozenset({Setting.DIRECT})),
        effect=Effect.READS,
        run=_export,
        everyday=True,
        also=frozenset(_ALSO.split(", ")),
    ),
)
