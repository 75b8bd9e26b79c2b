"""Where long answers are divided."""

from __future__ import annotations

import pytest

from bot.messages.markup import Code, Line, Link, Plain
from bot.messages.plaintext import render_plain
from bot.messages.reply import Fields, File, Image, Item, Paragraph, Reply
from tests.adapters.matrix.showing import (
    LINE,
    bodies,
    buttons,
    contents,
    said,
    shown,
)


def test_short_replies_read_as_they_do_everywhere() -> None:
    """One part, exactly as the plain rendering."""
    blocks = (
        Paragraph((LINE, ())),
        Item(3, LINE, (LINE,)),
        Item(4, LINE),
        Fields((("Waar", LINE),)),
        Image(b"", "een grafiek"),
        File("a.csv", "text/csv", b"", "twee lessen"),
    )
    assert bodies(said(*blocks)) == [render_plain(Reply(blocks))]


def test_a_block_stays_whole_where_it_can() -> None:
    """An item that does not fit any more begins the next part, with its number."""
    items = [Item(number, (Plain(f"les {number}"),), ((Plain("woord " * 200),),)) for number in range(1, 6)]
    parts = said(*items, buttons(2))
    assert [body[:8] for body in bodies(parts)] == ["1. les 1", "4. les 4"]
    assert str(contents(parts)[1]["formatted_body"]).startswith(
        '<ol start="4"><li><strong>les 4</strong><br>'
    )
    assert bodies(parts)[-1].endswith("2️⃣ `P2` (nog 2)")


def test_a_long_item_goes_on_under_its_heading() -> None:
    """Where a part begins in the middle of an item, no number is said again."""
    parts = said(Item(7, (Plain("les"),), tuple((Plain(f"regel {number} " * 100),) for number in range(9))))
    assert len(parts) > 1
    assert "".join(bodies(parts)).count("7. ") == 1
    assert all(body.startswith("   regel") for body in bodies(parts)[1:])
    assert all(str(content["formatted_body"]).startswith("<p>regel") for content in contents(parts)[1:])


@pytest.mark.parametrize(
    "unit",
    [
        "👩🏽‍💻",
        "🇳🇱",
        "e\u0301\u0323",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "1️⃣",
        "한",
        "x",
    ],
)
def test_what_is_seen_as_one_is_never_cut(unit: str) -> None:
    """However long a word is, an emoji or a letter with accents stays in one part."""
    (shortest,) = bodies(said(Paragraph(((Plain(unit),),))))
    parts = bodies(said(Paragraph(((Plain(unit * 5000),),))))
    assert "".join(parts) == shortest * 5000
    assert all(part == shortest * (len(part) // len(shortest)) for part in parts)


def test_a_command_or_a_link_is_never_cut() -> None:
    """It goes to the next part as a whole."""
    line: Line = (
        Plain("x " * 1990),
        Code("zoek heel lange vraag"),
        Plain(" y " * 1990),
        Link("bron", "https://b.nl/a"),
    )
    first, second, third = shown(said(Paragraph((line,))))
    assert (first.commands, second.commands, third.commands) == ([], ["zoek heel lange vraag"], [])
    assert (first.links, second.links, third.links) == ([], [], ["https://b.nl/a"])


def test_lines_are_kept_together_before_words_are() -> None:
    """A story of many lines is divided where a line ends."""
    story = "\n".join(f"{number} " + "woord " * 50 for number in range(40))
    assert all(body.split()[0].isdigit() for body in bodies(said(Paragraph(((Plain(story),),)))))
