"""What somebody may want to look at in words they are about to give: pointed out once, and they decide.

A line that was looked at is sent again with `like this:` in it; a form asks in its own way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from bot.commands.command import Response
from bot.domain.editing import Assignment
from bot.domain.model import Entry
from bot.language.proofreading import Remark, remarks
from bot.messages.cleaning import shortened
from bot.messages.i18n import Translator, mark
from bot.messages.markup import Line
from bot.messages.reply import Button, Buttons, Paragraph, Reply
from bot.transfer.fields import TEXTS, own_name

SURE: Final = r"(?:(?P<sure>zo|like this):\s*)?"
"""The pattern of what says that the words behind it were looked at."""

_QUOTED: Final = 80
"""Characters of the words that are pointed out."""

_POINTED_OUT: Final = 6
"""How many words are pointed out at once; more would not be read."""

_SAYS: Final = {
    Remark.NAME: mark("“{words}” looks like somebody's name."),
    Remark.EMAIL: mark("“{words}” is somebody's e-mail address."),
    Remark.PHONE: mark("“{words}” is a phone number."),
    Remark.CITIZEN_NUMBER: mark("“{words}” may be a citizen service number (BSN). Better leave it out."),
    Remark.LONG: mark("“{words}” is a long sentence. Two are easier to read."),
    Remark.FIGURE: mark("“{words}”: does it say somewhere where this figure comes from?"),
}


def pointed_out(texts: Iterable[str], t: Translator, *, sourced: bool) -> tuple[Line, ...]:
    """Return what to look at in words, each with the words themselves; `sourced`: they have a source."""
    found = [each for text in texts for each in remarks(text, sourced=sourced)]
    seen = list(dict.fromkeys(found))[:_POINTED_OUT]
    return tuple(t.line(_SAYS[each.remark], words=shortened(each.words, _QUOTED)) for each in seen)


def to_look_at(arguments: re.Match[str], lines: Sequence[Line], again: str, t: Translator) -> Response | None:
    """Return what is pointed out before a line is done; None when nothing is, or it was looked at.

    `again` is the line that does it as it is.
    """
    if arguments["sure"] or not lines:
        return None
    opening = t.line("I have done nothing yet. Have a look at this first:")
    after = t.line("Send it again with other words, or let it be as it is.")
    keep = Buttons(t.text("Choose:"), (Button(t.text("do it like this"), again),))
    return Response(aside=Reply((Paragraph((opening, *lines, after)), keep)))


def written(entry: Entry, edits: Sequence[Assignment], t: Translator) -> tuple[Line, ...]:
    """Return what to look at in what somebody would change of an entry."""
    fields = [(own_name(each.field), each.value) for each in edits]
    sources = any(aim and aim.field.startswith("source") for aim, _ in fields)
    texts = [value for aim, value in fields if aim and aim.field in TEXTS]
    return pointed_out(texts, t, sourced=sources or entry.source is not None)
