"""What an entry becomes when another one is merged into it. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.domain.model import Details, Entry, Lesson, Pioneer, Project, Status, Text, Visibility
from bot.domain.tags import TAG_SETS, Tags
from bot.messages.i18n import mark
from bot.transfer.fields import TEXTS


def against(old: Entry, target: Entry) -> str | None:
    """Return the message, with {old} and {id}, that says why these cannot be merged; None when they can."""
    if old.id.kind is not target.id.kind:
        return mark("{old} and {id} are of different kinds, so I do not merge them.")
    if _persons(old) != _persons(target):
        return mark("{old} and {id} are two different people, so I do not merge them.")
    if Status.ARCHIVED in {old.status, target.status}:
        return mark("Only what is in the base, or a draft, can be merged. `publish {old} {id}` comes first.")
    if old.status is Status.PUBLISHED and target.status is Status.DRAFT:
        return mark("{id} is a draft, and {old} is published already. `publish {id}` comes first.")
    if (
        old.visibility is Visibility.ROOM or target.visibility is Visibility.ROOM
    ) and old.room != target.room:
        return mark("{old} and {id} may not be seen by the same people. `edit {old} visible=network` first.")
    return None


def _persons(entry: Entry) -> int | None:
    return entry.details.person if isinstance(entry.details, Pioneer) else None


def merged(old: Entry, target: Entry) -> Entry:
    """Return the target with what only the other tells; of who may see them, the fewest stay.

    Titles, and whatever has one value, are the target's where it has them. Of texts that differ both stay,
    the target's first.
    """
    narrower = max(old.visibility, target.visibility, key=list(Visibility).index)
    return replace(
        target,
        details=_details(old.details, target.details),
        texts=_texts(old, target),
        visibility=narrower,
        room=target.room if narrower is Visibility.ROOM else None,
        organisation=target.organisation or old.organisation,
        location=target.location or old.location,
        happened=target.happened or old.happened,
        source=target.source or old.source,
        themes=_union(target.themes, old.themes),
        tags=_tags(old.tags, target.tags),
    )


def _details(old: Details, target: Details) -> Details:
    match target, old:
        case Lesson(), Lesson():
            return Lesson(target.outcome or old.outcome)
        case Project(), Project():
            return Project(target.state or old.state, target.stage or old.stage)
        case _:
            return target


def _texts(old: Entry, target: Entry) -> tuple[Text, ...]:
    theirs = {text.language: text for text in old.texts}
    kept = [_text(theirs[text.language], text) if text.language in theirs else text for text in target.texts]
    known = {text.language for text in target.texts}
    return (*kept, *(text for text in old.texts if text.language not in known))


def _text(old: Text, target: Text) -> Text:
    told: dict[str, Any] = {
        name: _both(getattr(target, name), getattr(old, name)) for name in TEXTS if name != "title"
    }
    return replace(target, **told)


def _both(first: str, second: str) -> str:
    if not second or second in first:
        return first
    return f"{first}\n{second}" if first else second


def _tags(old: Tags, target: Tags) -> Tags:
    sets: dict[str, Any] = {
        name: tuple(sorted(_union(getattr(target, name), getattr(old, name)))) for name in TAG_SETS
    }
    return Tags(**sets)


def _union(first: Sequence[Any], second: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys((*first, *second)))
