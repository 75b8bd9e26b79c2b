"""Waiting for a condition, the only way in which a test waits."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable


async def until(holds: Callable[[], Awaitable[bool]], seconds: float = 10) -> None:
    """Wait until something holds; raise TimeoutError when it takes too long."""
    async with asyncio.timeout(seconds):
        while not await holds():
            await asyncio.sleep(0.01)
