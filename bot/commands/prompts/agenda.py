"""The agenda of a channel: members propose topics and vote, a prompt takes the first. Nobody is named."""

from __future__ import annotations

import re
from datetime import date

from bot.commands.command import Act, Command, Desk, Effect, Handler, Request, Response, Wording
from bot.commands.prompts.agenda_words import NUMBER, ROOM, channel_of, open_topic, unknown
from bot.commands.prompts.wording import today_of, when, zone_of
from bot.domain.agenda import Topic
from bot.domain.people import Role, Room
from bot.domain.permissions import Rule
from bot.domain.prompt import coming
from bot.labels import called
from bot.language.analysis import words as words_in
from bot.messages.cleaning import shortened
from bot.messages.i18n import Translator, mark, mark_plural
from bot.messages.markup import Line, Plain
from bot.messages.reply import Button, Buttons, Paragraph, Reply, say
from bot.ports.store import Transaction
from bot.prompting.agenda import same_topic
from bot.prompting.kinds import Kind
from bot.wording import and_more, unnamed

_LETTERS = 200
"""How long a topic may be."""

_LISTED = 15
_BUTTONS = 3
_LABEL = 40

_VOTES = mark_plural("{number} vote", "{number} votes")


async def _propose(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    t = request.translator
    words = " ".join(unnamed(arguments["topic"], t).split()).strip("\"“”'‘’<>. ")
    if not words_in(words):
        return Response(
            aside=say(t.line("A topic needs words. For example: `agenda propose working from home`."))
        )
    if len(words) > _LETTERS:
        return Response(
            aside=say(t.line("That topic is too long: {number} characters at most.", number=str(_LETTERS)))
        )

    async def act(tx: Transaction) -> Response:
        await tx.hold()
        room = await channel_of(tx, arguments["room"], request)
        if isinstance(room, Reply):
            return Response(aside=room)
        language = room.language or desk.policy.language
        resting = await _resting(tx, room, request, desk)
        before = same_topic(words, [*resting], language)
        if before:
            return Response(aside=_rests(before, resting[before], t))
        standing = same_topic(words, await tx.agenda.open_in(room.key), language)
        if standing:
            return await _voted(tx, standing, request, again=True)
        topic = await tx.agenda.propose(Topic(0, room.key, words, request.now), request.person.id)
        return _told(Reply(_proposed(topic, room, t)), room, request)

    return act


def _proposed(topic: Topic, room: Room, t: Translator) -> tuple[Paragraph, Buttons]:
    added = t.line(
        "On the agenda of {room}: **{id}** “{topic}”, with the vote of who proposed it.",
        room=called(room, room.key),
        id=topic.name,
        topic=topic.words,
    )
    step = Button(t.text("vote for it"), t.text("agenda vote {id}", id=topic.name))
    return (Paragraph((added,)), Buttons(t.text("You too?"), (step,)))


async def _resting(tx: Transaction, room: Room, request: Request, desk: Desk) -> dict[Topic, date]:
    """Return what had its turn so lately that it may not return yet, with the day from which it may."""
    rests, zone = desk.policy.topic_rests, request.translator.zone
    taken = await tx.agenda.taken_in(room.key, request.now - rests)
    days = {each: each.returns_on(rests, zone) for each in taken}
    return {each: again for each, again in days.items() if again and again > today_of(request)}


def _rests(topic: Topic, again: date, t: Translator) -> Reply:
    return say(
        t.line(
            "“{topic}” was on the agenda here lately. It can be proposed again from {day}.",
            topic=topic.words,
            day=t.day(again),
        )
    )


async def _vote(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:  # noqa: ARG001
    async def act(tx: Transaction) -> Response:
        await tx.hold()
        topic = await open_topic(tx, int(arguments["number"]), request)
        return Response(aside=topic) if isinstance(topic, Reply) else await _voted(tx, topic, request)

    return act


async def _voted(tx: Transaction, topic: Topic, request: Request, *, again: bool = False) -> Response:
    """Count a vote, once; `again`: it is for what was proposed before in about these words."""
    t = request.translator
    new = await tx.agenda.vote(topic.id, request.person.id)
    lines: list[Line] = []
    if again:
        lines.append(
            t.line("That is on the agenda already: **{id}** “{topic}”.", id=topic.name, topic=topic.words)
        )
    votes = t.plural(*_VOTES, topic.votes + new)
    if new:
        counted = t.line("Your vote for {id} counts: it has {votes} now.", id=topic.name, votes=votes)
        back = t.line("`agenda withdraw {id}` takes it back.", id=topic.name)
        lines += [counted, back]
    else:
        lines.append(t.line("You voted for {id} before: it has {votes}.", id=topic.name, votes=votes))
    return Response(aside=say(*lines))


async def _withdraw(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:  # noqa: ARG001
    t = request.translator

    async def act(tx: Transaction) -> Response:
        await tx.hold()
        topic = await open_topic(tx, int(arguments["number"]), request)
        if isinstance(topic, Reply):
            return Response(aside=topic)
        if not await tx.agenda.withdraw(topic.id, request.person.id):
            return Response(aside=say(t.line("You have no vote for {id}.", id=topic.name)))
        if topic.votes == 1:
            await tx.agenda.remove(topic.id)
            last = t.line("Yours was the last vote, so {id} is off the agenda.", id=topic.name)
            return Response(aside=say(last))
        votes = t.plural(*_VOTES, topic.votes - 1)
        return Response(aside=say(t.line("Taken back: {id} has {votes} now.", id=topic.name, votes=votes)))

    return act


async def _remove(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:  # noqa: ARG001
    t = request.translator

    async def act(tx: Transaction) -> Response:
        await tx.hold()
        number = int(arguments["number"])
        topic = await tx.agenda.get(number)
        if topic is None or topic.taken:
            return Response(aside=unknown(number, topic, t))
        await tx.agenda.remove(topic.id)
        gone = t.line("{id} is off the agenda: “{topic}”.", id=topic.name, topic=topic.words)
        return Response(aside=say(gone))

    return act


async def _list(request: Request, arguments: re.Match[str], desk: Desk) -> Response:
    t = request.translator
    async with desk.store.read() as tx:
        room = await channel_of(tx, arguments["room"], request)
        if isinstance(room, Reply):
            return Response(aside=room)
        topics = await tx.agenda.open_in(room.key)
        next_one = await _next(tx, room, request, desk)
    how = t.line("What would you like to talk about? Type `agenda propose` with your topic behind it.")
    if not topics:
        nothing = t.line("There is nothing on the agenda of {room}.", room=called(room, room.key))
        return _told(say(nothing, how, next_one), room, request)
    lines = [t.line("The agenda of {room}, the most votes first:", room=called(room, room.key))]
    lines += [_line(each, t) for each in topics[:_LISTED]]
    left = len(topics) - _LISTED
    if left > 0:
        lines.append((Plain(and_more(left, t)),))
    steps = [_to_vote(each, t) for each in topics[:_BUTTONS]]
    blocks = (Paragraph((*lines, next_one, how)), Buttons(t.text("Vote for:"), tuple(steps)))
    return _told(Reply(blocks), room, request)


def _to_vote(topic: Topic, t: Translator) -> Button:
    return Button(shortened(topic.words, _LABEL), t.text("agenda vote {id}", id=topic.name))


def _line(topic: Topic, t: Translator) -> Line:
    votes = t.plural(*_VOTES, topic.votes)
    return t.line("**{id}** {topic} · {votes}", id=topic.name, topic=topic.words, votes=votes)


async def _next(tx: Transaction, room: Room, request: Request, desk: Desk) -> Line:
    """Say when a prompt takes the first topic."""
    t = request.translator
    prompts = [each.id for each in await tx.prompts.running([room.key]) if each.kind == Kind.AGENDA]
    off = desk.policy.days_off
    ahead = [next(coming(each, request.now, off), None) for each in await tx.prompts.standing(prompts)]
    moments = sorted(each.at for each in ahead if each)
    if not moments:
        return t.line("When the first one has its turn is not planned yet; a coordinator does that.")
    moment = when(moments[0], zone_of(room, desk), t, request.now)
    return t.line("The first one has its turn on {moment}.", moment=moment)


def _told(reply: Reply, room: Room, request: Request) -> Response:
    """Say it where it was asked, unless it is about another channel and others read along."""
    return Response(reply) if room.key == request.room.key or request.alone else Response(aside=reply)


def _command(
    dutch: Wording, english: Wording, summary: str, arguments: str, run: Handler, needs: Role = Role.MEMBER
) -> Command:
    return Command(dutch, english, summary, arguments, Rule(needs), Effect.FINAL, run, everyday=True)


COMMANDS = (
    Command(
        dutch=Wording("agenda lijst", "[in #kanaal]", ("agenda lijst", "agenda lijst in #leren")),
        english=Wording("agenda list", "[in #channel]", ("agenda list", "agenda list in #learning")),
        summary=mark("shows what members would like to talk about in a channel"),
        arguments=f"(?:{ROOM})?",
        rule=Rule(Role.MEMBER),
        effect=Effect.READS,
        run=_list,
        everyday=True,
        also=frozenset({"agenda", "de agenda", "the agenda"}),
    ),
    _command(
        Wording("agenda stel voor", "<onderwerp> [in #kanaal]", ("agenda stel voor thuiswerken",)),
        Wording("agenda propose", "<topic> [in #channel]", ("agenda propose working from home",)),
        mark("proposes something to talk about in a channel"),
        rf"(?P<topic>\S.{{0,2000}}?)(?:\s+{ROOM})?",
        _propose,
    ),
    _command(
        Wording("agenda stem", "G1", ("agenda stem G1",)),
        Wording("agenda vote", "G1", ("agenda vote G1",)),
        mark("votes for a topic on the agenda"),
        NUMBER,
        _vote,
    ),
    _command(
        Wording("agenda trek in", "G1", ("agenda trek in G1",)),
        Wording("agenda withdraw", "G1", ("agenda withdraw G1",)),
        mark("takes back your vote for a topic on the agenda"),
        NUMBER,
        _withdraw,
    ),
    _command(
        Wording("agenda weg", "G1", ("agenda weg G1",)),
        Wording("agenda remove", "G1", ("agenda remove G1",)),
        mark("takes a topic off the agenda"),
        NUMBER,
        _remove,
        Role.COORDINATOR,
    ),
)
