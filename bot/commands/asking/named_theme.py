"""The theme that a command names, in either language; what to say when there is none."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from bot.domain.model import Theme
from bot.messages.i18n import Translator
from bot.messages.markup import Line

_ALIKE = 0.7
"""How alike two names of a theme are, of 1, when the one may be a slip of the other."""


def theme_typed(words: str) -> str:
    """Return the name of a theme as it is looked for."""
    return " ".join(words.split()).strip("“”\"'").casefold()


def named_theme(name: str, themes: Iterable[Theme]) -> Theme | None:
    """Return the theme with this name in either language, or whose name begins like this."""
    known = {full.casefold(): theme for theme in themes for _, full in theme.names}
    begun = (known[full] for full in sorted(known) if name and full.startswith(name))
    return known.get(name) or next(begun, None)


def unknown_theme(name: str, themes: Iterable[Theme], t: Translator) -> Line:
    """Say that there is no such theme, and which of these was perhaps meant."""
    names = {full.casefold(): theme.name(t.language) for theme in themes for _, full in theme.names}
    near = next((names[close] for close in get_close_matches(name, names, n=1, cutoff=_ALIKE)), None)
    if near:
        return t.line("I do not know the theme “{name}”. Do you mean `theme {near}`?", name=name, near=near)
    return t.line("I do not know the theme “{name}”. `themes` shows all of them.", name=name)
