"""Somebody would like a message to be kept: only whoever wrote it can, and they are asked once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.keys import AccountKey, PlaceKey
from bot.domain.people import Role
from bot.messages.incoming import SaveRequested, wishes_to_save
from bot.ports.knowledge import Change
from tests.platforms.plaza import PLACE, Town, direct

LINK = "https://plaza.test/leren/m1"
ASKED = (
    "Dank je wel. Ik heb het gevraagd aan wie het schreef; ik bewaar niets, tenzij diegene het zelf deelt."
)


def wish(
    town: Town, who: str, author: str, message: str = "m1", *, author_guest: bool = False, guest: bool = False
) -> SaveRequested:
    """Return the wish of somebody that what somebody else wrote is kept."""
    origin = replace(town.origin(who, "leren", guest=guest), message=message)
    return SaveRequested(origin, AccountKey(PLACE, author), LINK, author_guest)


async def shares(town: Town, who: str) -> None:
    """Let somebody answer the first wish with a lesson."""
    for line in ("deel W1", "Een bijenhotel", "Vol", "overslaan", "gelukt", "klaar"):
        await town.says(who, line)


def marks(town: Town) -> list[str]:
    """Return the marks under messages."""
    return [each.text for each in town.chat.shown if each.text in {"saving", "saved"}]


async def test_the_author_is_asked_once(empty_town: Town) -> None:
    """In their direct room, with the link and how to share it; whoever asks after that hears the same."""
    await empty_town.happens(wish(empty_town, "bram", "anna"))
    (asked,) = (each for each in empty_town.chat.shown if each.conversation == direct("anna"))
    assert f"je bericht ({LINK})" in asked.text
    assert "`deel W1`" in asked.text
    mark, told = (each for each in empty_town.chat.shown if each is not asked)
    assert (mark.text, mark.conversation.room.id) == ("saving", "leren")
    assert (told.text, told.only_for) == (ASKED, "bram")
    assert await empty_town.happens(wish(empty_town, "bram", "anna")) == ASKED
    assert await empty_town.happens(wish(empty_town, "chris", "anna")) == ASKED
    assert empty_town.last().only_for == "chris"
    assert [each.text for each in empty_town.chat.shown].count("saving") == 1
    await empty_town.happens(wish(empty_town, "chris", "anna", "m2"))
    assert len([each for each in empty_town.chat.shown if each.conversation == direct("anna")]) == 2


async def test_nothing_is_kept(empty_town: Town) -> None:
    """No entry, no draft, and nobody who did not do anything themselves."""
    await empty_town.happens(wish(empty_town, "bram", "anna"))
    async with empty_town.store.read() as tx:
        assert await tx.entries.following(None, None, 10) == ()
        assert await tx.people.of_account(AccountKey(PLACE, "anna")) is None


async def test_of_their_own_message_the_form_begins(empty_town: Town) -> None:
    """In their direct room; nothing is said to the others, who see that it is being saved."""
    await empty_town.happens(wish(empty_town, "bram", "bram"))
    (question,) = (each for each in empty_town.chat.shown if each.conversation == direct("bram"))
    mark, told = (each for each in empty_town.chat.shown if each is not question)
    assert (mark.text, mark.conversation.room.id) == ("saving", "leren")
    assert told.only_for == "bram"
    assert question.conversation == direct("bram")
    assert "1 van 4" in question.text
    assert "2 van 4" in await empty_town.says("bram", "Een buurtapp")


async def test_who_is_no_member_is_not_asked(empty_town: Town) -> None:
    """A guest or a program, a stranger, somebody of a place that nobody admitted; the sender hears it."""
    async with empty_town.store.begin() as tx:
        vera = AccountKey(PLACE, "vera")
        await tx.people.add(vera, Role.STRANGER, Change(None, empty_town.clock()))
    elsewhere = AccountKey(PlaceKey("plaza", "elders"), "ed")
    for event in (
        wish(empty_town, "bram", "gijs", author_guest=True),
        wish(empty_town, "bram", "vera"),
        replace(wish(empty_town, "bram", "anna"), author=elsewhere),
    ):
        assert "is geen lid van het netwerk" in await empty_town.happens(event)
        assert empty_town.last().only_for == "bram"


async def test_a_guest_may_not(empty_town: Town) -> None:
    """They hear privately that this is for members, and nobody is asked."""
    said = await empty_town.happens(wish(empty_town, "gijs", "anna", guest=True))
    assert "leden van dit netwerk" in said
    assert empty_town.last().only_for == "gijs"
    assert len(empty_town.chat.shown) == 1


async def test_a_link_is_one_or_is_left_out(empty_town: Town) -> None:
    """Nothing else gets into the words to the author."""
    await empty_town.happens(replace(wish(empty_town, "bram", "anna"), link="javascript:alert(1)"))
    (asked,) = (each for each in empty_town.chat.shown if each.conversation == direct("anna"))
    assert "javascript" not in asked.text
    assert "een bericht van jou" in asked.text


async def test_it_is_no_answer_to_the_message(empty_town: Town) -> None:
    """Whoever changes that message is not answered because of the wish."""
    event = wish(empty_town, "bram", "anna")
    await empty_town.happens(event)
    async with empty_town.store.read() as tx:
        assert not await tx.outbox.answered(event.origin.cause)


async def test_the_message_is_marked_once_its_author_shared_it(empty_town: Town) -> None:
    """Also when the form was left and gone on with; the mark shows it to whoever wished it."""
    await empty_town.happens(wish(empty_town, "bram", "anna"))
    for line in ("deel W1", "Een bijenhotel", "stop", "deel", "Vol", "overslaan", "gelukt"):
        await empty_town.says("anna", line)
    said = await empty_town.says("anna", "klaar")
    assert "bewaard als concept" in said
    (mark,) = (each for each in empty_town.chat.shown if each.text == "saved")
    assert mark.conversation.room.id == "leren"


async def test_what_is_taken_back_is_not_marked_as_saved(empty_town: Town) -> None:
    """It is still to be saved: its author can, and then it is marked anew; nobody else asks them again."""
    await empty_town.happens(wish(empty_town, "bram", "anna"))
    await shares(empty_town, "anna")
    assert marks(empty_town) == ["saving", "saved"]
    said = await empty_town.says("anna", "ongedaan")
    assert "Teruggedraaid: L1 is er niet meer." in said
    assert "Je bericht is niet meer gemarkeerd als bewaard. Met `deel W1` maak je er alsnog een les" in said
    assert marks(empty_town) == ["saving"]
    told = len(empty_town.chat.shown)
    assert await empty_town.happens(wish(empty_town, "chris", "anna")) == ASKED
    assert len(empty_town.chat.shown) == told + 1
    await shares(empty_town, "anna")
    assert marks(empty_town) == ["saving", "saved"]
    assert "W1" in await empty_town.says("anna", "ongedaan")
    assert marks(empty_town) == ["saving"]
    assert "1 van 4" in await empty_town.happens(wish(empty_town, "anna", "anna"))


async def test_taking_back_another_lesson_leaves_the_mark(empty_town: Town) -> None:
    """Only what became of the message counts."""
    await empty_town.happens(wish(empty_town, "bram", "anna"))
    await shares(empty_town, "anna")
    for line in ("deel", "Een moestuin", "Leeg", "overslaan", "niet gelukt", "klaar"):
        await empty_town.says("anna", line)
    said = await empty_town.says("anna", "ongedaan")
    assert "Teruggedraaid: L2 is er niet meer." in said
    assert "gemarkeerd" not in said
    assert marks(empty_town) == ["saving", "saved"]


async def test_nobody_marks_the_message_of_somebody_else(empty_town: Town) -> None:
    """Whoever is not its author shares a lesson of their own with it."""
    await empty_town.happens(wish(empty_town, "bram", "anna"))
    for line in ("deel W1", "Een bijenhotel", "Vol", "overslaan", "gelukt", "klaar"):
        await empty_town.says("chris", line)
    assert "saved" not in [each.text for each in empty_town.chat.shown]


async def test_who_does_not_want_to_be_asked_is_left_alone(empty_town: Town) -> None:
    """After `niet meer vragen` nobody's wish reaches them; `weer vragen` undoes that."""
    await empty_town.happens(wish(empty_town, "bram", "anna"))
    assert "Ik vraag je nooit meer" in await empty_town.clicks("anna", "niet meer vragen")
    said = await empty_town.happens(wish(empty_town, "bram", "anna", "m2"))
    assert "wil dat niet gevraagd worden" in said
    assert empty_town.last().only_for == "bram"
    await empty_town.says("anna", "language en")
    assert "I ask you, once for each message." in await empty_town.says("anna", "you may ask")
    await empty_town.happens(wish(empty_town, "bram", "anna", "m3"))
    asked = [each for each in empty_town.chat.shown if "share W" in each.text]
    assert len(asked) == 1
    assert "`do not ask again` (do not ask me this again)" in asked[0].text


