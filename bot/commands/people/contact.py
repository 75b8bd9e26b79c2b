"""Contact with a pioneer: who asks for it, and what the pioneer answers. `bot/introducing.py` ends it."""

from __future__ import annotations

import re

from bot.commands.command import Act, Command, Desk, Effect, Request, Response, Wording
from bot.commands.kept_language import kept_language
from bot.commands.nearby import echoed, number_of
from bot.curating.leading import led
from bot.domain.audience import may_be_named, may_see
from bot.domain.model import LETTERS, Contact, Entry, EntryId, Kind
from bot.domain.people import Role
from bot.domain.permissions import Rule, Setting
from bot.introducing import MONTH, WAITS, accept, ask_pioneer, decline
from bot.messages.i18n import Translator, mark
from bot.messages.markup import Line
from bot.messages.reply import Paragraph, Reply, say
from bot.pioneers import pioneer_of
from bot.ports.contact import Answer, ContactRequest
from bot.ports.store import Transaction
from bot.wording import day

_LONGEST = 600
"""Characters of what somebody wants to ask about."""

_DECLINED = mark(
    "All right. They do not hear that you said no: only, after a week, that it did not come to contact."
)
_YES = frozenset({"ja", "yes"})


async def _contact(request: Request, arguments: re.Match[str], desk: Desk) -> Act:
    t, number = request.translator, number_of(arguments["number"])
    entry_id = EntryId(Kind.PIONEER, number) if number else None
    about = (arguments["about"] or "").strip()

    async def act(tx: Transaction) -> Response:
        await tx.hold()  # two who ask at once are counted one after the other
        entry = await led(tx, entry_id)
        if entry is None or not may_see(entry, request.audience):
            typed = echoed(LETTERS[Kind.PIONEER], arguments["number"])
            hidden = t.line(
                "I do not know {id}, or may not show it here. Ask me in a direct message.", id=typed
            )
            return Response(aside=say(hidden))
        return Response(aside=await _for(tx, entry, about, request, desk))

    return act


async def _for(tx: Transaction, entry: Entry, about: str, request: Request, desk: Desk) -> Reply:
    """Do what this pioneer chose for who would like to reach them."""
    t, pioneer = request.translator, pioneer_of(entry)
    known = {"name": pioneer.name, "id": str(entry.id)}
    if pioneer.person == request.person.id:
        return say(t.line("That is you ({id}). `who knows me` shows what others see of you.", **known))
    if pioneer.contact is Contact.NOT_NOW:
        return _about(entry, t.line("{name} ({id}) cannot be asked for contact now. Try it later.", **known))
    reach = await tx.contacts.reach(entry.id)
    if pioneer.contact is Contact.DIRECT and reach:
        return _about(entry, t.line("You can reach {name} ({id}) directly: {reach}", reach=reach, **known))
    if not any(character.isalnum() for character in about):
        how = t.line("{name} ({id}) wants to be asked first. What is it about?", **known)
        example = t.line(
            "Type `contact {id}` and behind it your question, and how you can be reached.", **known
        )
        return Reply((Paragraph((how, example)),), (entry.id,))
    if len(about) > _LONGEST:
        return say(
            t.line("This is longer than {longest} characters. Can it be shorter?", longest=str(_LONGEST))
        )
    return await _asking(tx, entry, about, request, desk)


def _about(entry: Entry, line: Line) -> Reply:
    """Return words about a pioneer, which are looked at once more before they go out."""
    return Reply((Paragraph((line,)),), (entry.id,))


async def _asking(tx: Transaction, entry: Entry, about: str, request: Request, desk: Desk) -> Reply:
    """Put the question to the pioneer, unless it was put already or they get too many."""
    t, now = request.translator, request.now
    known = {"name": pioneer_of(entry).name, "id": str(entry.id)}
    before = await tx.contacts.open(request.person.id, entry.id)
    if before:
        until = day(before.asked_at + WAITS, t)
        waiting = t.line(
            "I have asked {name} ({id}) for you already. You hear by {day} what came of it.",
            day=until,
            **known,
        )
        return _about(entry, waiting)
    if await tx.contacts.since(entry.id, now - MONTH) >= desk.policy.requests_a_month:
        many = t.line(
            "{name} ({id}) was asked often enough for this month. Try it later, or ask somebody else.",
            **known,
        )
        return _about(entry, many)
    account = request.origin.sender.account
    language = kept_language(about, request, desk)
    asked = ContactRequest(0, entry.id, request.person.id, account, about, language, now)
    await ask_pioneer(tx, entry, asked, desk.policy, now)
    done = t.line("I have put your question to {name} ({id}): “{about}”", about=about, **known)
    after = t.line(
        "You hear within a week whether it comes to contact. I did not say who you are; after a yes I "
        "bring you together."
    )
    return Reply((Paragraph((done, after)),), (entry.id,))


