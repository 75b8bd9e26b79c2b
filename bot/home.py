"""Somebody's own page: what the bot does, what is theirs, and what they may do.

What there is to do comes from the command table; where the page is shown is the adapters' matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.commands.command import Command, Desk
from bot.commands.help.overview import listed_commands
from bot.commands.owned_form import OwnedForm
from bot.commands.people.own import listed
from bot.domain.audience import lacks_consent
from bot.domain.model import Entry
from bot.domain.people import Person, Role
from bot.hearing import GUEST, NEWCOMER
from bot.messages.cleaning import shortened
from bot.messages.i18n import Translator, mark, translator
from bot.messages.incoming import Sender
from bot.messages.markup import Line, Plain
from bot.messages.reply import Block, Button, Buttons, Paragraph, Reply
from bot.ports.store import Transaction

Forms = Mapping[str, OwnedForm]

_LABEL = 40
"""Characters of a title on a button."""

_LISTED = 5
"""How many of somebody's own entries are listed."""

_SETTINGS = mark("Your settings, to be typed in a direct message to me:")
_MANAGING = {Role.COORDINATOR: mark("For coordinators:"), Role.ADMIN: mark("For admins:")}


async def home(visitor: Sender, desk: Desk, forms: Forms) -> Reply:
    """Return the page of whoever looks; of a stranger only what the bot is."""
    account = visitor.account
    async with desk.store.read() as tx:
        place = await tx.rooms.place(account.place)
        person = GUEST if visitor.guest else await tx.people.of_account(account) or NEWCOMER
        if not desk.policy.admits(account.place, place):
            return _elsewhere(desk)
        if not person.role.covers(Role.MEMBER):
            return _for_strangers(desk)
        language = person.language or visitor.language or desk.policy.language
        t = translator(language, visitor.zone or desk.policy.zone)
        own = [e for e in await tx.entries.of(person.id, _LISTED) if not lacks_consent(e)]
        asked = await tx.questions.open_of(person.id)
        waits = await _waiting(tx, person, t)
    managed = [
        _commands(heading, [c for c in desk.commands if c.rule.needs is role], t)
        for role, heading in _MANAGING.items()
        if person.role.covers(role)
    ]
    return Reply(
        (
            Paragraph(_what_i_do(desk, t)),
            _beginnings(desk, forms, t),
            *_contributions(own, asked, t),
            *_commands(_SETTINGS, [c for c in desk.commands if c.personal], t),
            *(block for blocks in managed for block in blocks),
            *waits,
        ),
        shown=tuple(entry.id for entry in own),
    )


def _elsewhere(desk: Desk) -> Reply:
    """Return what is said in a place that nobody admitted: nothing of the network."""
    t = translator(desk.policy.language, desk.policy.zone)
    words = t.line("An admin of the network has not let this place in yet. Once that is done, I answer here.")
    return Reply((Paragraph((words,)),))


def _for_strangers(desk: Desk) -> Reply:
    t = translator(desk.policy.language, desk.policy.zone)
    how = t.line(
        "I am here for the members of this network. If you belong to it, send me a direct message, for "
        "example `help`; if I do not answer, ask an admin of the network to let you in."
    )
    return Reply((Paragraph((_who(desk, t), how)),))


def _who(desk: Desk, t: Translator) -> Line:
    return t.line(
        "I am Voorloper. For {network} I remember who did what, and how it went.", network=desk.policy.network
    )


def _what_i_do(desk: Desk, t: Translator) -> tuple[Line, ...]:
    return (
        _who(desk, t),
        t.line("Ask me who did something before, and I show what I know of it, each with its source."),
        t.line("Share what you tried, also when it did not work: somebody else goes on from there."),
    )


def _beginnings(desk: Desk, forms: Forms, t: Translator) -> Buttons:
    """Return a button for every form that can be opened, and for help."""
    openers = [command for command in desk.commands if command.form in forms]
    steps = [Button(t.text(forms[c.form].form.title), c.wording(t.language).name) for c in openers]
    return Buttons(t.text("Next:"), (*steps, Button(t.text("what else I can do"), "help")))


def _contributions(own: Sequence[Entry], asked: int, t: Translator) -> Iterable[Block]:
    open_ones = t.plural(
        "You have {number} question without an answer.",
        "You have {number} questions without an answer.",
        asked,
    )
    after: tuple[Line, ...] = ((Plain(open_ones),),) if asked else ()
    if not own:
        return (Paragraph((t.line("You have not shared anything yet."), *after)),)
    told = tuple(listed(entry, t) for entry in own)
    steps = tuple(Button(shortened(e.text(t.language).title, _LABEL), str(e.id)) for e in own)
    lines = (t.line("What you shared last:"), *told, *after)
    return (Paragraph(lines), Buttons(t.text("Read:"), steps))


def _commands(heading: str, commands: Sequence[Command], t: Translator) -> Iterable[Block]:
    return (Paragraph((t.line(heading), *listed_commands(commands, t))),) if commands else ()


async def _waiting(tx: Transaction, person: Person, t: Translator) -> Iterable[Block]:
    """Return what waits for an admin, and how they look at it."""
    places = await tx.rooms.waiting_places() if person.role is Role.ADMIN else ()
    if not places:
        return ()
    waits = t.plural("{number} place waits to be let in.", "{number} places wait to be let in.", len(places))
    steps = (Button(t.text("show which"), t.text("admit place")),)
    return (Paragraph(((Plain(waits),),)), Buttons(t.text("Next:"), steps))
