"""A failure told protected in Slack, in the direct message, after which nothing names its author."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from storage.key_folder import KeyFolder
from tests.dialogs.protecting import TOLD, files_of, keys_in, rows_of, traces
from tests.slack.bot import bot
from tests.slack.standin.server import Slack


async def test_nothing_in_slack_names_who_told_a_story(
    slack: Slack, sqlite_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither the member, their direct message, nor anything said in it: typed, with a button, or refused."""
    caplog.set_level(logging.DEBUG)
    anna = slack.person("anna")
    hall, keys = slack.place("hal", anna), tmp_path / "keys"
    async with bot(slack, sqlite_url, keys=KeyFolder(keys)) as voorloper:
        refused = anna.says(hall, "@voorloper deel beschermd")
        await anna.reads_aside(hall, "direct bericht")
        await anna.commands(hall, "/voorloper", "deel beschermd")
        said = [refused]
        for line, reply in (
            ("deel beschermd", "Wat probeerden jullie?"),
            (TOLD[0], "Wat kwam ervan?"),
            (TOLD[1], "Wat zou je een ander aanraden?"),
        ):
            said.append(anna.says(anna.direct(), line))
            await anna.reads(anna.direct(), reply)
        said.append(anna.says(anna.direct(), TOLD[2]))
        asked = await anna.reads(anna.direct(), "Zo zien anderen het")
        await anna.clicks(asked, "ja, lever het in")
        await anna.reads(anna.direct(), "Dit is je code")
        await voorloper.settled()
        assert not keys_in(keys)
        shown = anna.sees(anna.direct())
        names = {anna.id, anna.direct().id, *(each.ts for each in (*said, *shown))}
        rows = await rows_of(sqlite_url)
        assert len(rows["protected_story"]) == 1
        kept = files_of(sqlite_url, tmp_path) | {"rows": repr(rows).encode(), "log": caplog.text.encode()}
        forbidden = traces(names)
        for name, content in kept.items():
            assert not [each for each in forbidden if each in content], name
