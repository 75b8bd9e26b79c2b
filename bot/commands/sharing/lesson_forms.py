"""The forms that a lesson is told with, the short one and the whole story, and the text each makes.

What is asked and how it is read is in `lesson_fields.py`; what becomes of it in `drafts.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.commands.command import Desk, Request
from bot.commands.kept_language import kept_language
from bot.commands.sharing.lesson_fields import (
    BARRIER,
    LINK,
    ORGANISATION,
    OUTCOME,
    PROJECT,
    ROLE,
    THEME,
    WHEN,
)
from bot.domain.model import Text
from bot.forms import Field, Form
from bot.messages.i18n import mark, translator
from bot.wording import as_title

ALIKE: Final = "alike"
"""The value that says that the author saw what it looks like, and that it is something else."""

WORDS: Final = "words"
"""The value that says that the author wants to keep the words that were pointed out."""

WISH: Final = "wish"
"""The value that is the number of the wish (see `bot.ports.wishes`) that this answers."""

MESSAGE: Final = "message"
"""The value that is the message of its author that it is made of: the key of its room, a space, its id."""

_ASIDE: Final = tuple(Field(name, "", required=False, asked=False) for name in (ALIKE, WORDS, WISH, MESSAGE))

_DRAFT = mark("It is saved as a draft. An admin reads it first and publishes it; you will hear when.")

LESSON: Final = Form(
    name="lesson",
    fields=(
        Field("action", mark("What did you try?"), mark("One or two sentences are enough.")),
        Field("result", mark("What came of it?"), mark("Also what you did not expect.")),
        Field("advice", mark("What would you advise somebody else?"), required=False),
        OUTCOME,
        ORGANISATION,
        WHEN,
        THEME,
        LINK,
        PROJECT,
        BARRIER,
        ROLE,
        *_ASIDE,
    ),
    opened_by=mark("share"),
    title=mark("Share a lesson"),
    submit=mark("Save"),
    intro=_DRAFT,
)
"""Three short fields and the outcome; the rest may be left out at once."""

STORY: Final = Form(
    name="story",
    fields=(
        Field("wanted", mark("What did you want to reach?"), mark("One or two sentences are enough.")),
        Field("happened", mark("What happened?"), mark("Also what you did not expect.")),
        Field("why", mark("Why did it go like that?"), required=False),
        Field("keep", mark("What do you keep, and what will you do otherwise?"), required=False),
        Field(
            "outside",
            mark("What did people outside ask for, and what did the inside make possible?"),
            mark("Outside: society, partners. Inside: your organisation, its rules."),
            required=False,
        ),
        replace(BARRIER, extra=False),
        replace(ROLE, extra=False),
        Field("rule", mark("Did a rule stand in the way? Which one?"), required=False, longest=500),
        OUTCOME,
        ORGANISATION,
        WHEN,
        THEME,
        LINK,
        PROJECT,
        *_ASIDE,
    ),
    opened_by=mark("share in full"),
    title=mark("Share the story"),
    submit=mark("Save"),
    intro=_DRAFT,
)
"""The whole story, for who wants to look back thoroughly."""

WRITTEN: Final = ("action", "result", "advice", "wanted", "happened", "why", "keep", "outside", "rule")
"""The fields in which somebody tells it in their own words, of either form."""


TOLD: Final = {LESSON.name: "action", STORY.name: "happened"}
"""The field of each form that begins with what somebody told in a message of theirs."""


def told_in(values: Mapping[str, str], request: Request, desk: Desk) -> str:
    """Return the language of what was filled in, in either form."""
    return kept_language(" ".join(values.get(name, "") for name in WRITTEN), request, desk)


def text_of(values: Mapping[str, str], project: str, language: str) -> Text:
    """Return the words of what was filled in, in either form; `project` is what it was part of, or empty."""
    t = translator(language)
    told = {name: values.get(name, "") for name in WRITTEN}
    part_of = t.text("Part of the project: {project}.", project=project.rstrip(".")) if project else ""
    if not told["wanted"]:
        situation = part_of
        action, result, advice = told["action"], told["result"], told["advice"]
    else:
        outside, rule = told["outside"], told["rule"]
        situation = _joined(
            part_of,
            t.text("Asked from outside, possible inside: {told}", told=outside) if outside else "",
            t.text("A rule that stood in the way: {told}", told=rule) if rule else "",
        )
        reason = t.text("Why: {told}", told=told["why"]) if told["why"] else ""
        action, advice = told["wanted"], told["keep"]
        result = _joined(told["happened"], reason)
    return Text(language, as_title(action), situation=situation, action=action, result=result, advice=advice)


def _joined(*parts: str) -> str:
    """Return what is told, each part on a line of its own."""
    return "\n".join(part for part in parts if part)
