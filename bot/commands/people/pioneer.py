"""Declaring oneself a pioneer. Nobody else can do it for somebody, and nobody sees it before they did."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.commands.command import Act, Command, Desk, Effect, Request, Response, Wording
from bot.commands.kept_language import kept_language
from bot.commands.owned_form import OwnedForm, asking
from bot.domain.model import (
    Consent,
    Contact,
    Entry,
    EntryId,
    Kind,
    Pioneer,
    Status,
    Text,
    Theme,
    ThemeId,
    Visibility,
)
from bot.domain.people import Role
from bot.domain.permissions import Rule
from bot.forms import Choice, Field, Form, ask, begin
from bot.introducing import reached
from bot.messages.i18n import Translator, mark, translator
from bot.messages.reply import Button, Buttons, Paragraph, Reply
from bot.pioneers import pioneer_of, pioneers_of, withdraw
from bot.ports.due import Work
from bot.ports.people import Dialogue
from bot.ports.store import Transaction
from bot.wording import whole

_CONTACT = (
    Choice(Contact.DIRECT, mark("directly"), frozenset({"direct", "rechtstreeks", "directly"})),
    Choice(
        Contact.ASK_FIRST,
        mark("ask me first"),
        frozenset({"vraag mij eerst", "vraag me eerst", "eerst vragen", "ask me first", "ask first"}),
    ),
    Choice(Contact.NOT_NOW, mark("not now"), frozenset({"nu niet", "niet nu", "niet", "not now", "no"})),
)

PIONEER = Form(
    name="pioneer",
    fields=(
        Field("name", mark("What name may others see?"), longest=100),
        Field(
            "themes",
            mark("What may people ask you about?"),
            mark("A few words or themes, with commas between them."),
            longest=90,
        ),
        Field("organisation", mark("Which organisation do you work for?"), required=False, longest=200),
        Field("did", mark("What did you do with it yourself?"), mark("One or two sentences are enough.")),
        Field(
            "contact",
            mark("How may somebody who has a question reach you?"),
            mark("With “ask me first” you get the question, and choose each time."),
            choices=_CONTACT,
        ),
        Field(
            "reach",
            mark("What may I show of how to reach you?"),
            mark("For example a work e-mail address. With “ask me first” only after you said yes."),
            required=False,
            longest=300,
        ),
    ),
    opened_by=mark("i am a pioneer"),
    title=mark("Be found as a pioneer"),
    submit=mark("See it first"),
    goes_over=True,
    intro=mark("You see first how others would see you. Nobody does before you say so."),
)


async def _declare(request: Request, arguments: re.Match[str], desk: Desk) -> Act:
    account, t = request.origin.sender.account, request.translator
    async with desk.store.read() as tx:
        before = await tx.dialogues.get(account)
    kept = before if before and before.form == PIONEER.name else None
    known = await _known(request, arguments, desk)
    values = known | (dict(kept.values) if kept else {})
    fresh = Dialogue(account, PIONEER.name, tuple(values.items()), 0, request.now)
    dialogue = begin(PIONEER, fresh) if kept else fresh
    opening = _opening(ask(PIONEER, dialogue, t), t, changing=bool(known))
    return asking(request, dialogue, opening)


def _opening(question: Reply, t: Translator, *, changing: bool) -> Reply:
    if changing:
        first = t.line("I know you as a pioneer already. `ok` keeps an answer as it is.")
    else:
        first = t.line("Good that you want to be found. You see first how others would see you.")
    return Reply((Paragraph((first,)), *question.blocks))


async def _known(request: Request, arguments: re.Match[str], desk: Desk) -> dict[str, str]:  # noqa: ARG001
    """Return what somebody said of themselves before, by the fields of the form."""
    async with desk.store.read() as tx:
        entry = next(iter(await pioneers_of(tx, request.person.id)), None)
        if entry is None:
            return {}
        reach = await tx.contacts.reach(entry.id)
    text, pioneer = entry.text(entry.original), pioneer_of(entry)
    values = {
        "name": pioneer.name,
        "themes": text.title,
        "organisation": entry.organisation or "",
        "did": text.action or text.summary,
        "contact": str(pioneer.contact),
        "reach": reach,
    }
    return {name: value for name, value in values.items() if value}


async def _filled(request: Request, values: Mapping[str, str], desk: Desk) -> Act:
    language = kept_language(values["did"], request, desk)
    t = translator(request.person.language or language, request.translator.zone)

    async def act(tx: Transaction) -> Response:
        await tx.hold()
        themes = {theme.id: theme for theme in await tx.entries.themes()}
        mine = await pioneers_of(tx, request.person.id)
        before, older = next(iter(mine), None), mine[1:]
        new = before or _blank(await tx.entries.next_id(Kind.PIONEER), request)
        entry = _declared(new, values, themes.values(), request, language)
        await tx.entries.save(entry, request.change)
        await withdraw(tx, older, request.change)
        await tx.contacts.save_reach(entry.id, values["reach"])
        await tx.due.cancel(Work.FINDABLE, str(entry.id))
        named = tuple(themes[theme] for theme in entry.themes)
        return Response(aside=_seen_back(entry, named, values, t))

    return act


def _blank(entry_id: EntryId, request: Request) -> Entry:
    return Entry(
        id=entry_id,
        details=Pioneer(request.person.id, "", Consent.WITHDRAWN),
        texts=(),
        original=request.translator.language,
        status=Status.PUBLISHED,
        visibility=Visibility.NETWORK,
        recorded=request.now,
        author=request.person.id,
    )


def _declared(
    before: Entry, values: Mapping[str, str], themes: Iterable[Theme], request: Request, language: str
) -> Entry:
    """Return the entry as it is declared now: nobody sees it before its pioneer saw it and said so."""
    contact = Contact(values["contact"])
    if contact is Contact.DIRECT and not values["reach"]:
        contact = Contact.ASK_FIRST
    return replace(
        before,
        details=Pioneer(request.person.id, values["name"], Consent.WITHDRAWN, contact),
        texts=(Text(language, _capital(values["themes"]), action=values["did"]),),
        original=language,
        status=Status.ARCHIVED if before.status is Status.ARCHIVED else Status.PUBLISHED,
        organisation=values["organisation"] or None,
        reviewed=request.now,
        themes=_named(values["themes"], themes),
    )


def _capital(words: str) -> str:
    written = " ".join(words.split())
    return written[:1].upper() + written[1:]


_BETWEEN = re.compile(r"[,;/\n]|\s+(?:en|and|&)\s+", re.IGNORECASE)


def _named(words: str, themes: Iterable[Theme]) -> tuple[ThemeId, ...]:
    """Return those of the themes that are named, in the order in which they are."""
    ids = {name.casefold(): theme.id for theme in themes for _, name in theme.names}
    pieces = (words, *_BETWEEN.split(words))
    named = (ids.get(piece.strip(" .").casefold()) for piece in pieces)
    return tuple(dict.fromkeys(theme for theme in named if theme is not None))


def _seen_back(entry: Entry, themes: tuple[Theme, ...], values: Mapping[str, str], t: Translator) -> Reply:
    first = t.line("This is how others will see you. Nobody does yet:")
    steps = (
        Button(t.text("right, let me be found"), t.text("findable on")),
        Button(t.text("change something"), t.text("i am a pioneer")),
    )
    told = (Paragraph((reached(entry, values["reach"], t),)), Buttons(t.text("Next:"), steps))
    return Reply((Paragraph((first,)), *whole(entry, themes, t).blocks, *told))


FORMS = {PIONEER.name: OwnedForm(PIONEER, _filled, known=_known)}

_ALSO = (
    "ik ben een voorloper, ik wil voorloper zijn, ik wil voorloper worden, voorloper worden, word voorloper"
    ", hoe word ik voorloper, i'm a pioneer, i want to be a pioneer, become a pioneer"
)
"""Whole lines that mean the same."""

COMMANDS = (
    Command(
        dutch=Wording("ik ben voorloper", "", ("ik ben voorloper",)),
        english=Wording("i am a pioneer", "", ("i am a pioneer",)),
        summary=mark("lets others find you, for what you know; you decide what they see"),
        arguments="",
        rule=Rule(Role.MEMBER),
        effect=Effect.FINAL,
        run=_declare,
        everyday=True,
        form=PIONEER.name,
        personal=True,
        also=frozenset(_ALSO.split(", ")),
    ),
)
