"""Words and addresses that do nothing, before they are shown in any form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, assert_never

from adapters.slack.ids import PLATFORM
from adapters.slack.limits import URL
from bot.messages.markup import Account, Code, Line, Link, Plain, Span, Strong
from bot.messages.spans import address_of, apart, leads_out, told

_ROOM: Final = re.compile(rf"#(?<!\w#){PLATFORM}:[\w-]+:([CG][A-Z0-9]{{1,30}})(?!\w)")

_MEMBER: Final = re.compile(rf"{PLATFORM}:[\w-]+:([UW][A-Z0-9]{{1,30}})")


def channels(text: str) -> Iterator[tuple[str, str | None]]:
    """Give words in parts, and with one that is the key of a channel its id: Slack shows that by its name.

    Nobody is called by that, and Slack names no channel to who may not see it.
    """
    end = 0
    for found in _ROOM.finditer(text):
        yield from [(text[end : found.start()], None)] if found.start() > end else []
        yield found[0], found[1]
        end = found.end()
    yield from [(text[end:], None)] if end < len(text) else []


def member(account: str) -> str | None:
    """Return the id of an account of Slack, which Slack shows by its name; None for any other."""
    found = _MEMBER.fullmatch(account)
    return found[1] if found else None


def safe(line: Line) -> Line:
    """Return the line with only words that do nothing, and only links that lead out to the web or to mail.

    Spans without words are left out.
    """
    spans = [span for span in map(_safe, line) if span.text]
    return (*map(apart, spans[:-1]), *spans[-1:])


def _safe(span: Span) -> Span:
    match span:
        case Plain(text=text):
            return Plain(told(text))
        case Strong(text=text):
            return Strong(told(text))
        case Code(text=text):
            return Code(told(text))
        case Link(text=text, url=url):
            address = address_of(url)
            shown = address if text == url else told(text)
            if leads_out(address) and len(address) <= URL:
                return Link(shown if shown.strip() else address, address)
            return Plain(told(address if shown == address else f"{shown} ({address})"))
        case Account(text=text):
            return span if member(text) else Plain(told(text))
        case _:
            assert_never(span)
