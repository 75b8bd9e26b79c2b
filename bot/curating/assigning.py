"""From `titel="…" thema+=water` to assignments, or to what of it cannot be read. Pure functions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.curating.fields import SETS, editable, field_named, near
from bot.domain.editing import Assignment, Way
from bot.messages.cleaning import shortened
from bot.messages.i18n import Translator, mark
from bot.messages.markup import Line
from bot.transfer.fields import TEXTS, own_name
from bot.wording import unnamed

_NAME: Final = r"[^\W\d_][\w'’]{0,40}"
_WAY: Final = r"\+=|-=|="
_BEGIN: Final = re.compile(rf"(?P<name>{_NAME}) ?(?P<way>{_WAY}) ?")
_ONE_FIELD: Final = re.compile(
    rf"(?P<name>{_NAME})(?: ?: ?| (?:(?:naar|to) |(?!(?:is|klopt|moet|mag|was|should|must)\b)))"
    r"(?P<value>[^\s=+-][^=]*)",
    re.IGNORECASE | re.DOTALL,
)
"""One field without a sign: “titel Loten”, “titel: Loten”. “Titel is te lang” says what is wrong with it."""

_ANOTHER: Final = re.compile(rf"[,;] *(?P<last>{_NAME})\b|\s(?P<marked>{_NAME}) ?:")
"""Where in a value another field may begin, of which the sign was left out as well."""

_NEXT: Final = re.compile(rf"[\s,;]+{_NAME} ?(?:{_WAY})")
_BETWEEN: Final = re.compile(r"[\s,;]+")
_QUOTES: Final = {'"': '"”“', "“": '”"“', "„": '”“"', "«": "»", "”": '”"'}
"""What may close a quotation, by what opens it: phones and keyboards mix them."""

_ECHOED: Final = 40
"""Characters of what cannot be read that are repeated."""

_FIXED: Final = {
    "status": mark("The status changes with `publish L1` or `archive L1`."),
    "kind": mark("A lesson, a project and a pioneer cannot become one another."),
}


@dataclass(frozen=True)
class Faults:
    """Why nothing is changed: a sentence for each thing that is wrong."""

    lines: tuple[Line, ...]


def assignments(text: str, t: Translator) -> tuple[Assignment, ...] | Faults:
    """Read what somebody wants to change: a field, `=`, `+=` or `-=`, and a value, between quotes or bare.

    A bare value ends where the next field begins. Of one field alone the sign may be left out; of one that
    holds several values nothing is then taken away.
    """
    if alone := _one_field(text.strip(), t):
        return (alone,)
    found: list[Assignment] = []
    wrong: list[Line] = []
    at = 0
    while at < len(text):
        between = _BETWEEN.match(text, at)
        if between:
            at = between.end()
            continue
        begin = _BEGIN.match(text, at)
        if begin is None:
            return Faults((*wrong, _unreadable(text[at:], t)))
        value, at = _value(text, begin.end())
        if value is None:
            return Faults((*wrong, t.line(_OPEN, name=begin["name"])))
        aim = _field(begin["name"], t)
        if isinstance(aim, str):
            found.append(Assignment(aim, Way(begin["way"]), _told(aim, value, t)))
        else:
            wrong.append(aim)
    if not (found or wrong):
        return Faults((_unreadable(text, t),))
    return Faults(tuple(wrong)) if wrong else tuple(found)


def _one_field(text: str, t: Translator) -> Assignment | None:
    """Return what a field alone becomes; None where a sign stands, or is needed to know what is meant."""
    one = _ONE_FIELD.fullmatch(text)
    aim = _field(one["name"], t) if one else None
    if one is None or not isinstance(aim, str):
        return None
    value, end = _value(text, one.start("value"))
    if value is None or text[end:].strip(" .") or (value == one["value"] and _names_another(value, t)):
        return None
    own = own_name(aim)
    return Assignment(aim, Way.ADD if own and own.field in SETS else Way.SET, _told(aim, value, t))


def _names_another(value: str, t: Translator) -> bool:
    begun = (each["last"] or each["marked"] for each in _ANOTHER.finditer(value))
    return any(isinstance(_field(name, t), str) for name in begun)


_OPEN = mark("The value of “{name}” begins with a quotation mark and does not end with one.")


def _value(text: str, at: int) -> tuple[str | None, int]:
    """Return the value that begins here and where it ends; None when its quotation does not end."""
    closing = _QUOTES.get(text[at : at + 1])
    if closing:
        ends = [end for sign in closing if (end := text.find(sign, at + 1)) >= 0]
        return (text[at + 1 : min(ends)], min(ends) + 1) if ends else (None, len(text))
    following = _NEXT.search(text, at - 1)
    end = max(following.start(), at) if following else len(text)
    return text[at:end], end


def _told(field: str, value: str, t: Translator) -> str:
    """Return the value; in words that others read, nobody is named by a key."""
    aim = own_name(field)
    return (unnamed(value, t) if aim and aim.field in TEXTS else value).strip()


def _field(name: str, t: Translator) -> str | Line:
    """Return our name of a field that can be changed, or why it cannot."""
    aim = field_named(name)
    if aim is not None and (editable(aim.field) or aim.field in {"consent", "contact"}):
        return str(aim)
    if aim is not None:
        return t.line(_FIXED.get(aim.field, _NOT_THIS), name=name)
    meant = near(name, t)
    if meant:
        return t.line("I do not know the field “{name}”. Do you mean “{near}”?", name=name, near=meant)
    return t.line("I do not know the field “{name}”. `help edit` shows which there are.", name=name)


_NOT_THIS = mark("“{name}” cannot be changed like this.")


def _unreadable(rest: str, t: Translator) -> Line:
    return t.line(
        'I cannot read “{rest}”. Write it like `edit L1 title="A new title" theme+=water`.',
        rest=shortened(rest, _ECHOED),
    )
