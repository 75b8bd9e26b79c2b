"""What is shown at once, outside the outbox: a form that somebody opens, and what is wrong with a filled one.

Nothing is written here. What a form that was handed in leads to is decided in `turn.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.commands.command import Desk, Invocation, parse
from bot.commands.owned_form import OwnedForm
from bot.forms import Field, faults, view
from bot.hearing import look
from bot.messages.cleaning import clean
from bot.messages.form import FormView
from bot.messages.i18n import Translator
from bot.messages.incoming import Origin
from bot.messages.plaintext import render_plain
from bot.messages.reply import say
from bot.prefilling import preset
from bot.understanding import against
from bot.wording import unnamed

Forms = Mapping[str, OwnedForm]


def opens(line: str, desk: Desk, forms: Forms) -> bool:
    """Say whether a line is a command that opens a form (see `Core.opens`)."""
    return _opening(line, desk, forms) is not None


def _opening(line: str, desk: Desk, forms: Forms) -> Invocation | None:
    parsed = parse(clean(line), desk.commands)
    named = parsed.command.opens(parsed.match) if isinstance(parsed, Invocation) else ""
    return parsed if isinstance(parsed, Invocation) and named in forms else None


async def form(
    origin: Origin, line: str, values: Mapping[str, str], desk: Desk, forms: Forms, now: datetime
) -> FormView | None:
    """Return the form that a line would open (see `Core.form`)."""
    opening = _opening(line, desk, forms)
    if opening is None:
        return None
    seen = await look(origin, line, desk, now)
    if seen is None or against(opening.command, seen.request, desk.policy):
        return None
    t = seen.request.translator
    owned = await forms[opening.command.opens(opening.match)].at_hand(desk, t.language)
    given = _unnamed(_known(owned, values), t)
    known = {} if given else await owned.known(seen.request, opening.match, desk)
    begun = owned.values(opening.match, None if given else seen.dialogue, known)  # no mixture of two stories
    aside = {preset(each.name): given[each.name] for each in owned.form.fields if _goes_along(each, given)}
    shown = view(owned.form, {**begun, **given, **aside}, t)
    told = render_plain(say(owned.told(opening.match, begun, t)))
    return replace(shown, intro=f"{told} {shown.intro}".strip())


def _goes_along(field: Field, given: Mapping[str, str]) -> bool:
    return not field.asked and field.name in given


def _known(owned: OwnedForm, values: Mapping[str, str]) -> dict[str, str]:
    """Return those of the values that are for a field of the form."""
    return {field.name: clean(values[field.name]) for field in owned.form.fields if field.name in values}


def _unnamed(values: Mapping[str, str], t: Translator) -> dict[str, str]:
    return {name: unnamed(value, t) for name, value in values.items()}


async def form_faults(
    origin: Origin, name: str, values: Mapping[str, str], desk: Desk, forms: Forms, now: datetime
) -> Mapping[str, str]:
    """Return what is wrong with a filled form (see `Core.faults`)."""
    if name not in forms:
        return {}
    owned = forms[name]
    seen = await look(origin, values.get(owned.typed, ""), desk, now)
    if seen is None:
        return {}
    t = seen.request.translator
    return faults((await owned.at_hand(desk, t.language)).form, _known(owned, values), t)
