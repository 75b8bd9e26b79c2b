"""Who knows more: ranked by how many entries of theirs match, not by how often they are mentioned."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.model import Entry, EntryId, Kind, Lesson, Outcome, Project, Status, Text, Visibility
from bot.ports.knowledge import Change
from tests.dialogs.lotteries import shown
from tests.platforms.plaza import Town

QUESTION = "wie heeft ervaring met loting?"
TOLD = "Inwoners krijgen een brief na loting, praten vier avonden mee en schrijven een advies."


def project(here: Town, number: int, organisation: str, title: str, summary: str = "") -> Entry:
    return Entry(
        id=EntryId(Kind.PROJECT, number),
        details=Project(),
        texts=(Text("nl", title, summary),),
        original="nl",
        status=Status.PUBLISHED,
        visibility=Visibility.NETWORK,
        recorded=here.clock(),
        organisation=organisation,
    )


def lesson(
    here: Town,
    number: int,
    organisation: str,
    title: str,
    summary: str = "",
    outcome: Outcome = Outcome.SUCCESS,
) -> Entry:
    whole = project(here, number, organisation, title, summary)
    return replace(whole, id=EntryId(Kind.LESSON, number), details=Lesson(outcome))


async def fill(here: Town, *entries: Entry) -> None:
    others = [
        project(here, number, f"Bureau {number}", f"Plan {number} met bomen") for number in range(500, 560)
    ]
    async with here.store.begin() as tx:
        await tx.entries.save_all([*entries, *others], Change(None, here.clock()))


def who(said: str) -> str:
    """Return the line of an answer that says who knows more."""
    return next(line for line in said.splitlines() if line.startswith("Wie weet er meer van: "))


async def test_who_knows_more_is_ranked_by_evidence(empty_town: Town) -> None:
    """Two projects and a lesson go before one entry that fits best, and mentions count for nothing."""
    here = empty_town
    named = "Gemeente Tiel, Gemeente Tiel en nog eens Gemeente Tiel keken mee."
    await fill(
        here,
        project(here, 1, "Gemeente Ede", "Loting, loting, loting", f"Loting! {named}"),
        project(here, 2, "Gemeente Oss", "Loting voor een wijkraad"),
        project(here, 3, "Gemeente Oss", "Loting per brief aan jongeren"),
        lesson(here, 1, "Gemeente Oss", "Loting bij een burgerberaad"),
        project(here, 4, "Gemeente Tiel", "Bankjes en fietsen"),
    )
    said = await here.says("bram", QUESTION)
    assert "1. Loting, loting, loting (P1)" in said
    assert who(said) == (
        "Wie weet er meer van: Gemeente Oss (twee projecten, een les) en Gemeente Ede (een project)."
    )


async def test_all_evidence_counts_also_beyond_what_is_shown(empty_town: Town) -> None:
    """Entries that nobody scrolled to are evidence all the same."""
    here = empty_town
    few = [
        project(here, number, f"Gemeente {name}", f"Loting, loting en {name}")
        for number, name in enumerate(("Ede", "Oss"), 1)
    ]
    many = [
        project(here, number, "Gemeente Tiel", f"Plan {number} voor inwoners met loting en {number} stoelen")
        for number in range(10, 50)
    ]
    await fill(here, *few, *many)
    assert "Gemeente Tiel (40 projecten)" in who(await here.says("bram", QUESTION))
    said = await here.says("bram", "en wie dan?")
    most, *others = said.split("\n\n")[0].splitlines()[1:]
    assert most.startswith("Gemeente Tiel (40 projecten): ")
    assert most.endswith(", …")
    assert {other.split(" (")[0] for other in others} == {"Gemeente Ede", "Gemeente Oss"}


async def test_copies_are_evidence_for_who_made_them(empty_town: Town) -> None:
    """What is folded into one item still counts for each organisation that has it."""
    here = empty_town
    copies = [
        project(here, number, f"Gemeente {name}", "Meepraten na loting in de raad", TOLD)
        for number, name in enumerate(("Ede", "Oss", "Tiel"), 1)
    ]
    await fill(here, *copies, project(here, 9, "Gemeente Tiel", "Loting in een dorpshuis"))
    said = await here.says("bram", QUESTION)
    assert "ook bij twee andere gemeenten" in said
    everybody = await here.says("bram", "en wie dan?")
    assert "Gemeente Tiel (twee projecten): " in everybody
    assert {"Gemeente Ede (een project): P1", "Gemeente Oss (een project): P2"} <= set(everybody.splitlines())


async def test_a_failure_is_no_copy_of_a_success(empty_town: Town) -> None:
    """The same words with another outcome are an item of their own, and evidence once."""
    here = empty_town
    title = "Meepraten na loting in de raad"
    await fill(
        here,
        lesson(here, 1, "Gemeente Ede", title, TOLD),
        lesson(here, 2, "Gemeente Oss", title, TOLD, Outcome.FAILURE),
    )
    said = await here.says("bram", QUESTION)
    assert shown(said) == {"L1", "L2"}
    assert "bijna dezelfde tekst" not in said
    assert who(said) == "Wie weet er meer van: Gemeente Ede (een les) en Gemeente Oss (een les)."


async def test_a_copy_that_balances_is_evidence_once(empty_town: Town) -> None:
    """What is folded into a project and then shown as the other side is not counted in both places."""
    here = empty_town
    await fill(
        here,
        project(here, 1, "Gemeente Ede", "Loting: meepraten na loting", TOLD),
        lesson(here, 2, "Gemeente Oss", "Meepraten in de raad", TOLD, Outcome.FAILURE),
    )
    said = await here.says("bram", QUESTION)
    assert shown(said) == {"P1", "L2"}
    assert "bijna dezelfde tekst" not in said
    assert who(said) == "Wie weet er meer van: Gemeente Ede (een project) en Gemeente Oss (een les)."
    assert "Gemeente Oss (een les): L2\n" in await here.says("bram", "en wie dan?")


async def test_what_balances_keeps_its_own_copies(empty_town: Town) -> None:
    """A failure that is shown as the other side still says that it failed elsewhere too."""
    here = empty_town
    successes = [
        lesson(here, number, f"Gemeente {name}", f"Loting, loting en nog eens loting voor {what}")
        for number, (name, what) in enumerate((("Ede", "parken"), ("Ee", "bruggen"), ("Tiel", "daken")), 1)
    ]
    failures = [
        lesson(here, number, f"Gemeente {name}", "Meepraten in de raad", TOLD, Outcome.FAILURE)
        for number, name in ((8, "Oss"), (9, "Goes"))
    ]
    await fill(here, *successes, *failures)
    said = await here.says("bram", QUESTION)
    assert "ook bij een andere gemeente (bijna dezelfde tekst)" in said


async def test_nobody_is_named_who_is_not_known(empty_town: Town) -> None:
    """Without an organisation or a pioneer it says so."""
    here = empty_town
    await fill(
        here, Entry(**{**vars(project(here, 1, "", "Loting voor een wijkraad")), "organisation": None})
    )
    assert "Wie weet er meer van" not in await here.says("bram", QUESTION)
    assert (
        await here.says("bram", "en wie dan?") == "Voor “wie heeft ervaring met loting?” ken ik nog niemand."
    )
