"""Five steps from an empty base to the first prompt; which are done is seen in what is there."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.commands.command import Command, Desk, Effect, Request, Response, Wording
from bot.domain.people import Role
from bot.domain.permissions import Rule
from bot.messages.i18n import Translator, mark
from bot.messages.markup import Line, Plain
from bot.messages.reply import Item, Paragraph, Reply
from bot.ports.figures import Begun


@dataclass(frozen=True)
class _Step:
    """One step: what it is called, how it is done, and whether it was."""

    name: str
    how: str
    done: Callable[[Begun], bool]


_STEPS: Final = (
    _Step(
        mark("the first lessons of your own"),
        mark(
            "Have you a list already? Send it here as a file; `import` tells how. Otherwise begin with "
            "`share`, it takes less than a minute."
        ),
        lambda begun: begun.own > 0,
    ),
    _Step(
        mark("a channel"),
        mark(
            "Invite me into the channel where your network talks, and type there: `channel readers members`. "
            "Then I also show what is for members only."
        ),
        lambda begun: begun.rooms > 0,
    ),
    _Step(
        mark("somebody beside you"),
        mark(
            "Choose who plans prompts too, or publishes too: `role @somebody coordinator` or "
            "`role @somebody admin`."
        ),
        lambda begun: begun.organisers > 1,
    ),
    _Step(
        mark("the first pioneer"),
        mark(
            "Ask somebody who has done something to type `i am a pioneer`, or do it yourself. Nobody can do "
            "it for somebody else."
        ),
        lambda begun: begun.pioneers > 0,
    ),
    _Step(
        mark("the first prompt"),
        mark(
            "Plan an invitation to share, every so often in your channel: `prompt plan` asks you what it "
            "takes."
        ),
        lambda begun: begun.prompts > 0,
    ),
)


async def _start(request: Request, arguments: re.Match[str], desk: Desk) -> Response:  # noqa: ARG001
    t = request.translator
    async with desk.store.read() as tx:
        begun = await tx.figures.begun()
    done = [step.done(begun) for step in _STEPS]
    following = done.index(False) if False in done else None
    items = [_item(place, step, done[place], following, t) for place, step in enumerate(_STEPS)]
    opening = t.line("From an empty base to the first prompt, in five steps:")
    if following is None:
        after = t.line("All five are done. `statistics` shows how it goes.")
    else:
        after = t.line("Another order is fine too. Type `start` to go on: I see by myself what is there.")
    return Response(Reply((Paragraph((opening,)), *items, Paragraph((after,)))))


def _item(place: int, step: _Step, done: bool, following: int | None, t: Translator) -> Item:  # noqa: FBT001
    state = t.text("done") if done else t.text("now") if place == following else t.text("later")
    heading: Line = (Plain(f"{t.text(step.name)} · {state}"),)
    return Item(place + 1, heading, (t.line(step.how),) if place == following else ())


COMMANDS = (
    Command(
        dutch=Wording("start", "", ("start",)),
        english=Wording("start", "", ("start",)),
        summary=mark("shows the steps from an empty base to the first prompt, and which is next"),
        arguments="",
        rule=Rule(Role.ADMIN),
        effect=Effect.READS,
        run=_start,
        everyday=True,
    ),
)
