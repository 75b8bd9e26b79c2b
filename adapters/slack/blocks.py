"""The blocks that messages are made of, as Slack takes them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from adapters.slack.limits import BUTTON_TEXT, BUTTON_VALUE, as_json, length
from adapters.slack.spans import channels, member
from bot.messages.cleaning import shortened
from bot.messages.markup import Account, Code, Line, Link, Plain, Span, Strong
from bot.messages.reply import Button
from bot.messages.spans import told, unbroken

Json = dict[str, object]


def rich(lines: Sequence[Line]) -> Json:
    """Return a block of rich text: in it words are words, whatever signs they hold."""
    spans = [
        element
        for line in lines
        for element in (*(each for span in line for each in _shown(span)), _text("\n"))
    ]
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": _joined(spans[:-1])}],
    }


def context(text: str) -> Json:
    """Return a block with a small line of markup, in which only what is marked does something."""
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text, "verbatim": True}]}


def actions(choices: Sequence[tuple[int, Button]]) -> Json:
    """Return a row of buttons; each is known by its number in the whole reply, and carries its command.

    Of those with the same words each says its command first.
    """
    labels = Counter(_label(choice) for _, choice in choices)
    return {
        "type": "actions",
        "block_id": f"choices-{choices[0][0]}",
        "elements": [
            {
                "type": "button",
                "action_id": f"choice-{number}",
                "text": {"type": "plain_text", "text": _label(choice, labels), "emoji": False},
                "value": unbroken(choice.command),
            }
            for number, choice in choices
        ],
    }


def can_be_clicked(choice: Button) -> bool:
    """Say whether a button can carry this choice; all can be typed."""
    return bool(choice.command.strip()) and length(as_json(choice.command)) <= BUTTON_VALUE


def _label(choice: Button, labels: Counter[str] | None = None) -> str:
    """Return what a button says; `labels` are those of its row, among which it should be known."""
    label = _fitting(told(choice.label).strip() or told(choice.command))
    alike = labels is not None and labels[label] > 1
    return _fitting(f"{told(choice.command)}: {label}") if alike else label


def _fitting(label: str) -> str:
    return shortened(label, BUTTON_TEXT if length(label) == len(label) else BUTTON_TEXT // 2)


def _shown(span: Span) -> Iterator[Json]:
    """Give the elements of a span: channels that plain words name stand apart."""
    if not isinstance(span, Plain):
        yield _element(span)
        return
    for words, channel in channels(span.text):
        yield {"type": "channel", "channel_id": channel} if channel else _text(words)


def _element(span: Span) -> Json:
    match span:
        case Plain(text=text):
            return _text(text)
        case Strong(text=text):
            return _text(text) | {"style": {"bold": True}}
        case Code(text=text):
            return _text(text) | {"style": {"code": True}}
        case Link(text=text, url=url):
            return {"type": "link", "url": url, "text": text}
        case Account(text=text):
            return {"type": "user", "user_id": member(text)}
        case _:
            assert_never(span)


def _text(text: str) -> Json:
    return {"type": "text", "text": text}


def _joined(elements: Iterable[Json]) -> list[Json]:
    """Put plain words that follow one another together."""
    joined: list[Json] = []
    for element in elements:
        if joined and set(joined[-1]) == set(element) == {"type", "text"}:
            joined[-1] = _text(f"{joined[-1]['text']}{element['text']}")
        else:
            joined.append(element)
    return joined
