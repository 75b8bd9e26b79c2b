"""Forms that people are filling by talking; an account has at most one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.keys import AccountKey
from bot.ports.people import Dialogue
from storage import tables
from storage.payloads import ANSWERS
from storage.sql import brief, insert_or_update

_DIALOGUE: Final = tables.dialogue
_OF_ACCOUNT: Final = brief(select(_DIALOGUE).where(_DIALOGUE.c.account == bindparam("account")))


def dialogue_of(row: Mapping[Any, Any]) -> Dialogue:
    """Read a row of the table."""
    return Dialogue(
        account=row["account"],
        form=row["form"],
        values=ANSWERS.read(row["answers"]),
        field=row["field"],
        updated=row["updated"],
        paused=row["paused"],
    )


class SqlDialogues:
    """Implements `bot.ports.people.Dialogues`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, account: AccountKey) -> Dialogue | None:
        """Return the open form of an account."""
        rows = await self._connection.execute(_OF_ACCOUNT, {"account": account})
        row = rows.mappings().one_or_none()
        return None if row is None else dialogue_of(row)

    async def save(self, dialogue: Dialogue) -> None:
        """Add or replace it."""
        await insert_or_update(
            self._connection,
            _DIALOGUE,
            {"account": dialogue.account},
            form=dialogue.form,
            answers=ANSWERS.write(dialogue.values),
            field=dialogue.field,
            updated=dialogue.updated,
            paused=dialogue.paused,
        )

    async def delete(self, account: AccountKey) -> None:
        """Forget it; harmless when there is none."""
        await self._connection.execute(delete(_DIALOGUE).where(_DIALOGUE.c.account == account))
