"""How rows look: as plain text, and in the few tags of HTML that every client shows."""

from __future__ import annotations

import html
from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import assert_never

from adapters.matrix.rows import Kind, Row
from bot.messages.markup import Account, Code, Line, Link, Plain, Span, Strong
from bot.messages.plaintext import INDENT, plain_line


def plain(rows: Sequence[Row]) -> str:
    """Return the rows as `render_plain` has them; every command stands between backticks."""
    gaps = ["", *("\n" if _together(before, row) else "\n\n" for before, row in pairwise(rows))]
    return "".join(gap + plain_row(row) for gap, row in zip(gaps, rows, strict=False))


def plain_row(row: Row) -> str:
    """Return one row as plain text."""
    lead = {Kind.TEXT: "", Kind.HEADING: f"{row.number}. ", Kind.UNDER: INDENT}
    return lead[row.kind] + plain_line(row.line)


def formatted(rows: Sequence[Row]) -> str:
    """Return the rows as HTML; lists keep their numbers, also where a part begins in the middle of one."""
    blocks = [tuple(block) for _, block in groupby(rows, key=lambda row: row.block)]
    made, last = "", None
    for block in blocks:
        first = block[0]
        if first.kind is not Kind.HEADING:
            made, last = made + f"<p>{_under(block)}</p>", None
            continue
        item = f"<li>{_under(block)}</li></ol>"
        if last is not None and first.number == last + 1:
            made = made.removesuffix("</ol>") + item
        else:
            made += (f'<ol start="{first.number}">' if first.number != 1 else "<ol>") + item
        last = first.number
    return made


def formatted_line(line: Line) -> str:
    """Return one line as HTML."""
    return "".join(map(_span, line))


def _under(block: Sequence[Row]) -> str:
    return "<br>".join(map(_row, block))


def _row(row: Row) -> str:
    """Return one row as HTML; headings stand out, so that who is in a hurry can read those only."""
    line = formatted_line(row.line)
    return f"<strong>{line}</strong>" if row.kind is Kind.HEADING else line


def _together(before: Row, row: Row) -> bool:
    """Say whether no empty line comes between: within a block, and between items."""
    return before.block == row.block or Kind.TEXT not in {before.kind, row.kind}


def _span(span: Span) -> str:
    match span:
        case Plain(text=text) | Account(text=text):
            return _escaped(text)
        case Code(text=text):
            return f"<code>{_escaped(text)}</code>"
        case Strong(text=text):
            return f"<strong>{_escaped(text)}</strong>"
        case Link(text=text, url=url):
            return f'<a href="{html.escape(url)}">{_escaped(text)}</a>'
        case _:
            assert_never(span)


def _escaped(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")