async def test_who_is_forgotten_is_left_alone_all_the_same(empty_town: Town) -> None:
    """It is said before, and how to end it; also when they speak again, until they end it."""
    assert "merkteken van je accounts" not in await empty_town.says("anna", "vergeet mij")
    await empty_town.says("anna", "niet meer vragen")
    said = await empty_town.says("anna", "vergeet mij")
    assert "een onleesbaar merkteken van je accounts, zodat ik het je ook dan niet vraag." in said
    assert "Met `weer vragen` gaat het weg, nu of later." in said
    await empty_town.says("anna", "vergeet mij ja alles")
    async with empty_town.store.read() as tx:
        assert await tx.people.of_account(AccountKey(PLACE, "anna")) is None
    for message in ("m1", "m2"):
        said = await empty_town.happens(wish(empty_town, "bram", "anna", message))
        assert "wil dat niet gevraagd worden" in said
        await empty_town.says("anna", "help")  # and so is known again
    await empty_town.says("anna", "weer vragen")
    assert ASKED in await empty_town.happens(wish(empty_town, "bram", "anna", "m3"))


async def test_who_ends_that_before_is_asked_after(empty_town: Town) -> None:
    """Then nothing of it stays."""
    for line in ("niet meer vragen", "weer vragen", "vergeet mij ja alles"):
        await empty_town.says("anna", line)
    assert ASKED in await empty_town.happens(wish(empty_town, "bram", "anna"))


async def test_the_word_alone_says_how(empty_town: Town) -> None:
    """Where it is no reply to anything, `bewaar` says under which message it can be used."""
    assert "Bij welk bericht?" in await empty_town.says("bram", "bewaar", "leren")
    assert empty_town.last().only_for == "bram"


@pytest.mark.parametrize("words", ["bewaar", "Bewaar!", "`save`", "!save", " save "])
def test_words_that_wish_it(words: str) -> None:
    """However they are typed, in reply to a message; more words wish something else."""
    assert wishes_to_save(words)
    assert not wishes_to_save(f"{words} dit niet")
