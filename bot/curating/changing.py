"""What assignments do to an entry: the entry as it becomes, or why nothing is changed. Pure functions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, Final
from urllib.parse import urlsplit

from bot.curating.assigning import Faults
from bot.curating.fields import LABELS, LONGEST, OF_KIND, SETS, THEIR_OWN, labelled, language_name, typed_name
from bot.domain.editing import Assignment, Way
from bot.domain.keys import RoomKey
from bot.domain.model import Entry, Lesson, Pioneer, Project, Source, Text, Theme, Visibility, Years
from bot.domain.tags import TAG_SETS
from bot.labels import label
from bot.messages.i18n import Translator, mark
from bot.messages.markup import Line
from bot.transfer.dates import read_when
from bot.transfer.fields import TEXTS, Target, own_name
from bot.transfer.values import read_link
from bot.transfer.words import CHOICES, read_choice

_ALIKE: Final = 0.7
"""How alike two names of a theme are, of 1, when the one may be a slip of the other."""

_YEARS: Final = ("happened_since", "happened_until")
_DETAILS: Final = frozenset(OF_KIND)


class _WrongError(Exception):
    """A value cannot be taken; the line says why."""

    def __init__(self, line: Line) -> None:
        super().__init__()
        self.line = line


@dataclass(frozen=True)
class Around:
    """What values are read with: the themes there are, the room it is typed in (None: directly), words."""

    themes: Sequence[Theme]
    room: RoomKey | None
    translator: Translator


def changed(entry: Entry, edits: Sequence[Assignment], around: Around) -> Entry | Faults:
    """Return the entry with every assignment done, or everything that is wrong with them."""
    wrong: list[Line] = []
    for edit in edits:
        try:
            entry = _done(entry, edit, around)
        except _WrongError as error:
            wrong.append(error.line)
    if not wrong:
        wrong += _contradictions(entry, around.translator)
    return Faults(tuple(dict.fromkeys(wrong))) if wrong else entry


def _done(entry: Entry, edit: Assignment, around: Around) -> Entry:
    aim = own_name(edit.field) or Target(edit.field)
    t = around.translator
    if aim.field in THEIR_OWN:
        raise _WrongError(t.line(_THEIRS))
    kind = OF_KIND.get(aim.field)
    if kind and kind is not entry.id.kind:
        named = {"field": labelled(aim, t), "kind": label(kind, t), "id": str(entry.id)}
        raise _WrongError(t.line("“{field}” is of a {kind}, and {id} is none.", **named))
    if edit.way is not Way.SET and aim.field not in SETS and not (aim.field in TEXTS and edit.way is Way.ADD):
        raise _WrongError(
            t.line(
                "“{field}” has one value: write {name}=… to replace it.",
                field=labelled(aim, t),
                name=typed_name(aim, t),
            )
        )
    _check_words(aim, edit, t)
    for names, do in _DOING:
        if aim.field in names:
            return do(entry, aim, edit, around)
    raise AssertionError(f"nothing changes {aim.field}")


_THEIRS = mark("How a pioneer can be reached, and whether they can be found, only they decide.")


def _check_words(aim: Target, edit: Assignment, t: Translator) -> None:
    longest = LONGEST.get(aim.field)
    if longest is None or not edit.value:
        return
    if not any(character.isalnum() for character in edit.value):
        raise _WrongError(t.line("“{field}”: I cannot read words in this.", field=labelled(aim, t)))
    if len(edit.value) > longest:
        raise _WrongError(_too_long(aim, longest, t))


def _too_long(aim: Target, longest: int, t: Translator) -> Line:
    return t.line(
        "“{field}” may have {longest} characters at most. Can it be shorter?",
        field=labelled(aim, t),
        longest=str(longest),
    )


def _text(entry: Entry, aim: Target, edit: Assignment, around: Around) -> Entry:
    t = around.translator
    language = aim.language or entry.original
    known = next((text for text in entry.texts if text.language == language), None)
    text = known or Text(language, "")
    before: str = getattr(text, aim.field)
    value = f"{before} {edit.value}".strip() if edit.way is Way.ADD else edit.value
    if len(value) > LONGEST[aim.field]:
        raise _WrongError(_too_long(aim, LONGEST[aim.field], t))
    told: dict[str, Any] = {aim.field: value}
    text = replace(text, **told)
    others = [text if each.language == language else each for each in entry.texts]
    return replace(entry, texts=tuple(others if known else [*others, text]))


def _plain(entry: Entry, aim: Target, edit: Assignment, around: Around) -> Entry:
    del around
    told: dict[str, Any] = {aim.field: edit.value or None}
    return replace(entry, **told)


def _year(entry: Entry, aim: Target, edit: Assignment, around: Around) -> Entry:
    before = entry.happened or Years(None)
    since, until = before.since, before.until
    try:
        when = read_when(edit.value) if edit.value else None
    except ValueError:
        raise _WrongError(_no_year(edit.value, around.translator)) from None
    first = when.first.year if when else None
    if aim.field == "happened_until":
        until = when.last.year if when and when.last else first
    else:
        since, until = first, (when.last.year if when and when.last else until)
    return replace(entry, happened=None if since is None and until is None else Years(since, until))


def _no_year(value: str, t: Translator) -> Line:
    return t.line("“{value}” is no year that I can read. Write 2021, or 2019-2021.", value=value[:40])


def _source(entry: Entry, aim: Target, edit: Assignment, around: Around) -> Entry:
    t = around.translator
    if aim.field == "source_title" and not edit.value:
        return replace(entry, source=None)
    value: object = edit.value or None
    try:
        if aim.field == "source_url" and edit.value:
            value = read_link(edit.value)
        if aim.field == "source_published" and edit.value:
            value = read_when(edit.value).first
    except ValueError:
        wrong = mark("“{value}” is not a link; one begins with https://.")
        unread = mark("“{value}” is no date that I can read. Write 2021, 2021-06 or 2021-06-30.")
        told = wrong if aim.field == "source_url" else unread
        raise _WrongError(t.line(told, value=edit.value[:60])) from None
    found: dict[str, Any] = {each.name: getattr(entry.source, each.name, None) for each in fields(Source)}
    found[aim.field.removeprefix("source_")] = value
    host = urlsplit(found["url"] or "").netloc.removeprefix("www.")
    title = found["title"] or found["publisher"] or found["author"] or host
    if not title:
        needed = t.line("A date alone is no source. Write what was published then: source=…")
        if found["published"]:
            raise _WrongError(needed)
        return replace(entry, source=None)
    return replace(entry, source=Source(**{**found, "title": title}))


def _choice(entry: Entry, aim: Target, edit: Assignment, around: Around) -> Entry:
    value = _chosen(aim, edit.value, around.translator) if edit.value else None
    if aim.field == "visibility":
        return _shown_to(entry, value, around)
    details: Lesson | Project | Pioneer = entry.details
    told: dict[str, Any] = {aim.field: value}
    return replace(entry, details=replace(details, **told))


def _shown_to(entry: Entry, value: StrEnum | None, around: Around) -> Entry:
    t = around.translator
    if value is None:
        raise _WrongError(_one_of(Target("visibility"), "", t))
    if value is Visibility.ROOM and around.room is None:
        raise _WrongError(t.line("For one channel is done in that channel: type it there."))
    room = around.room if value is Visibility.ROOM else None
    return replace(entry, visibility=Visibility(value), room=room)


def _name(entry: Entry, aim: Target, edit: Assignment, around: Around) -> Entry:
    if not edit.value or not isinstance(entry.details, Pioneer):
        raise _WrongError(_needed(aim, around.translator))
    return replace(entry, details=replace(entry.details, name=edit.value))


def _needed(aim: Target, t: Translator) -> Line:
    return t.line("“{field}” cannot be empty.", field=labelled(aim, t))


def _tags(entry: Entry, aim: Target, edit: Assignment, around: Around) -> Entry:
    before: tuple[StrEnum, ...] = getattr(entry.tags, aim.field)
    meant = [_chosen(aim, each, around.translator) for each in _listed(edit.value)]
    told: dict[str, Any] = {aim.field: tuple(sorted(_combined(before, meant, edit.way)))}
    return replace(entry, tags=replace(entry.tags, **told))


def _themes(entry: Entry, aim: Target, edit: Assignment, around: Around) -> Entry:
    del aim
    known = {name.casefold(): theme.id for theme in around.themes for _, name in theme.names}
    meant = []
    for each in _listed(edit.value):
        if each.casefold() not in known:
            raise _WrongError(_no_theme(each, around))
        meant.append(known[each.casefold()])
    return replace(entry, themes=tuple(_combined(entry.themes, meant, edit.way)))


def _no_theme(name: str, around: Around) -> Line:
    t = around.translator
    names = {full.casefold(): theme.name(t.language) for theme in around.themes for _, full in theme.names}
    near = next(iter(get_close_matches(name.casefold(), names, n=1, cutoff=_ALIKE)), None)
    if near:
        return t.line("I do not know the theme “{name}”. Do you mean “{near}”?", name=name, near=names[near])
    return t.line("I do not know the theme “{name}”. `themes` shows all of them.", name=name)


def _listed(value: str) -> list[str]:
    parts = value.replace(";", ",").split(",")
    return [" ".join(part.split()) for part in parts if part.strip()]


def _combined(before: Sequence[Any], meant: Sequence[Any], way: Way) -> list[Any]:
    if way is Way.DROP:
        return [each for each in before if each not in meant]
    return list(dict.fromkeys([*(before if way is Way.ADD else ()), *meant]))


def _chosen(aim: Target, value: str, t: Translator) -> StrEnum:
    try:
        return read_choice(CHOICES[aim.field], value)
    except ValueError:
        raise _WrongError(_one_of(aim, value, t)) from None


def _one_of(aim: Target, value: str, t: Translator) -> Line:
    return t.line(
        "“{value}” is no value of “{field}”. Choose one of: {choices}.",
        value=value[:40],
        field=labelled(aim, t),
        choices=", ".join(label(each, t) for each in CHOICES[aim.field]),
    )


def _contradictions(entry: Entry, t: Translator) -> list[Line]:
    """Return what cannot be together in what an entry becomes."""
    wrong = []
    for text in entry.texts:
        if not text.title:
            other = text.language if text.language != entry.original else None
            wrong.append(
                t.line(
                    "There is no title in {language}: write title_{code}=… as well.",
                    language=language_name(text.language, t),
                    code=text.language,
                )
                if other
                else _needed(Target("title"), t)
            )
    happened = entry.happened
    if happened and happened.since and happened.until and happened.until < happened.since:
        ends = {"since": str(happened.since), "until": str(happened.until)}
        wrong.append(t.line("It cannot have ended in {until} when it began in {since}.", **ends))
    return wrong


_Doing = Callable[[Entry, Target, Assignment, Around], Entry]
_DOING: Final[tuple[tuple[frozenset[str], _Doing], ...]] = (
    (frozenset(TEXTS), _text),
    (frozenset({"organisation", "location"}), _plain),
    (frozenset(_YEARS), _year),
    (frozenset(name for name in LABELS if name.startswith("source_")), _source),
    (frozenset({"name"}), _name),
    (frozenset({"themes"}), _themes),
    (frozenset(TAG_SETS), _tags),
    (_DETAILS | {"visibility"}, _choice),
)
