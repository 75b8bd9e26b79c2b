"""Files that people share, fetched from the private address that Slack gives of each."""

from __future__ import annotations

from adapters.slack.errors import SlackRefusedError
from adapters.slack.workspaces import Installed
from bot.domain.errors import FilesForbiddenError, MessageRefusedError
from bot.messages.unchecked import mapping, text


async def download(at: Installed, file: str) -> bytes:
    """Return what is in a file, by its id; raise as `Chat.fetch`."""
    try:
        told = mapping((await at.web.call("files.info", file=file)).get("file"))
    except SlackRefusedError as error:
        if error.code == "missing_scope":
            raise FilesForbiddenError("files:read is missing") from None
        raise MessageRefusedError(f"the file cannot be had ({error.code})") from None
    where = text(told.get("url_private_download")) or text(told.get("url_private"))
    if where is None:
        raise MessageRefusedError("the file has no address")
    return await at.web.read(where)
