"""What is left of an entry of somebody who is forgotten: its number, which never means something else."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.model import (
    Consent,
    Contact,
    Details,
    Entry,
    Lesson,
    PersonId,
    Pioneer,
    Project,
    Status,
    Text,
    Visibility,
)

_NOTHING = "[…]"
"""Stands where a title or a name must be."""


def erased(entry: Entry) -> bool:
    """Say whether nothing is left of an entry but its number."""
    return entry.status is Status.ARCHIVED and entry.texts == (Text(entry.original, _NOTHING),)


def without(entry: Entry, person: PersonId) -> Entry:
    """Return what stays of an entry when a person is forgotten.

    What was brought in from a source that is public stays without them; of everything else only the number.
    A link that somebody gave with their own story makes that no such source.
    """
    shown_as = isinstance(entry.details, Pioneer) and entry.details.person == person
    if entry.source is not None and entry.external_id is not None and not shown_as:
        return replace(entry, author=None)
    return blanked(entry)


def blanked(entry: Entry) -> Entry:
    """Return the entry with nothing left but its number and when it came."""
    return Entry(
        id=entry.id,
        details=_blank(entry.details),
        texts=(Text("nl", _NOTHING),),
        original="nl",
        status=Status.ARCHIVED,
        visibility=Visibility.NETWORK,
        recorded=entry.recorded,
    )


def _blank(details: Details) -> Details:
    match details:
        case Lesson():
            return Lesson()
        case Project():
            return Project()
        case Pioneer(person=person):
            return Pioneer(person, _NOTHING, Consent.WITHDRAWN, Contact.NOT_NOW)
