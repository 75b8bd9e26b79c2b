"""Files that the bot gives, in the three steps that Slack wants; where it may not, as words."""

from __future__ import annotations

from adapters.slack.directs import Directs
from adapters.slack.doubt import given
from adapters.slack.errors import SlackRefusedError
from adapters.slack.fields import stamp, token
from adapters.slack.ids import message_id, whose
from adapters.slack.limits import UNSEEN
from adapters.slack.posting import Content, Poster
from adapters.slack.workspaces import Installed
from bot.messages.cleaning import shortened
from bot.messages.i18n import Translator, mark
from bot.messages.outgoing import Upload
from bot.messages.reply import File
from bot.messages.spans import told
from bot.messages.unchecked import text
from bot.ports.mailbox import Delivery

_FILE = "file"

_NOT_ALLOWED = mark(
    "I may not give files here, so that the file itself is missing. Whoever manages the app can give me that "
    "right (files:write)."
)


class Uploads:
    """Gives files."""

    def __init__(self, poster: Poster, directs: Directs, words: Translator) -> None:
        self._poster = poster
        self._directs = directs
        self._words = words

    async def give(self, at: Installed, delivery: Delivery, part: int, content: Content) -> str:
        """Give the file, or the words that had no room beside it; return where it stands."""
        upload = delivery.outgoing
        channel, thread = upload.conversation.room.id, stamp(upload.conversation.thread)
        alone = whose(upload.conversation.thread)
        if alone:  # what somebody asked for where only they read it, is given to them
            channel = await self._directs.opened(alone, at)
        name = text(content.get("filename"))
        if name is None or not isinstance(upload, Upload):
            return await self._poster.say(at, delivery, part, content, channel, thread)
        since = self._poster.attempts.in_doubt_since(delivery)
        stands = since and await given(at, channel, thread, name, since)
        if stands:
            return message_id(channel, stands)
        words = text(content.get("text")) or ""
        try:
            file = await self._put(at, name, upload.file)
        except SlackRefusedError as error:
            if error.code != "missing_scope":
                raise
            instead = {"text": f"{name}\n{words}".rstrip() + f"\n\n{self._words.text(_NOT_ALLOWED)}"}
            return await self._poster.say(at, delivery, part, instead, channel, thread)
        complete = {
            "files": [{"id": file, "title": name}],
            "channel_id": channel,
            "thread_ts": thread,
            "initial_comment": words or None,
        }
        turn = (channel, f"{delivery.token}-{part}")
        await self._poster.paced(at, turn, "files.completeUploadExternal", complete)
        return f"{channel} {_FILE} {file}"

    async def _put(self, at: Installed, name: str, given: File) -> str:
        """Upload what is in it, and return its id; of a picture with the words for who cannot see it."""
        seen = given.media_type.startswith("image/")
        words = shortened(told(given.alternative), UNSEEN) if seen else None
        room = await at.web.call(
            "files.getUploadURLExternal", filename=name, length=len(given.content), alt_txt=words or None
        )
        where, file = text(room.get("upload_url")), token(room.get("file_id"))
        if where is None or file is None:
            raise SlackRefusedError("no_upload_url")
        await at.web.put(where, given.content)
        return file


async def taken_back(at: Installed, where: str) -> bool:
    """Take a file away, if this is where one stands; raise as `Web.call`."""
    _, _, rest = where.partition(" ")
    kind, _, file = rest.partition(" ")
    if kind != _FILE:
        return False
    await at.web.call("files.delete", file=file)
    return True
