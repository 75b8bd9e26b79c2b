"""Following a theme: who does hears directly, now and then, what is new in it (`bot/followers.py`)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.commands.asking.named_theme import named_theme, theme_typed, unknown_theme
from bot.commands.command import Act, Command, Desk, Effect, Request, Response, Wording
from bot.domain.model import Theme
from bot.domain.people import Role
from bot.domain.permissions import Rule
from bot.domain.rhythm import Rhythm, next_time
from bot.messages.i18n import Translator, mark
from bot.messages.markup import Line
from bot.messages.reply import Paragraph, Reply, say
from bot.ports.due import Work
from bot.ports.news import Followed, subject
from bot.ports.store import Transaction

_NAME = r"(?:(?:het\s+|the\s+)?(?:thema|theme)\s+(?P<name>[^?]{1,60}?)|(?P<word>[^\s?]{1,60}))"
_MONTHLY = r"maandelijks|elke\s+maand|monthly|every\s+month"
_WEEKLY = r"wekelijks|elke\s+week|weekly|every\s+week"

_HOW_OFTEN = {
    Rhythm.WEEKLY: mark("on Monday mornings"),
    Rhythm.MONTHLY: mark("on the first Monday of the month"),
}


async def _follow(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    if not (arguments["name"] or arguments["word"]):
        return await _list(request, desk)
    t = request.translator
    name = theme_typed(arguments["name"] or arguments["word"])
    rhythm = Rhythm.MONTHLY if arguments["monthly"] else Rhythm.WEEKLY

    async def act(tx: Transaction) -> Response:
        themes = await tx.entries.themes()
        theme = named_theme(name, themes)
        if theme is None:
            return Response(aside=await _unknown(tx, name, themes, request))
        person = request.person.id
        first = next_time(rhythm, desk.policy.zone, request.now)
        await tx.due.plan(Work.FOLLOWED, subject(person, rhythm), first)  # first, like who tells them
        before = {each.theme: each.since for each in await tx.news.followed(person)}
        await tx.news.follow(person, Followed(theme.id, rhythm, before.get(theme.id, request.now)))
        called = theme.name(t.language)
        return Response(
            aside=say(
                t.line(
                    "You follow the theme {theme}. {often} I tell you, and only you, what is new there; when "
                    "nothing is, nothing.",
                    theme=called,
                    often=_begun(t.text(_HOW_OFTEN[rhythm])),
                ),
                _end(called, t),
            )
        )

    return act


async def _unknown(tx: Transaction, name: str, themes: Sequence[Theme], request: Request) -> Reply:
    sizes = await tx.entries.theme_sizes(request.audience)
    known = [theme for theme in themes if sizes.get(theme.id)]
    return say(unknown_theme(name, known, request.translator))


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]


def _end(theme: str, t: Translator) -> Line:
    return t.line("`unfollow theme {theme}` ends it.", theme=theme)


async def _list(request: Request, desk: Desk) -> Response:
    """Show what somebody follows."""
    t = request.translator
    async with desk.store.read() as tx:
        followed = await tx.news.followed(request.person.id)
        names = {each.id: each.name(t.language) for each in await tx.entries.themes()}
    if not followed:
        return Response(
            aside=say(
                t.line(
                    "You follow no theme. `follow theme` with its name behind it begins; `themes` shows them."
                )
            )
        )
    lines = [t.line("You follow:")]
    lines += [
        t.line("{theme}, {often}", theme=names[each.theme], often=t.text(_HOW_OFTEN[each.rhythm]))
        for each in followed
    ]
    return Response(aside=Reply((Paragraph((*lines, _end(names[followed[0].theme], t))),)))


async def _unfollow(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:  # noqa: ARG001
    t = request.translator
    name = theme_typed(arguments["name"] or arguments["word"])

    async def act(tx: Transaction) -> Response:
        themes = await tx.entries.themes()
        theme = named_theme(name, themes)
        if theme is None:
            return Response(aside=await _unknown(tx, name, themes, request))
        called = theme.name(t.language)
        if await tx.news.unfollow(request.person.id, theme.id):
            done = t.line("You do not follow the theme {theme} any more.", theme=called)
        else:
            done = t.line("You did not follow the theme {theme}. `follow` shows which you do.", theme=called)
        return Response(aside=say(done))

    return act


COMMANDS = (
    Command(
        dutch=Wording("volg niet", "thema <naam>", ("volg niet thema energie",)),
        english=Wording("unfollow", "theme <name>", ("unfollow theme energy",)),
        summary=mark("ends that you hear what is new in a theme"),
        arguments=_NAME,
        rule=Rule(Role.MEMBER),
        effect=Effect.FINAL,
        run=_unfollow,
        everyday=True,
    ),
    Command(
        dutch=Wording("volg", "[thema <naam> [maandelijks]]", ("volg thema energie", "volg")),
        english=Wording("follow", "[theme <name> [monthly]]", ("follow theme energy", "follow")),
        summary=mark("tells you directly what is new in a theme, or shows which you follow"),
        arguments=rf"(?:{_NAME}(?:\s+(?:(?P<monthly>{_MONTHLY})|{_WEEKLY}))?)?",
        rule=Rule(Role.MEMBER),
        effect=Effect.FINAL,
        run=_follow,
        everyday=True,
    ),
)
