"""Inline text as spans, so that what people wrote can never turn into formatting, a link or a ping.

Templates of ours may hold `code` between backticks and {placeholders}; values put in are always plain.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal


@dataclass(frozen=True)
class Plain:
    """Words as they are; a renderer escapes them."""

    text: str
    type: Literal["plain"] = "plain"


@dataclass(frozen=True)
class Code:
    """Something that can be typed exactly like this."""

    text: str
    type: Literal["code"] = "code"


@dataclass(frozen=True)
class Strong:
    """Words that matter most in the line."""

    text: str
    type: Literal["strong"] = "strong"


@dataclass(frozen=True)
class Link:
    """A link with its text; a renderer shows the address where links cannot be."""

    text: str
    url: str
    type: Literal["link"] = "link"


@dataclass(frozen=True)
class Account:
    """Who somebody is on a platform, by the written form of their account, which that shows by its own name.

    Only for words that one person reads: among others it would call whom it names.
    """

    text: str
    type: Literal["account"] = "account"


Span = Plain | Code | Strong | Link | Account
Line = tuple[Span, ...]

_PARTS = re.compile(r"`([^`]+)`|\*\*([^*]+)\*\*|\{(\w+)\}|([^`*{]+|[`*{])")


def line(template: str, **values: str | Line) -> Line:
    """Read a template of ours: `code`, **strong** and {placeholders}, which take plain text or spans.

    A placeholder inside code or strong is filled in as text. Raise KeyError for a value that is missing.
    """
    return _read(template, values) if values else _fixed(template)


@lru_cache(1000)
def _fixed(template: str) -> Line:
    """Read a template that takes no values; the same ones are said over and over."""
    return _read(template, {})


def _read(template: str, values: dict[str, str | Line]) -> Line:
    spans: list[Span] = []
    for match in _PARTS.finditer(template):
        code, strong, placeholder, plain = match.groups()
        if code is not None:
            spans.append(Code(_filled(code, values)))
        elif strong is not None:
            spans.append(Strong(_filled(strong, values)))
        elif placeholder is not None:
            value = values[placeholder]
            spans.extend((Plain(value),) if isinstance(value, str) else value)
        else:
            spans.append(Plain(plain))
    return _joined(spans)


def _filled(template: str, values: dict[str, str | Line]) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: text_of(values[match[1]]), template)


def text_of(value: str | Line) -> str:
    """Return the words of a line without any marks."""
    return value if isinstance(value, str) else "".join(span.text for span in value)


def _joined(spans: list[Span]) -> Line:
    joined: list[Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        if isinstance(span, Plain) and isinstance(last, Plain):
            joined[-1] = Plain(last.text + span.text)
        else:
            joined.append(span)
    return tuple(joined)
