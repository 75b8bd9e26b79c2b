"""x."""
from datetime import UTC, datetime
from storage.store import SqlStore
from bot.domain.keys import *
from bot.domain.people import *
from bot.ports.knowledge import Change
async def test_x(store: SqlStore) -> None:
    now=datetime.now(UTC)
    async with store.begin() as tx:
        p=await tx.people.add(AccountKey(PlaceKey("slack","T"),"U"),Role.MEMBER,Change(None,now))
    async with store.read() as tx:
        assert await tx.people.get(p.id)==p
        assert (await tx.revisions.after(0,10))[0].after==p
        assert await tx.people.with_role(Role.MEMBER)==(p,)
