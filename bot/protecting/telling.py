"""A protected dialogue: its questions, how others will see the story, and handing it in."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.commands.command import Desk
from bot.commands.owned_form import OTHER_BUTTON, asked_again
from bot.commands.sharing.lesson_forms import LESSON
from bot.domain.locks import Lock, new_code
from bot.domain.policy import Policy
from bot.forms import Choice, Field, Form, Step, ask, result, type_line
from bot.language.detect import language_of
from bot.language.recognisable import recognisable
from bot.messages.cleaning import shortened
from bot.messages.i18n import Translator, mark, translator
from bot.messages.incoming import Click, Incoming, Message, Origin, asked_in
from bot.messages.markup import Line
from bot.messages.outgoing import Outgoing, Post
from bot.messages.reply import Paragraph, Reply, say
from bot.notes import Turn
from bot.ports.due import Work
from bot.ports.mailbox import Received
from bot.ports.people import Dialogue
from bot.ports.store import Transaction
from bot.ports.stories import Story
from bot.protecting.beginning import (
    NAME,
    STORY,
    UNASKED,
    begun,
    code_typed,
    has_dropped,
    known_aside,
    plain,
    spoken,
)
from bot.protecting.coming_back import AFTERWARDS, CODED, NO_SUCH_CODE, Opened, choose, come_back, opened_by
from bot.releasing import MISSED, plan_reading
from bot.wording import unnamed

_DECIDED: Final = "decided"
_TOLD: Final = ("action", "result", "advice")
_STOP: Final = frozenset({"stop"})
_FORGET: Final = frozenset(
    {"vergeet mij", "vergeet me", "vergeet mij ja alles", "forget me", "forget me yes everything"}
)
_HELP: Final = frozenset({"help"})

_QUOTED: Final = 80
_SHOWN: Final = 8

_HAND_IN: Final = Choice("yes", mark("yes, hand it in"), frozenset({"ja", "yes", "inleveren", "hand in"}))
_CHANGE: Final = Choice(
    "change", mark("no, change it"), frozenset({"nee", "no", "wijzig", "wijzigen", "change", "aanpassen"})
)

FORM: Final = Form(
    name=NAME,
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
_NOT_KEPT: Final = mark(
    "I did not keep what else you typed in that message. Tell it in your answers to my questions."
)
_OVER: Final = mark(
    "My last words about sharing protected have not reached you yet, so I did not keep this message. Wait "
    "for them, and then send it once more."
)
_NO_EDITS: Final = mark(
    "As long as we are busy with this I read only what you type anew, no changes or files."
)
_WORDS: Final = mark(
    "`back` goes to the question before, `skip` leaves one open where that is allowed, `stop` stops and "
    "keeps nothing."
)
_FORGET_THE_REST: Final = mark(
    "Of this dialogue there is nothing more to forget. Type `forget me` once more if I have to forget the "
    "rest of what I know of you too."
)
_CODE: Final = mark(
    "This is your code, which I show only now: **{code}**. Write it down somewhere else and delete this "
    "message. Whoever has it can change the story or take it back later, with `share protected {code}`."
)


async def protected_turn(received: Received, desk: Desk, now: datetime) -> Turn:
    """Return what one event does in its protected dialogue. What takes long is done by then: codes."""
    event, handle = received.event, received.sealed or ""
    async with desk.store.read() as tx:
        before = await tx.protected.get(handle, now)
    opened: Opened | None = None
    fresh: tuple[str, Lock] | None = None
    if before and before.field == UNASKED and code_typed(before):
        opened = await opened_by(code_typed(before), desk.store)
    elif before and before.form == NAME and before.field == len(FORM.fields) - 1:
        fresh = await asyncio.to_thread(new_code)

    async def turn(tx: Transaction) -> tuple[Outgoing, ...]:
        dialogue = await tx.protected.get(handle, now)
        if dialogue is None:
            t = translator(desk.policy.language)
            return (Post(asked_in(event).conversation, say(t.line(_OVER))),)
        telling = _Telling(tx, handle, dialogue, desk.policy, now)
        reply = await telling.answered(event, opened, fresh)
        if dialogue.field == UNASKED or await tx.protected.get(handle, now) is None:
            await _forget_greeting(tx, event.origin, now)
        return (Post(asked_in(event).conversation, reply),)

    return turn


async def _forget_greeting(tx: Transaction, origin: Origin, now: datetime) -> None:
    """Forget what was said in the direct room of somebody the bot does not know, such as its greeting."""
    if await tx.people.of_account(origin.sender.account) is None:
        await tx.erase_traces(origin.room, now)


class _Telling:
    """One turn of a dialogue, within a transaction."""

    def __init__(
        self, tx: Transaction, handle: str, dialogue: Dialogue, policy: Policy, now: datetime
    ) -> None:
        self._tx = tx
        self._handle = handle
        self._dialogue = dialogue
        self._policy = policy
        self._now = now
        self._t = translator(spoken(dialogue))

    async def answered(self, event: Incoming, opened: Opened | None, fresh: tuple[str, Lock] | None) -> Reply:
        """Return what is said to an event; `opened`: by its code; `fresh`: the code of a new story."""
        t, dialogue = self._t, self._dialogue
        if dialogue.field == UNASKED:
            return await self._begun(opened)
        again = begun(event)
        if not isinstance(event, Message | Click) or (again and not again.dropped):
            return Reply((Paragraph((t.line(_NO_EDITS),)), *self._question(dialogue).blocks))
        if isinstance(event, Click) and not await self._asks(event.origin.message):
            return asked_again(self._question(dialogue), OTHER_BUTTON, t)
        text = event.text if isinstance(event, Message) else event.command
        word = plain(text)
        if word in _STOP | _FORGET:
            await self._tx.protected.end(self._handle)
            stopped = t.line("Stopped. I keep nothing of what you wrote, and the key is thrown away.")
            return say(stopped, t.line(_FORGET_THE_REST)) if word in _FORGET else say(stopped)
        if word in _HELP:
            return Reply((Paragraph((t.line(_WORDS),)), *self._question(dialogue).blocks))
        if dialogue.form == CODED.name:
            return await self._chosen(text)
        step = type_line(FORM, dialogue, unnamed(text, t), self._now, t)
        if step.step is not Step.DONE:
            await self._tx.protected.save(self._handle, step.dialogue, self._now)
            return _previewed(step.reply, step.dialogue, dialogue, t)
        told = result(FORM, step.dialogue)
        if told[_DECIDED] == _CHANGE.value:
            kept = tuple((name, value) for name, value in step.dialogue.values if name != _DECIDED)
            return await self._asked(replace(step.dialogue, values=kept, field=0))
        return await self._handed_in(told, fresh)

    async def _asks(self, message: str | None) -> bool:
        """Say whether a message with a button is the question that is asked now."""
        return message is not None and await self._tx.protected.asks(self._handle, message)

    async def _begun(self, opened: Opened | None) -> Reply:
        t = self._t
        if opened is None:
            said = (*_HOW, _NOT_KEPT) if has_dropped(self._dialogue) else _HOW
            how = Paragraph(tuple(t.line(each) for each in said))
            values = known_aside(self._dialogue)
            asked = await self._asked(replace(self._dialogue, values=values, field=0))
            return Reply((how, *asked.blocks))
        dialogue, reply = await come_back(self._tx, opened, self._dialogue, t)
        if dialogue:
            await self._tx.protected.save(self._handle, dialogue, self._now)
        else:
            await self._tx.protected.end(self._handle)
        return reply

    async def _chosen(self, text: str) -> Reply:
        """Do what somebody wants with a story that their code opened."""
        dialogue, reply = await choose(self._tx, self._dialogue, text, self._policy, self._now)
        if dialogue is None:
            await self._tx.protected.end(self._handle)
            return reply
        if dialogue.form == NAME:
            return await self._asked(dialogue)
        await self._tx.protected.save(self._handle, dialogue, self._now)
        return reply

    async def _asked(self, dialogue: Dialogue) -> Reply:
        await self._tx.protected.save(self._handle, dialogue, self._now)
        return ask(FORM, dialogue, self._t)

    async def _handed_in(self, told: dict[str, str], fresh: tuple[str, Lock] | None) -> Reply:
        t, tx, now = self._t, self._tx, self._now
        language = language_of(" ".join(told[name] for name in _TOLD)) or t.language
        story = Story(language, tuple((name, told[name]) for name in _TOLD))
        number = dict(self._dialogue.values).get(STORY)
        code, lock = fresh or new_code()
        await tx.hold()  # what is published at this moment is changed as what it became
        if number and await tx.stories.amend(int(number), story, now) is None:
            await tx.protected.end(self._handle)
            return say(t.line(NO_SUCH_CODE))
        if number:
            await tx.due.cancel(Work.STORY, number)
        else:
            await tx.stories.hand_in(story, lock, now)
        await plan_reading(tx, now)
        await tx.protected.end(self._handle)
        thanks = t.line(
            "Thank you. It is handed in without your name, and the key of this dialogue is thrown away."
        )
        read = t.line(
            "From next week on two people read it. On a random day after that it is published as shared "
            "protected."
        )
        lines = [thanks, read, t.line("Your code stays the same.") if number else t.line(_CODE, code=code)]
        return say(*lines, t.line(AFTERWARDS))

    def _question(self, dialogue: Dialogue) -> Reply:
        if dialogue.form == CODED.name:
            return ask(CODED, dialogue, self._t)
        return _previewed(ask(FORM, dialogue, self._t), dialogue, None, self._t)


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
    lines.append(t.line(MISSED))
    lines.append(
        t.line(
            "It may have to be made public under the Woo, and the servers of this chat keep logs; "
            "I cannot change that."
        )
    )
    return tuple(lines)
