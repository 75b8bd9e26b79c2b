"""Every table of the database, with the rules that the database itself keeps.

The migrations make the same tables, step by step; a test compares. Queries are in the repositories, one per
subject. Keys of platforms (places, rooms, accounts, conversations) are stored as they come and refer to no
table, since a platform may speak of a room before anybody saved it; an entry may only name a saved room.
"""

from storage.tables.agenda import topic, topic_vote
from storage.tables.base import metadata
from storage.tables.contact import contact_request, reach
from storage.tables.curating import inquiry, merged_entry, proposal, reminder
from storage.tables.feedback import addition, report, vote
from storage.tables.handed_in import handed_in
from storage.tables.harvest import answer
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
    lease,
    outbox,
    sent,
    sent_entry,
)
from storage.tables.news import followed_theme, no_echo, used_entry
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
from storage.tables.prompts import occurrence, occurrence_entry, prompt, prompt_text
from storage.tables.protected import protected_dialogue, protected_release, protected_story
from storage.tables.vocabulary import phrasing, word, word_group
from storage.tables.wishes import asked_about, left_alone, still_left_alone, wish

__all__ = [
    "Arrived",
    "Departure",
    "Sending",
    "account",
    "addition",
    "answer",
    "asked_about",
    "contact_request",
    "counter",
    "cursor",
    "dialogue",
    "direct_room",
    "due",
    "entry",
    "entry_tag",
    "entry_text",
    "entry_theme",
    "followed_theme",
    "handed_in",
    "inbox",
    "inquiry",
    "lease",
    "left_alone",
    "link_code",
    "member",
    "merged_entry",
    "metadata",
    "no_echo",
    "occurrence",
    "occurrence_entry",
    "outbox",
    "person",
    "phrasing",
    "place",
    "prompt",
    "prompt_text",
    "proposal",
    "protected_dialogue",
    "protected_release",
    "protected_story",
    "question",
    "question_entry",
    "reach",
    "reminder",
    "report",
    "revision",
    "room",
    "sent",
    "sent_entry",
    "still_left_alone",
    "talk",
    "theme",
    "theme_name",
    "topic",
    "topic_vote",
    "used_entry",
    "vote",
    "wish",
    "word",
    "word_group",
]
