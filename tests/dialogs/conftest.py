"""A town in which people talk with the bot, over each kind of database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from storage.starter import load_starter_base
from storage.store import SqlStore
from tests.platforms.plaza import Town, town


@pytest.fixture
async def empty_town(store: SqlStore) -> AsyncIterator[Town]:
    """Open a town whose base is empty."""
    async with town(store) as opened:
        yield opened


@pytest.fixture
async def starter_town(store: SqlStore) -> AsyncIterator[Town]:
    """Open a town whose base holds the starter base."""
    await load_starter_base(store, datetime(2026, 1, 1, tzinfo=UTC))
    async with town(store) as opened:
        yield opened
