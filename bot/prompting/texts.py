"""The texts of prompts: what is asked in a channel, how much it asks, and for which kind.

They stand here in English and are translated in the catalogue like everything that the bot says, so that a
translator finds them in one place. Which one is posted is decided in `choosing.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.domain.prompt import OwnText
from bot.messages.i18n import mark
from bot.prompting.kinds import Kind
from bot.prompting.rounds import BARRIERS, ROLES
from bot.prompting.text import SOMETHING, Text, texts_of


def given(text: OwnText) -> Text:
    """Return a text that a coordinator gave, as one to choose from: it asks something."""
    return Text(text.name, SOMETHING, text.words, own=True)


_SUCCESS: Final = texts_of(
    "success",
    little=(
        mark("What worked this week, however small? One sentence in this thread is enough."),
        mark(
            "Who helped you along lately without anybody noticing? Say in this thread what with; no names "
            "needed."
        ),
        mark("What went easier than you expected? A few words in this thread are enough."),
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
_FAILURE: Final = texts_of(
    "failure",
    little=(
        mark(
            "What would you do differently next time? One sentence in this thread is enough, without names."
        ),
        mark(
            "Which warning would you have liked to get beforehand? Leave it in this thread for whoever "
            "begins now."
        ),
        mark("What did you try that came to nothing? The name of it is enough, in this thread."),
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
_QUESTION: Final = texts_of(
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
ASKING: Final = texts_of(
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
        mark("What do you search for again and again? Name it in this thread; perhaps somebody has it."),
        mark("What would you ask a colleague elsewhere if you had five minutes? Ask it in this thread."),
    ),
    something=(
        mark(
            "Which choice do you have to make soon that others made before you? Write in this thread what "
            "you would like to know from them."
        ),
    ),
)
"""Without an open question to show."""
_SPOTLIGHT: Final = texts_of(
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
_CHECKIN: Final = texts_of(
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
_INTERVIEW: Final = texts_of(
    "interview",
    little=(
        mark(
            "One question, short answer: what made you do something differently from what you were used "
            "to? Answer in this thread."
        ),
        mark("One question, one word: what does your work need more of? Put it in this thread."),
        mark(
            "One question, one sentence: who taught you something about your work that is in no manual, "
            "and what was it? No names needed; in this thread."
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
_AGENDA: Final = texts_of(
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
    Kind.BARRIER: BARRIERS,
    Kind.ROLE: ROLES,
    Kind.CHECKIN: _CHECKIN,
    Kind.INTERVIEW: _INTERVIEW,
    Kind.AGENDA: _AGENDA,
}
"""Those of each kind that has texts of its own."""
ASKS: Final[Mapping[str, int]] = {text.id: text.asks for texts in (*TEXTS.values(), ASKING) for text in texts}
"""How much each of them asks, by its id."""
