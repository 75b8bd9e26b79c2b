"""What somebody wrote in a message stands in the form that keeps it: after their yes, and only for them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.commands.sharing import own_words
from bot.domain.keys import AccountKey
from bot.domain.model import EntryId, Kind, Text
from bot.messages.incoming import Deleted, Edited
from storage.store import SqlStore
from tests.dialogs.wishing import ANNA, BRAM, REST, WORDS, says_all, wished, writes
from tests.platforms.plaza import PLACE, Town, direct, town

FILLED = "Wat je in je bericht schreef, heb ik ingevuld zoals het er nu staat."
NOT_READ = "Ik kan niet (meer) bij wat je in dat bericht schreef. Vertel het hier in je eigen woorden."


@pytest.fixture
async def here(sqlite_url: str) -> AsyncIterator[Town]:
    """Open a town with an empty base."""
    store = SqlStore(sqlite_url)
    async with town(store) as opened:
        yield opened
    await store.close()


async def saved(here: Town) -> Text:
    """Return the words of the one lesson there is."""
    async with here.store.read() as tx:
        (entry,) = await tx.entries.following(None, None, 9)
    return entry.text("nl")


async def test_the_words_stand_in_the_form_after_the_yes(here: Town) -> None:
    """Not asked for before; read back, kept with `ok`, and then the lesson and its title are of them."""
    await wished(here, await writes(here, ANNA), BRAM)
    assert here.chat.standing.asked == []
    said = await here.says(ANNA, "deel W1")
    assert said == (
        f"{FILLED} Verander wat je wilt; het wordt pas een les als je het bewaart.\n\n"
        "Wat probeerden jullie? Eén of twee zinnen is genoeg. (1 van 4 · `stop` om te stoppen, je antwoorden "
        f"blijven bewaard)\nJe schreef: “{WORDS}” Typ iets nieuws, of `goed` om dit te houden."
    )
    assert "2 van 4" in await here.says(ANNA, "ok")
    assert "bewaard als concept" in await says_all(here, ANNA, *REST)
    kept = await saved(here)
    assert (kept.title, kept.action) == ("Het bijenhotel zit vol", WORDS)
    assert [each.text for each in here.chat.shown].count("saved") == 1


async def test_in_english(here: Town) -> None:
    """The same, to who chose English, also where it cannot be had."""
    await here.says(ANNA, "language english")
    written = await writes(here, ANNA)
    await wished(here, written, BRAM)
    said = await here.says(ANNA, "share W1")
    assert said.startswith("What you wrote in your message is filled in, as it reads now.")
    assert f"You wrote: “{WORDS}”" in said
    await here.says(ANNA, "stop")
    await here.happens(Deleted(written.origin))
    said = await here.says(ANNA, "share W1")
    assert said.startswith("I cannot get at what you wrote in that message (any more).")
    assert "bijenhotel" not in said


async def test_nothing_counts_before_its_author_kept_it(here: Town) -> None:
    """`klaar` asks for it again; what they type instead is what is saved."""
    await wished(here, await writes(here, ANNA), BRAM)
    said = await says_all(here, ANNA, "deel W1", "klaar")
    assert "Deze heb ik nog nodig." in said
    assert WORDS in said
    assert "bewaard als concept" in await says_all(here, ANNA, "Een bijenhotel op het dak.", *REST)
    assert (await saved(here)).action == "Een bijenhotel op het dak."


async def test_the_latest_words_are_taken(here: Town) -> None:
    """Also when they change between one yes and the next."""
    written = await writes(here, ANNA, "Een eerste versie.")
    await wished(here, written, BRAM)
    assert "Een eerste versie." in await here.says(ANNA, "deel W1")
    await here.says(ANNA, "stop")
    await here.happens(Edited(written.origin, WORDS, addressed=False))
    said = await here.says(ANNA, "deel W1")
    assert said.startswith(FILLED)
    assert WORDS in said
    assert "eerste versie" not in said


async def test_of_a_deleted_message_nothing_is_left(here: Town) -> None:
    """The form begins empty and says why; what is told goes on as ever."""
    written = await writes(here, ANNA)
    await wished(here, written, BRAM)
    await here.happens(Deleted(written.origin))
    said = await here.says(ANNA, "deel W1")
    assert said.startswith(NOT_READ)
    assert "1 van 4" in said
    assert "Je schreef" not in said
    assert "bewaard als concept" in await says_all(here, ANNA, "Een bijenhotel.", *REST)


@pytest.mark.parametrize("trouble", ["away", "slow"])
async def test_where_it_does_not_come_the_form_is_empty(
    here: Town, trouble: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A platform that is out of reach, or does not answer; once it does, the words are there."""
    monkeypatch.setattr(own_words, "_PATIENCE", 0.01)
    await wished(here, await writes(here, ANNA), BRAM)
    setattr(here.chat.standing, trouble, True)
    assert (await here.says(ANNA, "deel W1")).startswith(NOT_READ)
    await here.says(ANNA, "stop")
    setattr(here.chat.standing, trouble, False)
    assert WORDS in await here.says(ANNA, "deel W1")


