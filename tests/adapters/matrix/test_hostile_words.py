"""What people wrote does nothing in Matrix, and neither do their addresses."""

from __future__ import annotations

import pytest

from bot.messages.cleaning import harmless
from bot.messages.markup import Line, Link, Plain, Strong
from bot.messages.reply import Button, Buttons, Fields, File, Image, Item, Paragraph
from tests.adapters.matrix.showing import (
    HOSTILE,
    bodies,
    said,
    shown,
    squeezed,
)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "matrix:u/anna:b.nl",
        "https://matrix.to/#/@anna:b.nl",
        "https://matrix.to/#/%40anna:b.nl",
        "https://app.element.io/#/room/#leren:b.nl",
        "https://[kapot",
        "http:",
        "/plaats",
        "",
    ],
)
def test_only_links_to_the_web_and_to_mail_are_links(url: str) -> None:
    """Others, and those that clients show as a mention, are words: the address can be read."""
    parts = said(Paragraph(((Link("hier", url),),)))
    assert shown(parts)[0].links == []
    assert bodies(parts)[0].startswith("hier (")


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://example.org/a_b?c=d&e#f", "https://example.org/a_b?c=d&e#f"),
        ("https://mastodon.example/@anna", "https://mastodon.example/@anna"),
        ("mailto:anna@b.nl", "mailto:anna@b.nl"),
        ("https://b.nl/één", "https://b.nl/één"),
        ('https://b.nl/"><script>', "https://b.nl/%22%3E%3Cscript%3E"),
        ("https://b.nl/`stop`", "https://b.nl/%60stop%60"),
        ("https://b.nl/\u202efdp x", "https://b.nl/%E2%80%AEfdp%20x"),
        ("https://b.nl/@room", "https://b.nl/%40room"),
        ("https://b.nl/\ud800", "https://b.nl/\ufffd"),
    ],
)
def test_addresses_are_one_run_of_what_can_be_seen(url: str, address: str) -> None:
    """They still lead to the same, and nothing in them ends the link or calls anybody."""
    parts = said(Paragraph(((Link("hier", url), Plain(" "), Link(url, url)),)))
    assert shown(parts)[0].links == [address, address]
    assert bodies(parts) == [f"hier ({address}) {address}"]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_wrote_stays_words(text: str) -> None:
    """Never a command, a link, a mention or formatting, wherever it stands."""
    plain: Line = (Plain(text),)
    parts = said(
        Paragraph((plain, (Strong(text),), (Plain("@"), Strong(text)))),
        Item(1, plain, (plain,)),
        Fields(((text, plain),)),
        Buttons(text, (Button(text, "meer"),)),
        Image(b"", text),
        File(text, "text/csv", b"", text),
    )
    (body,), (formatted,) = bodies(parts), shown(parts)
    assert formatted.commands == ["meer"]
    assert formatted.links == []
    assert body.count("`") == 2
    assert harmless(body) == body
    assert squeezed(formatted.text) == squeezed(body)
