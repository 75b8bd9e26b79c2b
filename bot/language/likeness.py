"""How much two texts have in common: a sketch of each, small enough to keep in an index.

For the same text given in by many, such as one supplier's description of one product, with another name of
the organisation in it. Not for meaning: that is what a search is for.
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import eq
from zlib import crc32

BUCKETS = 32
"""Places in a sketch; the estimate's standard error is at most 0.5 / √32 = 0.09."""

_RUN = 2
"""Words in a run: single words are shared by every text on a subject, long runs break on one other word."""

EMPTY = 0
"""What stands in a bucket that nothing fell in; a hash that is 0 counts as none."""

Sketch = tuple[int, ...]
"""The smallest hash of each bucket, 32 bits of which the last tell the bucket; `EMPTY` where there is none.

Nothing at all for a text without content.
"""


def sketch(words: Iterable[str], without: Iterable[str] = ()) -> Sketch:
    """Return the sketch of a text by its content words (see `analysis.content`), leaving out some.

    It is made by one permutation hashing (Li 2012).
    """
    ignored = frozenset(without)
    words = [word for word in words if word not in ignored]
    runs = {" ".join(run) for run in zip(*(words[at:] for at in range(_RUN)), strict=False)} or set(words)
    smallest = [EMPTY] * BUCKETS
    for run in runs:
        value = crc32(run.encode())
        bucket = value % BUCKETS
        if smallest[bucket] == EMPTY or value < smallest[bucket]:
            smallest[bucket] = value
    return tuple(smallest) if runs else ()


def likeness(one: Sketch, other: Sketch) -> float:
    """Estimate the Jaccard similarity of the word runs of two texts, 0–1; 0 when either has none."""
    if not (one and other):
        return 0.0
    equal: int = sum(map(eq, one, other))
    if equal == 0:
        return 0.0
    both = EMPTY in one and EMPTY in other  # of a long text no bucket is empty
    empty = sum(a == b == EMPTY for a, b in zip(one, other, strict=True)) if both else 0
    return (equal - empty) / (len(one) - empty)
