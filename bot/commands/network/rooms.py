"""Rooms and places: how much the bot joins in, in which language and zone, who reads along, who may join."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from difflib import get_close_matches
from zoneinfo import available_timezones

from bot.commands.command import Act, Command, Desk, Effect, Request, Response, Wording
from bot.domain.errors import MalformedKeyError
from bot.domain.keys import PlaceKey
from bot.domain.people import Mode, Place, Readers, Role, Room
from bot.domain.permissions import Rule, Setting
from bot.messages.i18n import CALLED, Translator, mark, translator
from bot.messages.markup import Line
from bot.messages.reply import Reply, say
from bot.ports.store import Transaction
from bot.prompting.posting import in_zone

_MODES = {
    "stil": Mode.SILENT,
    "silent": Mode.SILENT,
    "luister": Mode.LISTEN,
    "listen": Mode.LISTEN,
    "actief": Mode.ACTIVE,
    "active": Mode.ACTIVE,
}

_READERS = {
    "leden": Readers.MEMBERS,
    "members": Readers.MEMBERS,
    "gemengd": Readers.MIXED,
    "mixed": Readers.MIXED,
}

_LAMP = {"aan": True, "on": True, "uit": False, "off": False}

_NONE = frozenset({"weg", "geen", "none"})

_IN_A_ROOM = frozenset({Setting.ROOM})


def _change(request: Request, change: Callable[[Room], Room], done: Line) -> Act:
    """Change the room as it is at that moment, and say what is different now."""

    async def act(tx: Transaction) -> Response:
        await tx.hold()
        room = await tx.rooms.get(request.room.key) or request.room
        await tx.rooms.save(change(room), request.change)
        return Response(say(done))

    return act


async def _mode(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:  # noqa: ARG001
    t = request.translator
    mode = _MODES[arguments["mode"].casefold()]
    done = {
        Mode.SILENT: t.line("From now on I only react here when somebody mentions me."),
        Mode.LISTEN: t.line(
            "From now on I read along here. When somebody asks who did something before, I offer what I know "
            "to that person only. A question to the group I treat as a question to me; the rest I "
            "do not keep."
        ),
        Mode.ACTIVE: t.line(
            "From now on I read along here. When somebody asks who did something before and I "
            "know it, I answer "
            "in the thread. A question to the group I treat as a question to me; the rest I do not keep."
        ),
    }
    return _change(request, lambda room: replace(room, mode=mode), done[mode])


async def _language(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:  # noqa: ARG001
    language = CALLED[arguments["language"].casefold()]
    done = translator(language).line("From now on I speak English in this channel.")
    return _change(request, lambda room: replace(room, language=language), done)


async def _zone(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    t = request.translator
    typed = arguments["zone"]
    known = {name.casefold(): name for name in available_timezones()}
    zone = known.get(typed.casefold())
    if zone is None:
        nearest = get_close_matches(typed.casefold(), known, n=1, cutoff=0.5)
        meant = known[nearest[0]] if nearest else "Europe/Amsterdam"
        unknown = t.line(
            "I do not know the time zone {typed}. Do you mean `channel timezone {meant}`?",
            typed=typed,
            meant=meant,
        )
        return Response(aside=say(unknown))
    done = t.line("Noted: {zone}. Prompts come here by that clock.", zone=zone)
    change = _change(request, lambda room: replace(room, zone=zone), done)

    async def act(tx: Transaction) -> Response:
        said = await change(tx)
        await in_zone(tx, request.room.key, zone, desk.policy, request.change)
        return said

    return act


async def _mandate(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:  # noqa: ARG001
    t = request.translator
    words = " ".join(arguments["words"].split())
    if words.casefold().strip(".!") in _NONE:
        none = t.line("Noted: nothing stands under a prompt here any more.")
        return _change(request, lambda room: replace(room, mandate=None), none)
    done = t.line("Noted. Under every prompt here stands from now on: {words}", words=words)
    return _change(request, lambda room: replace(room, mandate=words), done)


async def _lamp(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:  # noqa: ARG001
    t = request.translator
    on = _LAMP[arguments["lamp"].casefold()]
    done = {
        True: t.line(
            "From now on you can put a 💡 under a message here. I then ask whoever wrote it to share it, "
            "once and in private, and keep nothing unless they do."
        ),
        False: t.line("Noted: a 💡 under a message here means nothing to me any more."),
    }
    return _change(request, lambda room: replace(room, lamp=on), done[on])


async def _readers(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:  # noqa: ARG001
    t = request.translator
    readers = _READERS[arguments["readers"].casefold()]
    done = {
        Readers.MEMBERS: t.line(
            "Noted: only members read here. I show what is meant for members of the network here too."
        ),
        Readers.MIXED: t.line("Noted: others read along here. I only show what everybody may see here."),
    }
    return _change(request, lambda room: replace(room, readers=readers), done[readers])


async def _admit(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    t = request.translator
    typed = arguments["place"]
    if typed is None:
        return Response(aside=await _waiting(request, desk))
    try:
        key = PlaceKey.parse(typed)
    except MalformedKeyError:
        return Response(
            aside=say(t.line("I do not know the place {place}. `admit place` shows which wait.", place=typed))
        )

    async def act(tx: Transaction) -> Response:
        await tx.hold()
        place = await tx.rooms.place(key)
        if place is None:
            waiting = [str(each.key) for each in await tx.rooms.waiting_places()]
            return Response(aside=say(*_not_asked_into(typed, waiting, t)))
        if place.admitted:
            return Response(aside=say(t.line("{place} belongs to the network already.", place=typed)))
        await tx.rooms.save_place(Place(key, admitted=True), request.change)
        return Response(
            say(t.line("{place} now belongs to the network: I answer there from now on.", place=typed))
        )

    return act


def _not_asked_into(typed: str, waiting: Iterable[str], t: Translator) -> tuple[Line, ...]:
    """Say that nobody asked the bot into this place, and which one was perhaps meant."""
    unknown = t.line("Nobody asked me into {place} yet. `admit place` shows which wait.", place=typed)
    near = get_close_matches(typed, list(waiting), n=1)
    return (unknown, *(t.line("Do you mean `admit place {place}`?", place=name) for name in near))


async def _waiting(request: Request, desk: Desk) -> Reply:
    t = request.translator
    async with desk.store.read() as tx:
        waiting = await tx.rooms.waiting_places()
    if not waiting:
        return say(t.line("Nobody is waiting to be let in."))
    names = ", ".join(str(place.key) for place in waiting)
    first = str(waiting[0].key)
    return say(
        t.line(
            "Waiting to be let in: {places}. `admit place {first}` lets the first one in.",
            places=names,
            first=first,
        )
    )


COMMANDS = (
    Command(
        dutch=Wording(
            "kanaal modus",
            "stil|luister|actief",
            ("kanaal modus stil", "kanaal modus luister"),
            short=rf"zet (?:dit|het) kanaal op(?= (?:{'|'.join(_MODES)})$)",
        ),
        english=Wording(
            "channel mode",
            "silent|listen|active",
            ("channel mode silent", "channel mode listen"),
            short=rf"set (?:this|the) channel to(?= (?:{'|'.join(_MODES)})$)",
        ),
        summary=mark("chooses how much I join in in this channel"),
        arguments=f"(?P<mode>{'|'.join(_MODES)})",
        rule=Rule(Role.COORDINATOR, _IN_A_ROOM),
        effect=Effect.UNDOABLE,
        run=_mode,
    ),
    Command(
        dutch=Wording("kanaal taal", "nl|en", ("kanaal taal en",)),
        english=Wording("channel language", "nl|en", ("channel language en",)),
        summary=mark("chooses the language of this channel"),
        arguments=f"(?P<language>{'|'.join(CALLED)})",
        rule=Rule(Role.COORDINATOR, _IN_A_ROOM),
        effect=Effect.UNDOABLE,
        run=_language,
    ),
    Command(
        dutch=Wording("kanaal tijdzone", "<zone>", ("kanaal tijdzone Europe/Amsterdam",)),
        english=Wording("channel timezone", "<zone>", ("channel timezone Europe/Amsterdam",)),
        summary=mark("chooses the time zone of this channel"),
        arguments=r"(?P<zone>\S{1,60})",
        rule=Rule(Role.COORDINATOR, _IN_A_ROOM),
        effect=Effect.UNDOABLE,
        run=_zone,
    ),
    Command(
        dutch=Wording(
            "kanaal mandaat",
            "<zin>|weg",
            ("kanaal mandaat Hier leest ook de directie mee.", "kanaal mandaat weg"),
        ),
        english=Wording(
            "channel mandate",
            "<sentence>|none",
            ("channel mandate The board reads along here too.", "channel mandate none"),
        ),
        summary=mark("puts under every prompt what may be shared in this channel and who reads along"),
        arguments=r"(?P<words>\S.{0,299})",
        rule=Rule(Role.COORDINATOR, _IN_A_ROOM),
        effect=Effect.UNDOABLE,
        run=_mandate,
    ),
    Command(
        dutch=Wording("kanaal lamp", "aan|uit", ("kanaal lamp aan", "kanaal lamp uit")),
        english=Wording("channel lamp", "on|off", ("channel lamp on", "channel lamp off")),
        summary=mark("lets a 💡 under a message in this channel ask whoever wrote it to share it"),
        arguments=f"(?P<lamp>{'|'.join(_LAMP)})",
        rule=Rule(Role.COORDINATOR, _IN_A_ROOM),
        effect=Effect.UNDOABLE,
        run=_lamp,
    ),
    Command(
        dutch=Wording("kanaal meelezers", "leden|gemengd", ("kanaal meelezers leden",)),
        english=Wording("channel readers", "members|mixed", ("channel readers members",)),
        summary=mark("records who reads along in this channel"),
        arguments=f"(?P<readers>{'|'.join(_READERS)})",
        rule=Rule(Role.ADMIN, _IN_A_ROOM),
        effect=Effect.UNDOABLE,
        run=_readers,
    ),
    Command(
        dutch=Wording("plaats toelaten", "[plaats]", ("plaats toelaten", "plaats toelaten slack:T123")),
        english=Wording("admit place", "[place]", ("admit place", "admit place slack:T123")),
        summary=mark("lets a Slack workspace or Matrix server join, or shows which ones wait"),
        arguments=r"(?P<place>\S{1,120})?",
        rule=Rule(Role.ADMIN, members_only=True),
        effect=Effect.UNDOABLE,
        run=_admit,
    ),
)
