"""Going on with a question in a few words: narrower, wider, for people. Everybody with their own, a while."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.messages.incoming import Deleted, Message
from tests.dialogs.lotteries import ASKED, QUESTION, fill, shown
from tests.platforms.plaza import ADMIN, Town

FORGOTTEN = "Ik weet niet meer bij welke vraag dit hoort. Stel je vraag nog eens."

OTHER = "wie heeft ervaring met dijkpanels?"


@pytest.fixture
async def here(empty_town: Town) -> Town:
    """Give a town whose base is about drawing lots."""
    await fill(empty_town)
    return empty_town


@pytest.mark.parametrize(
    ("question", "line", "opening", "entries"),
    [
        (
            QUESTION,
            "alleen mislukkingen",
            f"Voor “{QUESTION}”, alleen wat niet lukte: twee lessen.",
            {"L1", "L4"},
        ),
        (QUESTION, "en in Utrecht?", f"Voor “{QUESTION}”, alleen in Utrecht: ", {"L1", "P1", "P3"}),
        (
            QUESTION,
            "en bij waterschappen?",
            f"Voor “{QUESTION}”, alleen van waterschappen: een project.",
            {"P2"},
        ),
        (
            QUESTION,
            "alleen lessen sinds:2020",
            f"Voor “{QUESTION}”, alleen lessen, sinds 2020: twee",
            {"L2", "L4"},
        ),
        (ASKED, "only failures", f"For “{ASKED}”, only what did not work: two lessons.", {"L1", "L4"}),
        (ASKED, "and in Utrecht?", f"For “{ASKED}”, only in Utrecht: ", {"L1", "P1", "P3"}),
        (ASKED, "since:2023", f"For “{ASKED}”, only since 2023: a project.", {"P2"}),
    ],
)
async def test_a_few_words_go_on_with_the_question(
    here: Town, question: str, line: str, opening: str, entries: set[str]
) -> None:
    """The words of the question stay, the filter is added, and the first line says so."""
    await here.says("bram", question)
    said = await here.says("bram", line)
    assert said.startswith(opening)
    assert shown(said) == entries


async def test_follow_ups_stack_and_can_be_taken_back(here: Town) -> None:
    """Each goes on with the one before; `alles` goes back to the question itself."""
    await here.says("bram", QUESTION)
    assert shown(await here.says("bram", "alleen mislukkingen")) == {"L1", "L4"}
    both = await here.says("bram", "en in Gelderland?")
    assert both.startswith(f"Voor “{QUESTION}”, alleen wat niet lukte, in Gelderland: een les.")
    assert shown(both) == {"L4"}
    assert shown(await here.says("bram", "en in Utrecht?")) == {"L1"}
    other = await here.says("bram", "alleen projecten")
    assert other.startswith(f"Voor “{QUESTION}”, alleen projecten, in Utrecht:")
    assert shown(other) == {"P1", "P3"}
    again = await here.says("bram", "alles")
    assert again.startswith(f"Voor “{QUESTION}”, zonder filter: ")
    assert shown(again) == shown(await here.says("bram", QUESTION))


async def test_more_and_an_entry_keep_the_thread(here: Town) -> None:
    """`meer` goes on with the narrowed answer, also after an entry was read."""
    await here.says("bram", QUESTION)
    first = await here.says("bram", "en sinds 2019?")
    assert "Loting voor een wijkraad" in await here.says("bram", "L1")
    rest = await here.says("bram", "meer")
    assert rest.startswith("4. ")
    assert shown(first) | shown(rest) == {"L1", "L2", "L4", "P1", "P2"}
    assert shown(await here.says("bram", "alleen projecten")) == {"P1", "P2"}


async def test_nothing_left_is_said_with_the_way_back(here: Town) -> None:
    """The filter is named, and what takes it away can be typed; the question is not lost by it."""
    await here.says("bram", QUESTION)
    said = await here.says("bram", "en in Groningen?")
    assert said.splitlines() == [
        f"Voor “{QUESTION}” vind ik niets: alleen in Groningen.",
        "Zonder filter vind ik wel iets: `alles`.",
    ]
    assert shown(await here.says("bram", "en in Utrecht dan?")) == {"L1", "P1", "P3"}


async def test_what_is_not_known_stays_kept_under_its_number(here: Town) -> None:
    """Looking again without filters keeps no second question."""
    assert "(Q1)" in await here.says("bram", "wie heeft ervaring met een maanbasis? plaats:Utrecht")
    said = await here.says("bram", "alles")
    assert said.startswith("Dit ken ik nog niet")
    assert "Ik heb je vraag bewaard (Q1)." in said
    assert "“wie heeft ervaring met een maanbasis?”" in await here.says("bram", "Q1")


async def test_an_impossible_year_leaves_the_question_as_it_was(here: Town) -> None:
    """It is said how a year is typed, and the next line goes on as if nothing had been said."""
    await here.says("bram", QUESTION)
    assert (await here.says("bram", "en sinds 3020?")).startswith(
        "Met `sinds 3020` kan ik niets: dat jaar is er"
    )
    assert shown(await here.says("bram", "en sinds 2023?")) == {"P2"}


async def test_what_is_no_place_is_put_to_the_words(here: Town) -> None:
    """“En in de zorg?” asks for another word; a name with a capital, or one the base knows, stays a place."""
    await here.says("bram", QUESTION)
    said = await here.says("bram", "en in dorpshuizen?")
    assert said.startswith(f"Voor “{QUESTION}”, met “dorpshuizen” erbij: een les.")
    assert shown(said) == {"L3"}
    await here.says("bram", QUESTION)
    known = await here.says("bram", "en in gelderland?")
    assert known.startswith(f"Voor “{QUESTION}”, alleen in gelderland: ")
    assert shown(known) <= {"L2", "L3", "L4", "P2"}


async def test_a_year_is_no_word_to_look_for(here: Town) -> None:
    """“En in 2021?” looks at that year and later, within what was narrowed before, and says so."""
    await here.says("bram", QUESTION)
    await here.says("bram", "alleen in Gelderland")
    said = await here.says("bram", "en in 2021?")
    assert said.startswith(f"Voor “{QUESTION}”, alleen in Gelderland, sinds 2021: ")
    assert shown(said) == {"L2", "L4", "P2"}
    assert shown(await here.says("bram", "alles"))


async def test_added_words_are_named_and_taken_back(here: Town) -> None:
    """When nothing is left with them, and in what follows; other words come in their place."""
    await here.says("bram", QUESTION)
    await here.says("bram", "alleen in Utrecht")
    said = await here.says("bram", "en in dorpshuizen?")
    assert said.splitlines() == [
        f"Voor “{QUESTION}”, met “dorpshuizen” erbij, vind ik niets: alleen in Utrecht.",
        f"`alles` gaat terug naar “{QUESTION}”.",
    ]
    went_on = await here.says("bram", "alleen in Gelderland")
    assert went_on.startswith(f"Voor “{QUESTION}”, met “dorpshuizen” erbij: een les. Alleen in Gelderland.")
    other = await here.says("bram", "en in een burgerberaad?")
    assert other.startswith(f"Voor “{QUESTION}”, met “burgerberaad” erbij: een les. Alleen in Gelderland.")
    again = await here.says("bram", "alles")
    assert again.startswith(f"Voor “{QUESTION}”, zonder filter: ")
    assert shown(again) == shown(await here.says("bram", QUESTION))


async def test_words_that_lead_nowhere_are_taken_back_too(here: Town) -> None:
    """Without any filter."""
    await here.says("bram", ASKED)
    said = await here.says("bram", "and in spaceships?")
    assert said.splitlines()[:2] == [
        f"I looked for “{ASKED}”, with “spaceships” added. `everything` goes back to “{ASKED}”.",
        "I do not know this yet: I find nothing about it in the base.",
    ]
    assert shown(await here.says("bram", "everything")) == shown(await here.says("bram", ASKED))


async def test_asking_who_names_people_and_organisations(here: Town) -> None:
    """Pioneers first, then organisations by how much they did, with what to read and how to go on."""
    await here.says("bram", QUESTION)
    said = await here.says("bram", "en wie dan?")
    opening, pioneer, most, second, *others = said.split("\n\n", maxsplit=1)[0].splitlines()
    assert opening == f"Voor “{QUESTION}” weten zij meer:"
    assert pioneer == "voorloper P. Voorbeeld, Provincie Gelderland (V1)"
    assert most.startswith("Gemeente Utrecht (twee projecten, een les): ")
    assert set(most.rpartition(": ")[2].split(", ")) == {"L1", "P1", "P3"}
    assert second.startswith("Gemeente Tiel (twee lessen): ")
    assert set(others) == {"Gemeente Ede (een les): L2", "Waterschap Rivierenland (een project): P2"}
    assert "`V1` (over deze voorloper)" in said
    assert "Contact: " in await here.says("bram", "V1")
    assert (await here.says("bram", "meer")).startswith("4. ")


async def test_asking_who_keeps_to_the_filters(here: Town) -> None:
    """Who did what was left in; and that nobody did, when so."""
    await here.says("bram", ASKED)
    await here.says("bram", "only failures")
    said = await here.says("bram", "and who?")
    assert said.startswith(f"For “{ASKED}”, only what did not work, these know more:")
    assert "Gemeente Utrecht (one lesson): L1" in said
    assert "Waterschap" not in said
    await here.says("bram", "and in Groningen?")
    assert (await here.says("bram", "and who?")).startswith(f"I do not know anybody for “{ASKED}” yet.")


async def test_a_list_can_be_narrowed_too(here: Town) -> None:
    """What was searched, a theme and what is new are gone on with like a question."""
    await here.says("bram", "zoek loting")
    assert shown(await here.says("bram", "alleen mislukkingen")) == {"L1", "L4"}
    await here.says("bram", "thema inspraak")
    assert shown(await here.says("bram", "en in Utrecht?")) == {"P3"}
    await here.says("bram", "nieuw")
    said = await here.says("bram", "alleen voorlopers")
    assert said.startswith("Voor deze lijst, alleen voorlopers: een voorloper.")
    await here.says("bram", "nieuw")
    assert "Gemeente Utrecht (" in await here.says("bram", "en wie dan?")
    assert (await here.says("bram", "alles")).startswith("Er is geen filter om weg te halen.")


@pytest.mark.parametrize("line", ["alleen mislukkingen", "en in Utrecht?", "en wie dan?", "alles", "meer"])
async def test_without_a_question_it_asks_for_it(here: Town, line: str) -> None:
    """Not a guess, and not another's question."""
    await here.says("chris", QUESTION)
    assert await here.says("bram", line) == FORGOTTEN


