"""From what was filled in to a draft in the base, and what its author and the admins hear of it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.alerts import tell_admins
from bot.commands.command import Act, Desk, Request, Response
from bot.commands.nearby import number_of
from bot.commands.sharing.lesson_fields import host_of, theme_of, years_of
from bot.commands.sharing.lesson_forms import MESSAGE, WISH, text_of, told_in
from bot.commands.sharing.wished import mark_saved, of_ones_own
from bot.domain.audience import may_see
from bot.domain.model import Entry, EntryId, Kind, Lesson, Outcome, Source, Status, Text, Visibility
from bot.domain.people import Role
from bot.domain.tags import Barrier, GovernmentRole, Tags
from bot.messages.i18n import translator
from bot.messages.reply import Reply, say
from bot.ports.store import Transaction


async def saving(request: Request, values: Mapping[str, str], desk: Desk) -> Act:
    """Return what saves a lesson as a draft, from the faultless values of either form."""
    language = told_in(values, request, desk)
    text = text_of(values, await _project(values.get("project", ""), language, request, desk), language)

    async def act(tx: Transaction) -> Response:
        known = {theme.id for theme in await tx.entries.themes()}
        entry = _draft(await tx.entries.next_id(Kind.LESSON), values, text, request)
        if not known.issuperset(entry.themes):  # it went meanwhile
            entry = _draft(entry.id, {**values, "theme": ""}, text, request)
        await tx.entries.save(entry, request.change)
        await _tell(tx, entry, request, desk)
        await _answer_wish(tx, values, entry, request, desk)
        return Response(_thanks(entry, request))

    return act


async def _answer_wish(
    tx: Transaction, values: Mapping[str, str], entry: Entry, request: Request, desk: Desk
) -> None:
    """Mark the message that was to be kept, when this is what its author makes of it."""
    number = await _wish(tx, values, request)
    accounts = await tx.people.accounts(request.person.id)
    answered = await tx.wishes.became(number, accounts, entry.id, request.now) if number else None
    if answered:
        await tx.harvest.became(answered.conversation.room, answered.message, entry.id)
        await mark_saved(tx, answered, request.now, desk)


async def _wish(tx: Transaction, values: Mapping[str, str], request: Request) -> int | None:
    wish = values.get(WISH, "")
    if wish.isascii() and wish.isdecimal():
        return number_of(wish)
    own = of_ones_own(values.get(MESSAGE, ""), request.origin.sender.account)
    return await tx.wishes.number_of(own) if own else None


async def _project(named: str, language: str, request: Request, desk: Desk) -> str:
    """Return what a project is called that somebody named by its number here; any other name as it is."""
    entry_id = EntryId.parse(named)
    if entry_id is None or entry_id.kind is not Kind.PROJECT:
        return named
    async with desk.store.read() as tx:
        project = (await tx.entries.get([entry_id])).get(entry_id)
    if project is None or not may_see(project, request.audience):
        return named
    return f"{project.text(language).title} ({entry_id})"


def _draft(entry_id: EntryId, values: Mapping[str, str], text: Text, request: Request) -> Entry:
    filled = {name: value for name, value in values.items() if value}
    link = filled.get("link")
    return Entry(
        id=entry_id,
        details=Lesson(Outcome(values["outcome"])),
        texts=(text,),
        original=text.language,
        status=Status.DRAFT,
        visibility=Visibility.NETWORK,
        recorded=request.now,
        organisation=filled.get("organisation"),
        happened=years_of(filled["when"]) if "when" in filled else None,
        source=Source(host_of(link), url=link) if link else None,
        author=request.person.id,
        themes=(theme_of(filled["theme"]),) if "theme" in filled else (),
        tags=Tags(
            role=(GovernmentRole(filled["role"]),) if "role" in filled else (),
            barrier=(Barrier(filled["barrier"]),) if "barrier" in filled else (),
        ),
    )


async def _tell(tx: Transaction, entry: Entry, request: Request, desk: Desk) -> None:
    if request.person.role is Role.ADMIN:
        return
    t = translator(desk.policy.language)
    title = entry.text(t.language).title
    words = t.line(
        "A new lesson waits: {title} ({id}). Send me a direct message: `{id}` to read it, "
        "`publish {id}` to publish it.",
        title=title,
        id=str(entry.id),
    )
    await tell_admins(tx, desk.policy, say(words), request.now)


def _thanks(entry: Entry, request: Request) -> Reply:
    t = request.translator
    name = {"title": entry.text(t.language).title, "id": str(entry.id)}
    saved = t.line(
        "Thank you. It is saved as a draft: “{title}” ({id}). `{id}` shows what it looks like.", **name
    )
    if request.person.role is Role.ADMIN:
        return say(saved, t.line("`publish {id}` shows it to the members of the network.", **name))
    return say(saved, t.line("An admin reads it first and publishes it; you will hear when that is done."))
