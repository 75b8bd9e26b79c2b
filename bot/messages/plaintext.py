"""The complete plain rendering of a reply: Slack's `text`, Matrix's `body`, what the console shows."""

from __future__ import annotations

from typing import assert_never

from bot.messages.cleaning import harmless
from bot.messages.markup import Account, Code, Line, Link, Plain, Span, Strong
from bot.messages.reply import Block, Buttons, Fields, File, Image, Item, Paragraph, Reply

INDENT = "   "


def render_plain(reply: Reply) -> str:
    """Return the reply as lines of text; every command in it stands between backticks.

    Items that follow one another stay together; other blocks are set apart by an empty line.
    """
    rendered = ""
    for position, block in enumerate(reply.blocks):
        if position:
            together = isinstance(block, Item) and isinstance(reply.blocks[position - 1], Item)
            rendered += "\n" if together else "\n\n"
        rendered += _block(block)
    return rendered


def plain_line(line: Line) -> str:
    """Return one line of text with the marks a reader of plain text needs."""
    return "".join(_span(span) for span in line)


def _block(block: Block) -> str:
    match block:
        case Paragraph(lines=lines):
            return "\n".join(plain_line(line) for line in lines)
        case Item(number=number, heading=heading, lines=lines):
            return "\n".join(
                [f"{number}. {plain_line(heading)}", *(INDENT + plain_line(line) for line in lines)]
            )
        case Fields(pairs=pairs):
            return "\n".join(f"{name}: {plain_line(value)}" for name, value in pairs)
        case Buttons(intro=intro, choices=choices):
            return f"{intro} " + " · ".join(f"`{choice.command}` ({choice.label})" for choice in choices)
        case Image(alternative=alternative):
            return _words(alternative)
        case File(name=name, alternative=alternative):
            return f"{name}: {_words(alternative)}"
        case _:
            assert_never(block)


def _span(span: Span) -> str:
    match span:
        case Plain(text=text) | Strong(text=text) | Account(text=text):
            return _words(text)
        case Code(text=text):
            return f"`{_words(text)}`"
        case Link(text=text, url=url):
            return url if text == url else f"{_words(text)} ({url})"
        case _:
            assert_never(span)


def _words(text: str) -> str:
    """Return words that cannot be taken for a command: backticks are ours, and nobody is called."""
    return harmless(text).replace("`", "'")
