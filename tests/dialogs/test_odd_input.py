"""Whatever somebody types, what comes back is a clear sentence, and the next question is answered."""

from __future__ import annotations

import pytest

from bot.messages.cleaning import READ, clean
from bot.messages.incoming import Message
from tests.platforms.plaza import BETWEEN, Town

ODD = {
    "nothing": "",
    "only spaces": "  \t\n  ",
    "control characters": "\x00\x01\x02\x1b[31m\x07\x7f",
    "a bell in a word": "zwerf\x07afval",
    "emoji": "🙏🙏👍🏽",
    "a family of emoji": "👩\u200d👩\u200d👧\u200d👦",
    "half a character": "\ud83d",
    "only zero-width": "\u200b\u200c\u200d\u2060\ufeff",
    "only turning": "\u202e\u2066\u200f",
    "right to left": "\u202elavfafrewz tleh eiw",
    "Arabic": "من لديه خبرة في إدارة النفايات؟",
    "Chinese": "谁有垃圾管理的经验?",
    "one word of 100 kB": "x" * 100_000,
    "100 kB of short words": "ab " * 33_000,
    "10,000 lines": "regel\n" * 10_000,
    "a million question marks": "?" * 1_000_000,
    "a pile of accents": "z" + "\u0336" * 100_000,
    "markup": "**hoi** `publiceer L1` {id} <!channel> @room [x](y) %s",
    "a long search": "zoek " + "q" * 100_000,
    "a search for many lines": "zoek " + "regel\n" * 10_000,
    "a theme that turns": "thema \u202eezidni",
    "a number of 4000 digits": "L" + "9" * 4000,
    "a role for nobody": "rol " + "@" + "x" * 5000 + " lid",
}

QUESTION = "welke gemeente herkent zwerfafval met camera's?"


def clear(said: str) -> None:
    """Check that this can be read by anybody, in one look."""
    assert said.strip()
    for gone_wrong in ("Er ging iets mis", "Something went wrong", "Traceback", "Error"):
        assert gone_wrong not in said
    for each in said.split(BETWEEN):
        assert each == clean(each), "nothing unseen goes out"
        assert len(each) < 3000
        assert max(map(len, each.splitlines())) < 500
    for shout in ("@room", "<!channel>"):
        assert shout not in said


@pytest.mark.parametrize(
    ("who", "room"), [("bram", None), ("bram", "leren"), ("bea", None), ("bea", "english")]
)
async def test_anything_gets_a_clear_sentence(here: Town, who: str, room: str | None) -> None:
    """Directly and in a room, in Dutch and in English; nothing is stored whole, and the talk goes on."""
    await here.says("bea", "language en")
    await here.says("ada", "kanaal taal en", "english")
    for odd in ODD.values():
        clear(await here.says(who, odd, room))
        assert "(P9)" in await here.says(who, QUESTION, room)
    async with here.store.read() as tx:
        asked = [await tx.questions.get(number) for number in range(1, 3 * len(ODD))]
    texts = [each.text for each in asked if each and each.text]
    assert texts
    assert all(len(text) <= READ and text == clean(text) for text in texts)


@pytest.mark.parametrize(
    "unseen", ["\u200b", "\xad", "\u2060", "\u200d", "\ufeff", "\u034f", "\ufe0f", "\u202e", "\x07"]
)
async def test_what_nobody_sees_hides_no_word(here: Town, unseen: str) -> None:
    """A word with something unseen in it is found, asked, searched and clicked, and read as a command."""
    plain = await here.says("bram", "zwerfafval camera's")
    assert await here.says("bram", f"zwerf{unseen}afval came{unseen}ra's") == plain
    assert await here.says("bram", f"zo{unseen}ek zwerf{unseen}afval") == await here.says(
        "bram", "zoek zwerfafval"
    )
    assert await here.clicks("bram", f"L{unseen}1") == await here.says("bram", "L1")


async def test_a_room_that_listens_hears_through_what_is_unseen(here: Town) -> None:
    """Whether a line asks the group is judged on the words that everybody sees."""
    await here.says("ada", "kanaal modus actief", "leren")
    asked = "wie heeft er\u200bvaring met zwerf\xadafval herkennen met camera's?"
    assert "Zwerfafval" in await here.says("bram", asked, "leren", addressed=False)


async def test_it_is_said_that_a_long_message_was_read_in_part(here: Town) -> None:
    """A question with a whole document behind it is answered from its beginning, and that is said."""
    said = await here.says("bram", QUESTION + "\n" + "lorem ipsum " * 9000)
    assert said.endswith("Je bericht is lang: ik las de eerste 4000 tekens.")
    await here.says("bea", "language en")
    said = await here.says("bea", "who has a moon base? " + "lorem ipsum " * 9000)
    assert said.endswith("Your message is long: I read the first 4000 characters.")
    assert "4000" not in await here.says("bram", QUESTION)


async def test_a_long_question_is_shown_back_in_part(here: Town) -> None:
    """The own question is recognisable, not repeated over the whole screen."""
    await here.says("bram", "wie heeft er een maanbasis? " + "xqzwv " * 600)
    said = await here.says("bram", "Q1")
    assert "“wie heeft er een maanbasis? xqzwv" in said
    assert said.endswith("…”")
    assert len(said) < 800


async def test_many_odd_messages_at_once_are_each_answered(here: Town) -> None:
    """Each gets its own answer, in order, when they come in together."""
    odd = list(ODD.values())
    events = [Message(here.origin("bram", None), text, addressed=True) for text in odd]
    await here.program.accept(events)
    await here.program.settled(events[0].origin.place)
    assert len(here.chat.shown) == len(odd)
    for shown in here.chat.shown:
        clear(shown.text)