async def test_nobody_else_gets_the_words(here: Town) -> None:
    """They are not even asked for; a number that nobody has reads the same."""
    await wished(here, await writes(here, ANNA), BRAM)
    for line in ("deel W1", "deel W9"):
        assert (await here.says(BRAM, line)).startswith(NOT_READ)
        await here.says(BRAM, "stop")
    assert here.chat.standing.asked == []


async def test_ones_own_message_is_filled_in_at_once(here: Town) -> None:
    """Who wishes to keep what they wrote themselves says yes with that; it is marked once it is a lesson."""
    said = await wished(here, await writes(here, ANNA), ANNA)
    assert FILLED in said
    assert WORDS in said
    assert [each.conversation for each in here.chat.shown if WORDS in each.text] == [direct(ANNA)]
    assert "bewaard als concept" in await says_all(here, ANNA, "ok", *REST)
    assert (await saved(here)).action == WORDS
    (mark,) = (each for each in here.chat.shown if each.text == "saved")
    assert mark.conversation.room.id == "leren"


async def test_wishing_it_once_more_goes_on_with_the_same(here: Town) -> None:
    """Also when somebody else wished it first; after it was saved it is said that it was asked."""
    written = await writes(here, ANNA)
    await wished(here, written, BRAM)
    assert WORDS in await wished(here, written, ANNA)
    assert "2 van 4" in await says_all(here, ANNA, "ok")
    await here.says(ANNA, "stop")
    assert "We gaan verder met wat je al schreef." in await wished(here, written, ANNA)
    assert "bewaard als concept" in await says_all(here, ANNA, *REST)
    assert (await saved(here)).action == WORDS
    shown = [each.text for each in here.chat.shown]
    assert (shown.count("saving"), shown.count("saved")) == (1, 1)
    said = await wished(here, written, ANNA)
    assert said == "Over dit bericht heb ik het je al gevraagd. Met `deel` begin je een les wanneer je wilt."


async def test_what_was_begun_is_not_written_over(here: Town) -> None:
    """It is gone on with and stays apart from the message; `deel opnieuw W1` begins with the message."""
    await wished(here, await writes(here, ANNA), BRAM)
    await says_all(here, ANNA, "deel", "Een wijkschouw met bewoners", "stop")
    said = await here.says(ANNA, "deel W1")
    assert said.startswith("We gaan verder met wat je al schreef. Met `deel opnieuw W1` begin je opnieuw.")
    assert "2 van 4" in said
    assert "bewaard als concept" in await says_all(here, ANNA, *REST)
    assert "saved" not in [each.text for each in here.chat.shown]
    await says_all(here, ANNA, "deel", "Iets anders", "stop")
    assert WORDS in await here.says(ANNA, "deel opnieuw W1")
    await says_all(here, ANNA, "ok", *REST)
    assert "saved" in [each.text for each in here.chat.shown]


async def test_the_whole_story_begins_with_what_happened(here: Town) -> None:
    """What they wanted is asked first, and then the words are read back."""
    await wished(here, await writes(here, ANNA), BRAM)
    assert WORDS not in await here.says(ANNA, "deel uitgebreid W1")
    assert WORDS in await here.says(ANNA, "Meer bijen in de stad")


async def test_another_story_that_was_begun_is_not_mixed_with_the_message(here: Town) -> None:
    """Neither in talking nor in a form that is shown at once; `deel opnieuw W1` begins with the message."""
    await wished(here, await writes(here, ANNA), BRAM)
    await says_all(here, ANNA, "deel uitgebreid", "Een wijkschouw met bewoners", "stop")
    said = await here.says(ANNA, "deel W1")
    assert said.startswith("We gaan verder met wat je al schreef. Met `deel opnieuw W1` begin je opnieuw.")
    assert WORDS not in said
    await says_all(here, ANNA, "stop", "deel opnieuw", "Een wijkschouw", "stop")
    form = await here.program.form(here.origin(ANNA, None), "deel W1")
    assert form
    assert [field.value for field in form.fields if field.value] == ["Een wijkschouw"]
    assert form.presets == ()
    assert WORDS in await here.says(ANNA, "deel opnieuw W1")


@pytest.mark.parametrize("deleted", [False, True])
async def test_a_begun_form_has_the_words_as_they_are_now(here: Town, *, deleted: bool) -> None:
    """What was read before one stopped is offered no more: there are other words, or none."""
    written = await writes(here, ANNA, "Een eerste versie.")
    await wished(here, written, BRAM)
    assert "Een eerste versie." in await says_all(here, ANNA, "deel uitgebreid W1", "Meer bijen")
    await here.says(ANNA, "stop")
    await here.happens(Deleted(written.origin) if deleted else Edited(written.origin, WORDS, addressed=False))
    said = await here.says(ANNA, "deel W1")
    assert said.startswith("We gaan verder met wat je al schreef.")
    assert "eerste versie" not in said
    assert (WORDS in said) is not deleted
    async with here.store.read() as tx:
        kept = await tx.dialogues.get(AccountKey(PLACE, ANNA))
    assert kept
    assert dict(kept.values)["preset:wish"] == "1"
    assert "eerste versie" not in str(kept.values)


