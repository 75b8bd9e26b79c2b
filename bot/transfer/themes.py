"""The themes of a row: names in a cell, in columns for several languages, or the objects of our JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.messages.told import told
from bot.transfer import values

Names = tuple[tuple[str, str], ...]
"""A theme by its names, each with its language; an empty one where somebody just wrote the name."""


def read_themes(value: object, language: str, *, exact: bool) -> tuple[Names, ...]:
    """Read names in a cell or a list, or the objects with a name per language that our JSON writes."""
    items = value if isinstance(value, list) else [value]
    if not any(isinstance(item, Mapping) for item in items):
        return tuple(((language, name),) for name in values.read_list(value, exact=exact))
    found = []
    for item in items:
        if not isinstance(item, Mapping) or not item:
            raise ValueError(told("is not a list of themes as our own export writes one."))
        names = sorted(item.items(), key=lambda each: _deciding(str(each[0])))
        found.append(
            tuple(
                (values.read_language(each), values.read_text(name, values.LONGEST_LINE, exact=exact))
                for each, name in names
            )
        )
    return tuple(found)


def joined(columns: Sequence[tuple[str, tuple[Names, ...]]]) -> tuple[tuple[Names, ...], str | None]:
    """Join the names of the same themes that stand in several columns, and say which columns do not count.

    The names without a language say which themes there are, or else the Dutch ones. A column with another
    number of names cannot be laid beside them: somebody took one out of only one of the two.
    """
    if not columns:
        return (), None
    first, *others = sorted(columns, key=lambda column: _deciding(column[0]))
    beside = [themes for _, themes in others if len(themes) == len(first[1])]
    left = [f"themes_{language}" for language, themes in others if len(themes) != len(first[1])]
    together = tuple(
        tuple(name for themes in (first[1], *beside) for name in themes[place] if name[1])
        for place in range(len(first[1]))
    )
    if not left:
        return together, None
    return together, told(
        "{columns} has not as many themes as the column beside it, and is left out.", columns=", ".join(left)
    )


def _deciding(language: str) -> int:
    """Return how much the name of a theme in a language decides which theme it is, the least the most."""
    return {"": 0, "nl": 1}.get(language, 2)
