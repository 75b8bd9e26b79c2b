"""Short lines about the bot itself that are no command: erasing, stopping, a form, whether it is there."""

from __future__ import annotations

import re

from bot.language.about_bot import (
    is_about_language,
    is_about_sharing,
    is_dropping,
    is_erasing,
    is_of_a_form,
    is_puzzled,
    is_stopping,
    is_trying,
)
from bot.messages.i18n import Translator, translator
from bot.messages.reply import Reply, say

_IN_ENGLISH = re.compile(r"\b(?:english|dutch)\b", re.IGNORECASE)
"""Who says it like that reads English."""


def about_bot(text: str, t: Translator) -> Reply | None:
    """Return what is true today of what such a line wants; None when a line is not about the bot."""
    if is_erasing(text):
        return say(
            t.line("Delete your message, and I delete your question and my answer."),
            t.line(
                "Everything else of yours: `forget me` tells what goes and what stays, and then does it. "
                "`my data` gives it to you first."
            ),
        )
    if is_stopping(text):
        return say(t.line("There is nothing going on now that can stop."))
    if is_of_a_form(text):
        return say(t.line("There is no form open now. `share` begins one."))
    if is_trying(text):
        return say(
            t.line(
                "I am here. Ask me who did something before, for example: "
                "“who has experience with energy cooperatives?”"
            )
        )
    if is_about_language(text):
        t = translator("en", t.zone) if _IN_ENGLISH.search(text) else t
        return say(
            t.line("I speak Dutch and English: `language en` or `language nl` chooses."),
            t.line("What stands in the base I show in that language where it was told in it."),
            t.line("I translate nothing."),
        )
    if is_about_sharing(text):
        return say(
            t.line("`share` asks you in a few steps what you tried, also when it did not work."),
            t.line("`share protected` shares a failure without anybody knowing whose it is."),
        )
    if is_puzzled(text):
        return say(
            t.line(
                "I look in the base for what you ask about, and show what fits, with its source. "
                "Ask it in one sentence, for example: “who has experience with energy cooperatives?” "
                "`help` shows what else I can do."
            )
        )
    if is_dropping(text):
        return say(t.line("All right. Ask me something else whenever you like."))
    return None
