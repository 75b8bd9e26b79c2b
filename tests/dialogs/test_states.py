"""Asking where projects stand: what is in development, in use, or stopped."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.model import EntryId, Kind, Project, State
from bot.ports.knowledge import Change
from tests.dialogs.lotteries import QUESTION, fill, shown
from tests.platforms.plaza import Town


@pytest.fixture
async def here(empty_town: Town) -> Town:
    """Give a town whose base is about drawing lots; each of three projects stands elsewhere."""
    await fill(empty_town)
    async with empty_town.store.begin() as tx:
        found = await tx.entries.get([EntryId(Kind.PROJECT, number) for number in (10, 2, 3)])
        states = {10: State.IN_DEVELOPMENT, 2: State.IN_USE, 3: State.OUT_OF_USE}
        changed = [replace(entry, details=Project(states[id_.number])) for id_, entry in found.items()]
        await tx.entries.save_all(changed, Change(None, empty_town.clock()))
    return empty_town


@pytest.mark.parametrize(
    ("line", "opening", "entries"),
    [
        (f"{QUESTION} stand:gebruik", "Alleen in gebruik: een project.", {"P2"}),
        (f'{QUESTION} stand:"buiten gebruik"', "Alleen buiten gebruik: een project.", {"P3"}),
        (f"{QUESTION} status:gestopt", "Alleen buiten gebruik: een project.", {"P3"}),
        (f"{QUESTION} state:in use", "Alleen in gebruik: een project.", {"P2"}),
        ("welke projecten zijn gestopt?", "Alleen projecten, buiten gebruik: een project.", {"P3"}),
        ("zijn er projecten in ontwikkeling?", "Alleen projecten, in ontwikkeling: een project.", {"P10"}),
        ("projecten in ontwikkeling", "Alleen projecten, in ontwikkeling: een project.", {"P10"}),
        ("welke lotingen zijn nog in gebruik?", "Alleen in gebruik: een project.", {"P2"}),
        ("which projects are no longer in use?", "Only projects, not in use: a project.", {"P3"}),
    ],
)
async def test_projects_are_found_by_their_state(
    here: Town, line: str, opening: str, entries: set[str]
) -> None:
    """Typed as a filter or said in plain words; what was asked stands in the first line."""
    said = await here.says("bram", line)
    assert said.startswith(opening)
    assert shown(said) == entries


@pytest.mark.parametrize(
    ("line", "opening", "entries"),
    [
        ("welke projecten zijn nog niet in gebruik?", "Alleen projecten, in ontwikkeling: ", {"P10"}),
        ("welke plannen met bomen zijn nog steeds niet in gebruik?", "Alleen in ontwikkeling: ", {"P10"}),
        ("which projects are not yet in use?", "Only projects, in development: ", {"P10"}),
        ("are there plannen with bomen not in use yet?", "Only in development: ", {"P10"}),
        ("welke lotingen zijn gestopt of in gebruik?", "Alleen in gebruik of buiten gebruik: ", {"P2", "P3"}),
    ],
)
async def test_not_yet_in_use_is_not_out_of_use(
    here: Town, line: str, opening: str, entries: set[str]
) -> None:
    """It is in development; two states may be asked at once."""
    said = await here.says("bram", line)
    assert said.startswith(opening)
    assert shown(said) == entries


@pytest.mark.parametrize(
    "line",
    [
        "welke lotingen zijn niet in ontwikkeling?",
        "welke lotingen zijn niet meer in ontwikkeling?",
        "welke gemeenten hebben geen loting in gebruik?",
        "projecten zonder loting in gebruik",
        "which loting projects aren’t in development?",
        "which loting projects were never in use?",
        "welke lessen zijn er over loting in gebruik?",
        "welke ervaringen zijn er met loting in gebruik?",
    ],
)
async def test_a_state_is_not_taken_for_its_opposite(here: Town, line: str) -> None:
    """Nor does it hide the lessons from who asks for those."""
    said = await here.says("bram", line)
    assert "in ontwikkeling:" not in said
    assert "in development:" not in said
    assert "in gebruik:" not in said
    assert "in use:" not in said
    assert shown(said) != {"P10"}


@pytest.mark.parametrize(
    ("line", "state", "entries"),
    [
        ("welke daarvan zijn nog in gebruik?", "in gebruik", {"P2"}),
        ("alleen die nog in gebruik zijn", "in gebruik", {"P2"}),
        ("en buiten gebruik?", "buiten gebruik", {"P3"}),
        ("welke zijn niet meer in gebruik?", "buiten gebruik", {"P3"}),
    ],
)
async def test_a_state_narrows_the_question_before(
    here: Town, line: str, state: str, entries: set[str]
) -> None:
    """As an outcome does, and the last of them decides."""
    await here.says("bram", QUESTION)
    said = await here.says("bram", line)
    assert said.startswith(f"Voor “{QUESTION}”, alleen {state}: een project.")
    assert shown(said) == entries
    assert "alleen wat niet lukte: " in await here.says("bram", "alleen mislukkingen")


async def test_not_yet_in_use_narrows_as_well(here: Town) -> None:
    """Here too it is not out of use."""
    await here.says("bram", "welke projecten zijn in ontwikkeling?")
    assert shown(await here.says("bram", "alleen die nog niet in gebruik zijn")) == {"P10"}


async def test_stopped_is_said_of_what_was_found(here: Town) -> None:
    """Of lessons it is an outcome; of projects, which have none, that they are not in use any more."""
    await here.says("bram", f"{QUESTION} soort:project")
    assert shown(await here.says("bram", "welke zijn gestopt?")) == {"P3"}
    await here.says("bram", QUESTION)
    assert shown(await here.says("bram", "welke zijn gestopt?")) == {"L3"}


async def test_a_state_and_an_outcome_cannot_go_together(here: Town) -> None:
    """Each belongs to another kind; nothing is looked for."""
    said = await here.says("bram", f'{QUESTION} stand:"in gebruik" uitkomst:mislukt')
    assert said.startswith("Dat gaat niet samen: ")


async def test_after_lessons_alone_it_is_a_question_by_itself(here: Town) -> None:
    """None of them is a project that can be stopped; after projects it is about those."""
    await here.says("bram", f"{QUESTION} soort:les")
    said = await here.says("bram", "welke projecten zijn gestopt?")
    assert said.startswith("Alleen projecten, buiten gebruik: een project.")
    await here.says("bram", QUESTION)
    assert (await here.says("bram", "welke projecten zijn gestopt?")).startswith(f"Voor “{QUESTION}”")
