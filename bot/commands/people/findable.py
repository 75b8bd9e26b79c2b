"""Being found or not: when a pioneer can be found, and what others see of somebody."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.commands.command import Act, Command, Desk, Effect, Request, Response, Wording
from bot.domain.days import read_day
from bot.domain.model import Consent, Entry, Kind, Status
from bot.domain.people import Role
from bot.domain.permissions import Rule, Setting
from bot.introducing import MONTH, reached
from bot.messages.cleaning import shortened
from bot.messages.i18n import Translator, mark
from bot.messages.markup import Line, Plain
from bot.messages.reply import Block, Paragraph, Reply, say
from bot.pioneers import MOST, agreeing, pioneer_of, pioneers_of, withdraw
from bot.ports.due import Work
from bot.ports.store import Transaction
from bot.wording import day, whole

_ECHOED = 40
"""Characters of what was typed that are repeated."""

_LONGEST = timedelta(days=3653)
"""How long a pause may last."""

_ON = frozenset({"aan", "on"})
_OFF = frozenset({"uit", "off"})


async def _findable(request: Request, arguments: re.Match[str], desk: Desk) -> Act | Response:  # noqa: ARG001
    way = (arguments["way"] or "").casefold()
    if arguments["pause"]:
        return _pause(request, arguments["day"] or "")
    change = _on if way in _ON else _off if way in _OFF else _standing

    async def act(tx: Transaction) -> Response:
        await tx.hold()
        mine = await pioneers_of(tx, request.person.id)
        return Response(aside=await change(tx, mine, request) if mine else say(_nobody(request.translator)))

    return act


def _put_away(entry: Entry, t: Translator) -> Line:
    return t.line("An admin has put {id} away. Ask them why; they can bring it back.", id=str(entry.id))


def _nobody(t: Translator) -> Line:
    return t.line("You are not a pioneer yet. `i am a pioneer` begins that; it takes a minute.")


async def _on(tx: Transaction, mine: Sequence[Entry], request: Request) -> Reply:
    t, (entry, *older) = request.translator, mine
    known = {"id": str(entry.id)}
    if entry.status is Status.ARCHIVED:
        return say(_put_away(entry, t))
    if entry.status is Status.PUBLISHED and pioneer_of(entry).consent is Consent.GIVEN:
        return say(t.line("You can be found already ({id}). `who knows me` shows what others see.", **known))
    given = replace(agreeing(entry, Consent.GIVEN), status=Status.PUBLISHED)
    await tx.entries.save(given, request.change)
    await tx.due.cancel(Work.FINDABLE, str(entry.id))
    await withdraw(tx, older, request.change)
    return say(
        t.line("From now on you can be found ({id}). `who knows me` shows what others see of you.", **known),
        t.line("`findable pause until 1 March` stops it for a while, `findable off` for good."),
    )


async def _off(tx: Transaction, mine: Sequence[Entry], request: Request) -> Reply:
    t = request.translator
    await withdraw(tx, mine, request.change)
    return say(
        t.line("Done: I do not show you to anybody any more. What you told me stays, for when you go on."),
        t.line("`findable on` makes that you can be found again, `forget me` takes everything away."),
    )


async def _standing(tx: Transaction, mine: Sequence[Entry], request: Request) -> Reply:
    t, entry = request.translator, mine[0]
    return say(await _standing_of(tx, entry, t), t.line("`who knows me` shows what others see of you."))


async def _standing_of(tx: Transaction, entry: Entry, t: Translator) -> Line:
    """Say whether a pioneer can be found now, and if not until when."""
    known = {"id": str(entry.id)}
    if entry.status is Status.ARCHIVED:
        return _put_away(entry, t)
    match pioneer_of(entry).consent:
        case Consent.GIVEN if entry.status is Status.PUBLISHED:
            return t.line("You can be found as a pioneer ({id}).", **known)
        case Consent.PAUSED:
            until = await tx.due.planned(Work.FINDABLE, str(entry.id))
            if until:
                return t.line("Nobody can find you until {day} ({id}).", day=day(until, t), **known)
    return t.line("Nobody can find you now ({id}). `findable on` makes that they can.", **known)


def _pause(request: Request, written: str) -> Act | Response:
    t, zone = request.translator, ZoneInfo(request.translator.zone)
    today = request.now.astimezone(zone).date()
    until = read_day(written, today)
    if not written:
        return Response(aside=say(t.line("Until which day? For example `findable pause until 1 March`.")))
    if until is None:
        strange = t.line(
            "I cannot read a day in “{words}”. For example: `findable pause until 1 March`.",
            words=shortened(written, _ECHOED),
        )
        return Response(aside=say(strange))
    if not today < until < today + _LONGEST:
        unfit = t.line("Choose a day after today and within ten years: then you can be found again.")
        return Response(aside=say(unfit))
    moment = datetime.combine(until, time(), zone).astimezone(UTC)

    async def act(tx: Transaction) -> Response:
        await tx.hold()
        mine = await pioneers_of(tx, request.person.id)
        if mine and mine[0].status is Status.ARCHIVED:
            return Response(aside=say(_put_away(mine[0], t)))
        pausing = [each for each in mine[:1] if pioneer_of(each).consent is not Consent.WITHDRAWN]
        await withdraw(tx, mine[1:], request.change)
        for entry in pausing:
            await tx.entries.save(agreeing(entry, Consent.PAUSED), request.change)
            await tx.due.plan(Work.FINDABLE, str(entry.id), moment)
        if not pausing:
            already = t.line("Nobody can find you now, so there is nothing to pause.")
            return Response(aside=say(already if mine else _nobody(t)))
        paused = t.line(
            "Nobody can find you until {day}. That day you are back by yourself, and I tell you.",
            day=day(moment, t),
        )
        return Response(aside=say(paused, t.line("`findable on` ends the pause sooner.")))

    return act


async def _who_knows_me(request: Request, arguments: re.Match[str], desk: Desk) -> Response:  # noqa: ARG001
    t = request.translator
    async with desk.store.read() as tx:
        own = await tx.entries.of(request.person.id, MOST)
        mine = await pioneers_of(tx, request.person.id)
        shown = await _shown(tx, mine[0], request) if mine else (Paragraph((_nobody(t),)),)
    lessons = sum(entry.status is Status.PUBLISHED and entry.id.kind is not Kind.PIONEER for entry in own)
    told = t.plural(
        "{number} lesson or project of yours is in the base, without your name.",
        "{number} lessons and projects of yours are in the base, without your name.",
        lessons,
    )
    which = t.line("`my lessons` shows which.")
    return Response(Reply((*shown, Paragraph(((Plain(told),), which)))))


async def _shown(tx: Transaction, entry: Entry, request: Request) -> tuple[Block, ...]:
    """Return what others see of a pioneer, or will see."""
    t = request.translator
    themes = {theme.id: theme for theme in await tx.entries.themes()}
    story = whole(entry, tuple(themes[theme] for theme in entry.themes), t).blocks
    asked = await tx.contacts.since(entry.id, request.now - MONTH)
    requests = t.plural(
        "In the past thirty days {number} person asked for contact with you.",
        "In the past thirty days {number} people asked for contact with you.",
        asked,
    )
    found = pioneer_of(entry).consent is Consent.GIVEN and entry.status is Status.PUBLISHED
    seen = t.line("This is what others see:") if found else t.line("This is what others would see:")
    lines = (reached(entry, await tx.contacts.reach(entry.id), t), (Plain(requests),))
    return (Paragraph((await _standing_of(tx, entry, t), seen)), *story, Paragraph(lines))


COMMANDS = (
    Command(
        dutch=Wording(
            "vindbaar", "aan|uit|pauze tot <datum>", ("vindbaar pauze tot 1 maart", "vindbaar uit")
        ),
        english=Wording(
            "findable", "on|off|pause until <date>", ("findable pause until 1 March", "findable off")
        ),
        summary=mark("says whether you can be found as a pioneer, or from which day again"),
        arguments=r"(?:(?P<way>aan|uit|on|off)|(?P<pause>pauze|pause)(?:\s+(?:tot|until|till))?(?:\s+(?P<day>.{1,60}))?)?",
        rule=Rule(Role.MEMBER),
        effect=Effect.FINAL,
        run=_findable,
        everyday=True,
        personal=True,
    ),
    Command(
        dutch=Wording("wie kent mij", "", ("wie kent mij",)),
        english=Wording("who knows me", "", ("who knows me",)),
        summary=mark("shows what others see of you"),
        arguments="",
        rule=Rule(Role.MEMBER, frozenset({Setting.DIRECT})),
        effect=Effect.READS,
        run=_who_knows_me,
        everyday=True,
        personal=True,
    ),
)
