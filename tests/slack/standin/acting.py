"""What people do with what the app shows them, up to what they see when it was acknowledged, or was not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.slack.standin.delivering import Delivery, Kind
from tests.slack.standin.filling import Values, filled_in, picked
from tests.slack.standin.inside import Inside
from tests.slack.standin.interacting import found
from tests.slack.standin.pieces import Json, RefusedError
from tests.slack.standin.responding import Address
from tests.slack.standin.world import Channel, Install, Message, User

_PATIENCE = 30.0  # seconds; the app has three, or what the rhythm of the test says


@dataclass(frozen=True)
class Done:
    """What came of it. `trouble` is what Slack tells the person, `errors` what stands at which field."""

    delivery: Delivery
    trouble: str = ""
    errors: tuple[tuple[str, str], ...] = ()

    @property
    def payload(self) -> Json:
        """What the app got."""
        return self.delivery.payload


@dataclass
class Acting:
    """The hands of one person."""

    inside: Inside
    user: User

    @property
    def install(self) -> Install:
        """The app in their workspace."""
        install = self.user.team.install
        if install is None:
            raise LookupError(f"the app is not installed in {self.user.team.name}")
        return install

    async def command(self, channel: Channel, name: str, text: str) -> Done:
        """Use a slash command; what its acknowledgement says is shown, to this person or to all."""
        payload = self.inside.payloads.command(self.user, self.install, channel, name, text)
        done = await self._give("slash_commands", payload)
        answer = done.delivery.answer
        said = {"text": answer} if isinstance(answer, str) else answer
        if said and not done.trouble:
            address = Address(self.user, channel, None, 0)
            try:
                self.inside.responding.show(address, said)
            except RefusedError as refused:
                return Done(done.delivery, refused.error)
        return done

    async def shortcut(self, callback_id: str) -> Done:
        """Use a global shortcut."""
        payload = self.inside.payloads.shortcut(self.user, self.install, callback_id)
        return await self._give("interactive", payload)

    async def message_shortcut(self, message: Message, callback_id: str) -> Done:
        """Use a shortcut on a message."""
        payload = self.inside.payloads.message_action(self.user, self.install, message, callback_id)
        return await self._give("interactive", payload)

    async def click(self, shown: Message | Json, wanted: str, choice: Any = None) -> Done:  # noqa: ANN401 - as picked
        """Click what stands in a message or a view, as it is now; `choice` is what is picked from a menu."""
        blocks = shown.blocks if isinstance(shown, Message) else shown["blocks"]
        block, element = found(blocks, wanted)
        chosen = {} if choice is None else picked(element, choice)
        payload = self.inside.payloads.block_action(self.user, self.install, shown, block, element, chosen)
        return await self._give("interactive", payload)

    async def submit(self, values: Values) -> Done:
        """Fill in the view on top and submit it; it does with it what the acknowledgement says."""
        stack = self.inside.views.stacks.get(self.user.id, [])
        view = stack[-1]
        view["state"] = filled_in(view, values)
        payload = self.inside.payloads.view("view_submission", self.user, self.install, dict(view))
        done = await self._give("interactive", payload)
        if done.trouble:
            return done
        answer = done.delivery.answer or {}
        try:
            return self._answered(done.delivery, view, answer)
        except RefusedError as refused:
            return Done(done.delivery, refused.error)

    async def close(self) -> Done | None:
        """Close the view on top; the app hears of it only when it asked to."""
        stack = self.inside.views.stacks.get(self.user.id, [])
        view = stack.pop()
        if view["clear_on_close"]:
            stack.clear()
        self.inside.world.news.stir()
        if not view["notify_on_close"]:
            return None
        payload = self.inside.payloads.view("view_closed", self.user, self.install, view)
        return await self._give("interactive", payload)

    def _answered(self, delivery: Delivery, view: Json, answer: Json | str) -> Done:
        if isinstance(answer, str):
            raise RefusedError("invalid_response")
        views, stack = self.inside.views, self.inside.views.stacks[self.user.id]
        match answer.get("response_action"):
            case "errors":
                return Done(delivery, errors=_errors(view, answer.get("errors")))
            case "update":
                views.change(view, answer.get("view"), None)
            case "push":
                views.show(self.user, self.install, answer.get("view"), stack)
            case "clear":
                stack.clear()
            case None if not answer:
                stack.remove(view)
            case _:
                raise RefusedError("invalid_response")
        self.inside.world.news.stir()
        return Done(delivery)

    async def _give(self, kind: Kind, payload: Json) -> Done:
        delivery = self.inside.dispatcher.send(kind, payload)
        await self.inside.world.news.until(lambda: delivery.done, _PATIENCE)
        return Done(delivery, "" if delivery.acked else "operation_timeout")


def _errors(view: Json, errors: object) -> tuple[tuple[str, str], ...]:
    """Return which field has which error, by label. Raise RefusedError for one at no field."""
    labels = {
        block["block_id"]: block["label"]["text"] for block in view["blocks"] if block["type"] == "input"
    }
    if not isinstance(errors, dict) or not errors or not errors.keys() <= labels.keys():
        raise RefusedError("invalid_response")
    return tuple((labels[block], str(words)) for block, words in errors.items())
