"""Protected sharing of a failure: from the words that begin it to the story that is handed in.

`set_apart` keeps what belongs to such a dialogue away from everything that would remember its author;
`protected_turn` asks the questions. Under which key it is stored is the business of `bot.ports.protected`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.commands.command import Asking, Desk, parse, unwrapped
from bot.commands.lesson_forms import LESSON
from bot.domain.people import Role
from bot.forms import Choice, Field, Form, Step, ask, result, type_line
from bot.language.recognisable import recognisable
from bot.messages.cleaning import shortened
from bot.messages.i18n import Translator, mark, translator
from bot.messages.incoming import Click, Deleted, Edited, Incoming, Message, Origin, Reaction, asked_in
from bot.messages.markup import Line
from bot.messages.outgoing import Outgoing, Post
from bot.messages.reply import Paragraph, Reply, say
from bot.newcomers import Places
from bot.notes import Turn
from bot.ports.mailbox import Received
from bot.ports.people import Dialogue
from bot.ports.protected import Story
from bot.ports.store import Transaction

_BEGINS: Final = {"deel beschermd": "nl", "share protected": "en"}
_LANGUAGE: Final = "language"
_DECIDED: Final = "decided"
_TOLD: Final = ("action", "result", "advice")
_STOP: Final = frozenset({"stop"})
_HELP: Final = frozenset({"help"})
_UNASKED: Final = -1
"""The field of a dialogue in which nothing was asked yet."""

_QUOTED: Final = 80
_SHOWN: Final = 8

_HAND_IN: Final = Choice("yes", mark("yes, hand it in"), frozenset({"ja", "yes", "inleveren", "hand in"}))
_CHANGE: Final = Choice(
    "change", mark("no, change it"), frozenset({"nee", "no", "wijzig", "wijzigen", "change", "aanpassen"})
)

FORM: Final = Form(
    name="protected",
    fields=(
        *(field for field in LESSON.fields if field.name in _TOLD),
        Field(_DECIDED, mark("Shall I hand it in like this?"), choices=(_HAND_IN, _CHANGE)),
    ),
    opened_by=mark("share protected"),
    title=mark("Share a failure protected"),
    submit=mark("Hand in"),
    intro=mark("It is handed in without your name."),
    goes_over=True,
    keeps=False,
)

_HOW: Final = (
    mark(
        "You tell this protected: who you are is stored only encrypted, under a key of this dialogue that I "
        "throw away when we are done, when you type `stop`, and after 24 hours in any case."
    ),
    mark(
        "After that I do not know whose story it is any more. Two people read it before it is published, on "
        "a random day later; they do not see who told it."
    ),
    mark(
        "What I cannot promise: the servers of this chat keep logs of their own, this conversation stays "
        "in your chat unless you delete it, and what you tell may have to be made public under the Woo. "
        "So leave out what shows who you are."
    ),
)
_NO_EDITS: Final = mark(
    "As long as we are busy with this I read only what you type anew, no changes or files."
)
_WORDS: Final = mark(
    "`back` goes to the question before, `skip` leaves one open where that is allowed, `stop` stops and "
    "keeps nothing."
)
_ENDED: Final = mark(
    "A protected dialogue was broken off and its key is gone. I did not keep your message, as it may belong "
    "to that. If it was yours, begin again with `share protected`; if not, send your message once more "
    "tomorrow, or type `help`."
)


async def set_apart(
    tx: Transaction, events: Iterable[Incoming], places: Places, desk: Desk, now: datetime
) -> list[Incoming]:
    """Seal what belongs to protected dialogues; return the other events, to be taken in as always."""
    if not tx.protected.possible:
        return list(events)
    return [event for event in events if not await _is_apart(tx, event, places, desk, now)]


async def _is_apart(tx: Transaction, event: Incoming, places: Places, desk: Desk, now: datetime) -> bool:
    origin = event.origin
    account = origin.sender.account
    if not (origin.direct and desk.policy.admits(origin.place, places[origin.place])):
        return False
    going_on = await tx.protected.of(account, now)
    if going_on:
        if not isinstance(event, Deleted | Reaction):
            await tx.inbox.receive(event, now, going_on.handle)
        return True
    language = _begun(event)
    if language and not origin.sender.guest:
        person = await tx.people.of_account(account)
        if person is None or person.role.covers(Role.MEMBER):
            return await _begin(tx, event, language, now)
    if isinstance(event, Edited):  # of what nobody answered: perhaps of a dialogue that has ended
        known = await tx.outbox.answered(origin.cause) or await tx.inbox.waiting(origin.conversation)
        return not known
    asking = isinstance(event, Message) and isinstance(parse(event.text, desk.commands), Asking)
    if asking and await tx.protected.lost(now):
        await _say_ended(tx, origin, desk, now)
        return True
    return False


def _begun(event: Incoming) -> str | None:
    """Return in which language an event begins a protected dialogue; None when it does not."""
    if not isinstance(event, Message | Click):
        return None
    typed = event.text if isinstance(event, Message) else event.command
    return _BEGINS.get(unwrapped(typed).casefold().rstrip(".!"))


async def _begin(tx: Transaction, event: Incoming, language: str, now: datetime) -> bool:
    values = ((_LANGUAGE, language),)
    dialogue = Dialogue(event.origin.sender.account, FORM.name, values, _UNASKED, now)
    handle = await tx.protected.begin(dialogue, now)
    return handle is not None and await tx.inbox.receive(event, now, handle)


async def _say_ended(tx: Transaction, origin: Origin, desk: Desk, now: datetime) -> None:
    """Say so under a key of its own, so that it leaves no more of who hears it than the dialogue did."""
    handle = await tx.protected.begin(Dialogue(origin.sender.account, FORM.name, (), 0, now), now)
    if handle:
        t = translator(desk.policy.language)
        ended = Post(origin.conversation, say(t.line(_ENDED)))
        await tx.outbox.add(ended, None, now, now + desk.policy.patience, handle)
        await tx.protected.end(handle)


def protected_turn(received: Received, now: datetime) -> Turn:
    """Return what one event does in its protected dialogue."""
    event, handle = received.event, received.sealed or ""

    async def turn(tx: Transaction) -> tuple[Outgoing, ...]:
        dialogue = await tx.protected.get(handle, now)
        if dialogue is None:
            return ()
        reply = await _answered(tx, handle, dialogue, event, now)
        return (Post(asked_in(event).conversation, reply),)

    return turn


async def _answered(
    tx: Transaction, handle: str, dialogue: Dialogue, event: Incoming, now: datetime
) -> Reply:
    t = translator(dict(dialogue.values)[_LANGUAGE])
    if dialogue.field == _UNASKED:
        first = replace(dialogue, field=0)
        await tx.protected.save(handle, first, now)
        how = Paragraph(tuple(t.line(each) for each in _HOW))
        return Reply((how, *ask(FORM, first, t).blocks))
    if not isinstance(event, Message | Click) or _begun(event):
        busy = Paragraph((t.line(_NO_EDITS),))
        return Reply((busy, *_question(dialogue, t).blocks))
    text = event.text if isinstance(event, Message) else event.command
    if text.strip().casefold() in _STOP:
        await tx.protected.end(handle)
        return say(t.line("Stopped. I keep nothing of what you wrote, and the key is thrown away."))
    if text.strip().casefold() in _HELP:
        return Reply((Paragraph((t.line(_WORDS),)), *_question(dialogue, t).blocks))
    step = type_line(FORM, dialogue, text, now, t)
    if step.step is not Step.DONE:
        await tx.protected.save(handle, step.dialogue, now)
        return _previewed(step.reply, step.dialogue, dialogue, t)
    told = result(FORM, step.dialogue)
    if told[_DECIDED] == _CHANGE.value:
        kept = tuple((name, value) for name, value in step.dialogue.values if name != _DECIDED)
        again = replace(step.dialogue, values=kept, field=0)
        await tx.protected.save(handle, again, now)
        return ask(FORM, again, t)
    words = tuple((name, told[name]) for name in _TOLD)
    await tx.protected.hand_in(Story(t.language, words), now)
    await tx.protected.end(handle)
    return say(
        t.line("Thank you. It is handed in without your name, and the key of this dialogue is thrown away."),
        t.line("Two people read it, and on a random day after that it is published as shared protected."),
    )


def _question(dialogue: Dialogue, t: Translator) -> Reply:
    return _previewed(ask(FORM, dialogue, t), dialogue, None, t)


def _previewed(reply: Reply | None, dialogue: Dialogue, before: Dialogue | None, t: Translator) -> Reply:
    """Put before the last question how others will see it."""
    blocks = reply.blocks if reply else ()
    last = FORM.fields[dialogue.field].name == _DECIDED
    if not last or (before and before.field == dialogue.field):
        return Reply(blocks)
    return Reply((Paragraph(_preview(dict(dialogue.values), t)), *blocks))


def _preview(values: dict[str, str], t: Translator) -> tuple[Line, ...]:
    told = [values.get(name, "") for name in _TOLD]
    lines = [t.line("This is how others see it, under “shared protected”:")]
    lines += [t.line("“{told}”", told=each) for each in told if each]
    shows = list(dict.fromkeys(words for each in told for words in recognisable(each)))[:_SHOWN]
    if shows:
        lines.append(t.line("By these words people may know where it was, or who you are:"))
        lines += [t.line("- “{words}”", words=shortened(words, _QUOTED)) for words in shows]
    return tuple(lines)
