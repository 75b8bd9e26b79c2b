"""Narrowing a question, a search and a list: what is asked alone is what is shown, and slips lose nothing."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bot.domain.model import EntryId, Kind
from bot.ports.knowledge import Change
from tests.dialogs.lotteries import ASKED, QUESTION, fill, shown
from tests.platforms.plaza import ADMIN, Town


@pytest.fixture
async def here(empty_town: Town) -> Town:
    """Give a town whose base is about drawing lots."""
    await fill(empty_town)
    return empty_town


@pytest.mark.parametrize(
    ("filters", "opening", "entries"),
    [
        ("uitkomst:mislukt", "Alleen wat niet lukte: twee lessen.", {"L1", "L4"}),
        ("soort:les sinds:2020", "Alleen lessen, sinds 2020: twee lessen.", {"L2", "L4"}),
        ("soort=les jaar:2020", "Alleen lessen, sinds 2020: twee lessen.", {"L2", "L4"}),
        ("uitkomst : mislukt", "Alleen wat niet lukte: twee lessen.", {"L1", "L4"}),
        ("rol:netwerkend", "Alleen met de rol netwerkende overheid: een project.", {"P2"}),
        ("thema:inspraak", "Alleen over inspraak: twee projecten.", {"P2", "P3"}),
        ('organisatie:"Gemeente Utrecht" soort:les', "Alleen lessen, van Gemeente Utrecht: een les.", {"L1"}),
        ("plaats:Gelderland soort:project", "Alleen projecten, in Gelderland: een project.", {"P2"}),
        ("uitkomst:gelukt,gestopt", "Alleen wat lukte of wat is gestopt: twee lessen.", {"L2", "L3"}),
        ("soort:voorloper", "Alleen voorlopers: een voorloper.", set()),
        ('"per brief"', "Alleen met “per brief”: een project.", {"P3"}),
    ],
)
async def test_a_question_is_answered_within_its_filters(
    here: Town, filters: str, opening: str, entries: set[str]
) -> None:
    """Nothing else is shown, and the first line says what was left in."""
    said = await here.says("bram", f"{QUESTION} {filters}")
    assert said.splitlines()[0] == opening
    assert shown(said) == entries
    assert "`alles` (zonder filter)" in said or not entries


async def test_no_success_is_pushed_into_a_question_for_failures(here: Town) -> None:
    """Without the filter the answer is balanced; with it nothing stands beside it."""
    assert {"✓", "✗"} <= set(await here.says("bram", QUESTION))
    said = await here.says("bram", f"{QUESTION} uitkomst:mislukt")
    assert "✓" not in said
    assert "nog geen voorbeeld" not in said
    in_utrecht = await here.says("bram", f"{QUESTION} plaats:Utrecht soort:les")
    assert shown(in_utrecht) == {"L1"}
    assert "nog geen voorbeeld" not in in_utrecht


async def test_more_goes_on_within_the_filters(here: Town) -> None:
    """The following items are those of the filtered answer."""
    first = await here.says("bram", f"{QUESTION} sinds:2019")
    rest = await here.says("bram", "meer")
    assert rest.startswith("4. ")
    assert shown(first) | shown(rest) == {"L1", "L2", "L4", "P1", "P2"}


async def test_what_has_no_year_is_said_to_be_left_out(here: Town) -> None:
    """`sinds` cannot know about those, and does not hide it."""
    said = await here.says("bram", f"{QUESTION} sinds:2020")
    assert "Van twee die ook passen, weet ik het jaar niet; die tel ik niet mee." in said
    nothing = await here.says("bram", f"{QUESTION} sinds:2026")
    assert nothing.startswith("Ik vind niets: alleen sinds 2026.")
    assert "weet ik het jaar niet" in nothing


@pytest.mark.parametrize(
    "asked", [f"{QUESTION} sinds:2020", f"{QUESTION} sinds:2026", "soort:project sinds:2026"]
)
async def test_more_without_a_year_than_were_looked_at_are_at_least_so_many(here: Town, asked: str) -> None:
    """Where the bot stops looking it does not say that it counted."""
    project = EntryId(Kind.PROJECT, 3)
    async with here.store.begin() as tx:
        found = (await tx.entries.get([project]))[project]
        undated = [
            replace(found, id=replace(project, number=number), happened=None) for number in range(100, 200)
        ]
        await tx.entries.save_all(undated, Change(None, here.clock()))
    said = await here.says("bram", asked)
    assert re.search(r"Van minstens \d+ die ook passen, weet ik het jaar niet; die tel ik niet mee\.", said)


async def test_filters_alone_list_the_newest(here: Town) -> None:
    """No words are needed, in an answer as in a search."""
    said = await here.says("bram", "uitkomst:mislukt soort:les")
    assert said.startswith("Alleen lessen, wat niet lukte: twee lessen.")
    assert shown(said) == {"L1", "L4"}
    listed = await here.says("bram", "zoek uitkomst:mislukt")
    assert listed.startswith("Alleen wat niet lukte: twee lessen.")
    assert shown(listed) == {"L1", "L4"}


async def test_a_search_takes_filters_too(here: Town) -> None:
    """`zoek` and `search`, with the keys of either language."""
    assert shown(await here.says("bram", "zoek loting organisatie:Tiel")) == {"L3", "L4"}
    assert shown(await here.says("bram", "search loting org:Tiel outcome:stopped")) == {"L3"}
    nothing = await here.says("bram", "zoek loting sinds:2026")
    assert nothing == "Ik vind niets met “loting”, alleen sinds 2026.\nZonder filter: 8. `zoek loting`"
    assert "Dat gaat niet samen" in await here.says("bram", "zoek soort:project uitkomst:mislukt")
    slip = await here.says("bram", "zoek loting uitkomst:groen")
    assert slip.startswith("`uitkomst:groen` ken ik niet.")
    assert shown(slip)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("zoek loting organisatie:Tiel", "Met “loting”, alleen van Tiel: twee lessen."),
        ("search loting org:Tiel", "For “loting”, only of Tiel: two lessons."),
        ("zoek soort:project plaats:Utrecht", "Alleen projecten, in Utrecht: twee projecten."),
        ("zoek projecten", "Alleen projecten: "),
        ("zoek lessen", "Alleen lessen: "),
        ("zoek mislukt", "Alleen wat niet lukte: twee lessen."),
        ('zoek "per brief"', "Alleen met “per brief”: een project."),
        (
            "zoek maanbasis plaats:Utrecht",
            "Ik vind niets met “maanbasis”, alleen in Utrecht.\nZonder filter vind ik ook niets.",
        ),
        (
            "search loting place:Groningen",
            "I find nothing with “loting”, only in Groningen.\nWithout filters: 8.",
        ),
        (
            "zoek soort:les plaats:Groningen",
            "Hier heb ik nog niets van dat ik mag laten zien: alleen lessen, in",
        ),
    ],
)
async def test_a_search_says_its_filters_in_words(here: Town, line: str, said: str) -> None:
    """Never as they were typed."""
    assert (await here.says("bram", line)).startswith(said)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("soort:voorloper", "Er zijn nog geen voorlopers die ik hier mag laten zien."),
        ("zoek soort:voorloper", "Er zijn nog geen voorlopers die ik hier mag laten zien."),
        ("kind:pioneer", "There are no pioneers yet that may be shown here."),
        ("soort:les uitkomst:mislukt", "Hier heb ik nog niets van dat ik mag laten zien: alleen lessen, wat"),
    ],
)
async def test_an_empty_kind_is_said_to_be_empty(empty_town: Town, line: str, said: str) -> None:
    """Nothing was looked for, so nothing is missed outside the filter."""
    answer = await empty_town.says("bram", line)
    assert answer.startswith(said)
    assert "Zonder filter" not in answer


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (f"{QUESTION} kleur:rood", "`kleur:` ken ik niet; `help filters` laat zien wat ik wel ken."),
        (f"{ASKED} colour:red", "I do not know `colour:`; `help filters` shows what I do know."),
        ("zoek loting kleur:rood", "`kleur:` ken ik niet;"),
    ],
)
async def test_an_unknown_filter_is_said_and_left_out(here: Town, line: str, said: str) -> None:
    """The rest is answered."""
    answer = await here.says("bram", line)
    assert answer.startswith(said)
    assert shown(answer)
    assert (await here.says("chris", "kleur:rood")).startswith("`kleur:` ken ik niet;")


async def test_nothing_within_the_filters_is_said_first(here: Town) -> None:
    """With what was asked, and that there is something outside; such a question is not kept as open."""
    said = await here.says("bram", f"{QUESTION} plaats:Groningen")
    assert said.splitlines() == [
        "Ik vind niets: alleen in Groningen.",
        "Zonder filter vind ik wel iets: `alles`.",
    ]
    again = await here.says("bram", "alles")
    assert again.startswith(f"Voor “{QUESTION}”, zonder filter: ")
    assert shown(again)


async def test_what_is_not_known_without_filters_either_is_kept(here: Town) -> None:
    """A gap in the base is a gap, whatever was filtered."""
    said = await here.says("bram", "wie heeft ervaring met een maanbasis? plaats:Utrecht")
    assert said.startswith("Ik vind niets: alleen in Utrecht.\nZonder filter weet ik het ook niet.")
    assert "Ik heb je vraag bewaard (Q1)." in said
    assert "“wie heeft ervaring met een maanbasis?”" in await here.says("bram", "Q1")


@pytest.mark.parametrize(
    ("filters", "sentence"),
    [
        (
            "uitkomst:groen",
            "`uitkomst:groen` ken ik niet. Achter `uitkomst:` kan staan: gelukt, deels gelukt",
        ),
        ("uitkomst:misluktt", "`uitkomst:misluktt` ken ik niet. Bedoel je `uitkomst:mislukt`?"),
        ("uitkonst:mislukt", "`uitkonst:mislukt` ken ik niet. Bedoel je `uitkomst:mislukt`?"),
        ("thema:ruimtevaart", "`thema:ruimtevaart` ken ik niet. `thema's` laat zien"),
        ("soort:", "Achter `soort:` staat nog niets. Achter `soort:` kan staan: les, project of voorloper."),
        (
            "organisatie:",
            'Achter `organisatie:` staat nog niets. Je typt het zo: `organisatie:"Gemeente Utrecht"`.',
        ),
        ("sinds:gisteren", "Met `sinds:gisteren` kan ik niets. Een jaar typ je zo: `sinds:2020`."),
        ("sinds:2050", "Met `sinds:2050` kan ik niets: dat jaar is er nog niet."),
        ("sinds:13-2020", "Met `sinds:13-2020` kan ik niets."),
        ("sinds:3020", "Met `sinds:3020` kan ik niets: dat jaar is er nog niet. Een jaar typ je zo:"),
        ("-uitkomst:mislukt", "Met `-uitkomst:mislukt` kan ik niets: weglaten kan ik nog niet."),
        ("bedrag:2020", "`bedrag:` ken ik niet; `help filters` laat zien wat ik wel ken."),
        ('"per brief', "Er staat een aanhalingsteken zonder tweede."),
    ],
)
async def test_a_slip_is_said_and_the_question_still_answered(
    here: Town, filters: str, sentence: str
) -> None:
    """The first sentence says what is wrong and how it is typed; what was understood is answered."""
    said = await here.says("bram", f"{QUESTION} {filters}")
    assert said.startswith(sentence)
    assert shown(said)
    alone = await here.says("chris", filters)
    assert alone.startswith(sentence)


async def test_slips_are_said_in_english_too(here: Town) -> None:
    """In the language of the question."""
    said = await here.says("bram", f"{ASKED} since:yesterday outcome:green")
    year, outcome, without = said.splitlines()[:3]
    assert year == "`since:yesterday` is no year that I can use. It is typed like this: `since:2020`."
    assert outcome.startswith("I do not know `outcome:green`. Behind `outcome:` can stand: worked, partly ")
    assert without == "I searched without that now."
    later = await here.says("bram", f"{ASKED} since:2050")
    assert later.startswith("I can do nothing with `since:2050`: that year is yet to come.")
    assert "Only what did not work: two lessons." in await here.says("bram", f"{ASKED} outcome:failed")


async def test_what_cannot_go_together_is_explained(here: Town) -> None:
    """A project has no outcome, so nothing is there to be found; leaving one out is enough."""
    said = await here.says("bram", f"{QUESTION} uitkomst:mislukt soort:project")
    assert said.startswith("Dat gaat niet samen: alleen bij een les staat of iets lukte")
    assert shown(await here.says("bram", "alleen lessen")) == {"L1", "L4"}


async def test_words_with_a_colon_are_words(here: Town) -> None:
    """A remark, a time or an address is no filter, and nothing is said about it."""
    said = await here.says(
        "bram", "let op: om 9:30 praten we over loting, zie https://voorbeeld.nl/a:b, wie weet meer?"
    )
    assert "ken ik niet" not in said
    assert said.startswith(("Dit vond ik", "Dit ken ik nog niet"))


async def test_filters_count_where_the_bot_listens(here: Town) -> None:
    """A question to the group is answered within its filters, and not at all when they leave nothing."""
    await here.says(ADMIN, "kanaal modus actief", "leren")
    said = await here.says("bram", f"{QUESTION} uitkomst:gelukt", "leren", addressed=False)
    assert shown(said) == {"L2"}
    for filters in ("plaats:Groningen", "uitkomst:mislukt soort:project"):
        assert await here.says("bram", f"{QUESTION} {filters}", "leren", addressed=False) == ""


async def test_help_explains_filters(here: Town) -> None:
    """`help` names them in one line; `help filters` has an example that works."""
    assert "`help filters`" in await here.says("bram", "help")
    said = await here.says("bram", "help filters")
    assert "`uitkomst:` – gelukt, deels gelukt, niet gelukt of gestopt" in said
    assert said == await here.says("bram", "help filteren") == await here.says("bram", "help filter")
    assert said == await here.says("bram", "help uitkomst") == await here.says("bram", "help sinds")
    (example,) = re.findall(r"^`(wie heeft .*)`$", said, re.MULTILINE)
    answer = await here.says("bram", example)
    assert answer.startswith(("Alleen ", "Ik vind niets: alleen projecten, in Amsterdam"))
    await here.says("bram", "taal en")
    assert "`outcome:` – worked" in await here.says("bram", "help filters")
