"""What one person alone was shown, shared with the room: the button for it, and doing it again there.

The room sees what that room may see; the person hears privately how it went.
"""

from __future__ import annotations

from dataclasses import replace

from bot.commands.asking import ask
from bot.commands.asking.asked import pointed_at, previous
from bot.commands.command import Act, Desk, Effect, Invocation, Misused, Request, Response, parse, unwrapped
from bot.domain.audience import audience_of, may_see
from bot.domain.keys import ConversationKey
from bot.domain.model import EntryId, Pioneer, Theme
from bot.domain.people import Question
from bot.domain.question import Query
from bot.language.detect import language_of
from bot.messages.i18n import Translator, mark, translator
from bot.messages.markup import Line
from bot.messages.outgoing import Post, Told
from bot.messages.reply import Button, Buttons, Paragraph, say
from bot.ports.store import Transaction
from bot.querying.typing import typed
from bot.replying import showing
from bot.understanding import understood
from bot.wording import unnamed

_LONGEST = 1000
"""Characters of a line that still fits behind a button."""


async def offering(request: Request, text: str, done: Response | Act, desk: Desk) -> Response | Act:
    """Add a button to what one person alone is shown in a room, when it comes from the base."""
    if not request.origin.private or request.origin.direct:
        return done
    line = await _line_again(request, text, desk)
    if line is None:
        return done
    if isinstance(done, Response):
        return _offered(done, line, request.translator)

    async def act(tx: Transaction) -> Response:
        response = await done(tx)
        kept = await tx.questions.because_of(request.cause)
        if kept and kept.open:  # an answer that nobody has is not worth sharing
            return response
        asked = None if line else await _latest(request, tx, desk)
        again = _again(asked, await tx.entries.themes()) if asked else line
        return _offered(response, again, request.translator)

    return act


async def _line_again(request: Request, text: str, desk: Desk) -> str | None:
    """Return the line that shows the same again; empty: what was asked last, None: there is none."""
    parsed = parse(text, desk.commands)
    if isinstance(parsed, Misused):
        return None
    if isinstance(parsed, Invocation):
        command = parsed.command
        reads = unwrapped(text) if command.effect is Effect.READS else None
        return "" if command.refines else reads
    pointed = await pointed_at(request, text, desk)
    if pointed.ids:
        return pointed.ids[0]
    told = unnamed(text, request.translator)
    return "" if await ask.goes_on(request, text, desk) else " ".join(told.split())


async def _latest(request: Request, tx: Transaction, desk: Desk) -> Question | None:
    since = request.now - desk.policy.follow_up
    return await tx.questions.latest(request.person.id, request.conversation, since)


def _again(asked: Question, themes: tuple[Theme, ...]) -> str:
    return typed(Query(asked.text or "", asked.filters), themes, asked.language)


def _offered(response: Response, line: str, t: Translator) -> Response:
    reply = response.reply
    if not (line and reply and reply.shown) or len(line) > _LONGEST:
        return response
    share = Button(t.text("Share in the channel"), t.text("show here {line}", line=line))
    *before, last = reply.blocks
    if isinstance(last, Buttons):
        blocks = (*before, replace(last, choices=(*last.choices, share)))
    else:
        blocks = (*before, last, Buttons(t.text("Next:"), (share,)))
    return replace(response, reply=replace(reply, blocks=blocks))


async def openly(request: Request, done: Response | Act, button: str | None, desk: Desk) -> Response | Act:
    """Do again, for the whole room, what a response asks to be done like that; anything else stays as it is.

    Only what is looked up is done; what the room may not see is not said there. `button` is the message with
    the button that was used for it, which shares its answer once.
    """
    if not (isinstance(done, Response) and done.again):
        return done
    there = await _in_the_room(request, done.again, button, desk)
    t, line = request.translator, await _whole(there, done.again, desk)
    if line is None:
        return Response(
            aside=say(
                t.line(
                    "Here I only show what can be looked up: a question, or a command like `search` or `new`."
                )
            )
        )
    what = await understood(there, line, desk)
    by, named = await _by(there, desk)

    async def act(tx: Transaction) -> Response:
        if await tx.outbox.answered(there.cause):
            return Response(aside=say(t.line(_SHARED)))
        found = what if isinstance(what, Response) else await what(tx)
        asked = await tx.questions.because_of(there.cause)
        if found.reply and found.reply.shown and not (asked and asked.open):
            blocks = (Paragraph((by,)), *found.reply.blocks)
            reply = replace(found.reply, blocks=blocks, shown=(*found.reply.shown, *named))
            post = Post(there.conversation, await showing(tx, reply), _told(request))
            await tx.outbox.add(post, there.cause, request.now, request.now + desk.policy.patience)
            return Response()
        if asked:  # nobody asked that here: it has its answer where only this person read it
            await tx.questions.delete(asked.id)
        return Response(aside=found.aside or say(t.line(_NOTHING)))

    return act


_NOTHING = mark("On this I have nothing that I may show in this channel, so I have said nothing there.")


_SHARED = mark(
    "You have shared this already: it came in the channel, or will in a moment. "
    "If it is gone there, ask it again and share that."
)
_MISSING = mark(
    "I could not put it in the channel. Most often that is because I am not in it, or may not write there: "
    "invite me, and share it once more."
)


def _told(request: Request) -> Told:
    """Return what the person hears once it is in the room, or cannot be."""
    t, origin = request.translator, request.origin
    there, missing = say(t.line("It is in the channel now.")), say(t.line(_MISSING))
    return Told(origin.conversation, origin.sender.account, there, missing)


async def _in_the_room(request: Request, line: str, button: str | None, desk: Desk) -> Request:
    """Return the request as if it were made before the whole room, whose language and clock it is in.

    What it goes on with stays. All uses of one button are the same request.
    """
    asked = f"{button} {line}" if button else request.origin.message
    here = ConversationKey(request.origin.room, None)
    origin = replace(request.origin, private=False, conversation=here, message=asked)
    room, policy = request.room, desk.policy
    language = room.language or language_of(line) or policy.language
    return replace(
        request,
        origin=origin,
        audience=audience_of(room, request.person.role),
        translator=translator(language, room.zone or policy.zone),
        under=await previous(request, desk),
    )


async def _whole(there: Request, line: str, desk: Desk) -> str | None:
    """Return the line to do again; None when it is none that only looks something up."""
    parsed = parse(line, desk.commands)
    if isinstance(parsed, Misused):
        return line
    if not isinstance(parsed, Invocation):
        return line
    if parsed.command.refines and there.under:  # what was shown of it meanwhile is nothing to the room
        async with desk.store.read() as tx:
            return _again(there.under, await tx.entries.themes())
    return line if parsed.command.effect is Effect.READS else None


async def _by(there: Request, desk: Desk) -> tuple[Line, tuple[EntryId, ...]]:
    """Return who shares it, and as which entry: by name when they agreed to be found here, else not."""
    t = there.translator
    async with desk.store.read() as tx:
        shown_as = await tx.entries.pioneer(there.person.id)
    if shown_as and isinstance(shown_as.details, Pioneer) and may_see(shown_as, there.audience):
        return t.line("Shared by {name}:", name=shown_as.details.name), (shown_as.id,)
    return t.line("Shared by a member:"), ()
