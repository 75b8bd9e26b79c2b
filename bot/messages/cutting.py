"""Long lines taken apart where they end, and put together again from words. What fits is said elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from bot.messages.markup import Line, Plain, Span, Strong


def own_lines(line: Line) -> Iterator[Line]:
    """Give a line as the lines that the words in it are written on."""
    spans: list[Span] = []
    for span in line:
        first, *others = span.text.split("\n") if isinstance(span, Plain | Strong) else (span.text,)
        spans.append(replace(span, text=first) if others else span)
        for text in others:
            yield tuple(spans)
            spans = [replace(span, text=text)]
    yield tuple(spans)


def joined(words: Iterable[tuple[int, Span]]) -> Line:
    """Put words of one span, which come with its place, together again; spaces at the end of all go."""
    spans: list[Span] = []
    for _, group in groupby(words, key=lambda word: word[0]):
        first, *others = (span for _, span in group)
        spans.append(replace(first, text=first.text + "".join(span.text for span in others)))
    if spans and isinstance(spans[-1], Plain | Strong):
        spans[-1] = replace(spans[-1], text=spans[-1].text.rstrip())
    return tuple(spans)
