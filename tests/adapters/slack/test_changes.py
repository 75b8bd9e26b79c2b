"""Messages that are changed, deleted or reacted to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.slack.wishes import signed
from bot.messages.incoming import Deleted, Edited, Reaction
from tests.adapters.slack.payloads import (
    ANNA,
    AROUND,
    BOT,
    CHANNEL,
    DIRECT,
    EDIT,
    EVA,
    GUEST,
    ROBOT,
    ROOT,
    Json,
    changed,
    deleted,
    heard,
    ignored,
    mention,
    reacting,
    thread,
)


def edited(payload: Json) -> Edited:
    read = heard(payload)
    assert isinstance(read, Edited)
    return read


def test_other_words_are_an_edit() -> None:
    """About the message that was changed, in its thread."""
    read = edited(changed(f"<@{BOT}> wie weet iets?", "wie wet iets?"))
    assert (read.text, read.addressed) == ("wie weet iets?", True)
    assert read.origin.message == f"{CHANNEL} {ROOT}"
    assert read.origin.conversation == thread(ROOT)
    assert read.origin.sender.account.id == ANNA
    assert not edited(changed("wie weet iets?", "wie wet iets?")).addressed


def test_an_edit_in_a_direct_room_is_meant_for_the_bot() -> None:
    """Everything there is."""
    read = edited(changed("ja", "nee", channel=DIRECT, channel_type="im"))
    assert (read.addressed, read.origin.conversation.thread) == (True, None)


def test_an_edit_in_a_thread_stays_there() -> None:
    """Also of a reply that was shown in the channel."""
    inner: Json = {"thread_ts": "1772430000.000100", "subtype": "thread_broadcast"}
    assert edited(changed("ja", "nee", inner)).origin.conversation == thread("1772430000.000100")


@pytest.mark.parametrize(
    "inner",
    [
        {"attachments": [{"original_url": "https://example.org"}]},
        {"edited": None, "reply_count": 1, "latest_reply": "1772443799.500000"},
        {"subtype": "thread_broadcast"},
    ],
)
def test_previews_and_counters_are_no_edits(inner: Json) -> None:
    """Slack tells of them as changes; the words are the same (pitfall P22)."""
    assert ignored(changed("hoi", "hoi", inner)) == "a change that is not of words"


def test_without_the_words_before_slack_says_whether_it_was_edited() -> None:
    """Some payloads leave out what it said before."""
    assert edited(changed("hoi", None)).text == "hoi"
    assert ignored(changed("hoi", None, {"edited": None}))
    assert edited(changed("hoi", None, previous_message=None)).text == "hoi"


def test_an_edit_that_adds_a_mention_is_told_twice_and_read_once() -> None:
    """Both tellings are about the same edit."""
    words, edit = f"<@{BOT}> hoi", {"user": ANNA, "ts": EDIT}
    assert heard(changed(words, "hoi")) == heard(mention(words, ts=ROOT, edited=edit))


def test_two_edits_are_two() -> None:
    """Each has its own id, and is about the same message."""
    second = changed("drie", "twee", {"edited": {"user": ANNA, "ts": "1772443799.400000"}})
    first = edited(changed("twee", "een"))
    assert first.origin.event != edited(second).origin.event
    assert first.origin.cause == edited(second).origin.cause


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (changed("b", "a", {"user": GUEST}, previous_message={"user": GUEST, "text": "a"}), "of a guest"),
        (changed("b", "a", {"bot_id": "B0"}), "from another program"),
        (
            changed("b", "a", {"user": BOT}, previous_message={"user": BOT, "text": "a"}),
            "from the bot itself",
        ),
        (changed("b", "a", {"subtype": "bot_message"}), "a change of what nobody wrote"),
        (changed(None, "a"), "a change of nothing"),
    ],
)
def test_these_change_nothing(payload: Json, reason: str) -> None:
    """Guests, programs and nonsense."""
    assert ignored(payload) == reason


TOMBSTONE: Json = {"subtype": "tombstone", "user": "USLACKBOT", "text": "This message was deleted."}


@pytest.mark.parametrize(
    "payload", [deleted(), changed("x", "weg", TOMBSTONE), deleted(previous_message=None)]
)
def test_what_is_gone_is_deleted(payload: Json) -> None:
    """Whether it disappears or leaves an empty place above its thread, and whatever is still told of it."""
    read = heard(payload)
    assert isinstance(read, Deleted)
    assert read.origin.message == f"{CHANNEL} {ROOT}"
    assert read.origin.conversation == thread(ROOT)
    assert read.origin.event == "Ev0001"


def test_what_is_gone_has_the_cause_of_what_it_was() -> None:
    """So that its answer is found."""
    assert heard(deleted()).origin.cause == edited(changed("b", "a")).origin.cause


def test_a_deletion_in_a_thread_stays_there() -> None:
    """The root is that of the thread."""
    before: Json = {"user": ANNA, "ts": ROOT, "thread_ts": "1772430000.000100"}
    assert heard(deleted(previous_message=before)).origin.conversation == thread("1772430000.000100")


@pytest.mark.parametrize("before", [{"user": BOT, "bot_id": "B0BOT"}, {"user": BOT}, {"bot_id": "B0ANDER"}])
def test_what_programs_said_may_go(before: Json) -> None:
    """Nothing was said because of it."""
    assert ignored(deleted(previous_message=before)) == "a message of a program is gone"


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("one", "1"),
        ("nine", "9"),
        ("keycap_ten", "10"),
        ("zero", "zero"),
        ("+1::skin-tone-2", "+1::skin-tone-2"),
    ],
)
def test_reactions_with_numbers_are_numbers(name: str, read: str) -> None:
    """About the message they are on; others keep their name."""
    reaction = heard(reacting(name))
    assert isinstance(reaction, Reaction)
    assert (reaction.name, reaction.added) == (read, True)
    assert reaction.origin.message == f"{CHANNEL} {ROOT}"
    off = heard(reacting(name, kind="reaction_removed"))
    assert isinstance(off, Reaction)
    assert not off.added


@pytest.mark.parametrize(
    "payload",
    [
        reacting("one", BOT),
        reacting("one", GUEST),
        reacting("one", ROBOT),
        reacting("one", type="file", file="F0"),
        reacting("one", ts=None),
        reacting("one", channel="x"),
        reacting(None),
    ],
)
def test_these_choose_nothing(payload: Json) -> None:
    """Programs, guests, and reactions to something that is no message."""
    assert ignored(payload).startswith("a reaction")


@pytest.mark.parametrize("by", [EVA, ANNA, GUEST, BOT, None])
def test_a_lamp_may_be_a_wish(by: str | None) -> None:
    """Of who wrote the message, with the link to it; who is no person of this workspace is not asked."""
    link = "https://gemeente.slack.com/archives/C0PLEIN/p1"
    read = heard(reacting("bulb", by=by), around=replace(AROUND, link=link))
    assert isinstance(read, Reaction)
    assert read.wish
    assert (read.wish.author.id, read.wish.author_guest) == (by or BOT, by not in {EVA, ANNA})
    assert (read.wish.link, read.wish.origin.private, read.wish.lamp) == (link, True, True)
    assert read.wish.origin.message == read.origin.message
    assert read.wish.origin.event == read.origin.event


def test_no_other_sign_is_a_wish() -> None:
    """Nor the lamp under something that is no message."""
    read = heard(reacting("one", by=EVA))
    assert isinstance(read, Reaction)
    assert read.wish is None
    assert signed(reacting("bulb")) == (CHANNEL, ROOT)
    assert not any(map(signed, (reacting("one"), reacting("bulb", kind="reaction_removed"), mention("hoi"))))
    assert signed(reacting("bulb", type="file", file="F0")) is None
