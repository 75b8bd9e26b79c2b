"""One process of the bot on our small platforms, made to be killed.

It ends by itself when the platforms close, and at once when its standard input ends: with whoever started it.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
from collections.abc import Mapping
from datetime import timedelta

from aiohttp import ClientSession

from storage.store import SqlStore
from tests.platforms.assembly import PLATFORMS, chats, prepared
from tests.platforms.parent import die_with_parent


async def _run(database: str, urls: Mapping[str, str], lease: timedelta) -> None:
    store = SqlStore(database)
    try:
        async with ClientSession() as session:
            program = await prepared(store, chats(urls, store, session), lease=lease)
            await program.run()
    finally:
        await store.close()


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", required=True)
    parser.add_argument("--lease", type=float, required=True, help="in seconds")
    for platform in PLATFORMS:
        parser.add_argument(f"--{platform}", help="the address of this platform")
    arguments = vars(parser.parse_args())
    urls = {platform: arguments[platform] for platform in PLATFORMS if arguments[platform]}
    die_with_parent()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    asyncio.run(_run(arguments["database"], urls, timedelta(seconds=arguments["lease"])))


if __name__ == "__main__":
    main()
