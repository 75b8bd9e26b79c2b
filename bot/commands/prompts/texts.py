"""Texts for prompts that coordinators give: they take their turn with those that are there already."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.commands.command import Act, Command, Desk, Effect, Request, Response, Wording
from bot.commands.kept_language import kept_language
from bot.commands.prompts.wording import kinds_typed, read_kind
from bot.domain.people import Role
from bot.domain.permissions import Rule
from bot.domain.prompt import OwnText
from bot.messages.cleaning import shortened
from bot.messages.i18n import Translator, mark, mark_plural
from bot.messages.markup import Line, Plain
from bot.messages.reply import Paragraph, Reply, say
from bot.ports.store import Transaction
from bot.prompting.kinds import Kind
from bot.prompting.texts import TEXTS
from bot.wording import unnamed

_LETTERS = 600
"""How long a text may be."""

_SOME_WORDS = 3
"""From so many on, what stands there without a kind is taken for a text."""

_QUOTED = 200
"""Characters of a text that a list shows."""

_AROUND = re.compile(r"(?:(?:toevoegen|add|voor|for|bij|een|a|de|het|the)\s+)*", re.IGNORECASE)
"""What people put before the kind, such as “voor een succes: …”."""

_ID = r"[#(\[]?T?[ -]?(?P<number>[0-9]{1,12})[)\].,!]*"
_LANGUAGES = {"nl": mark("in Dutch"), "en": mark("in English")}
_SHIPPED = mark_plural(
    "For {kind} I also have {number} text of my own.", "For {kind} I also have {number} texts of my own."
)


async def _text(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    if arguments["number"]:
        return _remove(request, int(arguments["number"]))
    t = request.translator
    kind, rest = read_kind(_AROUND.sub("", arguments["words"], count=1))
    words = " ".join(unnamed(rest, t).split()).strip('"“”')
    if kind is None or kind not in TEXTS:
        return Response(aside=_which_kind(t, arguments["words"] if kind is None else ""))
    if not words:
        return Response(aside=say(t.line("Which text? Put it behind the kind.")))
    if len(words) > _LETTERS:
        return Response(
            aside=say(t.line("That text is too long: {number} characters at most.", number=str(_LETTERS)))
        )
    language = kept_language(words, request, desk)

    async def act(tx: Transaction) -> Response:
        await tx.hold()
        same = [
            each
            for each in await tx.prompts.texts(kind, language)
            if each.words.casefold() == words.casefold()
        ]
        if same:
            return Response(aside=say(t.line("I have that text already: {id}.", id=same[0].name)))
        text = await tx.prompts.add_text(OwnText(0, kind, language, words, request.person.id), request.change)
        return Response(
            aside=say(
                t.line(
                    "Kept: {id}, for {kind}, {language}.",
                    id=text.name,
                    kind=kinds_typed([kind], t),
                    language=t.text(_LANGUAGES[language]),
                ),
                t.line(
                    "It comes before my own texts, wherever a prompt asks for this in that language. "
                    "`prompt text remove {id}` takes it away.",
                    id=text.name,
                ),
            )
        )

    return act


def _which_kind(t: Translator, words: str = "") -> Reply:
    """Ask for the kind; when some words were typed, show how they are typed with one."""
    opening = t.line("What is the text for? First comes one of: {kinds}.", kinds=kinds_typed(TEXTS, t))
    if len(words.split()) < _SOME_WORDS:
        return say(opening, t.line("For example: `prompt text success What worked this week?`"))
    return say(
        opening, t.line("Type for example: `prompt text success {text}`", text=shortened(words, _LETTERS))
    )


def _remove(request: Request, number: int) -> Act:
    t = request.translator

    async def act(tx: Transaction) -> Response:
        await tx.hold()
        text = await tx.prompts.text(number)
        if text is None or text.removed:
            unknown = t.line(
                "I do not know a text T{number}. `prompt texts` shows which there are.", number=str(number)
            )
            return Response(aside=say(unknown))
        await tx.prompts.save_text(replace(text, removed=True), request.change)
        return Response(aside=say(t.line("{id} is gone. `undo` brings it back.", id=text.name)))

    return act


async def _texts(request: Request, arguments: re.Match[str], desk: Desk) -> Response:
    t = request.translator
    kind, rest = read_kind(arguments["kind"] or "")
    if rest or (kind and kind not in TEXTS):
        return Response(aside=_which_kind(t))
    async with desk.store.read() as tx:
        texts = await tx.prompts.texts(kind)
    lines = _listed(texts, t)
    if kind:
        lines.append((Plain(t.plural(*_SHIPPED, len(TEXTS[kind]), kind=kinds_typed([kind], t))),))
    lines.append(t.line("Add one: `prompt text success What worked this week?`"))
    return Response(aside=Reply((Paragraph(tuple(lines)),)))


def _listed(texts: Sequence[OwnText], t: Translator) -> list[Line]:
    if not texts:
        return [t.line("Nobody added a text yet.")]
    return [
        t.line(
            "**{id}** · {kind} · {language}: “{words}”",
            id=each.name,
            kind=kinds_typed([Kind(each.kind)], t),
            language=t.text(_LANGUAGES[each.language]),
            words=shortened(each.words, _QUOTED),
        )
        for each in texts
    ]


COMMANDS = (
    Command(
        dutch=Wording(
            "prikkel tekst",
            "<soort> <tekst>",
            ("prikkel tekst succes Wat werkte er deze week?", "prikkel tekst weg T1"),
        ),
        english=Wording(
            "prompt text",
            "<kind> <text>",
            ("prompt text success What worked this week?", "prompt text remove T1"),
        ),
        summary=mark("adds a text of yours for a kind of prompt, or takes one away"),
        arguments=rf"(?:(?:weg|remove)\s+{_ID}|(?P<words>\S.{{0,3000}}))",
        rule=Rule(Role.COORDINATOR),
        effect=Effect.UNDOABLE,
        run=_text,
    ),
    Command(
        dutch=Wording("prikkel teksten", "[soort]", ("prikkel teksten", "prikkel teksten succes")),
        english=Wording("prompt texts", "[kind]", ("prompt texts", "prompt texts success")),
        summary=mark("shows the texts that coordinators added for prompts"),
        arguments=r"(?P<kind>\S.{0,100})?",
        rule=Rule(Role.COORDINATOR),
        effect=Effect.READS,
        run=_texts,
    ),
)
