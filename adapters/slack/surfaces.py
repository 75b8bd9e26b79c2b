"""What Slack shows at once, without a message: forms as modals, their faults, and the home of the app.

None of it is stored, as nothing is lost when it does not come: who clicks again gets it again. A form that
cannot be shown at once goes the ordinary way, as if it had been typed.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping

from adapters.slack.acknowledgement import TAKEN, Acknowledgement
from adapters.slack.errors import SlackAwayError, SlackBusyError, SlackRefusedError
from adapters.slack.fields import Payload, token
from adapters.slack.interactive import SHARE, fields_of, prefilled
from adapters.slack.views import home, modal, waiting
from adapters.slack.workspaces import Installed
from bot.domain.errors import PlatformUnavailableError, StoreUnavailableError
from bot.domain.keys import AccountKey
from bot.messages.form import FormView
from bot.messages.i18n import Translator, mark, translator
from bot.messages.incoming import Click, FormSubmitted, Incoming, Message, Origin, SaveRequested, Sender
from bot.messages.unchecked import mapping, text
from bot.ports.chat import Core

_log = logging.getLogger(__name__)

_AT_ONCE = 1.0
"""Seconds in which a form must be known; after it something else is shown first, as Slack waits for three."""

_LONGEST = 300.0
"""Seconds after which a page that Slack does not take is not tried any more: who opens it again gets it."""

_LATER = 5.0
"""Seconds after which a page is shown for which Slack or the database was out of reach."""

_TITLE = "Voorloper"

_PERHAPS = mark("Does no window open? Then Slack did not get that far: try it once more.")

Respond = Callable[[str, Mapping[str, object]], Awaitable[bool]]
"""Answers where a payload says that somebody can be answered; says whether Slack took it."""


class Surfaces:
    """Shows forms and homes."""

    def __init__(self, core: Core, words: Translator, respond: Respond) -> None:
        self._core = core
        self._words = words
        self._respond = respond
        self._later: set[asyncio.Task[None]] = set()
        self._homes: dict[AccountKey, asyncio.Task[None]] = {}

    async def stop(self) -> None:
        """Show nothing more."""
        tasks = (*self._later, *self._homes.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def shown(self, at: Installed, payload: Payload, event: Incoming) -> Acknowledgement | None:
        """Return what Slack hears of something that is done with now; None when it goes the ordinary way."""
        match event:
            case FormSubmitted(origin=origin, form=form, values=filled):
                wrong = await self._core.faults(origin, form, dict(filled))
                fields = fields_of(payload)
                seen = {name: said for name, said in wrong.items() if name in fields}
                return _at_fields(seen) if seen else None
            case Click(origin=origin, command=line) | Message(origin=origin, text=line):
                return await self._opened(at, payload, origin, line)
            case SaveRequested(origin=origin, author=author) if author == origin.sender.account:
                return await self._opened(at, payload, origin, SHARE)
            case _:
                return None

    async def sorry(self, payload: Payload, language: str | None) -> Acknowledgement | None:
        """Tell somebody that nothing was stored, as only events are given again by Slack itself.

        `language` is theirs, as far as it is known. Return how it hears of it, None when it is not to be
        acknowledged.
        """
        t = self._spoken(language)
        words = t.text("I cannot take this in now, so nothing is saved. Try again in a moment.")
        first = next(iter(fields_of(payload)), None)
        if first and payload.get("type") == "view_submission":
            return _at_fields({str(first): words})
        return await self._beside(payload, words)

    def _spoken(self, language: str | None) -> Translator:
        return translator(language) if language else self._words

    async def _beside(self, payload: Payload, words: str) -> Acknowledgement | None:
        """Tell somebody alone, beside what they used; None where that cannot be."""
        said = {"response_type": "ephemeral", "replace_original": False, "text": words}
        if text(payload.get("command")):
            return Acknowledgement(answer=said)
        url, kind = text(payload.get("response_url")), payload.get("type")
        if url and kind in {"block_actions", "message_action"} and await self._respond(url, said):
            return TAKEN
        return None

    async def _opened(
        self, at: Installed, payload: Payload, origin: Origin, line: str
    ) -> Acknowledgement | None:
        """Open the form that a line opens; None when there is none, or it cannot be shown now."""
        trigger = token(payload.get("trigger_id"))
        if trigger is None or not self._core.opens(line):
            return None
        values = prefilled(payload, at.me, origin.place)
        asking = asyncio.create_task(self._core.form(origin, line, values))
        try:
            await asyncio.wait({asking}, timeout=_AT_ONCE)
            if not asking.done():
                await self._show_later(at, trigger, asking, origin)
                return TAKEN
            form = await asking
            if form is None:
                return None
            await at.web.call("views.open", trigger_id=trigger, view=modal(form, origin.conversation))
        except SlackAwayError:  # it may stand there: one by one only where this cannot be said
            asking.cancel()
            return await self._beside(payload, self._spoken(origin.sender.language).text(_PERHAPS))
        except (SlackRefusedError, PlatformUnavailableError) as error:
            asking.cancel()
            _log.warning("a form cannot be shown (%s); its questions are asked one by one", error)
            return None
        return TAKEN

    async def _show_later(
        self, at: Installed, trigger: str, asking: asyncio.Task[FormView | None], origin: Origin
    ) -> None:
        """Show that something comes, and what does when it is known."""
        first = waiting(_TITLE, self._words.text("One moment …"))
        opened = mapping((await at.web.call("views.open", trigger_id=trigger, view=first)).get("view"))

        async def show() -> None:
            try:
                form = await asking
            except Exception as error:  # noqa: BLE001 - whatever it is, what waits in front of them must not stay
                _log.warning("a form cannot be shown: %s", type(error).__name__)
                form = None
            sorry = self._words.text("I cannot show this now. Try again in a moment.")
            then = modal(form, origin.conversation) if form else waiting(_TITLE, sorry)
            try:
                known = {"view_id": opened.get("id"), "hash": opened.get("hash")}
                await at.web.call("views.update", view=then, **known)
            except (SlackRefusedError, PlatformUnavailableError) as error:
                _log.warning("a form cannot be shown: %s", error)

        task = asyncio.create_task(show())
        self._later.add(task)
        task.add_done_callback(self._later.discard)

    async def show_home(self, at: Installed, visitor: Sender) -> None:
        """Show somebody their page, after a while if Slack asks to wait or something is out of reach."""
        asked = await self._published(at, visitor)
        if asked and visitor.account not in self._homes:
            self._homes[visitor.account] = task = asyncio.create_task(self._publish_later(at, visitor, asked))
            task.add_done_callback(lambda _: self._homes.pop(visitor.account, None))

    async def _publish_later(self, at: Installed, visitor: Sender, asked: float) -> None:
        """Show the page as it is by then, each time after as long as it asks to wait."""
        waited = 0.0
        while asked and waited + asked <= _LONGEST:
            waited += asked
            await asyncio.sleep(asked)
            asked = await self._published(at, visitor)

    async def _published(self, at: Installed, visitor: Sender) -> float:
        """Show the page now; return in how many seconds to try again, 0 when there is no more to do."""
        try:
            page = await self._core.home(visitor)
            await at.web.call("views.publish", user_id=visitor.account.id, view=home(page))
        except SlackBusyError as error:
            return error.retry_after or 1.0
        except (PlatformUnavailableError, StoreUnavailableError) as error:
            _log.warning("the home of somebody cannot be shown now: %s", error)
            return _LATER
        except SlackRefusedError as error:
            _log.warning("the home of somebody cannot be shown: %s", error)
        return 0.0


def _at_fields(wrong: Mapping[str, str]) -> Acknowledgement:
    return Acknowledgement(answer={"response_action": "errors", "errors": dict(wrong)})
