"""A line that has nothing to look for: a greeting, thanks, small words, what asks of an answer."""

from __future__ import annotations

from bot.commands.asking.asked import asked_of, called, keep
from bot.commands.asking.found import Sought
from bot.commands.command import Act, Request, Response
from bot.domain.people import Question
from bot.domain.question import Query
from bot.finding import SHOWN
from bot.language.analysis import words
from bot.language.stopwords import listed
from bot.messages.i18n import Translator
from bot.messages.markup import Code, Line
from bot.messages.reply import Reply, say
from bot.ports.store import Transaction
from bot.querying.details import asks_a_detail, doubts
from bot.querying.saying import faults_in_words
from bot.wording import side_by_side

_THANKS = listed(
    "bedankt dank dankje dankjewel dankuwel thanks thank thx merci top prima super fijn great perfect mooi"
)
_GREETINGS = listed("hoi hallo hey hi hello hai dag moin goedemorgen goedemiddag goedenavond goedendag")


def nothing_asked(request: Request, text: str, sought: Sought, last: Question | None) -> Response | Act:
    """Answer a line without anything to look for: a greeting, thanks, small words, a filter with a slip.

    A greeting begins anew: what comes after it does not go on with the question before.
    """
    t, said = request.translator, words(text)
    if sought.faults:
        return Response(say(*faults_in_words(sought.faults, t, searched=False)))
    if _THANKS.intersection(said):
        return Response(say(t.line("You are welcome!")))
    if last is None:
        return Response(_greeting(t))
    if not _GREETINGS.intersection(said):
        return Response(_belonging(last, text, t))
    anew = asked_of(request, Query(""), (), 0)

    async def act(tx: Transaction) -> Response:
        await keep(tx, anew)
        return Response(_greeting(t))

    return act


def found_nothing(last: Question) -> bool:
    """Say whether the base had nothing for a question or a list, whatever it was narrowed by."""
    return last.open or not (last.found or (last.text and last.filters.narrow))


def had_nothing(last: Question, t: Translator) -> Line:
    """Say that the base had nothing for a question, and what can be tried."""
    return t.line(
        "I had nothing yet for {question}. Ask it in other words, or look at the `themes`.",
        question=called(last, t),
    )


def _belonging(last: Question, text: str, t: Translator) -> Reply:
    """Ask whether a line that says nothing by itself goes on with the question before, and how it can."""
    if found_nothing(last):
        return say(had_nothing(last, t))
    shown = last.found[: last.shown][-SHOWN:]
    stories: list[Line] = [(Code(str(each)),) for each in shown]
    if shown and doubts(text):
        reports = [t.line("`report {id} incorrect`", id=str(each)) for each in shown]
        return say(
            t.line(
                "That is how it stands in the base, with its source. Is something not right? {reports}",
                reports=side_by_side(reports),
            )
        )
    if stories and asks_a_detail(text):
        return say(t.line("You may find that in {stories}", stories=side_by_side(stories)))
    steps = [t.line("`more`")] if last.shown < len(last.found) else []
    steps += [t.line("`everything`")] if last.filters.narrow else []
    steps += [] if last.filters.outcomes else [t.line("`only failures`")]
    return say(
        t.line(
            "Does this belong to {question}? Then you can type: {steps}",
            question=called(last, t),
            steps=side_by_side(steps),
        )
    )


def _greeting(t: Translator) -> Reply:
    return say(
        t.line(
            "Hi! Ask me who did something before, for example: "
            "“who has experience with energy cooperatives?” `help` shows what else I can do."
        )
    )
