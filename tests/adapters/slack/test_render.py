"""How what the bot says looks in Slack."""

from __future__ import annotations

import pytest

from adapters.slack import limits
from adapters.slack.ids import corner
from adapters.slack.render import render
from bot.domain.keys import AccountKey, ConversationKey
from bot.messages.markup import Account, Code, Line, Link, Plain, Strong
from bot.messages.outgoing import Delete, Edit, Mark, OpenDirect, Post, Private, React, Upload
from bot.messages.reply import Button, Buttons, Fields, File, Image, Item, Paragraph, Reply, say
from tests.adapters.slack.payloads import ANNA, HOME, ROOM
from tests.adapters.slack.showing import THREAD, buttons, check, contents, read, said

ACCOUNT = AccountKey(HOME, ANNA)
LINE: Line = (Plain("gewoon "), Strong("nadruk "), Link("bron", "https://example.org/a?b&c"), Code("meer"))
CHOICES = Buttons("Verder:", (Button("het hele verhaal", "P12"), Button("nog 2", "meer")))


def text_of(*blocks: Paragraph | Item | Fields | Buttons | Image | File) -> str:
    """Return the text of the only part."""
    (content,) = said(*blocks)
    return str(content["text"])


def test_a_reply_is_text_and_blocks() -> None:
    """The text says all of it; in the blocks words are words and only what is marked does something."""
    (content,) = said(Paragraph((LINE, (Plain("tweede"),))))
    assert content == {
        "text": "gewoon nadruk <https://example.org/a?b&amp;c|bron>`meer`\ntweede",
        "blocks": [
            {
                "type": "rich_text",
                "elements": [
                    {
                        "type": "rich_text_section",
                        "elements": [
                            {"type": "text", "text": "gewoon "},
                            {"type": "text", "text": "nadruk ", "style": {"bold": True}},
                            {"type": "link", "url": "https://example.org/a?b&c", "text": "bron"},
                            {"type": "text", "text": "meer", "style": {"code": True}},
                            {"type": "text", "text": "\ntweede"},
                        ],
                    }
                ],
            }
        ],
    }


def test_the_same_is_said_in_every_way() -> None:
    """Posted, changed, private or in a corner of a channel: where it goes is of the sending."""
    reply = Reply((Paragraph((LINE,)), CHOICES))
    parts = render(Post(THREAD, reply))
    private = ConversationKey(ROOM, corner(ANNA))
    assert parts == render(Edit(THREAD, "cause", reply)) == render(Post(private, reply))
    assert (
        parts
        == render(Private(THREAD, ACCOUNT, reply))
        == render(Private(THREAD, ACCOUNT, reply, direct=True))
    )


def test_a_channel_that_is_named_by_its_key_goes_by_its_name() -> None:
    """Slack puts that in its place; people are not called, and another platform's keys are words."""
    words = "In #slack:T0HOME:C0LEREN: vraag @slack:T0HOME:U0EVA in #slack:T0HOME:D0EVA, x#slack:T0HOME:C0A."
    (part,) = said(Paragraph(((Plain(words),),)))
    elements = part["blocks"][0]["elements"][0]["elements"]
    assert elements == [
        {"type": "text", "text": "In "},
        {"type": "channel", "channel_id": "C0LEREN"},
        {"type": "text", "text": words.partition("C0LEREN")[2]},
    ]
    assert part["text"] == words.replace("#slack:T0HOME:C0LEREN", "<#C0LEREN>")


def test_items_stay_together_and_keep_their_numbers() -> None:
    """Other blocks are set apart by an empty line."""
    items = [Item(number, (Plain(f"les {number}"),), ((Plain("onder"),),)) for number in (1, 2, 4)]
    assert text_of(Paragraph(((Plain("Drie:"),),)), *items, Paragraph(((Plain("Meer?"),),))) == (
        "Drie:\n\n1. les 1\n   onder\n2. les 2\n   onder\n4. les 4\n   onder\n\nMeer?"
    )


def test_other_blocks_have_their_words() -> None:
    """Facts by their names, pictures and files by what is said for who cannot see them."""
    assert (
        text_of(Fields((("Waar", (Plain("Ginds"),)), ("Jaar", (Plain("2021"),)))))
        == "Waar: Ginds\nJaar: 2021"
    )
    assert text_of(Image(b"", "een grafiek die stijgt")) == "een grafiek die stijgt"
    assert text_of(File("lessen.csv", "text/csv", b"", "twee lessen")) == "lessen.csv: twee lessen"


def test_choices_are_buttons_that_carry_their_command() -> None:
    """Above them, in small, the same to type; their numbers go on through the whole reply."""
    (content,) = said(CHOICES, CHOICES)
    assert [block["type"] for block in content["blocks"]] == ["context", "actions"] * 2
    assert content["text"].split("\n\n") == ["Verder: `P12` (het hele verhaal) · `meer` (nog 2)"] * 2
    assert [(each["action_id"], each["text"]["text"], each["value"]) for each in buttons(content)] == [
        ("choice-1", "het hele verhaal", "P12"),
        ("choice-2", "nog 2", "meer"),
        ("choice-3", "het hele verhaal", "P12"),
        ("choice-4", "nog 2", "meer"),
    ]


