"""Sharing: `share` and `share failure` open a form of three short fields and the outcome."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.alerts import tell_admins
from bot.commands.command import Act, Command, Desk, Effect, Request, Response, Wording
from bot.commands.owned_form import OwnedForm
from bot.domain.keys import AccountKey
from bot.domain.model import Entry, EntryId, Kind, Lesson, Outcome, Status, Text, Visibility
from bot.domain.people import Role
from bot.domain.permissions import Rule
from bot.forms import Choice, Field, Form, ask, begin, preset
from bot.messages.i18n import Translator, mark, translator
from bot.messages.reply import Reply, say
from bot.ports.people import Dialogue
from bot.ports.store import Transaction
from bot.wording import as_title

_FAILURE = frozenset({"mislukking", "failure"})
_ANEW = frozenset({"opnieuw", "again"})

_OUTCOMES = (
    Choice(Outcome.SUCCESS, mark("worked"), frozenset({"gelukt", "gelukt!", "worked", "ja", "yes"})),
    Choice(
        Outcome.PARTIAL,
        mark("partly worked"),
        frozenset({"deels gelukt", "deels", "partly", "partly worked"}),
    ),
    Choice(
        Outcome.FAILURE, mark("did not work"), frozenset({"niet gelukt", "mislukt", "failed", "did not work"})
    ),
    Choice(Outcome.STOPPED, mark("stopped"), frozenset({"gestopt", "stopped", "gestaakt"})),
)

LESSON = Form(
    name="lesson",
    fields=(
        Field("action", mark("What did you try?"), mark("One or two sentences are enough.")),
        Field("result", mark("What came of it?"), mark("Also what you did not expect.")),
        Field("advice", mark("What would you advise somebody else?"), required=False),
        Field("outcome", mark("How did it go?"), choices=_OUTCOMES),
    ),
    opened_by=mark("share"),
)


async def _share(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    account = request.origin.sender.account
    async with desk.store.read() as tx:
        before = await tx.dialogues.get(account)
    variant = (arguments["variant"] or "").casefold()
    kept = before if variant not in _ANEW else None
    dialogue = _prepared(kept, account, request, failure=variant in _FAILURE)
    opening = _opening(
        dialogue, request.translator, resumed=any(value for _, value in kept.values) if kept else False
    )

    async def act(tx: Transaction) -> Response:
        await tx.dialogues.save(dialogue)
        if request.room.direct:
            return Response(opening)
        t = request.translator
        return Response(say(t.line("Gladly. I ask you the questions in a direct message.")), direct=opening)

    return act


def _prepared(kept: Dialogue | None, account: AccountKey, request: Request, *, failure: bool) -> Dialogue:
    """Return the dialogue to go on with; only who says so now shares a failure without being asked."""
    fixed = preset("outcome")
    values = {name: value for name, value in (kept.values if kept else ()) if name != fixed}
    if failure:
        values[fixed] = str(Outcome.FAILURE)
    return begin(LESSON, Dialogue(account, LESSON.name, tuple(values.items()), 0, request.now))


def _opening(dialogue: Dialogue, t: Translator, *, resumed: bool) -> Reply:
    question = ask(LESSON, dialogue, t)
    if not resumed:
        return question
    going_on = say(t.line("We go on with what you wrote before. `share again` begins anew."))
    return Reply((*going_on.blocks, *question.blocks))


def _filled(request: Request, values: Mapping[str, str], desk: Desk) -> Act:
    async def act(tx: Transaction) -> Response:
        entry = _draft(await tx.entries.next_id(Kind.LESSON), values, request)
        await tx.entries.save(entry, request.change)
        await _tell(tx, entry, request, desk)
        return Response(_thanks(entry, request))

    return act


def _draft(entry_id: EntryId, values: Mapping[str, str], request: Request) -> Entry:
    language = request.translator.language
    text = Text(
        language=language,
        title=as_title(values["action"]),
        action=values["action"],
        result=values["result"],
        advice=values.get("advice", ""),
    )
    return Entry(
        id=entry_id,
        details=Lesson(Outcome(values["outcome"])),
        texts=(text,),
        original=language,
        status=Status.DRAFT,
        visibility=Visibility.NETWORK,
        recorded=request.now,
        author=request.person.id,
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


FORMS = {LESSON.name: OwnedForm(LESSON, _filled)}

COMMANDS = (
    Command(
        dutch=Wording("deel", "[mislukking]", ("deel", "deel mislukking", "deel opnieuw")),
        english=Wording("share", "[failure]", ("share", "share failure", "share again")),
        summary=mark("shares what you tried, also when it did not work"),
        arguments=f"(?P<variant>{'|'.join(sorted(_FAILURE | _ANEW))})?",
        rule=Rule(Role.MEMBER),
        effect=Effect.UNDOABLE,
        run=_share,
        everyday=True,
        also=frozenset({"ik wil iets delen", "ik wil een les delen", "i want to share something"}),
    ),
)
