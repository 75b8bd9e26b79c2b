"""Going on with an answer as people do: by the numbers in it, asking for more, and saying next to nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.model import EntryId, Kind, Status
from bot.ports.knowledge import Change
from tests.dialogs.lotteries import ASKED, QUESTION, fill, shown
from tests.platforms.plaza import ADMIN, Town

FORGOTTEN = "Ik weet niet meer bij welke vraag dit hoort. Stel je vraag nog eens."


@pytest.fixture
async def here(empty_town: Town) -> Town:
    """Give a town whose base is about drawing lots."""
    await fill(empty_town)
    return empty_town


def numbered(said: str) -> dict[str, str]:
    """Return the entry at each number of an answer."""
    items = [line.partition(". ") for line in said.splitlines() if line.partition(". ")[0].isdigit()]
    return {number: title.partition(" (")[2].partition(")")[0] for number, _, title in items}


@pytest.mark.parametrize(
    ("question", "more", "lines"),
    [
        (QUESTION, "meer", ("{}", "{}.", "nummer {}", "vertel meer over {}", "en {}?")),
        (ASKED, "more", ("{}", "number {}", "tell me more about {}", "show me {}")),
    ],
)
async def test_a_number_opens_that_item(here: Town, question: str, more: str, lines: tuple[str, ...]) -> None:
    """As it is shown, also behind `meer` and after another item was read; in the language of the answer."""
    items = numbered(await here.says("bram", question)) | numbered(await here.says("bram", more))
    assert set(items) >= {"1", "2", "3", "4", "5"}
    for line in lines:
        for number, entry in items.items():
            said = await here.says("bram", line.format(number))
            assert f"({entry}) ·" in said.splitlines()[0], line
            assert ("Organisation: " in said) == (question == ASKED)


async def test_more_of_nothing(here: Town) -> None:
    """Where nothing was found, `meer` says so again, not that this was all."""
    await here.says("bram", "wie heeft ervaring met ruimtevaart?")
    assert (await here.says("bram", "meer")).startswith("Voor “wie heeft ervaring met ruimtevaart?” had ik")


@pytest.mark.parametrize(("question", "more"), [(QUESTION, "more"), (ASKED, "meer")])
async def test_more_in_another_language_changes_that_of_the_numbers(
    here: Town, question: str, more: str
) -> None:
    """What is said last is in the language of `meer`, so what is opened there is as well."""
    await here.says("bram", question)
    items = numbered(await here.says("bram", more))
    said = await here.says("bram", max(items))
    assert ("Organisation: " in said) == (more == "more")


@pytest.mark.parametrize(
    ("question", "known", "unknown"),
    [
        (QUESTION, "In het kort: ", "L80 ken ik niet."),
        (ASKED, "In short: ", "I do not know L80."),
    ],
)
async def test_an_id_is_answered_in_the_language_of_the_answer(
    here: Town, question: str, known: str, unknown: str
) -> None:
    """Also one that nothing has; unless words beside it tell another, and not where nothing was asked."""
    await here.says("bram", question)
    assert known in await here.says("bram", "L4")
    assert (await here.says("bram", "L80")).startswith(unknown)
    assert "In het kort: " in await here.says("bram", "vertel meer over L4")
    assert "In het kort: " in await here.says("chris", "L4")


async def test_a_number_in_a_list_opens_that_line(here: Town) -> None:
    """What was searched is numbered, and goes on being numbered."""
    items = numbered(await here.says("bram", "zoek bomen"))
    assert len(items) == 10
    items |= numbered(await here.says("bram", "meer"))
    for number in ("2", "10", "12"):
        assert f"({items[number]})" in await here.says("bram", number)


async def test_a_number_that_is_not_shown_is_said_so(here: Town) -> None:
    """Nothing is guessed, and nothing kept; without an answer to count in it is a strange number."""
    assert (await here.says("bram", "2")).startswith("Het nummer 2 ken ik niet.")
    await here.says("bram", QUESTION)
    assert await here.says("bram", "nummer 12") == (
        "In mijn laatste antwoord staat geen nummer 12. `meer` laat zien wat er volgt."
    )
    assert (await here.says("chris", "2")).startswith("Het nummer 2 ken ik niet.")
    here.clock.forward(timedelta(minutes=31))
    assert (await here.says("bram", "2")).startswith("Het nummer 2 ken ik niet.")


async def test_numbers_stay_right_when_something_goes_away(here: Town) -> None:
    """What `meer` numbers is what opens, also when an entry between was archived meanwhile."""
    await here.says("bram", QUESTION)
    async with here.store.read() as tx:
        asked = await tx.questions.get(1)
    assert asked is not None
    async with here.store.begin() as tx:
        gone = (await tx.entries.get([asked.found[3]]))[asked.found[3]]
        await tx.entries.save(replace(gone, status=Status.ARCHIVED), Change(None, here.clock()))
    for number, entry in numbered(await here.says("bram", "meer")).items():
        assert f"({entry}) ·" in await here.says("bram", number)


@pytest.mark.parametrize("line", ["meer over L2", "vertel over L2", "wat is L2?", "tell me about L2"])
async def test_a_line_about_an_id_opens_it(here: Town, line: str) -> None:
    """No conversation is needed."""
    assert "Loting bij een burgerberaad (L2)" in await here.says("bram", line)


async def test_several_are_opened_one_at_a_time(here: Town) -> None:
    """The ids can be typed; so are those behind numbers."""
    assert await here.says("bram", "L1 P3") == "Ik laat er één tegelijk zien: `L1` · `P3`."
    await here.says("chris", ASKED)
    items = numbered(await here.says("chris", "more"))
    assert (
        await here.says("chris", "show 4 and 5") == f"I show one at a time: `{items['4']}` · `{items['5']}`."
    )


async def test_in_a_thread_a_number_needs_no_mention(here: Town) -> None:
    """For who asked there; a number of somebody else stays between people."""
    await here.says(ADMIN, "kanaal modus actief", "leren")
    items = numbered(await here.says("bram", QUESTION, "leren", thread="t1", addressed=False))
    assert f"({items['2']})" in await here.says("bram", "2", "leren", thread="t1", addressed=False)
    assert await here.says("chris", "2", "leren", thread="t1", addressed=False) == ""


@pytest.mark.parametrize(
    "line",
    ["nog meer", "meer graag", "laat meer zien", "Nog meer?", "more please", "show more", "More, please!"],
)
async def test_more_in_other_words(here: Town, line: str) -> None:
    """It is asked for as people do."""
    await here.says("bram", QUESTION)
    assert set(numbered(await here.says("bram", line))) == {"4", "5", "6"}


@pytest.mark.parametrize(
    ("question", "line", "entries"),
    [
        (QUESTION, "zijn er lessen?", {"L1", "L2", "L3", "L4"}),
        (QUESTION, "zijn er ook mislukkingen?", {"L1", "L4"}),
        (QUESTION, "wat ging er niet goed?", {"L1", "L4"}),
        (QUESTION, "en welke zijn gestopt?", {"L3"}),
        (ASKED, "are there any failures?", {"L1", "L4"}),
        (ASKED, "which ones were stopped?", {"L3"}),
    ],
)
async def test_asking_whether_there_is_narrows(
    here: Town, question: str, line: str, entries: set[str]
) -> None:
    """And the question that it belongs to is named."""
    await here.says("bram", question)
    said = await here.says("bram", line)
    assert said.startswith((f"Voor “{QUESTION}”, alleen", f"For “{ASKED}”, only"))
    assert shown(said) <= entries
    assert shown(said)


async def test_asking_whether_there_is_stands_alone_too(here: Town) -> None:
    """Without a conversation it is a list."""
    assert shown(await here.says("bram", "zijn er mislukkingen in Gelderland?")) == {"L4"}
    assert (await here.says("chris", "are there any failures?")).startswith("Only what did not work: ")


@pytest.mark.parametrize(
    ("question", "line", "sentence"),
    [
        (QUESTION, "niet in utrecht", "Iets weglaten kan ik nog niet."),
        (QUESTION, "geen projecten", "Iets weglaten kan ik nog niet."),
        (ASKED, "but not in Utrecht", "I cannot leave things out yet"),
    ],
)
async def test_leaving_out_is_not_turned_around(here: Town, question: str, line: str, sentence: str) -> None:
    """It is said that this is not possible yet, and the question stays what it was."""
    await here.says("bram", question)
    said = await here.says("bram", line)
    assert said.startswith(sentence)
    assert not shown(said)
    assert (await here.says("bram", "meer")).startswith("4. ")
    assert (await here.says("chris", line)).startswith(sentence)


async def test_words_about_a_sector_are_put_to_the_question(here: Town) -> None:
    """Without the small word before them."""
    await here.says("bram", QUESTION)
    said = await here.says("bram", "en in de dorpshuizen?")
    assert said.startswith(f"Voor “{QUESTION}”, met “dorpshuizen” erbij: een les.")


async def test_a_line_without_content_is_not_greeted(here: Town) -> None:
    """In a conversation it is asked what it belongs to, with what can be typed; later it is a greeting."""
    await here.says("bram", QUESTION)
    assert await here.says("bram", "en nu?") == (
        f"Hoort dit bij “{QUESTION}”? Dan kan: `meer` · `alleen mislukkingen`"
    )
    await here.says("bram", "alleen mislukkingen")
    assert (await here.says("bram", "welke dan?")).endswith("Dan kan: `alles`")
    assert await here.says("bram", "prima!") == "Graag gedaan!"
    await here.says("chris", ASKED)
    assert (await here.says("chris", "how?")).startswith(f"Does this belong to “{ASKED}”? Then you can type:")
    here.clock.forward(timedelta(minutes=31))
    assert (await here.says("bram", "en nu?")).startswith("Hoi! Vraag me wie")


async def test_a_line_without_content_after_an_unknown_question_leads_on(here: Town) -> None:
    """There is nothing to narrow or to see more of."""
    await here.says("bram", "wie heeft ervaring met een maanbasis?")
    assert await here.says("bram", "en nu?") == (
        "Voor “wie heeft ervaring met een maanbasis?” had ik nog niets. "
        "Vraag het met andere woorden, of kijk bij de `thema's`."
    )


@pytest.mark.parametrize("greeting", ["hoi", "Hallo!", "hello"])
async def test_a_greeting_begins_anew(here: Town, greeting: str) -> None:
    """What follows does not go on with the question before, nor with its filters."""
    await here.says("bram", QUESTION)
    await here.says("bram", "en in Utrecht?")
    assert (await here.says("bram", greeting)).startswith(("Hoi! Vraag me wie", "Hi! Ask me who"))
    assert await here.says("bram", "meer") == FORGOTTEN
    assert (await here.says("bram", "soort:les")).startswith("Alleen lessen: ")
    await here.says("chris", QUESTION)
    assert shown(await here.says("chris", "alleen mislukkingen")) == {"L1", "L4"}


async def test_filters_after_an_unknown_question_are_a_list(here: Town) -> None:
    """There is nothing to narrow in what the base does not know."""
    assert "Ik heb je vraag bewaard" in await here.says("bram", "wie heeft ervaring met een maanbasis?")
    assert (await here.says("bram", "uitkomst:mislukt")).startswith("Alleen wat niet lukte: twee lessen.")
    assert (await here.says("bram", "plaats:Gelderland")).startswith("Voor deze lijst, alleen wat niet lukte")


async def test_which_filter_is_in_the_way_is_said(here: Town) -> None:
    """When more than one is at work and nothing is left."""
    await here.says("bram", QUESTION)
    await here.says("bram", "alleen mislukkingen")
    said = await here.says("bram", "en in Groningen?")
    assert said.splitlines() == [
        f"Voor “{QUESTION}” vind ik niets: alleen wat niet lukte, in Groningen.",
        "Zonder “in Groningen” vind ik wel iets. `alles` haalt alle filters weg.",
    ]
    english = await here.says("chris", f"{ASKED} outcome:failed place:Groningen")
    assert "Without “in Groningen” I do find something. `everything` takes all filters away." in english


async def test_a_long_question_is_named_by_its_beginning(here: Town) -> None:
    """About sixty characters tell which one it is."""
    question = "wie heeft er in een kleine gemeente ervaring met loting van inwoners bij een burgerberaad?"
    await here.says("bram", question)
    opening = (await here.says("bram", "alleen mislukkingen")).splitlines()[0]
    assert opening.startswith("Voor “wie heeft er in een kleine gemeente ervaring met")
    assert "…”" in opening
    assert len(opening) < 140


async def test_a_list_that_is_cut_does_not_count_itself(here: Town) -> None:
    """What is shown at most is never said to be all there is."""
    first = EntryId(Kind.PROJECT, 10)
    async with here.store.begin() as tx:
        plan = (await tx.entries.get([first]))[first]
        more = [replace(plan, id=EntryId(Kind.PROJECT, number)) for number in range(40, 60)]
        await tx.entries.save_all(more, Change(None, here.clock()))
    said = await here.says("bram", "zoek bomen")
    assert said.startswith("Met “bomen” vind ik de eerste 30:")
    assert "`meer` (de volgende)" in said
    for _ in range(8):
        said = await here.says("bram", "meer")
    assert said.startswith("Meer dan dit laat ik niet in één keer zien.")
    assert await here.says("bram", "zoek bomen plaats:Groningen") == (
        "Ik vind niets met “bomen”, alleen in Groningen.\nZonder filter: meer dan 30. `zoek bomen`"
    )
    assert (await here.says("bram", "search bomen")).startswith("For “bomen” I find the first 30:")
    assert "nog 30" not in await here.says("chris", "wie heeft ervaring met bomen?")


async def test_what_is_recent_is_what_happened_in_the_last_years(here: Town) -> None:
    """By the year that is said; to sort is not possible, and what can be typed instead is told."""
    await here.says("bram", QUESTION)
    year = here.clock().year - 2
    assert f"alleen sinds {year}" in await here.says("bram", "alleen recente")
    assert f"`sinds:{year}`" in await here.says("bram", "de nieuwste eerst")
    said = await here.says("emma", "sort by year")
    assert said == f"I cannot sort by year yet, only look from a year on: `since:{year}`."
