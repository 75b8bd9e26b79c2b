"""Whether a topic is on an agenda already, in the same or nearly the same words. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.agenda import Topic
from bot.language.sameness import asked, first_same


def same_topic(words: str, topics: Sequence[Topic], language: str) -> Topic | None:
    """Return the first of the topics that is about the same; None when none is."""
    wanted = asked(words, language)
    for topic in topics:
        other = asked(topic.words, language)
        if words.casefold() == topic.words.casefold() or (wanted and wanted == other):
            return topic
    place = first_same(wanted, (asked(each.words, language) for each in topics))
    return None if place is None else topics[place]
