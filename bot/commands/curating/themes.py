"""Curating themes: making one, giving it another name, and bringing two together. Search follows at once."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.commands.command import Act, Command, Desk, Effect, Handler, Request, Response, Wording
from bot.domain.model import Theme
from bot.domain.people import Role
from bot.domain.permissions import Rule
from bot.language.analysis import words
from bot.messages.cleaning import shortened
from bot.messages.i18n import Translator, mark, mark_plural
from bot.messages.markup import Line, Plain
from bot.messages.reply import Reply, say
from bot.ports.store import Transaction

_LETTERS = 60
"""How long the name of a theme may be."""

_MOVED = mark_plural(
    "{number} lesson, project or pioneer has the other theme now.",
    "{number} lessons, projects and pioneers have the other theme now.",
)


async def _make(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:  # noqa: ARG001
    t = request.translator
    dutch = _name(arguments["first"])
    english = _name(arguments["second"] or "")
    fault = _fault([name for name in (dutch, english) if name] or [""], t)
    if fault:
        return Response(aside=fault)

    async def act(tx: Transaction) -> Response:
        await tx.hold()
        themes = await tx.entries.themes()
        taken = next((theme for name in (dutch, english) if (theme := _named(name, themes))), None)
        if taken:
            return Response(aside=_taken(taken, t))
        names = {"nl": dutch} | ({"en": english} if english else {})
        theme = await tx.entries.save_theme(names, request.change)
        return Response(say(t.line("Made: the theme {theme}.", theme=theme.name(t.language))))

    return act


async def _rename(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:  # noqa: ARG001
    t = request.translator
    old, new = _name(arguments["first"]), _name(arguments["second"])
    fault = _fault([new], t)
    if fault:
        return Response(aside=fault)

    async def act(tx: Transaction) -> Response:
        await tx.hold()
        themes = await tx.entries.themes()
        theme, taken = _named(old, themes), _named(new, themes)
        if theme is None:
            return Response(aside=_unknown(old, t))
        if taken and taken.id != theme.id:
            return Response(aside=_taken(taken, t))
        names = {
            language: new if name.casefold() == old.casefold() else name for language, name in theme.names
        }
        if names == dict(theme.names):
            return Response(aside=say(t.line("That is its name already.")))
        await tx.themes.rename(theme, names, request.change)
        return Response(say(t.line("The theme {old} is called {new} now.", old=old, new=new)))

    return act


async def _combine(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:  # noqa: ARG001
    t = request.translator
    first, second = _name(arguments["first"]), _name(arguments["second"])

    async def act(tx: Transaction) -> Response:
        await tx.hold()
        themes = await tx.entries.themes()
        source, target = _named(first, themes), _named(second, themes)
        if source is None or target is None:
            return Response(aside=_unknown(first if source is None else second, t))
        if source.id == target.id:
            return Response(aside=say(t.line("These are one theme: I cannot bring it together with itself.")))
        moved = await tx.themes.merge(source, target, request.change)
        done: list[Line] = [
            t.line(
                "The theme {source} is part of {target} now.",
                source=source.name(t.language),
                target=target.name(t.language),
            )
        ]
        done += [(Plain(t.plural(*_MOVED, moved)),)] if moved else []
        return Response(say(*done))

    return act


def _name(typed: str) -> str:
    return " ".join(typed.split()).strip("“”\"'")


def _fault(names: Iterable[str], t: Translator) -> Reply | None:
    """Say what is wrong with the name of a theme; None when nothing is."""
    for name in names:
        if len(name) > _LETTERS:
            return say(t.line("That name is too long: {number} characters at most.", number=str(_LETTERS)))
        if not words(name):
            return say(t.line("A theme needs a name of letters."))
    return None


def _named(name: str, themes: Iterable[Theme]) -> Theme | None:
    """Return the theme that is called exactly this, in either language."""
    known = {full.casefold(): theme for theme in themes for _, full in theme.names}
    return known.get(name.casefold())


def _unknown(name: str, t: Translator) -> Reply:
    return say(
        t.line(
            "I do not know the theme “{name}”. `themes` shows all of them.", name=shortened(name, _LETTERS)
        )
    )


def _taken(theme: Theme, t: Translator) -> Reply:
    return say(t.line("There is a theme {theme} already.", theme=theme.name(t.language)))


def _command(dutch: Wording, english: Wording, summary: str, arguments: str, run: Handler) -> Command:
    return Command(dutch, english, summary, arguments, Rule(Role.ADMIN), Effect.FINAL, run, everyday=True)


_TWO = r"(?P<first>[^=]{1,200})=(?P<second>[^=]{1,200})"

COMMANDS = (
    _command(
        Wording("maak thema", "<naam> [= <Engels>]", ("thema maak deelmobiliteit",), short="thema maak"),
        Wording(
            "make theme", "<Dutch name> [= <English>]", ("theme make wonen = housing",), short="theme make"
        ),
        mark("makes a theme"),
        r"(?P<first>[^=]{1,200})(?:=(?P<second>[^=]{1,200}))?",
        _make,
    ),
    _command(
        Wording(
            "hernoem thema", "<oud> = <nieuw>", ("thema hernoem afval = grondstoffen",), short="thema hernoem"
        ),
        Wording("rename theme", "<old> = <new>", ("theme rename waste = resources",), short="theme rename"),
        mark("gives a theme another name"),
        _TWO,
        _rename,
    ),
    _command(
        Wording(
            "voeg thema samen",
            "<thema> = <thema dat blijft>",
            ("thema voeg samen afval = milieu",),
            short="thema voeg samen",
        ),
        Wording(
            "combine theme",
            "<theme> = <theme that stays>",
            ("theme combine waste = environment",),
            short="theme combine",
        ),
        mark("brings two themes together under the second one"),
        _TWO,
        _combine,
    ),
)
