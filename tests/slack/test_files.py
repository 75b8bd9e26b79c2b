"""Files in Slack: a sheet that is shared to be imported, and the files and pictures that the bot gives."""

from __future__ import annotations

import pytest

from adapters.slack.calling import Web, session
from bot.domain.errors import FilesForbiddenError, MessageRefusedError
from tests.slack.bot import bot
from tests.slack.standin.server import Slack

SHEET = b"titel;uitkomst\nDeelauto's;gelukt\nZaterdagloket;mislukt\n"

_ANNOUNCED = "files.getUploadURLExternal"


@pytest.mark.parametrize("words", ["", "importeer", "/import"])
async def test_a_sheet_is_shared_tried_and_imported(slack: Slack, sqlite_url: str, words: str) -> None:
    """By itself or with the word, and then by a button; what came in is given back as a file."""
    ada = slack.person("ada")
    async with bot(slack, sqlite_url, admins=[ada]) as running:
        ada.shares(ada.direct(), "lessen.csv", SHEET, words, mimetype="text/csv")
        tried = await ada.reads(ada.direct(), "lessen.csv zou brengen: twee nieuw.")
        await ada.clicks(tried, "importeren")
        await ada.reads(ada.direct(), "Geïmporteerd: twee nieuw.")
        ada.says(ada.direct(), "exporteer csv")
        await ada.reads(ada.direct(), "bevat twee lessen")
        ada.says(ada.direct(), "statistiek")
        await ada.reads(ada.direct(), "Hoe de lessen afliepen · lessen: gelukt 1")
        await running.settled()
        given = {file.name: file.content or b"" for file in slack.inside.files.all.values()}
        announced = {str(each.arguments["filename"]): each.arguments for each in slack.called(_ANNOUNCED)}
    assert b"Zaterdagloket" in given["kennisbank.csv"]
    assert given["statistiek.png"].startswith(b"\x89PNG")
    assert (
        "Hoe de lessen afliepen · lessen: gelukt 1" in announced["statistiek.png"]["alt_txt"]
    )  # for who cannot see it
    assert "alt_txt" not in announced["kennisbank.csv"]


async def test_what_is_said_with_a_file_is_otherwise_what_counts(slack: Slack, sqlite_url: str) -> None:
    """Nobody's file is taken for another reason than that they ask for it, or share it without a word."""
    ada = slack.person("ada")
    async with bot(slack, sqlite_url, admins=[ada]) as running:
        ada.shares(ada.direct(), "lessen.csv", SHEET, "wie heeft ervaring met windmolens?")
        await ada.reads(ada.direct(), "Dit ken ik nog niet")
        await running.settled()
        assert "zou brengen" not in running.remembers()


async def test_without_the_right_it_says_which_one(slack: Slack, sqlite_url: str) -> None:
    """And works when that is given."""
    slack.install.scopes.discard("files:read")
    ada = slack.person("ada")
    async with bot(slack, sqlite_url, admins=[ada]) as running:
        ada.shares(ada.direct(), "lessen.csv", SHEET)
        await ada.reads(ada.direct(), "Ik mag hier geen bestanden lezen. Wie de app beheert kan me dat recht")
        slack.install.scopes.add("files:read")
        ada.shares(ada.direct(), "lessen.csv", SHEET)
        await ada.reads(ada.direct(), "lessen.csv zou brengen: twee nieuw.")
        await running.settled()


async def test_a_file_that_may_not_be_given_is_said_to_be_missing(slack: Slack, sqlite_url: str) -> None:
    """Nobody thinks that the words are all there is; with the right it comes."""
    slack.install.scopes.discard("files:write")
    anna = slack.person("anna")
    async with bot(slack, sqlite_url) as running:
        anna.says(anna.direct(), "mijn gegevens")
        instead = await anna.reads(anna.direct(), "Ik mag hier geen bestanden geven")
        assert instead.text.startswith("mijn-gegevens.json\n")
        assert "files:write" in instead.text
        slack.install.scopes.add("files:write")
        anna.says(anna.direct(), "mijn gegevens")
        await slack.until(lambda: bool(slack.inside.files.all))
        await running.settled()


async def test_the_token_is_shown_to_nobody_but_slack(slack: Slack) -> None:
    """An address elsewhere is not called, and the page to sign in is no file."""
    file = slack.inside.files.given("lessen.csv", slack.person("ada").user, SHEET, "text/csv")
    address = str(slack.inside.files.described(file)["url_private"])
    async with session() as over:
        web = Web(slack.install.token, slack.api_url, over)
        assert await web.read(address) == SHEET
        for elsewhere in (
            "https://example.org/a.csv",
            "https://slack.com.example.org/a.csv",
            "http://slack.com/",
        ):
            with pytest.raises(MessageRefusedError, match="not kept at Slack"):
                await web.read(elsewhere)
        slack.install.scopes.discard("files:read")
        with pytest.raises(FilesForbiddenError):
            await web.read(address)