async def _answer(request: Request, arguments: re.Match[str], desk: Desk) -> Act:
    number, yes = int(arguments["number"]), arguments["answer"].casefold() in _YES
    typed = (arguments["reach"] or "").strip()

    async def act(tx: Transaction) -> Response:
        await tx.hold()  # a request that ends at this same moment is over before this, or after
        asked = await tx.contacts.get(number)
        entry = (await tx.entries.get([asked.pioneer])).get(asked.pioneer) if asked else None
        t = request.translator
        if asked is None or entry is None or pioneer_of(entry).person != request.person.id:
            return Response(say(t.line("I do not know a request with number {number}.", number=str(number))))
        if asked.answer in {Answer.OVER, Answer.ACCEPTED}:
            return Response(say(_too_late(asked, t)))
        if yes:
            return Response(await _agreed(tx, entry, asked, typed, request, desk))
        await decline(tx, asked)
        return Response(say(t.line(_DECLINED)))

    return act


def _too_late(asked: ContactRequest, t: Translator) -> Line:
    if asked.answer is Answer.ACCEPTED:
        return t.line("You said yes already, and I have passed that on.")
    return t.line("This request is over; you need not do anything any more.")


async def _agreed(
    tx: Transaction, entry: Entry, asked: ContactRequest, typed: str, request: Request, desk: Desk
) -> Reply:
    """Bring both together, by what the pioneer says now or said before."""
    t, known = request.translator, {"number": str(asked.id)}
    if not may_be_named(entry):
        return say(
            t.line("You cannot be found now. `findable on` first, then `request {number} yes`.", **known)
        )
    reach = typed or await tx.contacts.reach(entry.id)
    if not reach:
        how = t.line("Good! How may they reach you? Type it behind your yes:", **known)
        example = t.line("`request {number} yes` and then, for example, your e-mail address.", **known)
        return say(how, example)
    together = await accept(tx, entry, asked, reach, desk.policy, request.now)
    told = t.line("Good! I have told them that you may be reached: {reach}", reach=reach)
    room = t.line(
        "Good! I bring you together in a room for you both. Can I open none, then I tell them: {reach}",
        reach=reach,
    )
    return say(
        room if together else told,
        t.line("This was their question: “{about}”", about=asked.about or ""),
    )


COMMANDS = (
    Command(
        dutch=Wording("contact", "<nummer> <waarover>", ("contact V1 hoe begon je?", "contact V1")),
        english=Wording("contact", "<number> <what about>", ("contact V1 how did you begin?", "contact V1")),
        summary=mark("brings you in contact with a pioneer, as they chose"),
        arguments=r"[#(\[]?(?:V[ -]?)?(?P<number>[0-9]+)[)\].,!:]*(?:\s+(?P<about>.+))?",
        rule=Rule(Role.MEMBER),
        effect=Effect.FINAL,
        run=_contact,
        everyday=True,
    ),
    Command(
        dutch=Wording("verzoek", "<nummer> ja|nee", ("verzoek 1 ja", "verzoek 1 nee")),
        english=Wording("request", "<number> yes|no", ("request 1 yes", "request 1 no")),
        summary=mark("says whether somebody who asked for contact may reach you"),
        arguments=r"#?(?P<number>[0-9]{1,9})\s+(?P<answer>ja|nee|yes|no)(?:[,.:!]*\s+(?P<reach>.{1,300}))?[.!]?",
        rule=Rule(Role.MEMBER, frozenset({Setting.DIRECT})),
        effect=Effect.FINAL,
        run=_answer,
        everyday=True,
    ),
)
