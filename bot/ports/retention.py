"""How long what people said and did is kept. Removing it is the store's; when, `bot/scheduling.py`'s."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Retention:
    """How long each kind of row is kept.

    `inbox_text`: the text of an event that could not be handled, and a file that waits for a yes.
    `inbox_key`: the hash of an event's id.
    `outbox`: what went out or died. `answered_question`: a question that had an answer. `open_question`: one
    that had none, what waits for admins or authors, and what was settled of reports and additions.
    `dialogue`: a form nobody finished. `talk`: who the bot talked with in a thread. `contact`: that somebody
    wanted to reach a pioneer. `topic`: what had its turn on an agenda, so that it does not return too soon.
    """

    inbox_text: timedelta
    inbox_key: timedelta
    outbox: timedelta
    answered_question: timedelta
    open_question: timedelta
    dialogue: timedelta
    talk: timedelta
    contact: timedelta = timedelta(days=31)
    topic: timedelta = timedelta(days=90)
