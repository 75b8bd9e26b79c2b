"""Being forgotten: first what goes and what stays, and only after typed words everything goes."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.commands.command import Act, Command, Desk, Effect, Request, Response, Wording
from bot.domain.people import Role
from bot.domain.permissions import Rule, Setting
from bot.messages.i18n import Translator, mark
from bot.messages.markup import Plain
from bot.messages.outgoing import Delete
from bot.messages.reply import Reply, say
from bot.pioneers import MOST
from bot.ports.due import Work
from bot.ports.store import Transaction

_LAST_WORDS = timedelta(minutes=10)
"""After how long the answer that says so is forgotten too."""

_WHAT_GOES = mark(
    "how you are shown as a pioneer, your questions, your prompts, your open form, what I said to you, and "
    "your accounts. My messages that show something of yours are taken back."
)
_WHAT_STAYS = mark(
    "This stays: that person {number} made changes, without a name or account, because history has to add "
    "up; what you took from a public source, without you; for two weeks an unreadable mark of your messages, "
    "so that I never answer twice; an unreadable mark of messages of yours about which I asked you, so that "
    "nobody asks again; messages in the chat itself; and backups, until they are thrown away."
)
_STILL_ALONE = mark(
    "And this, because you said that I must never ask you whether something of yours may be kept: an "
    "unreadable mark of your accounts, so that I do not ask you after all. `you may ask` lets it go, now or "
    "later."
)


async def _forget(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    t = request.translator
    if not arguments["sure"]:
        async with desk.store.read() as tx:
            own = len(await tx.entries.of(request.person.id, MOST))
            alone = await tx.wishes.left_alone(request.origin.sender.account)
        return Response(_explained(request, own, alone=alone))

    async def act(tx: Transaction) -> Response:
        await tx.hold()
        accounts = await tx.people.accounts(request.person.id)
        admins = await tx.people.with_role(Role.ADMIN)
        if desk.policy.admins.intersection(accounts):
            return Response(say(t.line(_IN_SETTINGS)))
        if [admin.id for admin in admins] == [request.person.id]:
            return Response(say(t.line(_LAST_ADMIN)))
        shown = await tx.erase(request.person, request.origin, request.change)
        for each in shown:
            taken_back = Delete(each.conversation, each.cause)
            await tx.outbox.add(taken_back, None, request.now, request.now + desk.policy.patience)
        await tx.due.plan(Work.ERASING, str(request.room.key), request.now + _LAST_WORDS)
        return Response(
            say(
                t.line("Done: I have forgotten you. This answer goes in ten minutes too."),
                t.line("When you say something to me again, we begin anew."),
            )
        )

    return act


_IN_SETTINGS = mark("You are admin in the settings file. Whoever runs me must take you out there first.")
_LAST_ADMIN = mark(
    "You are the last admin, and somebody has to be able to manage the base. Make somebody else admin first."
)


def _explained(request: Request, own: int, *, alone: bool) -> Reply:
    t: Translator = request.translator
    shared = t.plural(
        "This goes: {number} thing that you shared, published or not, with its history;",
        "This goes: {number} things that you shared, published or not, with their history;",
        own,
    )
    return say(
        (Plain(shared),),
        t.line(_WHAT_GOES),
        t.line(_WHAT_STAYS, number=str(request.person.id)),
        *((t.line(_STILL_ALONE),) if alone else ()),
        t.line("`my data` gives you all of it first."),
        t.line("This cannot be undone. Are you sure? Type `forget me yes everything`."),
    )


COMMANDS = (
    Command(
        dutch=Wording("vergeet mij", "[ja alles]", ("vergeet mij",)),
        english=Wording("forget me", "[yes everything]", ("forget me",)),
        summary=mark("says what goes and what stays when I forget you, and then does it"),
        arguments=r"(?P<sure>ja,? alles|yes,? everything)?[.!]?",
        rule=Rule(Role.MEMBER, frozenset({Setting.DIRECT})),
        effect=Effect.FINAL,
        run=_forget,
        everyday=True,
        personal=True,
    ),
)
