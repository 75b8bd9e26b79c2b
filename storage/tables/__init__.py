"""Every table of the database, with the rules that the database itself keeps.

The migrations make the same tables, step by step; a test compares. Queries are in the repositories, one per
subject. Keys of platforms (places, rooms, accounts, conversations) are stored as they come and refer to no
table, since a platform may speak of a room before anybody saved it; an entry may only name a saved room.
"""

from storage.tables.base import metadata
from storage.tables.knowledge import (
    counter,
    entry,
    entry_tag,
    entry_text,
    entry_theme,
    question,
    question_entry,
    revision,
    theme,
    theme_name,
)
from storage.tables.mailbox import (
    Arrived,
    Departure,
    Sending,
    cursor,
    due,
    inbox,
    outbox,
    sent,
    sent_entry,
)
from storage.tables.people import (
    account,
    dialogue,
    direct_room,
    link_code,
    member,
    person,
    place,
    room,
    talk,
)

__all__ = [
    "Arrived",
    "Departure",
    "Sending",
    "account",
    "counter",
    "cursor",
    "dialogue",
    "direct_room",
    "due",
    "entry",
    "entry_tag",
    "entry_text",
    "entry_theme",
    "inbox",
    "link_code",
    "member",
    "metadata",
    "outbox",
    "person",
    "place",
    "question",
    "question_entry",
    "revision",
    "room",
    "sent",
    "sent_entry",
    "talk",
    "theme",
    "theme_name",
]
