"""Entries from a file that an admin shares in a direct message: first tried, and taken in after their yes.

What is in it is judged by the code of the command line's import; it waits in the database meanwhile.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from pathlib import PurePath
from typing import Final

from bot.commands.command import Act, Command, Desk, Effect, Request, Response, Wording
from bot.commands.network.import_report import Hearing, done, tried
from bot.domain.errors import FilesForbiddenError, MessageRefusedError, PlatformUnavailableError
from bot.domain.keys import PlaceKey
from bot.domain.model import Status, Visibility
from bot.domain.people import Role
from bot.domain.permissions import Reason, Rule, Setting
from bot.messages.i18n import Translator, mark
from bot.messages.incoming import FileShared
from bot.messages.markup import Line, Plain
from bot.messages.reply import Reply, say
from bot.messages.told import reason_of, spoken
from bot.ports.files import TooLargeError, UnreadableFileError
from bot.ports.people import HandedIn
from bot.ports.store import Transaction
from bot.refusals import refusal
from bot.transfer.entries import Defaults
from bot.transfer.held import MOST, Held, hold
from bot.transfer.importing import plan, write
from bot.transfer.planned import Import, Plan

Fetch = Callable[[PlaceKey, str], Awaitable[bytes]]
"""Gives what is in a file that somebody shared (see `Chat.fetch`)."""

LARGEST: Final = 5 * 2**20
"""Bytes of a file that are taken by chat."""

_PATIENCE: Final = 8.0
"""Seconds that a file may take to come."""

_ENDINGS: Final = frozenset({".xlsx", ".xlsm", ".csv", ".tsv", ".txt", ".jsonl", ".ndjson", ".json"})
_NO: Final = frozenset({"nee", "no"})
_DRAFT: Final = frozenset({"concept", "draft"})
_PUBLIC: Final = frozenset({"openbaar", "public"})
_SOUND: Final = frozenset({"zonder fouten", "without faults"})
_OPTIONS: Final = re.compile("|".join(sorted(_DRAFT | _PUBLIC | _SOUND)), re.IGNORECASE)

_FOR_ADMINS: Final = mark(
    "Files I take from an admin only, to import what is in them. Paste the text into a message, or begin "
    "with `share`."
)
_HOW: Final = (
    mark(
        "Send me the file here, as an attachment: Excel (.xlsx), CSV or JSON Lines, a row for each lesson or "
        "project. The first row names the columns: title, summary, outcome, organisation, year, link."
    ),
    mark("I say first what would come in and what is wrong. Nothing is imported before your yes."),
)
_OTHER_KIND: Final = mark(
    "I cannot import {name}. I read Excel (.xlsx), CSV and JSON Lines, a row for each lesson or project."
)
_TOO_LARGE: Final = mark(
    "{name} is too large for me here: at most 5 MB and {most} rows. Cut it in parts, or use the machine of "
    "the bot: voorloper import."
)
_FORBIDDEN: Final = mark(
    "I may not read files here. Whoever manages the app can give me that right (files:read), and then send "
    "the file again."
)
_AWAY: Final = mark("{name} does not come through to me now. Send it again in a moment.")
_GONE: Final = mark("I could not fetch {name}, or it came damaged. Send it again.")
_NONE_WAITS: Final = mark("No file waits for your yes (any more). Send it here again, as an attachment.")
_DROPPED: Final = mark("I imported nothing, and the file is gone.")


async def handed_in(request: Request, event: FileShared, desk: Desk, fetch: Fetch) -> Response | Act:
    """Try a file that somebody shares directly, and keep it until they say yes or no."""
    t, role = request.translator, request.person.role
    if not role.covers(Role.MEMBER):
        return Response(aside=refusal(Reason.NOT_A_MEMBER, t))
    if not role.covers(Role.ADMIN):
        return Response(say(t.line(_FOR_ADMINS)))
    if PurePath(event.name).suffix.lower() not in _ENDINGS:
        return Response(say(t.line(_OTHER_KIND, name=event.name)))
    if event.size > LARGEST:
        return Response(say(_too_large(event.name, t)))
    try:
        async with asyncio.timeout(_PATIENCE):
            content = await fetch(event.origin.place, event.file)
    except FilesForbiddenError:
        return Response(say(t.line(_FORBIDDEN)))
    except (PlatformUnavailableError, TimeoutError):
        return Response(say(t.line(_AWAY, name=event.name)))
    except MessageRefusedError:
        return Response(say(t.line(_GONE, name=event.name)))
    if len(content) > LARGEST:
        return Response(say(_too_large(event.name, t)))
    return await _try(request, HandedIn(request.person.id, event.name, content, request.now), desk)


def _too_large(name: str, t: Translator) -> Line:
    return t.line(_TOO_LARGE, name=name, most=str(MOST))


async def _import(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    t, answer = request.translator, (arguments["answer"] or "").casefold()
    async with desk.store.read() as tx:
        file = await tx.dialogues.file_of(request.person.id)
    if file is None:
        return Response(say(t.line(_NONE_WAITS)) if answer else say(*map(t.line, _HOW)))
    if not answer:
        return await _try(request, file, desk)
    return _drop(request) if answer in _NO else await _take_in(request, file, _asked(arguments), desk)


def _asked(arguments: re.Match[str]) -> Import:
    said = {each.casefold() for each in _OPTIONS.findall(arguments["options"] or "")}
    status = Status.PUBLISHED if said.isdisjoint(_DRAFT) else Status.DRAFT
    visibility = Visibility.NETWORK if said.isdisjoint(_PUBLIC) else Visibility.PUBLIC
    return Import(
        defaults=Defaults(status=status, visibility=visibility), skip_bad=not said.isdisjoint(_SOUND)
    )


async def _judged(
    request: Request, file: HandedIn, asked: Import, heard: Hearing, desk: Desk
) -> tuple[Held, Plan] | Reply:
    """Return the file with what would become of it, or say why it cannot be read at all."""
    t = request.translator
    try:
        table = await asyncio.to_thread(hold, desk.files, file.name, file.content)
        return table, await plan(desk.store, table, asked, request.now, heard.heard())
    except UnreadableFileError as error:
        return say((Plain(spoken(reason_of(error), t)),))
    except TooLargeError:
        return say(_too_large(file.name, t))


async def _try(request: Request, file: HandedIn, desk: Desk) -> Response | Act:
    """Say what would come in, and keep the file when anything would."""
    heard = Hearing()
    judged = await _judged(request, file, Import(), heard, desk)
    if isinstance(judged, Reply):
        return Response(judged)
    table, made = judged
    reply, waits = tried(file.name, table, made, heard, request.translator)

    async def keep(tx: Transaction) -> Response:
        if waits:
            await tx.dialogues.keep_file(file)
        else:
            await tx.dialogues.take_file(file.person)
        return Response(reply)

    return keep


async def _take_in(request: Request, file: HandedIn, asked: Import, desk: Desk) -> Response | Act:
    """Take in what is good of a file, all of it or nothing; judged anew, as much may have changed since."""
    t, heard = request.translator, Hearing()
    judged = await _judged(request, file, asked, heard, desk)
    if isinstance(judged, Reply):
        return Response(judged)
    table, made = judged
    if not made.sound:
        return Response(tried(file.name, table, made, heard, t)[0])

    async def act(tx: Transaction) -> Response:
        await tx.hold()
        if await tx.dialogues.take_file(file.person) != file:
            return Response(say(t.line(_NONE_WAITS)))  # said yes to on another device, or another one came
        counts = await write(tx, table, made, request.change, heard.heard())
        return Response(done(made, counts, asked.defaults, t))

    return act


def _drop(request: Request) -> Act:
    async def act(tx: Transaction) -> Response:
        await tx.dialogues.take_file(request.person.id)
        return Response(say(request.translator.line(_DROPPED)))

    return act


COMMANDS = (
    Command(
        dutch=Wording(
            "importeer",
            "[ja [concept] [openbaar] [zonder fouten]|nee]",
            ("importeer", "importeer ja concept"),
        ),
        english=Wording(
            "import", "[yes [draft] [public] [without faults]|no]", ("import", "import yes draft")
        ),
        summary=mark("takes in what is in a file that you send, after showing what that would be"),
        arguments=(
            r"(?:(?P<answer>ja|yes|nee|no)\b[,.!]*)?"
            r"(?P<options>(?:\s*\b(?:concept|draft|openbaar|public|zonder fouten|without faults)\b)*)"
        ),
        rule=Rule(Role.ADMIN, frozenset({Setting.DIRECT})),
        effect=Effect.FINAL,
        run=_import,
        everyday=True,
    ),
)
