"""What the index keeps of an entry to judge a hit by, written as one value.

A search looks at sixty entries: reading a value of a record costs more than all there is to do with it.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from bot.domain.model import EntryId, Outcome
from bot.language.likeness import BUCKETS, Sketch
from storage.search.coverage import MARKS, Told
from storage.search.earlier import Earlier

_SKETCH: Final = struct.Struct(f"<{BUCKETS}I")
_MARKS: Final = MARKS // 8
_EARLIER: Final = "?"
"""Stands before the language of an earlier question."""


class Kept(NamedTuple):
    """An entry as it is judged: its words by language, and the questions that it answered.

    `whose` are the words of the name of its organisation, in one form.
    """

    entry: EntryId
    outcome: Outcome | None
    organisation: str
    whose: str
    sketch: Sketch
    told: Mapping[str, Told]
    earlier: Sequence[Earlier] = ()

    def written(self) -> bytes:
        """Return the form that `read` reads."""
        lines = [str(self.entry), self.outcome or "", self.organisation.replace("\n", " "), self.whose]
        for language, told in self.told.items():
            lines += [language, told.words, told.stems]
        for earlier in self.earlier:
            lines += [f"{_EARLIER}{earlier.language}", earlier.told.words, earlier.told.stems]
        marks = b"".join(told.marks.to_bytes(_MARKS, "little") for told in self.told.values())
        sketch = _SKETCH.pack(*self.sketch) if self.sketch else b""
        return "\n".join(lines).encode() + b"\0" + marks + sketch

    @staticmethod
    def read(written: bytes) -> Kept:
        """Return what was written; raise ValueError for anything else."""
        text, _, bits = written.partition(b"\0")
        name, outcome, organisation, whose, *lines = text.decode().split("\n")
        entry = EntryId.parse(name)
        if entry is None:
            raise ValueError(f"the index holds {name!r}, which is no entry")
        told: dict[str, Told] = {}
        earlier: list[Earlier] = []
        for at in range(0, len(lines), 3):
            language, words, stems = lines[at : at + 3]
            if language[0] == _EARLIER:
                earlier.append(Earlier(language[1:], Told(words, stems)))
            else:
                marks, bits = int.from_bytes(bits[:_MARKS], "little"), bits[_MARKS:]
                told[language] = Told(words, stems, marks)
        if len(bits) not in {0, _SKETCH.size}:
            raise ValueError(f"what the index holds of {name} is cut off")
        return Kept(
            entry,
            Outcome(outcome) if outcome else None,
            organisation,
            whose,
            _SKETCH.unpack(bits) if bits else (),
            told,
            earlier,
        )
