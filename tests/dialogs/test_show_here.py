"""Sharing in the channel what one person alone was shown: done again, with what the channel may see."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.keys import ConversationKey, RoomKey
from bot.domain.model import EntryId, Visibility
from bot.domain.policy import Thresholds
from bot.messages.incoming import Click, Message
from bot.ports.knowledge import Change
from storage.store import SqlStore
from tests.dialogs.lotteries import ASKED, QUESTION, fill, shown
from tests.platforms.plaza import PLACE, POLICY, Shown, Town, town

OPENLY = ConversationKey(RoomKey(PLACE, "leren"), None)
ASKS = re.escape(QUESTION)
FAILED = f"{QUESTION} uitkomst:mislukt"
NOTHING = "Hierover heb ik niets dat ik in dit kanaal mag laten zien; daar heb ik dus niets gezegd."
THERE = "Het staat nu in het kanaal."


@pytest.fixture
async def here(empty_town: Town) -> Town:
    """Give a town whose base is about drawing lots, with one lesson that only members may see."""
    await fill(empty_town)
    lesson = EntryId.parse("L1")
    assert lesson
    async with empty_town.store.begin() as tx:
        entry = (await tx.entries.get([lesson]))[lesson]
        change = Change(None, empty_town.clock())
        await tx.entries.save(replace(entry, visibility=Visibility.NETWORK), change)
    return empty_town


def offered(said: str) -> str:
    """Return the command behind the button that shares an answer."""
    (line,) = re.findall(
        r"`((?:toon hier|show here) [^`]+)` \((?:Deel in kanaal|Share in the channel)\)", said
    )
    return str(line)


def openly(here: Town) -> Shown:
    """Return what was said for the whole channel."""
    (post,) = (each for each in here.chat.shown if each.conversation == OPENLY)
    assert post.only_for is None
    return post


def told(here: Town) -> Shown:
    """Return what only one person was told last."""
    return [each for each in here.chat.shown if each.only_for][-1]


async def test_an_answer_is_shared_by_its_button(here: Town) -> None:
    """The channel reads it outside any thread, without what it may not see; the sharer hears so."""
    said = await here.asks_alone("bram", FAILED, "leren")
    assert shown(said) == {"L1", "L4"}
    assert offered(said) == f"toon hier {FAILED}"
    await here.presses("bram", offered(said), here.last())
    assert openly(here).text.startswith("Gedeeld door een lid:\n\nAlleen wat niet lukte: een les.")
    assert shown(openly(here).text) == {"L4"}
    assert (told(here).text, told(here).only_for) == (THERE, "bram")
    assert len(here.chat.shown) == 3


async def test_a_pioneer_shares_by_name(here: Town) -> None:
    """They agreed to be found by it."""
    await here.asks_alone("pia", "toon hier nieuw", "leren")
    assert openly(here).text.startswith("Gedeeld door P. Voorbeeld:")


async def test_who_does_not_agree_any_more_is_not_named(here: Town) -> None:
    """Also when it was shared before that, and waited."""
    here.chat.down = True
    for origin, line in (
        (here.alone("pia", "leren"), "toon hier L4"),
        (here.origin("pia", None), "vindbaar uit"),
    ):
        await here.program.accept([Message(origin, line, addressed=True)])
        await here.handled()
    here.chat.down = False
    await here.passes(timedelta(minutes=1))
    assert "P. Voorbeeld" not in str([each.text for each in here.chat.shown if each.only_for is None])


async def test_it_can_be_typed_too(here: Town) -> None:
    """By anybody in the channel, in English as well; the answer is no thread."""
    await here.says("bram", f"show here {ASKED}", "leren")
    assert "Shared by a member:" in openly(here).text
    assert (told(here).text, told(here).only_for) == ("It is in the channel now.", "bram")


@pytest.mark.parametrize(
    ("lines", "again"),
    [
        (("nieuw",), "toon hier nieuw"),
        (("zoek loting",), "toon hier zoek loting"),
        (("thema inspraak",), "toon hier thema inspraak"),
        (("P1",), "toon hier P1"),
        ((QUESTION, "2"), "toon hier [LP][1-4]"),
        ((QUESTION, "en in Utrecht?"), rf'toon hier {ASKS} plaats:"Utrecht"'),
        ((QUESTION, "sinds:2019", "meer"), rf"toon hier {ASKS} sinds:2019"),
        ((QUESTION, "alleen projecten", "alles"), rf"toon hier {ASKS}"),
    ],
)
async def test_the_button_asks_the_same_again(here: Town, lines: tuple[str, ...], again: str) -> None:
    """Whatever was said before it: it says all that was asked."""
    said = ""
    for line in lines:
        said = await here.asks_alone("bram", line, "leren")
    assert re.fullmatch(again, offered(said))
    await here.presses("bram", offered(said), here.last())
    assert shown(openly(here).text)
    if "meer" not in lines:
        assert shown(openly(here).text) >= shown(said) - {"L1"}


async def test_only_what_is_looked_up_is_shared(here: Town) -> None:
    """A command that does something is not, nor what shows nothing of the base; each time in one sentence."""
    for line in ("deel", "koppel account", "toon hier nieuw", "kanaal modus stil"):
        said = await here.asks_alone("ada", f"toon hier {line}", "leren")
        assert "alleen zien wat op te zoeken is" in said
    assert await here.asks_alone("ada", "toon hier privacy", "leren") == NOTHING
    assert all(message.only_for == "ada" for message in here.chat.shown)


async def test_what_the_channel_may_not_see_is_not_mentioned_there(here: Town) -> None:
    """Nothing is posted, and no question without an answer is left behind."""
    said = await here.asks_alone("bram", "L1", "leren")
    told = await here.presses("bram", offered(said), here.last())
    assert told == NOTHING
    await here.asks_alone("bram", "toon hier wie heeft ervaring met een maanbasis?", "leren")
    assert all(message.only_for == "bram" for message in here.chat.shown)
    async with here.store.read() as tx:
        assert await tx.questions.told(10) == ()


async def test_an_answer_that_is_none_is_not_shared(here: Town) -> None:
    """What is not known needs no button, and asked for the channel it says nothing there either."""
    said = await here.asks_alone("bram", "wie heeft ervaring met loting van ruimteschepen?", "leren")
    assert "Dit ken ik nog niet" in said
    assert "toon hier" not in said


async def test_what_is_only_related_is_not_shared(store: SqlStore) -> None:
    """It is shown to who asked, as a hint; to a channel it would look like an answer."""
    strict = replace(POLICY, thresholds=Thresholds(answer=0.9, related=0.02))
    async with town(store, strict) as here:
        await fill(here)
        said = await here.asks_alone("bram", "wie heeft ervaring met loting van ruimteschepen?", "leren")
        assert "misschien verwant" in said
        assert "toon hier" not in said


async def test_permission_is_looked_at_anew(here: Town) -> None:
    """Whoever does it must be a member, in a channel."""
    assert "leden van dit netwerk" in await here.asks_alone("gijs", "toon hier nieuw", "leren", guest=True)
    assert "over een kanaal" in await here.says("bram", "toon hier nieuw")


async def test_directly_there_is_nothing_to_share_it_in(here: Town) -> None:
    """The button stands only under what is asked in a channel, and only seen by who asked."""
    assert "toon hier" not in await here.says("bram", QUESTION)
    assert "toon hier" not in await here.says("bram", QUESTION, "leren")


async def test_everybody_can_go_on_with_what_was_shared(here: Town) -> None:
    """Its buttons work for others too, who get an answer of their own."""
    await here.asks_alone("bram", f"toon hier {QUESTION}", "leren")
    post = openly(here)
    more = await here.presses("chris", "meer", post)
    assert shown(more)
    assert not shown(more) & shown(post.text)
    assert next(each for each in here.chat.shown if each.id == post.id) == post


async def test_what_does_not_arrive_is_said_not_to_be_there(here: Town) -> None:
    """When the platform was away for too long."""
    said = await here.asks_alone("bram", "P1", "leren")
    here.chat.down = True
    alone = here.last()
    await here.program.accept([Click(replace(here.alone("bram", "leren"), message=alone.id), offered(said))])
    await here.handled()
    here.chat.down = False
    assert "Ik kon het niet in het kanaal zetten" in await here.passes(timedelta(days=2))
    assert told(here).only_for == "bram"
    assert not [each for each in here.chat.shown if each.conversation == OPENLY]
