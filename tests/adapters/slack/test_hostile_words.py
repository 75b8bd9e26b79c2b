"""What people wrote does nothing in Slack, and neither do their addresses (pitfall P23)."""

from __future__ import annotations

import pytest

from adapters.slack.mrkdwn import escaped
from bot.messages.cleaning import harmless
from bot.messages.markup import Code, Line, Link, Plain, Strong
from bot.messages.reply import Button, Buttons, Fields, File, Image, Item, Paragraph
from tests.adapters.matrix.showing import HOSTILE
from tests.adapters.slack.showing import (
    buttons,
    check,
    commands,
    elements,
    formatting,
    links,
    said,
)

SLACK = [
    "<!channel>",
    "<!here|hier>",
    "<!everyone>",
    "<!subteam^S1>",
    "<!date^1^{date}^https://kwaad.example|vandaag>",
    "<@U1>",
    "<#C1|leren>",
    "<https://kwaad.example|beheer>",
    "&lt;!channel&gt;",
    "*vet* _schuin_ ~door~ *a b*",
    "**vet** __schuin__",
    "> citaat",
    "tekst\n> citaat\n>>> alles",
    "&gt; citaat",
    "```\ncode\n```",
    "@channel",
    ":white_check_mark: *gelukt*",
    "a|b>c",
]


@pytest.mark.parametrize("text", [*SLACK, *HOSTILE])
def test_what_people_wrote_stays_words(text: str) -> None:
    """Never a command, a link, a call or formatting, wherever it stands."""
    plain: Line = (Plain(text),)
    parts = said(
        Paragraph((plain, (Strong(text),), (Plain("@"), Strong(text)), (Link(text, "https://b.nl"),))),
        Item(1, plain, (plain,)),
        Fields(((text, plain),)),
        Buttons(text, (Button(text, "meer"),)),
        Image(b"", text),
        File(text, "text/csv", b"", text),
    )
    (content,) = parts
    check(content)
    written = content["text"]
    assert commands(written) == ["meer"]
    assert set(links(written)) <= {"https://b.nl"}
    assert formatting(written) == []
    assert harmless(written) == written
    assert [each["url"] for each in elements(content) if each["type"] == "link"] == ["https://b.nl"]
    assert [each for each in elements(content) if each.get("style", {}).get("code")] == []
    (button,) = buttons(content)
    assert harmless(button["text"]["text"]) == button["text"]["text"]
    assert not button["text"]["emoji"]


def test_in_blocks_people_keep_their_signs() -> None:
    """Rich text reads none of them as formatting, so they can stay as they are."""
    text = "snake_case, 2*3, ~10 en *dit* & <dat>"
    (content,) = said(Paragraph(((Plain(text),),)))
    assert [each["text"] for each in elements(content)] == [text]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("R&D <b> a > b", "R&amp;D &lt;b&gt; a &gt; b"),
        ("snake_case a_b@example.org", "snake_case a_b@example.org"),
        ("_schuin_ _ x_", "ˍschuinˍ ˍ xˍ"),
        ("\n  > citaat", "\n  › citaat"),  # noqa: RUF001 - signs that look alike are the point
    ],
)
def test_in_text_only_signs_that_could_format_look_alike(text: str, shown: str) -> None:
    """Slack names no way to escape them; names and addresses keep theirs."""
    assert escaped(text) == shown


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "slack://user?team=T1&id=U1",
        "tel:+31612345678",
        "https://[kapot",
        "http:",
        "/plaats",
        "https://b.nl/" + "a" * 3000,
        "",
    ],
)
def test_only_links_to_the_web_and_to_mail_are_links(url: str) -> None:
    """Others, and addresses that are too long for one, are words: they can be read."""
    (content,) = said(Paragraph(((Link("hier", url),),)))
    assert links(content["text"]) == []
    assert content["text"].startswith("hier (")


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://example.org/a_b?c=d&e#f", "https://example.org/a_b?c=d&e#f"),
        ("mailto:anna@b.nl", "mailto:anna@b.nl"),
        ("https://b.nl/één", "https://b.nl/één"),
        ("https://b.nl/|beheer>", "https://b.nl/%7Cbeheer%3E"),
        ("https://b.nl/`stop`", "https://b.nl/%60stop%60"),
        ("https://b.nl/\u202efdp x", "https://b.nl/%E2%80%AEfdp%20x"),
        ("https://b.nl/@channel", "https://b.nl/%40channel"),
        ("https://b.nl/\ud800", "https://b.nl/\ufffd"),
    ],
)
def test_addresses_are_one_run_of_what_can_be_seen(url: str, address: str) -> None:
    """They still lead to the same, and nothing in them ends the link or calls anybody."""
    (content,) = said(
        Paragraph(((Link("hier", url), Plain(" "), Link(url, url), Plain(" "), Link(" ", url)),))
    )
    assert links(content["text"]) == [address] * 3
    assert [each["url"] for each in elements(content) if each["type"] == "link"] == [address] * 3


def test_the_words_of_a_link_cannot_end_it() -> None:
    """Nor what stands between backticks."""
    (content,) = said(Paragraph(((Link("a|b> <!here>\nc", "https://b.nl"), Code("a` <b> &")),)))
    assert content["text"] == "<https://b.nl|a¦b&gt; &lt; !here&gt; c>`a' &lt;b&gt; &amp;`"