@pytest.mark.parametrize("deleted", [False, True])
async def test_going_on_without_its_number_has_them_as_they_are_now_too(here: Town, *, deleted: bool) -> None:
    """Plain `deel` goes on with the wish that was begun: in talking, and in a form that is shown at once."""
    written = await writes(here, ANNA, "Een eerste versie.")
    await wished(here, written, BRAM)
    await says_all(here, ANNA, "deel W1", "stop")
    await here.happens(Deleted(written.origin) if deleted else Edited(written.origin, WORDS, addressed=False))
    form = await here.program.form(here.origin(ANNA, None), "deel")
    assert form
    assert form.fields[0].value == ("" if deleted else WORDS)
    assert form.presets == (("wish", "1"),)
    said = await here.says(ANNA, "deel")
    assert said.startswith(NOT_READ if deleted else FILLED)
    assert "eerste versie" not in said
    async with here.store.read() as tx:
        assert "eerste versie" not in str(await tx.dialogues.get(AccountKey(PLACE, ANNA)))
    assert "bewaard als concept" in await says_all(here, ANNA, "Een bijenhotel.", *REST)
    assert [each.text for each in here.chat.shown].count("saved") == 1


async def test_what_its_author_kept_is_theirs(here: Town) -> None:
    """Also when the message is gone after that; and `deel opnieuw` begins with nothing of it."""
    written = await writes(here, ANNA)
    await wished(here, written, BRAM)
    await says_all(here, ANNA, "deel W1", "ok", "stop")
    await here.happens(Deleted(written.origin))
    asked = len(here.chat.standing.asked)
    form = await here.program.form(here.origin(ANNA, None), "deel")
    assert form
    assert form.fields[0].value == WORDS
    assert "2 van 4" in await here.says(ANNA, "deel")
    await here.says(ANNA, "stop")
    said = await here.says(ANNA, "deel opnieuw")
    assert "1 van 4" in said
    assert WORDS not in said
    assert len(here.chat.standing.asked) == asked


async def test_who_is_mentioned_is_not_named(here: Town) -> None:
    """Keys of people and channels say nothing to readers; a long message is cut to what fits an answer."""
    colleague = AccountKey(PLACE, "karin")
    words = f"Met @{colleague} en @matrix:@kees:b.nl. Zie #plaza:town:dak; mail a@b.nl. " + "dak " * 300
    await wished(here, await writes(here, ANNA, words), BRAM)
    said = await here.says(ANNA, "deel W1")
    assert "“Met iemand en iemand. Zie een kanaal; mail a@b.nl. dak dak" in said
    assert "…”" in said
    assert "2 van 4" in await here.says(ANNA, "ok")


async def test_the_words_are_looked_at_before_they_are_saved(here: Town) -> None:
    """As any others: here the number of a telephone."""
    await wished(here, await writes(here, ANNA, "Bel 06-12345678 voor het bijenhotel."), BRAM)
    said = await says_all(here, ANNA, "deel W1", "ok", *REST)
    assert "06-12345678" in said
    assert "bewaard als concept" not in said
    assert "bewaard als concept" in await here.says(ANNA, "bewaar")


async def test_a_form_that_is_shown_at_once_has_them_too(here: Town) -> None:
    """With why above it; nothing is written for that."""
    written = await writes(here, ANNA)
    await wished(here, written, BRAM)
    form = await here.program.form(here.origin(ANNA, None), "deel W1")
    assert form
    assert form.fields[0].value == WORDS
    assert form.presets == (("wish", "1"),)
    assert form.intro.startswith(f"{FILLED} Verander")
    assert form.intro.endswith("je hoort wanneer.")
    async with here.store.read() as tx:
        assert await tx.dialogues.get(AccountKey(PLACE, ANNA)) is None
    await here.happens(Deleted(written.origin))
    form = await here.program.form(here.origin(ANNA, None), "deel W1")
    assert form
    assert form.fields[0].value == ""
    assert form.intro.startswith(NOT_READ)
    other = await here.program.form(here.origin(BRAM, None), "deel")
    assert other
    assert other.intro.startswith("Dit wordt bewaard als concept.")


async def test_no_word_is_kept_before_the_yes(here: Town) -> None:
    """Nor by who looks at the offer and does nothing: the wish holds where it stands, not what it says."""
    written = await writes(here, ANNA)
    await wished(here, written, BRAM)
    async with here.store.read() as tx:
        wish = await tx.wishes.of(1, written.origin.sender.account)
        assert wish
        assert WORDS not in str(wish)
        assert await tx.dialogues.get(written.origin.sender.account) is None
        assert await tx.entries.get([EntryId(Kind.LESSON, 1)]) == {}
