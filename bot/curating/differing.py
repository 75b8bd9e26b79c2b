"""What differs between two states of an entry, in words that people read. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from bot.curating.fields import LABELS, labelled
from bot.domain.model import Entry, Pioneer, Project, Status, Text, Theme, ThemeId
from bot.domain.tags import TAG_SETS
from bot.labels import label
from bot.messages.cleaning import shortened
from bot.messages.i18n import Translator, mark
from bot.messages.markup import Line
from bot.transfer.fields import TEXTS, Target
from bot.wording import day, partial_date, years

_QUOTED: Final = 160
"""Characters of one side of a difference that are shown."""

_CONTEXT: Final = 4
"""Words that stay the same and are shown around what changed."""

_ONE_VALUE: Final = (
    "outcome",
    "state",
    "stage",
    "organisation",
    "location",
    "happened",
    "source_title",
    "source_author",
    "source_publisher",
    "source_published",
    "source_url",
)
"""The fields of which one value stays when two entries are merged."""

STATUSES: Final[Mapping[Status, str]] = {
    Status.DRAFT: mark("draft"),
    Status.PUBLISHED: mark("published"),
    Status.ARCHIVED: mark("archived"),
}


def differences(
    before: Entry, after: Entry, themes: Mapping[ThemeId, Theme], t: Translator
) -> tuple[tuple[str, Line], ...]:
    """Return each field that differs, by our own name for it, with a line that says how."""
    old, new = _facts(before, t), _facts(after, t)
    lines = [
        (str(aim), _changed(labelled(aim, t), old.get(aim, ""), new.get(aim, ""), t))
        for aim in dict.fromkeys((*old, *new))
        if old.get(aim, "") != new.get(aim, "")
    ]
    was, becomes = _sets(before, themes, t), _sets(after, themes, t)
    lines += [
        (name, _moved(t.text(LABELS[name]), was[name], becomes[name], t))
        for name in was
        if was[name] != becomes[name]
    ]
    return tuple(lines)


def replaced(old: Entry, merged: Entry, t: Translator) -> tuple[tuple[str, Line], ...]:
    """Return each field of an entry of which what it was merged into says something else, with that line."""
    said, stays = _facts(old, t), _facts(merged, t)
    return tuple(
        (str(aim), _changed(labelled(aim, t), said[aim], stays.get(aim, ""), t))
        for aim in map(Target, _ONE_VALUE)
        if aim in said and said[aim] != stays.get(aim)
    )


def _facts(entry: Entry, t: Translator) -> dict[Target, str]:
    """Return what an entry says in single values, by field."""
    source, details = entry.source, entry.details
    told = {
        "organisation": entry.organisation,
        "location": entry.location,
        "happened": years(entry.happened, t),
        "outcome": entry.outcome and label(entry.outcome, t),
        "source_title": source and source.title,
        "source_author": source and source.author,
        "source_publisher": source and source.publisher,
        "source_published": source and source.published and partial_date(source.published, t),
        "source_url": source and source.url,
        "visibility": label(entry.visibility, t),
        "status": t.text(STATUSES[entry.status]),
        "reviewed": entry.reviewed and day(entry.reviewed, t),
    }
    if isinstance(details, Project):
        told["state"] = details.state and label(details.state, t)
        told["stage"] = details.stage and label(details.stage, t)
    if isinstance(details, Pioneer):
        told |= {"name": details.name, "contact": label(details.contact, t)}
    facts = {target: words for text in entry.texts for target, words in _told(text, entry.original)}
    return facts | {Target(name): value for name, value in told.items() if value}


def _told(text: Text, original: str) -> list[tuple[Target, str]]:
    language = None if text.language == original else text.language
    return [(Target(name, language), words) for name in TEXTS if (words := getattr(text, name))]


def _sets(entry: Entry, themes: Mapping[ThemeId, Theme], t: Translator) -> dict[str, tuple[str, ...]]:
    known = [themes[each].name(t.language) for each in entry.themes if each in themes]
    tags = {name: tuple(label(each, t) for each in getattr(entry.tags, name)) for name in TAG_SETS}
    return {"themes": tuple(known), **tags}


def _moved(name: str, before: Sequence[str], after: Sequence[str], t: Translator) -> Line:
    added = ", ".join(each for each in after if each not in before)
    gone = ", ".join(each for each in before if each not in after)
    if added and gone:
        return t.line("{field}: added {added}; removed {gone}", field=name, added=added, gone=gone)
    if added:
        return t.line("{field}: added {added}", field=name, added=added)
    if gone:
        return t.line("{field}: removed {gone}", field=name, gone=gone)
    return t.line("{field}: in another order", field=name)


def _changed(name: str, before: str, after: str, t: Translator) -> Line:
    if not before:
        return t.line("{field}: added “{after}”", field=name, after=shortened(after, _QUOTED))
    if not after:
        return t.line("{field}: removed “{before}”", field=name, before=shortened(before, _QUOTED))
    old, new = _around_what_changed(before.split(), after.split())
    return t.line("{field}: “{before}” → “{after}”", field=name, before=old, after=new)


def _around_what_changed(before: Sequence[str], after: Sequence[str]) -> tuple[str, str]:
    """Return both sides from just before the first word that differs to just behind the last one."""
    shortest = min(len(before), len(after))
    first = next((n for n in range(shortest) if before[n] != after[n]), shortest)
    most = shortest - first
    same = next((n for n in range(most) if before[-1 - n] != after[-1 - n]), most)
    begin = max(first - _CONTEXT, 0)
    left = max(same - _CONTEXT, 0)
    old, new = (" ".join(words[begin : len(words) - left]) for words in (before, after))
    opening, ending = ("… " if begin else ""), (" …" if left else "")
    return tuple(opening + shortened(side, _QUOTED) + ending for side in (old, new))  # type: ignore[return-value]