def test_many_choices_take_more_rows() -> None:
    """A row takes 25; none is left out, and the words before them are said once."""
    many = Buttons("Verder:", tuple(Button(f"nog {number}", f"P{number}") for number in range(60)))
    (content,) = said(many)
    check(content)
    assert [each["value"] for each in buttons(content)] == [f"P{number}" for number in range(60)]
    assert content["text"].count("Verder:") == 1


def test_a_long_label_is_shortened_on_its_button_only() -> None:
    """It stands above it in full; a command that no button can carry can still be typed."""
    label, command = "een heel lang verhaal " * 5, "zoek " + "x" * limits.BUTTON_VALUE
    (content,) = said(Buttons("Verder:", (Button(label, "P12"), Button("lang", command), Button("", "meer"))))
    check(content)
    assert label.strip() in content["text"]
    assert command in read(content["text"]).replace("\n", "").replace("`", "")
    assert [each["text"]["text"][-1] for each in buttons(content)] == ["…", "r"]


def test_buttons_with_the_same_words_are_told_apart() -> None:
    """Two lessons may be called the same, and a row may hold both."""
    alike = Buttons("Lezen:", (Button("Koffiekar", "L1"), Button("Koffiekar", "L2"), Button("Fiets", "L3")))
    (content,) = said(alike)
    assert [each["text"]["text"] for each in buttons(content)] == ["L1: Koffiekar", "L2: Koffiekar", "Fiets"]


def test_without_choices_only_the_words_before_them_are_said() -> None:
    """A row of buttons has at least one."""
    (content,) = said(Buttons("Verder:", ()))
    assert content["text"] == "Verder:"
    assert buttons(content) == []


def test_a_long_answer_comes_in_parts_and_none_of_it_is_cut() -> None:
    """Between blocks where that fits, else between lines, else between words."""
    story = "woord " * 3000
    long = said(Paragraph(((Plain("begin"),),)), Paragraph(((Plain(story),),)), CHOICES)
    assert len(long) > 4
    for content in long:
        check(content)
    assert " ".join(content["text"] for content in long).split().count("woord") == 3000
    assert buttons(long[-1])


def test_what_fits_in_one_message_stays_whole() -> None:
    """A block that does not fit behind the others goes to the next, and is not divided."""
    first, second = said(*(Paragraph(((Plain(f"{sign} " * 1400),),)) for sign in "ab"))
    assert set(first["text"].split()) == {"a"}
    assert set(second["text"].split()) == {"b"}


def test_many_blocks_take_more_messages() -> None:
    """Slack takes 50 in one."""
    parts = said(*(Paragraph(((Plain(str(number)),),)) for number in range(120)))
    assert [len(content["blocks"]) for content in parts] == [50, 50, 20]
    assert [word for content in parts for word in content["text"].split()] == [
        str(each) for each in range(120)
    ]


def test_a_reply_of_nothing_is_still_a_message() -> None:
    """Slack refuses one without text."""
    for blocks in ((), (Paragraph(()),), (Paragraph(((Plain(" "), Code("")),)),)):
        (content,) = said(*blocks)
        check(content)
        assert content["text"] == "…"


def test_a_file_has_its_name_and_its_words() -> None:
    """What does not fit beside it follows; without words it has none."""
    upload = Upload(THREAD, File("les <1>.csv", "text/csv", b"a;b", "twee <!channel> lessen"))
    assert contents(render(upload)) == [{"filename": "les <1>.csv", "text": "twee &lt; !channel&gt; lessen"}]
    assert contents(render(Upload(THREAD, File("", "text/csv", b"", "")))) == [{"filename": "…", "text": ""}]
    first, *others = contents(render(Upload(THREAD, File("a.csv", "text/csv", b"", "woord " * 3000))))
    assert "filename" in first
    for content in others:
        check(content)
    assert " ".join(each["text"] for each in (first, *others)).split() == ["woord"] * 3000


def test_marks_have_their_names() -> None:
    """Each another."""
    names = [contents(render(React(THREAD, "C1 1.2", mark)))[0]["name"] for mark in Mark]
    assert names == ["eyes", "bulb", "white_check_mark"]


def test_what_carries_no_words_carries_what_sending_needs() -> None:
    """Whom to open a room with; of a deletion nothing more is to be said."""
    assert render(OpenDirect(THREAD, ACCOUNT)) == (f'{{"users":"{ANNA}"}}',)
    assert render(Delete(THREAD, "cause")) == ("{}",)


@pytest.mark.parametrize("times", [1, 400])
def test_a_very_long_answer_is_rendered_at_once(times: int) -> None:
    """Also one with many commands and links, each of which takes room around it."""
    line = (Code("meer"), Plain(" "), Link("bron", "https://example.org/a"), Plain("a*b_c\n"))
    for content in contents(render(Post(THREAD, say(line * times, *[line] * times)))):
        check(content)


def test_an_account_is_shown_by_its_name() -> None:
    """Slack knows what its own people are called; another account stands there as it is written."""
    (content,) = said(Paragraph(((Account("slack:E1-T1:U2"), Plain(" en "), Account("matrix:@jan:b.nl")),)))
    assert content["text"] == "<@U2> en matrix:@jan:b.nl"
    (section,) = content["blocks"][0]["elements"]
    assert section["elements"][0] == {"type": "user", "user_id": "U2"}
