"""Slack and Matrix in one program, over one base."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from adapters.slack.adapter import SlackChat
from storage.store import SqlStore
from tests.contract.matrix_driver import matrix_subject
from tests.matrix.synapse import Synapse
from tests.platforms.assembly import POLICY, prepared, utc_now
from tests.platforms.waiting import meanwhile, until
from tests.slack.bot import account, config, connected
from tests.slack.standin.server import Slack

_SHARED = {"action": "We telden ooievaars", "result": "Het waren er twee", "outcome": "failure"}


async def test_what_is_shared_on_one_is_found_on_the_other(
    slack: Slack, sqlite_url: str, synapse: Synapse, tmp_path: Path
) -> None:
    """A lesson of somebody in Slack, published by an admin in Matrix, answers a question there."""
    anna = slack.person("anna")
    store = SqlStore(sqlite_url)
    async with matrix_subject(synapse, tmp_path) as (matrix, bert):
        chat = SlackChat(config(slack), utc_now)
        places = {account(anna).place, bert.account.place}
        policy = replace(POLICY, admitted=POLICY.admitted | places, admins=frozenset({bert.account}))
        program = await prepared(store, [chat, matrix], policy=policy)
        async with meanwhile(program.run()):
            await connected(slack, chat)
            await bert.heard()
            await anna.commands(anna.direct(), "/voorloper", "deel")
            await anna.gets_view("Wat probeerden jullie?")
            await anna.submits(**_SHARED)
            await anna.reads(anna.direct(), "bewaard als concept")

            async def reads(words: str) -> bool:
                return words in await bert.screen()

            await bert.says("publiceer L1 openbaar")
            await until(lambda: reads("Gepubliceerd"), 30)
            await bert.says("wie heeft ervaring met ooievaars tellen?")
            await until(lambda: reads("We telden ooievaars"), 30)
            parts = {part.name: part.trouble for part in (await program.condition()).parts}
            assert (parts["slack"], parts["matrix"]) == ("", "")
    await store.close()
