"""The texts of prompts: what is asked in a channel, how much it asks, and for which kind.

They stand here in English and are translated in the catalogue like everything that the bot says, so that a
translator finds them in one place. Which one is posted is decided in `choosing.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.domain.prompt import OwnText
from bot.messages.i18n import mark
from bot.prompting.kinds import Kind


@dataclass(frozen=True)
class Text:
    """One text. It asks little (1), something (2) or much (3); `id` is what is remembered of it.

    One that a coordinator gave (`own`) is said as it is, not translated.
    """

    id: str
    asks: int
    message: str
    own: bool = False


def given(text: OwnText) -> Text:
    """Return a text that a coordinator gave, as one to choose from: it asks something."""
    return Text(text.name, 2, text.words, own=True)


def _texts(
    name: str, little: tuple[str, ...], something: tuple[str, ...], much: tuple[str, ...] = ()
) -> tuple[Text, ...]:
    """Return texts by how much they ask, with a name for each."""
    asked = [(asks, message) for asks, group in enumerate((little, something, much), 1) for message in group]
    return tuple(Text(f"{name}-{place}", asks, message) for place, (asks, message) in enumerate(asked, 1))


_SUCCESS: Final = _texts(
    "success",
    little=(
        mark("What worked this week, however small? One sentence in this thread is enough."),
        mark(
            "Who helped you along lately without anybody noticing? Say in this thread what with; no names "
            "needed."
        ),
    ),
    something=(
        mark(
            "Which appointment, letter or phone call turned out better than you thought? Tell in this "
            "thread what you did, so that somebody else can try it."
        ),
        mark(
            "What do you simply do now that was an experiment a year ago? Write in this thread how it "
            "became normal."
        ),
        mark("Where did you get room that was not there before? Write in this thread how you got it."),
    ),
    much=(
        mark(
            "Think of something that really helped residents or businesses. What was your part, and what "
            "made it possible? Tell it in this thread, in as much detail as you like."
        ),
    ),
)
_FAILURE: Final = _texts(
    "failure",
    little=(
        mark(
            "What would you do differently next time? One sentence in this thread is enough, without names."
        ),
        mark(
            "Which warning would you have liked to get beforehand? Leave it in this thread for whoever "
            "begins now."
        ),
    ),
    something=(
        mark(
            "Which plan looked better on paper than in real life? Tell in this thread what you learned; "
            "whose idea it was does not matter."
        ),
        mark(
            "What did you stop doing, and why was that right? Write it in this thread: stopping is a "
            "lesson too."
        ),
        mark("What took more time than anybody had foreseen? Write in this thread where that time went."),
    ),
    much=(
        mark(
            "Think of something that failed and that people still say little about. What happened, and "
            "what would you have liked to know when you began? Tell in this thread what you can."
        ),
    ),
)
_QUESTION: Final = _texts(
    "question",
    little=(
        mark(
            "This question still waits for somebody who knows. Do you know someone, or the beginning of "
            "an answer? Put it in this thread."
        ),
        mark(
            "Somebody in the network looks for who did this before. The name of an organisation is "
            "enough; answer in this thread."
        ),
        mark(
            "Who helps a colleague along with this question? “I do not know, but ask there” helps too, in "
            "this thread."
        ),
    ),
    something=(
        mark(
            "We have no answer to this yet. Did you do something like it, also when it did not work? Tell "
            "it in this thread."
        ),
        mark(
            "I found nothing about this in the knowledge base. Where would you look? Write it in this thread."
        ),
    ),
)
ASKING: Final = _texts(
    "asking",
    little=(
        mark(
            "Which question has been with you for a while without an answer? Put it in this thread; "
            "perhaps somebody else knows."
        ),
        mark(
            "What would you like to know from another municipality, province or agency? Ask it in this "
            "thread."
        ),
    ),
    something=(),
)
"""Without an open question to show."""
_SPOTLIGHT: Final = _texts(
    "spotlight",
    little=(
        mark(
            "This is in the knowledge base already, and perhaps you did not know it yet. Do you recognise "
            "something in it? Say so in this thread."
        ),
        mark(
            "Do you read this and think “I want that too”? Put in this thread what you would like to ask "
            "about it."
        ),
        mark(
            "Somebody took the trouble to write this down. What do you take from it? One thought in this "
            "thread is enough."
        ),
    ),
    something=(
        mark(
            "Somebody else did this already. What would it take to do it where you work? Answer in this "
            "thread."
        ),
        mark("Does somebody know how this went on? Write in this thread what you can add."),
    ),
)
_BARRIER: Final = _texts(
    "barrier",
    little=(
        mark(
            "Barrier of the month: unwritten rules and habits. What do we do because it was always done "
            "that way? Name one in this thread."
        ),
    ),
    something=(
        mark(
            "Barrier of the month: vested interests. Where did something new run into what was well "
            "arranged for others, and what helped? Tell it in this thread, without names."
        ),
        mark(
            "Barrier of the month: risk aversion and a culture of blame. When did you dare to try "
            "something after all, and what made that possible? Write it in this thread."
        ),
        mark(
            "Barrier of the month: how the own organisation is set up. Which rule, column or budget line "
            "was in the way, and how did you get around it? Tell it in this thread."
        ),
        mark(
            "Barrier of the month: scepticism. Who said “that is not for government to do”, and were they "
            "right? Tell in this thread what you did with it, without names."
        ),
    ),
)
_ROLE: Final = _texts(
    "role",
    little=(
        mark(
            "Guarding the law, delivering, working together, or joining in with what people do "
            "themselves: which role did you have most this month? One word in this thread is enough."
        ),
    ),
    something=(
        mark(
            "Role of government: lawful. When did a rule help to do something new, instead of stopping "
            "it? Tell it in this thread."
        ),
        mark(
            "Role of government: performing. Which goal did you reach, and what did you see only when you "
            "looked past the figure? Write it in this thread."
        ),
        mark(
            "Role of government: networking. With whom outside your organisation did you get something "
            "done that you could not have done alone? Tell it in this thread."
        ),
        mark(
            "Role of government: participating. Where did residents begin by themselves, and what did you "
            "do then, or leave alone? Write it in this thread."
        ),
    ),
)
_CHECKIN: Final = _texts(
    "checkin",
    little=(
        mark(
            "What are you running into this week? One sentence is enough; whoever recognises it answers "
            "below, in this thread."
        ),
        mark("What cost you energy this week, and what gave you some? One of each, in this thread."),
        mark("If one thing were settled tomorrow, what would it be? Write it in this thread."),
    ),
    something=(
        mark(
            "What stands still where you are, and what does it wait for? Put it in this thread; perhaps "
            "somebody else has the key."
        ),
        mark(
            "Which conversation are you putting off? You need not say with whom: only what it is about, "
            "in this thread."
        ),
    ),
)
_INTERVIEW: Final = _texts(
    "interview",
    little=(
        mark(
            "One question, short answer: what made you do something differently from what you were used "
            "to? Answer in this thread."
        ),
    ),
    something=(
        mark(
            "An interview of one question: what do you know about your work that a new colleague learns "
            "only after a year? Tell it in this thread."
        ),
        mark(
            "Interview each other: say in this thread something you do, and the next one asks a question "
            "about it."
        ),
    ),
    much=(
        mark(
            "Three questions for whoever feels like it: what did you try, what came of it, and what would "
            "you advise somebody else? Answer them in this thread, in three sentences."
        ),
        mark(
            "Suppose your director reads one paragraph by you. What must be in it? Write it in this thread."
        ),
    ),
)
_AGENDA: Final = _texts(
    "agenda",
    little=(
        mark("What is the first thing you would say about this? One sentence in this thread is enough."),
        mark("Who has something to do with this? Say in this thread what, in a few words."),
        mark("What would you like to ask the others about this? Put your question in this thread."),
    ),
    something=(
        mark(
            "What did you try with this already, and what came of it? Tell it in this thread, also when it "
            "did not work."
        ),
        mark(
            "What makes this hard where you work, and what would help? Write it in this thread; perhaps "
            "somebody recognises it."
        ),
    ),
)
TEXTS: Final[Mapping[Kind, tuple[Text, ...]]] = {
    Kind.SUCCESS: _SUCCESS,
    Kind.FAILURE: _FAILURE,
    Kind.QUESTION: _QUESTION,
    Kind.SPOTLIGHT: _SPOTLIGHT,
    Kind.BARRIER: _BARRIER,
    Kind.ROLE: _ROLE,
    Kind.CHECKIN: _CHECKIN,
    Kind.INTERVIEW: _INTERVIEW,
    Kind.AGENDA: _AGENDA,
}
"""Those of each kind that has texts of its own; barriers and roles one after the other."""
