"""What readers said of an entry, under the whole of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.feedback import Addition, Usefulness
from bot.messages.i18n import Translator
from bot.messages.reply import Paragraph, Reply
from bot.wording import day, useful_line


def with_readers(reply: Reply, usefulness: Usefulness, additions: Sequence[Addition], t: Translator) -> Reply:
    """Return the reply with the accepted additions, and with how useful it is when enough people said so."""
    told = [t.line("Addition of {date}: {text}", date=day(each.at, t), text=each.text) for each in additions]
    if usefulness.shown:
        told.append(useful_line(usefulness, t))
    return replace(reply, blocks=(*reply.blocks, Paragraph(tuple(told)))) if told else reply