async def test_half_an_hour_later_it_asks_for_the_question(here: Town) -> None:
    """A follow-up counts as asking: half an hour after the last one."""
    await here.says("bram", QUESTION)
    here.clock.forward(timedelta(minutes=29))
    assert shown(await here.says("bram", "alleen lessen"))
    here.clock.forward(timedelta(minutes=29))
    assert shown(await here.says("bram", "alleen mislukkingen")) == {"L1", "L4"}
    here.clock.forward(timedelta(minutes=31))
    assert await here.says("bram", "en in Utrecht?") == FORGOTTEN


async def test_filters_alone_are_a_list_when_there_is_no_question(here: Town) -> None:
    """They narrow the question before; without one they stand by themselves."""
    assert (await here.says("bram", "uitkomst:mislukt")).startswith("Alleen wat niet lukte: twee lessen.")
    await here.says("chris", OTHER)
    assert f"Voor “{OTHER}” vind ik niets" in await here.says("chris", "uitkomst:mislukt")


async def test_everybody_goes_on_with_their_own_question(here: Town) -> None:
    """In one thread too: what another asked is not touched, by a mention or without one."""
    await here.says("bram", QUESTION, "leren", thread="t1")
    await here.says("chris", OTHER, "leren", thread="t1")
    mine = await here.says("bram", "alleen mislukkingen", "leren", thread="t1")
    assert shown(mine) == {"L1", "L4"}
    theirs = await here.says("chris", "alleen projecten", "leren", thread="t1")
    assert shown(theirs) == {"P2"}
    assert shown(await here.says("bram", "en in Utrecht?", "leren", thread="t1")) == {"L1"}
    assert await here.says("bram", "alleen lessen", "leren", thread="t2") == FORGOTTEN


