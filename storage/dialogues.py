"""What people began by talking and did not finish: forms, and files that wait for their yes."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Executable, bindparam, delete, exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.keys import AccountKey, PlaceKey
from bot.domain.model import PersonId
from bot.ports.people import Dialogue, HandedIn
from storage import tables
from storage.payloads import ANSWERS
from storage.sql import brief, insert_or_update
from storage.tables import Departure

_DIALOGUE: Final = tables.dialogue
_FILE: Final = tables.handed_in
_OF_ACCOUNT: Final = brief(select(_DIALOGUE).where(_DIALOGUE.c.account == bindparam("account")))
_SENT: Final = tables.sent
_OUTBOX: Final = tables.outbox
_THIS: Final = _SENT.c.message == bindparam("message")
_QUESTION: Final = (_OUTBOX.c.place == bindparam("place"), _OUTBOX.c.added_at == bindparam("moment"))
_ASKED: Final = brief(
    select(
        exists().where(_THIS, _SENT.c.delivery == _OUTBOX.c.id, *_QUESTION)
        # it may be used before it is written down that it went out
        | (~exists().where(_THIS) & exists().where(*_QUESTION, _OUTBOX.c.state == Departure.WAITING))
    )
)


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

    async def asks(self, dialogue: Dialogue, place: PlaceKey, message: str) -> bool:
        """Say whether a message of ours in this place is the question that the form asks now.

        A question was written down at the moment at which its form was.
        """
        here = {"place": place, "message": message, "moment": dialogue.updated}
        return bool(await self._connection.scalar(_ASKED, here))

    async def delete(self, account: AccountKey) -> None:
        """Forget it; harmless when there is none."""
        await self._connection.execute(delete(_DIALOGUE).where(_DIALOGUE.c.account == account))

    async def keep_file(self, file: HandedIn) -> None:
        """Keep a file, in the place of another one of that person."""
        await insert_or_update(
            self._connection,
            _FILE,
            {"person": file.person},
            name=file.name,
            content=b64encode(file.content).decode("ascii"),
            at=file.at,
        )

    async def file_of(self, person: PersonId) -> HandedIn | None:
        """Return the file of a person, when one waits."""
        return await self._file(select(_FILE).where(_FILE.c.person == person))

    async def take_file(self, person: PersonId) -> HandedIn | None:
        """Forget the file of a person and return it; None when none waits (any more)."""
        return await self._file(delete(_FILE).where(_FILE.c.person == person).returning(_FILE))

    async def _file(self, statement: Executable) -> HandedIn | None:
        row = (await self._connection.execute(statement)).one_or_none()
        return None if row is None else HandedIn(row.person, row.name, b64decode(row.content), row.at)
