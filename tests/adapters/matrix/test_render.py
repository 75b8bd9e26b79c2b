"""How what the bot says looks in Matrix."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from adapters.matrix.render import choices, render, replacing
from adapters.matrix.signs import MOST, number_of, sign_of
from bot.domain.keys import AccountKey
from bot.messages.markup import Account, Plain
from bot.messages.outgoing import Delete, Edit, Mark, OpenDirect, Outgoing, Post, Private, React, Upload
from bot.messages.reply import Button, Buttons, File, Item, Paragraph, Reply, say
from tests.adapters.matrix.showing import (
    LINE,
    MAIN,
    THREAD,
    bodies,
    buttons,
    contents,
    said,
    the_only,
)
from tests.adapters.matrix.timeline import ANNA, HOME

ACCOUNT = AccountKey(HOME, ANNA)


def test_a_reply_is_a_notice_with_both_kinds_of_text() -> None:
    """Plain for who reads that, formatted for the rest, and it says that it mentions nobody."""
    content = the_only(said(Paragraph((LINE, (Plain("tweede"),)))))
    assert content == {
        "msgtype": "m.notice",
        "body": "gewoon nadruk bron (https://example.org/a?b&c)`meer`\ntweede",
        "format": "org.matrix.custom.html",
        "formatted_body": (
            '<p>gewoon <strong>nadruk </strong><a href="https://example.org/a?b&amp;c">bron</a>'
            "<code>meer</code><br>tweede</p>"
        ),
        "m.mentions": {},
    }


@pytest.mark.parametrize("kind", [Post, Edit, Upload])
def test_an_answer_belongs_to_its_question(kind: type[Outgoing]) -> None:
    """In its thread, or as a reply where threads are not wanted; in a direct room it just follows."""
    for conversation, threads, relation in (
        (THREAD, False, {"m.in_reply_to": {"event_id": "$root"}}),
        (MAIN, True, None),
        (
            THREAD,
            True,
            {
                "rel_type": "m.thread",
                "event_id": "$root",
                "is_falling_back": True,
                "m.in_reply_to": {"event_id": "$root"},
            },
        ),
    ):
        answers: dict[type[Outgoing], Outgoing] = {
            Post: Post(conversation, say(LINE)),
            Edit: Edit(conversation, "cause", say(LINE)),
            Upload: Upload(conversation, File("a.csv", "text/csv", b"", "lessen")),
        }
        assert the_only(render(answers[kind], threads=threads)).get("m.relates_to") == relation


def test_what_is_private_belongs_to_no_thread() -> None:
    """It is said in another room than where it was asked."""
    for direct in (True, False):
        content = the_only(render(Private(THREAD, ACCOUNT, say(LINE), direct=direct), threads=True))
        assert "m.relates_to" not in content


def test_items_keep_their_numbers() -> None:
    """A list begins at its first number, and again where a number is passed over."""
    items = [Item(number, (Plain(f"les {number}"),), ((Plain("onder"),),)) for number in (1, 2, 4)]
    content = the_only(said(*items))
    assert content["body"] == "1. les 1\n   onder\n2. les 2\n   onder\n4. les 4\n   onder"
    first, second, fourth = (f"<li><strong>les {number}</strong><br>onder</li>" for number in (1, 2, 4))
    assert content["formatted_body"] == f'<ol>{first}{second}</ol><ol start="4">{fourth}</ol>'


def test_choices_are_numbered_with_their_signs() -> None:
    """Each is also a command that can be typed."""
    content = the_only(said(Buttons("Verder:", (Button("het hele verhaal", "P12"), Button("nog 2", "meer")))))
    assert content["body"] == "Verder: 1️⃣ `P12` (het hele verhaal) · 2️⃣ `meer` (nog 2)"
    assert content["formatted_body"] == (
        "<p>Verder: 1️⃣ <code>P12</code> (het hele verhaal) · 2️⃣ <code>meer</code> (nog 2)</p>"
    )


def test_there_are_as_many_signs_as_numbers() -> None:
    """What comes after the tenth choice can be typed only; a second row of choices counts on."""
    outgoing = Post(MAIN, Reply((buttons(8), buttons(5))))
    body = str(the_only(render(outgoing, threads=True))["body"])
    assert choices(outgoing) == MOST
    assert [body.count(sign_of(number)) for number in range(1, MOST + 1)] == [1] * MOST
    assert body.index(sign_of(9)) > body.index("`P8`")
    assert "🔟 `P2`" in body
    assert body.endswith("· `P3` (nog 3) · `P4` (nog 4) · `P5` (nog 5)")


def test_only_words_have_choices() -> None:
    """A mark or a reply without buttons has none."""
    assert choices(Post(MAIN, say(LINE))) == 0
    assert choices(React(MAIN, "$e", Mark.SEEN)) == 0
    assert choices(Private(MAIN, ACCOUNT, Reply((buttons(2),)))) == 2


def test_a_sign_is_read_as_its_number() -> None:
    """Whichever way a client writes it."""
    for number in range(1, MOST + 1):
        sign = sign_of(number)
        plain = sign.replace("\ufe0f", "")
        assert {number_of(sign), number_of(plain), number_of(plain + "\ufe0f")} == {number}
    assert number_of("👍") is None


def test_a_file_has_its_name_and_its_words() -> None:
    """Where it is comes with the sending; its words stand beside it for who cannot open it."""
    for media_type, msgtype in (
        ("text/csv", "m.file"),
        ("image/png", "m.image"),
        ("image/svg+xml", "m.file"),
    ):
        outgoing = Upload(MAIN, File("lessen.csv", media_type, b"a;b", "twee @room lessen"))
        assert the_only(render(outgoing, threads=True)) == {
            "msgtype": msgtype,
            "body": "twee @ room lessen",
            "filename": "lessen.csv",
            "info": {"mimetype": media_type, "size": 3},
            "m.mentions": {},
        }


def test_a_file_with_a_long_story_loses_none_of_it() -> None:
    """What does not fit beside the file follows."""
    outgoing = Upload(THREAD, File("a.csv", "text/csv", b"", "woord " * 3000))
    parts = render(outgoing, threads=True)
    assert [content["msgtype"] for content in contents(parts)] == ["m.file", *["m.notice"] * 4]
    assert " ".join(bodies(parts)).split() == ["woord"] * 3000
    assert all("m.relates_to" in content for content in contents(parts))


def test_a_file_without_words_has_its_name() -> None:
    """A message with a file always reads as something."""
    content = the_only(render(Upload(MAIN, File("a.csv", "text/csv", b"", "")), threads=True))
    assert content["body"] == "a.csv"


def test_marks_have_their_signs() -> None:
    """Each mark another."""
    keys = [the_only(render(React(MAIN, "$e", mark), threads=True))["key"] for mark in Mark]
    assert keys == ["👀", "💡", "✅"]


def test_what_carries_nothing_has_an_empty_content() -> None:
    """Taking back and opening a room are done by sending."""
    for outgoing in (Delete(MAIN, "cause"), OpenDirect(MAIN, ACCOUNT)):
        assert render(outgoing, threads=True) == ("{}",)


def test_a_change_replaces_an_earlier_message() -> None:
    """Nobody is mentioned on either level, and the thread is not said again."""
    content = the_only(said(Paragraph((LINE,)), conversation=THREAD))
    changed = replacing(content, "$before")
    new = {name: value for name, value in content.items() if name != "m.relates_to"}
    assert changed == {
        "msgtype": "m.notice",
        "body": f"* {content['body']}",
        "m.mentions": {},
        "m.new_content": new,
        "m.relates_to": {"rel_type": "m.replace", "event_id": "$before"},
    }
    assert new["m.mentions"] == {}


def test_an_account_is_shown_as_somebody() -> None:
    """By a link that clients show as a person; one of another platform stands there as it is written."""
    content = the_only(said(Paragraph(((Account(f"matrix:{ANNA}"), Plain(" en "), Account("slack:T1:U2")),))))
    assert content["formatted_body"] == (
        f'<p><a href="https://matrix.to/#/{quote(ANNA)}">{ANNA}</a> en slack:T1:U2</p>'
    )
    assert content["m.mentions"] == {}
