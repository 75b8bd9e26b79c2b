"""The plain rendering: complete, in order, with every command to be seen."""

from __future__ import annotations

from bot.messages.markup import Code, Link, Plain, Strong
from bot.messages.plaintext import render_plain
from bot.messages.reply import Button, Buttons, Fields, File, Image, Item, Paragraph, Reply, say

EVERY_BLOCK = Reply(
    (
        Paragraph(
            ((Plain("Lees "), Link("dit", "https://example.org")), (Link("https://a.nl", "https://a.nl"),))
        ),
        Item(1, (Strong("Eerste"),), ((Code("meer"),),)),
        Item(2, (Plain("Tweede"),)),
        Fields((("Waar", (Plain("Delft"),)),)),
        Buttons("Verder:", (Button("het hele verhaal", "L1"), Button("meer", "meer"))),
        Image(b"", "een grafiek van drie staven"),
        File("lijst.csv", "text/csv", b"", "twee lessen"),
    )
)


def test_every_block_has_its_words() -> None:
    """Links show their address, buttons their command, images and files their alternative."""
    assert render_plain(EVERY_BLOCK) == (
        "Lees dit (https://example.org)\nhttps://a.nl\n\n"
        "1. Eerste\n   `meer`\n2. Tweede\n\n"
        "Waar: Delft\n\n"
        "Verder: `L1` (het hele verhaal) · `meer` (meer)\n\n"
        "een grafiek van drie staven\n\n"
        "lijst.csv: twee lessen"
    )


def test_a_short_reply_is_one_paragraph() -> None:
    """`say` puts its lines under one another."""
    assert render_plain(say((Plain("a"),), (Plain("b"),))) == "a\nb"
