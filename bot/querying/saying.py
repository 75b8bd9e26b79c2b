"""How filters and what is wrong with them are said, in the language of the reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from bot.domain.model import Kind, Outcome, State, Theme
from bot.domain.question import Filters
from bot.labels import label
from bot.messages.i18n import Translator, mark
from bot.messages.markup import Code, Line, Plain
from bot.querying.following import Turn
from bot.querying.reading import Fault, Trouble
from bot.querying.values import BODIES, CHOSEN_FROM, Key, name_of
from bot.querying.years import RECENT

_MOST_FAULTS = 3
"""How many things that are wrong with one line are said; more do not help anybody."""

_KINDS: Mapping[Kind, str] = {
    Kind.LESSON: mark("lessons"),
    Kind.PROJECT: mark("projects"),
    Kind.PIONEER: mark("pioneers"),
}
_OUTCOMES: Mapping[Outcome, str] = {
    Outcome.SUCCESS: mark("what worked"),
    Outcome.PARTIAL: mark("what partly worked"),
    Outcome.FAILURE: mark("what did not work"),
    Outcome.STOPPED: mark("what was stopped"),
}


def filters_in_words(filters: Filters, themes: Iterable[Theme], t: Translator) -> str:
    """Return what an answer is limited to, to stand behind “only”; empty when it is not."""
    names = [theme.name(t.language) for theme in themes if theme.id in filters.themes]
    parts = (
        either([t.text(_KINDS[kind]) for kind in Kind if kind in filters.kinds], t),
        either([t.text(_OUTCOMES[outcome]) for outcome in Outcome if outcome in filters.outcomes], t),
        either([label(state, t) for state in State if state in filters.states], t),
        _said(mark("about {which}"), names, t),
        _said(mark("with the role {which}"), [label(role, t) for role in sorted(filters.roles)], t),
        _said(mark("of {which}"), _organisations(filters, t), t),
        _said(mark("in {which}"), sorted(filters.places), t),
        t.text("since {year}", year=str(filters.since)) if filters.since is not None else "",
        t.text("with {which}", which=_all_of(quoted(filters.phrases), t)) if filters.phrases else "",
    )
    return ", ".join(part for part in parts if part)


def _organisations(filters: Filters, t: Translator) -> list[str]:
    """Return the names; those of a whole group by what people call that group."""
    groups = {message: frozenset(names) for message, names in BODIES.values()}
    whole = {message: names for message, names in groups.items() if names <= filters.organisations}
    others = filters.organisations.difference(*whole.values())
    return [*(t.text(message) for message in whole), *sorted(others)]


def quoted(phrases: Iterable[str]) -> list[str]:
    """Return phrases between quotation marks."""
    return [f"“{phrase}”" for phrase in sorted(phrases)]


def faults_in_words(faults: Iterable[Fault], t: Translator, *, searched: bool) -> tuple[Line, ...]:
    """Return what is wrong with a line and how it is typed; `searched`: something was looked for without."""
    told = tuple(dict.fromkeys(faults))[:_MOST_FAULTS]
    lines = [_fault(fault, t) for fault in told]
    if searched and any(fault.trouble is not Trouble.OPEN_QUOTE for fault in told):
        lines.append(t.line("I searched without that now."))
    return tuple(lines)


def none_yet(filters: Filters, themes: Iterable[Theme], t: Translator) -> Line:
    """Say that the base holds nothing within these filters, when nothing else was asked."""
    if filters == Filters(kinds=filters.kinds) and len(filters.kinds) == 1:
        what = t.text(_KINDS[next(iter(filters.kinds))])
        return t.line("There are no {what} yet that may be shown here.", what=what)
    which = filters_in_words(filters, themes, t)
    return t.line("There is nothing yet that fits this and may be shown here: only {filters}.", filters=which)


def never_together(t: Translator) -> Line:
    """Say why filters for an outcome or a state and for a kind that has none leave nothing."""
    return t.line(
        "That cannot go together: only a lesson says whether something worked, and only a project whether it "
        "is in use. Leave one of the two out."
    )


_CANNOT = {
    Turn.EXCEPT: mark(
        "I cannot leave things out yet, only look for less: `and in Gelderland?` or `only lessons`."
    ),
    Turn.SORTED: mark("I cannot sort by year yet, only look from a year on: `since:{year}`."),
}


def cannot(turn: Turn, year: int, t: Translator) -> Line:
    """Say what people ask of an answer and cannot be done, with what can; empty when it can be done."""
    return t.line(_CANNOT[turn], year=str(year - RECENT)) if turn in _CANNOT else ()


def values_in_words(key: Key, t: Translator) -> str:
    """Return what can be typed behind a key that is chosen from: “gelukt, deels gelukt of gestopt”."""
    return either([label(value, t) for value in _choices(key)], t)


def example(key: Key, t: Translator) -> str:
    """Return a filter that can be typed like this."""
    examples = {
        Key.OUTCOME: label(Outcome.STOPPED, t),
        Key.KIND: label(Kind.PROJECT, t),
        Key.ROLE: t.text("networking"),
        Key.STATE: f'"{label(State.IN_USE, t)}"',
        Key.THEME: t.text("energy"),
        Key.ORGANISATION: t.text('"Gemeente Utrecht"'),
        Key.PLACE: "Amsterdam",
        Key.SINCE: "2020",
    }
    return f"{name_of(key, t.language)}:{examples[key]}"


def _choices(key: Key) -> tuple[StrEnum, ...]:
    return tuple(CHOSEN_FROM[key])


def _fault(fault: Fault, t: Translator) -> Line:
    match fault.trouble:
        case Trouble.OPEN_QUOTE:
            return t.line(
                "There is one quotation mark without a second, so I read everything as plain words."
            )
        case Trouble.UNKNOWN_KEY if not fault.meant:
            return t.line("I do not know `{typed}`; `help filters` shows what I do know.", typed=fault.typed)
        case Trouble.UNKNOWN_KEY:
            return t.line(
                "I do not know `{typed}`. Do you mean `{filter}`?", typed=fault.typed, filter=fault.meant
            )
        case Trouble.YEAR_TO_COME:
            return t.line(
                "I can do nothing with `{typed}`: that year is yet to come. "
                "It is typed like this: `{example}`.",
                typed=fault.typed,
                example=example(Key.SINCE, t),
            )
        case Trouble.NO_YEAR:
            return t.line(
                "`{typed}` is no year that I can use. It is typed like this: `{example}`.",
                typed=fault.typed,
                example=example(Key.SINCE, t),
            )
        case Trouble.LEAVING_OUT:
            return t.line(
                "I can do nothing with `{typed}`: I cannot leave things out yet.", typed=fault.typed
            )
        case Trouble.NO_VALUE:
            return t.line("Nothing stands behind `{typed}`. ", typed=fault.typed) + _possible(fault, t)
        case Trouble.UNKNOWN_VALUE:
            return t.line("I do not know `{typed}`. ", typed=fault.typed) + _possible(fault, t)


def _possible(fault: Fault, t: Translator) -> Line:
    """Return what can be typed instead: what was probably meant, else every value, else an example."""
    key = fault.key or Key.OUTCOME
    typed = name_of(key, t.language)
    if fault.meant:
        return t.line("Do you mean `{filter}`?", filter=f"{typed}:{fault.meant}")
    if key is Key.THEME:
        return t.line("`themes` shows the themes there are.")
    if key in CHOSEN_FROM:
        return t.line("Behind `{key}` can stand: {values}.", key=f"{typed}:", values=values_in_words(key, t))
    return t.line("It is typed like this: `{example}`.", example=example(key, t))


def _said(message: str, which: list[str], t: Translator) -> str:
    return t.text(message, which=either(which, t)) if which else ""


def either(parts: list[str], t: Translator) -> str:
    """Return `a`, `a or b`, `a, b or c`."""
    if len(parts) < 2:  # noqa: PLR2004 - a pair is where “or” begins
        return "".join(parts)
    return t.text("{first} or {last}", first=", ".join(parts[:-1]), last=parts[-1])


def _all_of(parts: list[str], t: Translator) -> str:
    """Return `a`, `a and b`, `a, b and c`."""
    *others, last = parts
    return t.text("{first} and {last}", first=", ".join(others), last=last) if others else last


def explained(t: Translator) -> tuple[Line, ...]:
    """Return how to filter, one line for each key."""
    lines = [
        t.line("Put filters behind your question, or behind `search` to list everything. For example:"),
        (Code(_whole_example(t)),),
    ]
    for key in Key:
        about = values_in_words(key, t) if key in CHOSEN_FROM else t.text(_ABOUT[key])
        lines.append((Code(f"{name_of(key, t.language)}:"), Plain(f" – {about}")))
    return (
        *lines,
        t.line(
            "Words between quotation marks I look for side by side, also in other forms; small words do not "
            "count: `{example}`.",
            example=t.text('search "open data"'),
        ),
        t.line(
            "After an answer `only failures`, `and in Utrecht?` or `and who?` is enough; `everything` takes "
            "the filters away."
        ),
    )


_ABOUT: Mapping[Key, str] = {
    Key.THEME: mark("the name of a theme, or how it begins"),
    Key.ORGANISATION: mark("words of its name; two or more between quotation marks"),
    Key.PLACE: mark("a municipality, province or region"),
    Key.SINCE: mark("a year; what has no year drops out"),
}


def _whole_example(t: Translator) -> str:
    return " ".join(
        (t.text("who has experience with algorithms?"), example(Key.KIND, t), example(Key.PLACE, t))
    )
