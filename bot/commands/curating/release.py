"""Reading what was told protected, releasing it together with somebody else, or declining it."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from bot.commands.command import Act, Command, Desk, Effect, Request, Response, Wording
from bot.commands.nearby import number_of
from bot.commands.several import discreet
from bot.domain.people import Role
from bot.domain.permissions import Rule
from bot.language.recognisable import recognisable
from bot.messages.cleaning import shortened
from bot.messages.i18n import Translator, mark
from bot.messages.markup import Line
from bot.messages.reply import Button, Buttons, Paragraph, Reply, say
from bot.pioneers import pioneer_of, pioneers_of
from bot.ports.due import Work
from bot.ports.store import Transaction
from bot.ports.stories import Story, Told
from bot.releasing import MISSED, READERS, clear_replaced, forget_words, plan_publishing
from bot.wording import day

_QUOTED = 80

Decide = Callable[[Transaction, Told, Story], Awaitable[Response]]


def _deciding(request: Request, arguments: re.Match[str], desk: Desk, decide: Decide) -> Act:
    """Return what decides about the story of a line, if there is one to decide about."""
    t, number = request.translator, number_of(arguments["number"]) or 0

    async def act(tx: Transaction) -> Response:
        await tx.hold()  # of two who decide at once, or of one and its day, the second sees the first
        await clear_replaced(tx, desk.policy, request.now)
        told = await tx.stories.get(number)
        waits = {each.number for each in await tx.stories.waiting(request.now)}
        if told is None or told.story is None or not (told.released or number in waits):
            words = t.line(
                "Nothing waits under the number B{number}. `queue` shows what does.", number=str(number)
            )
            return Response(aside=say(words))
        return await decide(tx, told, told.story)

    return act


async def _story(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    async def decide(tx: Transaction, told: Told, story: Story) -> Response:
        del tx
        return discreet(request, desk, _shown(told, story, request.translator))

    return _deciding(request, arguments, desk, decide)


def _shown(told: Told, story: Story, t: Translator) -> Reply:
    number = str(told.number)
    first = t.line(
        "B{number}, told protected in the week of {day}. Nobody knows by whom, and nobody can be asked.",
        number=number,
        day=day(told.week, t),
    )
    words = [text for _, text in story.words if text]
    lines: list[Line] = [first, *(t.line("“{told}”", told=each) for each in words)]
    if told.entry:
        lines.append(t.line("It is to take the place of what stands in {id} now.", id=str(told.entry)))
    flagged = list(dict.fromkeys(each for text in words for each in recognisable(text)))
    if flagged:
        lines.append(t.line("By these words people may know where it was, or who told it:"))
        lines += [t.line("- “{words}”", words=shortened(each, _QUOTED)) for each in flagged]
    lines.append(t.line(MISSED))
    steps = (
        Button(t.text("release"), t.text("release B{number}", number=number)),
        Button(t.text("decline"), t.text("decline B{number}", number=number)),
    )
    return Reply((Paragraph(tuple(lines)), Buttons(t.text("Choose:"), steps)))


async def _release(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    t, person = request.translator, request.person.id
    number = {"number": str(number_of(arguments["number"]) or 0)}

    async def decide(tx: Transaction, told: Told, story: Story) -> Response:
        del story
        readers = {each for each in told.readers if await _may_read(tx, each, desk)}
        if told.released:
            return discreet(request, desk, say(t.line("B{number} is released already.", **number)))
        if person in readers:
            again = t.line("You released B{number} before. Somebody else has to read it too.", **number)
            return discreet(request, desk, say(again))
        if not arguments["two"] and await _are_alike(tx, person, readers):
            return Response(aside=say(t.line(_ONE_PERSON, **number)))
        await tx.stories.release(told.number, person)
        if len(readers) + 1 < READERS:
            first = t.line("Noted. One more person has to read B{number} and release it.", **number)
            return discreet(request, desk, say(first))
        await tx.stories.released(told.number)
        await plan_publishing(tx, told.number, desk.policy, desk.below, request.now)
        return discreet(request, desk, say(t.line(_RELEASED, **number, days=_days(desk))))

    return _deciding(request, arguments, desk, decide)


_RELEASED = mark(
    "Released: B{number}. It is published on a random day, at most {days} days from now, and gets its number "
    "then."
)
_ONE_PERSON = mark(
    "Who released B{number} before you gave the same name or the same address as you did, so you may be one "
    "person with two accounts. Two different people have to read it. If you are two: "
    "`release B{number} we are two`."
)


def _days(desk: Desk) -> str:
    return str(desk.policy.publishes[1].days)


async def _may_read(tx: Transaction, person: int, desk: Desk) -> bool:
    """Say whether somebody who read a story before may still do so."""
    known = await tx.people.get(person)
    admin = known is not None and known.role is Role.ADMIN
    return admin or desk.policy.second_reader in await tx.people.accounts(person)


async def _are_alike(tx: Transaction, person: int, readers: set[int]) -> bool:
    """Say whether somebody gave the same name or address as one of those who released it."""
    own = await _declared(tx, person)
    others = [await _declared(tx, each) for each in sorted(readers)]
    return any(own & other for other in others)


async def _declared(tx: Transaction, person: int) -> set[str]:
    """Return what a person said they are called and how they are reached, to be compared."""
    told: set[str] = set()
    for entry in await pioneers_of(tx, person):
        told |= {pioneer_of(entry).name, await tx.contacts.reach(entry.id)}
    return {" ".join(each.casefold().split()) for each in told} - {""}


async def _decline(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    t = request.translator

    async def decide(tx: Transaction, told: Told, story: Story) -> Response:
        del story
        await forget_words(tx, told, desk.policy, request.now)
        await tx.stories.drop(told.number)
        await tx.due.cancel(Work.STORY, str(told.number))
        number = {"number": str(told.number)}
        if told.entry:
            words = t.line("Erased: B{number}. {id} stays as it is.", id=str(told.entry), **number)
        else:
            words = t.line(
                "Erased: B{number}. There is nobody to tell, as nobody knows whose it was.", **number
            )
        return discreet(request, desk, say(words))

    return _deciding(request, arguments, desk, decide)


_NUMBER = r"B[ -]?(?P<number>[0-9]{1,9})[.]?"
_ADMINS = Rule(Role.ADMIN, members_only=True)

COMMANDS = (
    Command(
        dutch=Wording("verhaal", "<nummer>", ("verhaal B1",)),
        english=Wording("story", "<number>", ("story B1",)),
        summary=mark("shows a failure that was told protected and waits to be released"),
        arguments=_NUMBER,
        rule=_ADMINS,
        effect=Effect.READS,
        reading=True,
        run=_story,
        everyday=True,
    ),
    Command(
        dutch=Wording("geef vrij", "<nummer>", ("geef vrij B1",)),
        english=Wording("release", "<number>", ("release B1",)),
        summary=mark("releases a failure that was told protected; somebody else has to do so too"),
        arguments=rf"{_NUMBER}(?P<two>\s+(?:wij zijn twee|wij zijn met twee|we are two))?",
        rule=_ADMINS,
        effect=Effect.FINAL,
        reading=True,
        run=_release,
        everyday=True,
    ),
    Command(
        dutch=Wording("weiger", "<nummer>", ("weiger B1",)),
        english=Wording("decline", "<number>", ("decline B1",)),
        summary=mark("erases a failure that was told protected, instead of releasing it"),
        arguments=_NUMBER,
        rule=_ADMINS,
        effect=Effect.FINAL,
        reading=True,
        run=_decline,
        everyday=True,
    ),
)
