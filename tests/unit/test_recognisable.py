"""By which words a story can be recognised."""

from __future__ import annotations

from bot.language.recognisable import recognisable


def test_mentions_are_pointed_out() -> None:
    """People and channels, by the keys that stand for them; a time or an address of a page is none."""
    said = "Met @slack:T1:U1 en @matrix:@kees:b.nl in #slack:T1:C1, om 10:30:15, zie https://b.nl:80/a."
    assert recognisable(said) == ("@slack:T1:U1", "@matrix:@kees:b.nl", "#slack:T1:C1")
