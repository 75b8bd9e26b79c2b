"""How the bot says no: the reason in the first sentence, then what can be done instead."""

from __future__ import annotations

from bot.domain.permissions import Reason
from bot.messages.i18n import Translator, mark
from bot.messages.reply import Reply, say

_SENTENCES = {
    Reason.NOT_A_MEMBER: mark(
        "I am here for the members of this network, and as far as I know you are a guest. "
        "Ask the person who invited you; `about` tells what I am."
    ),
    Reason.COORDINATORS_ONLY: mark(
        "Only a coordinator can do that. Ask a coordinator to do it, or an admin to make you one."
    ),
    Reason.ADMINS_ONLY: mark(
        "Only an admin can do that. Ask an admin of the network; `help` shows what you can do yourself."
    ),
    Reason.DIRECT_ONLY: mark(
        "That works only between the two of us. Send me a direct message with the same line."
    ),
    Reason.ROOM_ONLY: mark(
        "That is about a channel. Type the same line in that channel, and mention me; "
        "if I am not in it yet, invite me first."
    ),
    Reason.OTHERS_READ_ALONG: mark(
        "Others than members may read along here. Send me a direct message with the same line."
    ),
}


def refusal(reason: Reason, t: Translator) -> Reply:
    """Return the sentence for a reason."""
    return say(t.line(_SENTENCES[reason]))
