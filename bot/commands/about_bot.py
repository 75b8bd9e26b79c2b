"""Short lines about the bot itself that are no command: erasing, stopping, a form, whether it is there."""

from __future__ import annotations

from bot.language.about_bot import is_erasing, is_of_a_form, is_stopping, is_trying
from bot.messages.i18n import Translator
from bot.messages.reply import Reply, say


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
    return None
