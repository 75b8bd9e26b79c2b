"""The texts of prompts that go round: the five barriers and the four roles of government, each in its turn.

Each has a text that asks little beside one that asks something, so that the round goes on after silence.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.domain.tags import Barrier, GovernmentRole
from bot.messages.i18n import mark
from bot.prompting.text import LITTLE, SOMETHING, Text


def _round(
    name: str, texts: Mapping[Barrier, tuple[str, str]] | Mapping[GovernmentRole, tuple[str, str]]
) -> tuple[Text, ...]:
    """Return the texts: the first of each asks little, the second something."""
    return tuple(
        Text(f"{name}-{about}-{asks}", asks, message, about)
        for about, both in texts.items()
        for asks, message in zip((LITTLE, SOMETHING), both, strict=True)
    )


BARRIERS: Final = _round(
    "barrier",
    {
        Barrier.UNWRITTEN_RULES: (
            mark(
                "Barrier of the month: unwritten rules and habits. What do we do because it was always done "
                "that way? Name one in this thread."
            ),
            mark(
                "Barrier of the month: unwritten rules and habits. Which one did you break, and what "
                "happened then? Tell it in this thread."
            ),
        ),
        Barrier.VESTED_INTERESTS: (
            mark(
                "Barrier of the month: vested interests. Do you run into them where you work? Yes or no is "
                "enough, in this thread."
            ),
            mark(
                "Barrier of the month: vested interests. Where did something new run into what was well "
                "arranged for others, and what helped? Tell it in this thread, without names."
            ),
        ),
        Barrier.RISK_AVERSION: (
            mark(
                "Barrier of the month: risk aversion and a culture of blame. What is nobody allowed to get "
                "wrong where you work? A few words in this thread are enough."
            ),
            mark(
                "Barrier of the month: risk aversion and a culture of blame. When did you dare to try "
                "something after all, and what made that possible? Write it in this thread."
            ),
        ),
        Barrier.OWN_ORGANISATION: (
            mark(
                "Barrier of the month: how the own organisation is set up. Which form or signature could go? "
                "Name one in this thread."
            ),
            mark(
                "Barrier of the month: how the own organisation is set up. Which rule, column or budget line "
                "was in the way, and how did you get around it? Tell it in this thread."
            ),
        ),
        Barrier.SCEPTICISM: (
            mark(
                "Barrier of the month: scepticism. Which sentence do you hear when you come with something "
                "new? Write it in this thread."
            ),
            mark(
                "Barrier of the month: scepticism. Who said “that is not for government to do”, and were "
                "they right? Tell in this thread what you did with it, without names."
            ),
        ),
    },
)
ROLES: Final = _round(
    "role",
    {
        GovernmentRole.LAWFUL: (
            mark("Role of government: lawful. Which rule are you glad of? Name one in this thread."),
            mark(
                "Role of government: lawful. When did a rule help to do something new, instead of stopping "
                "it? Tell it in this thread."
            ),
        ),
        GovernmentRole.PERFORMING: (
            mark(
                "Role of government: performing. What got finished this month? A few words in this thread "
                "are enough."
            ),
            mark(
                "Role of government: performing. Which goal did you reach, and what did you see only when "
                "you looked past the figure? Write it in this thread."
            ),
        ),
        GovernmentRole.NETWORKING: (
            mark(
                "Role of government: networking. Which organisation did you call this month that you seldom "
                "call? Its name is enough, in this thread."
            ),
            mark(
                "Role of government: networking. With whom outside your organisation did you get something "
                "done that you could not have done alone? Tell it in this thread."
            ),
        ),
        GovernmentRole.PARTICIPATING: (
            mark(
                "Role of government: participating. What did residents begin by themselves near you? One "
                "example in this thread is enough."
            ),
            mark(
                "Role of government: participating. Where did residents begin by themselves, and what did "
                "you do then, or leave alone? Write it in this thread."
            ),
        ),
    },
)
