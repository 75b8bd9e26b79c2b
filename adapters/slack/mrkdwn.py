"""Lines in Slack's own markup: what notifications, screen readers and old clients show of a message.

Slack documents how to escape what would be a link or a call, and nothing against its signs of formatting. In
people's words those are shown as signs that look the same; in blocks of rich text the words stay as they are.
"""

from __future__ import annotations

import html
import re
from typing import assert_never

from adapters.slack.spans import channels, member
from bot.messages.markup import Account, Code, Line, Link, Plain, Span, Strong

_SLANT = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_QUOTE = re.compile(r"(?m)^(\s*)>")


def marked(line: Line) -> str:
    """Return a line with only our commands between backticks and our links as links."""
    return "".join(map(_span, line))


def escaped(text: str) -> str:
    """Return words that form no link, call or formatting."""
    inert = text.replace("*", "∗").replace("~", "∼")  # noqa: RUF001 - signs that look alike are the point
    if "_" in inert:
        inert = _SLANT.sub("ˍ", inert)
    if ">" in inert:
        inert = _QUOTE.sub(r"\1›", inert)  # noqa: RUF001 - idem
    return html.escape(inert, quote=False)


def _span(span: Span) -> str:
    match span:
        case Plain(text=text):
            return "".join(
                f"<#{channel}>" if channel else escaped(words) for words, channel in channels(text)
            )
        case Strong(text=text):
            return escaped(text)
        case Code(text=text):
            return f"`{html.escape(text, quote=False)}`"
        case Link(text=text, url=url):
            address = html.escape(url, quote=False)
            label = escaped(text).replace("|", "¦").replace("\n", " ")
            return f"<{address}>" if text == url else f"<{address}|{label}>"
        case Account(text=text):
            return f"<@{member(text)}>"
        case _:
            assert_never(span)
