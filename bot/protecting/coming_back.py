"""Coming back to a story with its code: to change it, or to take it back."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.domain.locks import lookup_of, opens
from bot.domain.model import Entry, Text
from bot.domain.policy import Policy
from bot.forms import Choice, Field, Form, Step, ask, type_line
from bot.hiding import take_back, unsay
from bot.messages.i18n import Translator, mark, translator
from bot.messages.reply import Paragraph, Reply, say
from bot.ports.due import Work
from bot.ports.knowledge import Change
from bot.ports.people import Dialogue
from bot.ports.store import Store, Transaction
from bot.ports.stories import Told
from bot.protecting.beginning import NAME, STORY, known_aside, spoken
from bot.releasing import text_of, words_of

_WHAT: Final = "what"
_AMEND: Final = Choice("amend", mark("change it"), frozenset({"wijzig", "wijzigen", "change", "amend"}))
_WITHDRAW: Final = Choice(
    "withdraw", mark("take it back"), frozenset({"trek in", "intrekken", "withdraw", "take back"})
)

CODED: Final = Form(
    name="code",
    fields=(Field(_WHAT, mark("What would you like to do with it?"), choices=(_AMEND, _WITHDRAW)),),
    opened_by=mark("share protected"),
    title=mark("Share a failure protected"),
    submit=mark("Hand in"),
    intro=mark("It is handed in without your name."),
    keeps=False,
)

NO_SUCH_CODE: Final = mark(
    "I know no story with this code. See whether you typed all four groups. A story that was declined or "
    "taken back is gone, and its code with it. The key of this dialogue is thrown away."
)
_WHOLLY: Final = mark(
    "Taken back: nothing of it is left in the base, and the key of this dialogue is thrown away."
)
_PARTLY: Final = mark(
    "Taken back, but not all of it: an admin merged it with {id}, and what came into that stays there. Ask "
    "an admin to take it out. The key of this dialogue is thrown away."
)


AFTERWARDS: Final = mark(
    "What you write to me after this is no part of it: I keep that like any other message."
)


@dataclass(frozen=True)
class Opened:
    """Which story a code opened, if any."""

    number: int | None = None


async def opened_by(code: str, store: Store) -> Opened:
    """Return which story a code opens. It takes some 50 ms, and no transaction waits meanwhile."""
    lookup = lookup_of(code)
    if not lookup:
        return Opened()
    async with store.read() as tx:
        found = await tx.stories.behind(lookup)
    fits = found is not None and await asyncio.to_thread(opens, code, found[1])
    return Opened(found[0] if found and fits else None)


async def come_back(
    tx: Transaction, opened: Opened, dialogue: Dialogue, t: Translator
) -> tuple[Dialogue | None, Reply]:
    """Show the story that was opened and ask what is to happen with it; None: the dialogue is over."""
    told = await tx.stories.get(opened.number) if opened.number else None
    if told is None:
        return None, say(t.line(NO_SUCH_CODE))
    text = await _text(tx, told)
    shown = [t.line("“{told}”", told=each) for each in (text.action, text.result, text.advice) if each]
    values = (*known_aside(dialogue), (STORY, str(told.number)))
    asking = replace(dialogue, form=CODED.name, values=values, field=0)
    how = Paragraph((t.line("This is how your story stands now:"), *shown, t.line(_standing(told))))
    return asking, Reply((how, *ask(CODED, asking, t).blocks))


def _standing(told: Told) -> str:
    if told.story is None:
        return _PUBLISHED
    return _RELEASED if told.released else _UNREAD


_PUBLISHED = mark("It is published. What you change is read by two people first.")
_RELEASED = mark("It is released and waits for its day. What you change is read by two people again.")
_UNREAD = mark("It waits for two people who read it.")


async def _text(tx: Transaction, told: Told) -> Text:
    """Return the words of a story, wherever they are."""
    if told.story:
        return text_of(told.story)
    entry = await _entry(tx, told)
    return entry.text(entry.original) if entry else Text("", "")


async def _entry(tx: Transaction, told: Told) -> Entry | None:
    return (await tx.entries.get([told.entry])).get(told.entry) if told.entry else None


async def choose(
    tx: Transaction, dialogue: Dialogue, line: str, policy: Policy, now: datetime
) -> tuple[Dialogue | None, Reply]:
    """Do what was chosen: begin the questions anew with what was told, or take it back; None: it is over."""
    t = translator(spoken(dialogue))
    step = type_line(CODED, dialogue, line, now, t)
    if step.step is not Step.DONE:
        return step.dialogue, step.reply or ask(CODED, dialogue, t)
    values = dict(step.dialogue.values)
    await tx.hold()  # what is published at this moment is taken back as what it became
    told = await tx.stories.get(int(values[STORY]))
    if told is None or told.replaced:
        return None, say(t.line(NO_SUCH_CODE))
    if values[_WHAT] == _WITHDRAW.value:
        return None, await _withdrawn(tx, told, policy, now, t)
    text = await _text(tx, told)
    answers = (("action", text.action), ("result", text.result), ("advice", text.advice))
    again = replace(dialogue, form=NAME, values=(*known_aside(dialogue), *answers), field=0)
    return again, Reply(())


async def _withdrawn(tx: Transaction, told: Told, policy: Policy, now: datetime, t: Translator) -> Reply:
    """Take a story back, wherever it is by now."""
    entry = await _entry(tx, told)
    led = (await tx.curating.leads_to([entry.id])).get(entry.id) if entry else None
    await tx.due.cancel(Work.STORY, str(told.number))
    replaced = await tx.stories.replaced_by(told.number)
    words = [text for each in (told, *replaced) if each.story for text in each.story.texts]
    if entry:
        await take_back(tx, entry.id, policy, now)
    await unsay(tx, (*words, *words_of(entry)), (), entry.id if entry else None, policy, now)
    await tx.stories.remove(told.number)
    if entry:
        await tx.curating.remove(entry.id, Change(None, now))
    done = t.line(_PARTLY, id=str(led)) if led else t.line(_WHOLLY)
    return say(done, t.line(AFTERWARDS))
