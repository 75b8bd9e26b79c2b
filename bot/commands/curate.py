"""Curating: what admins do with entries."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.alerts import tell_person
from bot.commands.command import Act, Command, Desk, Effect, Request, Response, Wording
from bot.commands.nearby import echoed, near_numbers, number_of
from bot.domain.audience import lacks_consent
from bot.domain.model import LETTERS, Entry, EntryId, Kind, Status, Visibility
from bot.domain.people import Role
from bot.domain.permissions import Rule
from bot.labels import label
from bot.messages.i18n import mark, translator
from bot.messages.markup import Line
from bot.messages.reply import say
from bot.ports.store import Transaction

_VISIBILITIES = {
    "": Visibility.NETWORK,
    "netwerk": Visibility.NETWORK,
    "network": Visibility.NETWORK,
    "openbaar": Visibility.PUBLIC,
    "public": Visibility.PUBLIC,
    "kanaal": Visibility.ROOM,
    "channel": Visibility.ROOM,
}


async def _publish(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    t = request.translator
    letter = arguments["letter"].upper() or LETTERS[Kind.LESSON]
    number = number_of(arguments["number"])
    entry_id = EntryId.parse(f"{letter}{number}") if number else None
    typed = echoed(letter, arguments["number"])
    visibility = _VISIBILITIES[(arguments["visibility"] or "").casefold()]
    if visibility is Visibility.ROOM and request.room.direct:
        return Response(
            aside=say(t.line("Publishing for one channel is done in that channel: type it there."))
        )

    async def act(tx: Transaction) -> Response:
        await tx.hold()
        entry = (await tx.entries.get([entry_id])).get(entry_id) if entry_id else None
        if entry is None:
            unknown = t.line("I do not know {id}. `new` shows what came in last.", id=typed)
            return Response(
                aside=say(unknown, *await _drafts_nearby(tx, letter, arguments["number"], request))
            )
        if lacks_consent(entry):
            refused = t.line("{id} did not agree to be found, so I do not publish it.", id=str(entry.id))
            return Response(aside=say(refused))
        if entry.status is Status.PUBLISHED:
            already = t.line(
                "{id} is published already. I cannot change yet who may see it.", id=str(entry.id)
            )
            return Response(aside=say(already))
        published = replace(
            entry,
            status=Status.PUBLISHED,
            visibility=visibility,
            room=request.room.key if visibility is Visibility.ROOM else None,
            reviewed=request.now,
        )
        await tx.entries.save(published, request.change)
        await _tell_author(tx, published, request, desk)
        title = published.text(t.language).title
        done = t.line(
            "Published: “{title}” ({id}). Who may see it: {who}.",
            title=title,
            id=str(entry.id),
            who=label(visibility, t),
        )
        return Response(say(done))

    return act


async def _drafts_nearby(tx: Transaction, letter: str, digits: str, request: Request) -> tuple[Line, ...]:
    """Name a draft that was perhaps meant, where nobody but this admin reads it."""
    if not request.room.direct:
        return ()
    ids = [entry_id for n in near_numbers(digits) if (entry_id := EntryId.parse(f"{letter}{n}"))]
    found = await tx.entries.get(ids)
    t = request.translator
    drafts = (found[each] for each in ids if each in found and found[each].status is Status.DRAFT)
    meant = next((entry for entry in drafts if not lacks_consent(entry)), None)
    if meant is None:
        return ()
    title = meant.text(t.language).title
    return (t.line("Or do you mean `publish {near}` ({title})?", near=str(meant.id), title=title),)


async def _tell_author(tx: Transaction, entry: Entry, request: Request, desk: Desk) -> None:
    if entry.author is None or entry.author == request.person.id:
        return
    author = await tx.people.get(entry.author)
    t = translator((author and author.language) or desk.policy.language)
    title = entry.text(t.language).title
    words = t.line(
        "Your “{title}” is published ({id}). Thank you for sharing.", title=title, id=str(entry.id)
    )
    await tell_person(tx, desk.policy, entry.author, say(words), request.now)


COMMANDS = (
    Command(
        dutch=Wording(
            "publiceer", "<nummer> [openbaar|netwerk|kanaal]", ("publiceer L1", "publiceer L1 openbaar")
        ),
        english=Wording("publish", "<number> [public|network|channel]", ("publish L1", "publish L1 public")),
        summary=mark("publishes a draft: for the network, for everybody, or for one channel"),
        arguments=r"[#(]?(?P<letter>[LPV]?)[ -]?(?P<number>[0-9]+)[)]?"
        r"(?:\s+(?P<visibility>openbaar|public|netwerk|network|kanaal|channel))?",
        rule=Rule(Role.ADMIN, members_only=True),
        effect=Effect.UNDOABLE,
        run=_publish,
        everyday=True,
    ),
)
