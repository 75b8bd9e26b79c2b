"""Bringing two people together: the request to a pioneer who wants to be asked first, until it is over.

Who asked never learns whether a pioneer refused or did not answer: both end at the same moment, in the same
words.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.alerts import tell_account, tell_person
from bot.domain.model import Contact, Entry
from bot.domain.policy import Policy
from bot.messages.i18n import Translator, mark, translator
from bot.messages.markup import Line
from bot.messages.outgoing import Together
from bot.messages.reply import Button, Buttons, Paragraph, Reply, say
from bot.pioneers import pioneer_of, speaking
from bot.ports.contact import Answer, ContactRequest
from bot.ports.due import DueTask, Work
from bot.ports.store import Transaction
from bot.wording import day

WAITS = timedelta(days=7)
"""How long a pioneer has to answer."""

MONTH = timedelta(days=30)
"""Over which time requests to one pioneer are counted."""

_NO_CONTACT = mark(
    "It did not come to contact with {id} after your question of {day}. That happens: people are "
    "busy or away. Ask me your question again, and I look who else knows something of it."
)


async def ask_pioneer(
    tx: Transaction, entry: Entry, request: ContactRequest, policy: Policy, now: datetime
) -> None:
    """Store the request, put it to the pioneer, and plan its end."""
    kept = await tx.contacts.add(request)
    await tx.due.plan(Work.CONTACT, str(kept.id), now + WAITS)
    person = pioneer_of(entry).person
    t = speaking(await tx.people.get(person), policy)
    await tell_person(tx, policy, person, _asked(kept, t), now)


def _asked(request: ContactRequest, t: Translator) -> Reply:
    first = t.line("Somebody of the network would like to have contact with you as a pioneer, about this:")
    about = t.line("“{about}”", about=request.about or "")
    after = t.line("May they? I wait a week. When you say no, they do not get to hear that.")
    number = str(request.id)
    steps = (
        Button(t.text("yes, bring us together"), t.text("request {number} yes", number=number)),
        Button(t.text("no, rather not"), t.text("request {number} no", number=number)),
    )
    return Reply((Paragraph((first, about, after)), Buttons(t.text("Choose:"), steps)))


async def accept(
    tx: Transaction, entry: Entry, request: ContactRequest, reach: str, policy: Policy, now: datetime
) -> bool:
    """Bring both together in a room where that can be, else let who asked know how the pioneer is reached.

    Return whether a room is tried.
    """
    await tx.contacts.save(replace(request, answer=Answer.ACCEPTED))
    t = translator(request.language, policy.zone)
    known = {"name": pioneer_of(entry).name, "id": str(entry.id)}
    words = (
        t.line(
            "Good news: {name} ({id}) would like to hear from you. Reach them here: {reach}",
            reach=reach,
            **known,
        ),
        t.line("Your question was: “{about}”", about=request.about or ""),
    )
    reply = Reply((Paragraph(words),), (entry.id,))
    together = await _together(tx, entry, request, t)
    await tell_account(tx, policy, request.account, reply, now, together=together)
    return together is not None


async def _together(tx: Transaction, entry: Entry, request: ContactRequest, t: Translator) -> Together | None:
    """Return what both read in a room of their own; None when they are not in the same place."""
    accounts = await tx.people.accounts(pioneer_of(entry).person)
    there = next((each for each in accounts if each.place == request.account.place), None)
    if there is None:
        return None
    known = {"name": pioneer_of(entry).name, "id": str(entry.id)}
    words = (
        t.line("I bring you together here: {name} ({id}) said yes to a question of one of you.", **known),
        t.line("This was the question: “{about}”", about=request.about or ""),
        t.line("Talk on here. I only answer when somebody mentions me."),
    )
    return Together(there, t.text("Contact through Voorloper"), Reply((Paragraph(words),), (entry.id,)))


async def decline(tx: Transaction, request: ContactRequest) -> None:
    """Note that a pioneer would rather not; nobody hears of it before the request would be over anyhow."""
    await tx.contacts.save(replace(request, answer=Answer.DECLINED))


async def end_request(tx: Transaction, task: DueTask, policy: Policy, now: datetime) -> None:
    """Tell both that a request is over, unless it came to contact; what it was about is forgotten."""
    await tx.hold()  # a yes at this same moment is before it or after it
    await tx.due.finish(task)
    request = await tx.contacts.get(int(task.subject))
    if request is None or request.answer is Answer.OVER:
        return
    await tx.contacts.save(replace(request, about=None, answer=Answer.OVER))
    if request.answer is Answer.ACCEPTED:
        return
    entry = (await tx.entries.get([request.pioneer])).get(request.pioneer)
    if entry and request.answer is Answer.WAITING:
        person = pioneer_of(entry).person
        t = speaking(await tx.people.get(person), policy)
        over = t.line("The request for contact of a week ago is over; you need not do anything any more.")
        await tell_person(tx, policy, person, say(over), now)
    t = translator(request.language, policy.zone)
    words = t.line(_NO_CONTACT, id=str(request.pioneer), day=day(request.asked_at, t))
    await tell_account(tx, policy, request.account, say(words), now)


def reached(entry: Entry, reach: str, t: Translator) -> Line:
    """Say to a pioneer how others can reach them."""
    contact = pioneer_of(entry).contact
    if contact is Contact.NOT_NOW:
        return t.line("Nobody can ask you for contact now.")
    if contact is Contact.DIRECT:
        return t.line("Who would like to reach you gets to see: {reach}", reach=reach)
    if reach:
        return t.line("I ask you first each time. Only after your yes somebody sees: {reach}", reach=reach)
    return t.line("I ask you first each time. How you can be reached, you say when you say yes.")
