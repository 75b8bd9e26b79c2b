"""Turns: one at a time, the urgent ones first, and none is lost with who waited for it."""

from __future__ import annotations

import asyncio

from storage.database.turns import Turns


async def test_the_urgent_go_first() -> None:
    """Who is urgent passes all that wait; among their own kind the first goes first."""
    turns, went = Turns(), list[str]()

    async def go(name: str, *, urgent: bool) -> None:
        async with turns.one(urgent=urgent):
            went.append(name)
            await asyncio.sleep(0)
            assert went[-1] == name

    async with asyncio.TaskGroup() as group:
        for name, urgent in (("a", False), ("b", False), ("C", True), ("d", False), ("E", True)):
            group.create_task(go(name, urgent=urgent))
    assert went == ["a", "C", "E", "b", "d"]


async def test_a_turn_is_not_lost() -> None:
    """Who gives up waiting, also at the moment of getting a turn, holds nobody up."""
    turns, went = Turns(), list[int]()

    async def go(number: int) -> None:
        async with turns.one():
            went.append(number)

    async with turns.one():
        tasks = [asyncio.create_task(go(number)) for number in range(4)]
        await asyncio.sleep(0)
        tasks[0].cancel()
        await asyncio.sleep(0)
    tasks[1].cancel()  # it has its turn and does not know it yet
    async with asyncio.timeout(1):
        await asyncio.gather(*tasks, return_exceptions=True)
        async with turns.one():
            assert went == [2, 3]


async def test_what_is_between_two_turns_is_done() -> None:
    """It has a turn of its own, also when who would have had the next one gave up."""
    went = list[str]()

    async def tidy() -> None:
        went.append("begins to tidy")
        await asyncio.sleep(0)
        went.append("tidied")

    turns = Turns(lambda awaited: None if awaited else tidy())

    async def go(name: str) -> None:
        async with turns.one():
            went.append(name)

    async with asyncio.timeout(1), turns.one():
        first, second = asyncio.create_task(go("a")), asyncio.create_task(go("b"))
        await asyncio.sleep(0)
    second.cancel()
    await asyncio.wait([first, second])
    third = asyncio.create_task(go("c"))
    async with asyncio.timeout(1):
        await third
    assert went[:4] == ["a", "begins to tidy", "tidied", "c"]