async def test_in_a_thread_no_mention_is_needed(here: Town) -> None:
    """Whoever the bot talks with there is understood; somebody else is not answered."""
    await here.says(ADMIN, "kanaal modus actief", "leren")
    await here.says("bram", QUESTION, "leren", thread="t1", addressed=False)
    said = await here.says("bram", "en alleen wat mislukte?", "leren", thread="t1", addressed=False)
    assert shown(said) == {"L1", "L4"}
    assert "Gemeente Utrecht (" in await here.says(
        "bram", "en wie dan?", "leren", thread="t1", addressed=False
    )
    assert await here.says("chris", "alleen lessen", "leren", thread="t1", addressed=False) == ""


async def test_an_edited_question_is_what_follow_ups_go_on_with(here: Town) -> None:
    """The words as they are now, not as they were."""
    await here.says("bram", OTHER)
    await here.edits("bram", QUESTION)
    assert shown(await here.says("bram", "alleen mislukkingen")) == {"L1", "L4"}


async def test_an_edited_follow_up_goes_on_with_what_was_before_it(here: Town) -> None:
    """The question, not the follow-up as it first was; its answer changes in place."""
    await here.says("bram", QUESTION)
    await here.says("bram", "alleen mislukkingen")
    before = here.last()
    await here.edits("bram", "en in Utrecht?")
    assert here.last().id == before.id
    assert here.last().text.startswith(f"Voor “{QUESTION}”, alleen in Utrecht: ")
    assert shown(await here.says("bram", "alleen lessen")) == {"L1"}


async def test_a_deleted_question_takes_its_follow_ups_along(here: Town) -> None:
    """What was asked is forgotten wherever it stands."""
    origin = here.origin("bram", None)
    await here.happens(Message(origin, QUESTION, addressed=True))
    await here.says("bram", "alleen mislukkingen")
    await here.says("bram", "en in Utrecht?")
    await here.happens(Deleted(replace(origin, event="deletion")))
    async with here.store.read() as tx:
        assert await tx.questions.told(10) == ()
        assert [await tx.questions.get(number) for number in (1, 2, 3)] == [None, None, None]
    assert await here.says("bram", "alleen lessen") == FORGOTTEN


async def test_a_real_question_is_not_swallowed(here: Town) -> None:
    """Right after an answer, a line with something else to look for is a question of its own."""
    await here.says("bram", QUESTION)
    assert (await here.says("bram", f"en {OTHER}")).startswith("Dit vond ik: een project.")
