"""The words of a message as people read them."""

from __future__ import annotations

import pytest

from adapters.slack.mentions import Said, plain, said
from tests.adapters.slack.payloads import BOT, HOME, ME


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("vraag het <@U0EVA>", "vraag het @slack:T0HOME:U0EVA"),
        ("vraag het <@U0EVA|eva>, of <@W0JAN>", "vraag het @slack:T0HOME:U0EVA, of @slack:T0HOME:W0JAN"),
        ("stel in <#C0LEREN|leren>", "stel in #slack:T0HOME:C0LEREN"),
        ("stel in <#C0LEREN|>", "stel in #slack:T0HOME:C0LEREN"),
        ("<!subteam^S0TEAM|@beheer> en <!subteam^S0TEAM>", "@beheer en @subteam"),
        ("<!here> <!channel|channel> <!everyone>", "@here channel @everyone"),
        ("<!date^1392734382^{date_num}|18 februari 2014>", "18 februari 2014"),
        ("zie <https://example.org/a>", "zie https://example.org/a"),
        ("zie <http://example.org|example.org>", "zie example.org"),
        ("zie <http://example.org/|example.org>", "zie example.org"),
        ("zie <https://example.org/a?b&amp;c|de bron>", "zie de bron (https://example.org/a?b&c)"),
        ("mail <mailto:a@example.org|a@example.org>", "mail a@example.org"),
        ("bel <tel:+31612345678|+31612345678>", "bel +31612345678"),
        ("R&amp;D &lt;b&gt; 3 &gt; 2", "R&D <b> 3 > 2"),
        ("&amp;lt;@U0EVA&amp;gt;", "&lt;@U0EVA&gt;"),
        ("&lt;@U0EVA&gt; &lt;!channel&gt;", "<@U0EVA> <!channel>"),
        ("<@niemand> <#ergens> <>", "@niemand #ergens <>"),
        ("< 3 en > 2", "< 3 en > 2"),
        ("", ""),
    ],
)
def test_markup_reads_as_words(raw: str, words: str) -> None:
    """People and rooms as keys, links as they look, and what was escaped once is undone once."""
    assert plain(raw, HOME) == words


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (f"<@{BOT}> help", "help"),
        (f"  <@{BOT}|voorloper>:  help", "help"),
        (f"<@{BOT}>, wie weet iets?", "wie weet iets?"),
        (f"wie weet iets, <@{BOT}>?", "wie weet iets?"),
        (f"hoi <@{BOT}>, wie weet iets?", "hoi, wie weet iets?"),
        (f"<@{BOT}> <@{BOT}> help", "help"),
        (f"<@{BOT}>", ""),
        (f"<@{BOT}> contact <@U0EVA>", "contact @slack:T0HOME:U0EVA"),
    ],
)
def test_the_calling_of_the_bot_is_taken_off(raw: str, words: str) -> None:
    """Wherever it stands, with the mark behind it."""
    assert said(raw, ME, HOME) == Said(words, called=True)


@pytest.mark.parametrize("raw", [f"<@{BOT}X> help", f"&lt;@{BOT}&gt; help", f"@{BOT} help", "voorloper help"])
def test_only_a_mention_calls_the_bot(raw: str) -> None:
    """Not its name, not somebody whose id begins alike, and not what looks like a mention."""
    assert not said(raw, ME, HOME).called


def test_a_very_long_message_is_read_quickly() -> None:
    """Signs that open nothing cost no time."""
    for part in ("<", "<@", "&lt;", f"<@{BOT}> ", ", <@", "<https://a|" * 3):
        said(part * 20_000, ME, HOME)
