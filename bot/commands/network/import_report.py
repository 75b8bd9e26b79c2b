"""What is said of a file with entries: what would come in, what is wrong with it, what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from bot.domain.model import Status, Visibility
from bot.messages.cleaning import shortened
from bot.messages.i18n import Translator, mark, mark_plural
from bot.messages.markup import Line, Plain
from bot.messages.reply import Button, Buttons, Paragraph, Reply
from bot.messages.told import spoken
from bot.ports.files import BadRow, Table
from bot.transfer.entries import Defaults
from bot.transfer.places import place
from bot.transfer.planned import Counts, Heard, Note, Plan
from bot.wording import and_more, enumeration

_FAULTS: Final = 10
_NOTES: Final = 5
"""How many rows that are wrong, and how many remarks on others, are told; more of them are counted."""

_SAID: Final = 300
"""Characters of what is said of one row."""

_NEW: Final = mark_plural("{number} new", "{number} new")
_CHANGED: Final = mark_plural("{number} changed", "{number} changed")
_SAME: Final = mark_plural("{number} the same as it is", "{number} the same as they are")
_THEMES: Final = mark_plural("{number} new theme", "{number} new themes")
_BAD: Final = mark_plural(
    "{number} of {rows} rows cannot come in like this:", "{number} of {rows} rows cannot come in like this:"
)
_AUTHORS: Final = mark_plural(
    "{number} time who shared it is left out: that number is somebody else's here.",
    "{number} times who shared it is left out: that number is somebody else's here.",
)


@dataclass
class Hearing:
    """Hears what is wrong and what is remarked, as much as is told of it."""

    faults: list[BadRow] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    noted: int = 0

    def heard(self) -> Heard:
        """Return whom an import tells."""
        return Heard(self._bad, self._note, lambda _: None)

    def _bad(self, bad: BadRow) -> None:
        if len(self.faults) < _FAULTS:
            self.faults.append(bad)

    def _note(self, note: Note) -> None:
        self.noted += 1
        if len(self.notes) < _NOTES:
            self.notes.append(note)


def tried(name: str, table: Table, made: Plan, heard: Hearing, t: Translator) -> tuple[Reply, bool]:
    """Return what a file would bring and what is wrong with it, and whether it waits for a yes."""
    comes = made.counts.new + made.counts.changed > 0
    opening = t.line("{name} would bring: {counts}.", name=name, counts=_counted(made.counts, t))
    told = [
        Paragraph((opening, *(_plain(spoken(note, t)) for note in table.notes), *_notes(table, heard, t)))
    ]
    if wrong := (*_unknown(made, t), *_faults(table, made, heard, t)):
        told.append(Paragraph(wrong))
    if not comes:
        nothing = t.line("So nothing would change, and I do not keep the file.")
        return Reply((*told, Paragraph((nothing,)))), False
    choices = [Button(t.text("do not import"), t.text("import no"))]
    if made.sound:
        as_draft = Button(t.text("import as drafts"), t.text("import yes draft"))
        choices = [Button(t.text("import it"), t.text("import yes")), as_draft, *choices]
    else:
        told.append(Paragraph((t.line("Mend that in the file and send it again, or leave it out."),)))
        choices.insert(0, Button(t.text("import the rest"), t.text("import yes without faults")))
    kept = t.line("Nothing is imported yet. I keep the file until your yes or no, a day at most.")
    return Reply((*told, Paragraph((kept,)), Buttons(t.text("Next:"), tuple(choices)))), True


def done(made: Plan, counts: Counts, defaults: Defaults, t: Translator) -> Reply:
    """Return what became of a file."""
    lines = [t.line("Imported: {counts}.", counts=_counted(counts, t))]
    if made.counts.bad:
        lines.append(
            t.line("Left out, because something is wrong with it: {number}.", number=str(made.counts.bad))
        )
    if counts.authors:
        lines.append(_plain(t.plural(*_AUTHORS, counts.authors)))
    if counts.new:
        lines.append(t.line(_seen(defaults)))
    lines.append(t.line("`new` shows what came in last."))
    return Reply((Paragraph(tuple(lines)),))


def _seen(defaults: Defaults) -> str:
    if defaults.status is Status.DRAFT:
        return mark("What is new is a draft, unless the file says otherwise: `queue` shows what waits.")
    if defaults.visibility is Visibility.PUBLIC:
        return mark("What is new is published for everybody, unless the file says otherwise.")
    return mark("What is new is published for the members of the network, unless the file says otherwise.")


def _counted(counts: Counts, t: Translator) -> str:
    found = (
        (_NEW, counts.new),
        (_CHANGED, counts.changed),
        (_SAME, counts.unchanged),
        (_THEMES, counts.themes),
    )
    parts = [t.plural(*words, number) for words, number in found if number]
    return enumeration(parts, t) or t.text("nothing")


def _unknown(made: Plan, t: Translator) -> Iterator[Line]:
    for column, near in made.unknown.items():
        name = shortened(column, _SAID)
        if near:
            yield t.line("I do not know the column “{name}”. Do you mean “{near}”?", name=name, near=near)
        else:
            yield t.line("I do not know the column “{name}”.", name=name)


def _faults(table: Table, made: Plan, heard: Hearing, t: Translator) -> Iterator[Line]:
    if not made.counts.bad:
        return
    yield _plain(t.plural(*_BAD, made.counts.bad, rows=str(made.counts.rows)))
    for each in heard.faults:
        where = _where(table, each.line, t)
        yield _of_row(f"{where}, {each.field}" if each.field else where, each.reason, t)
    more = made.counts.bad - len({each.line for each in heard.faults})
    if more > 0:
        yield _plain(and_more(more, t))


def _notes(table: Table, heard: Hearing, t: Translator) -> Iterator[Line]:
    for each in heard.notes:
        yield _of_row(_where(table, each.line, t), each.text, t)
    if heard.noted > len(heard.notes):
        yield _plain(and_more(heard.noted - len(heard.notes), t))


def _of_row(where: str, said: str, t: Translator) -> Line:
    return _plain(f"· {where}: {shortened(spoken(said, t), _SAID)}")


def _where(table: Table, line: int, t: Translator) -> str:
    return spoken(place(table.unit, line), t)


def _plain(text: str) -> Line:
    return (Plain(text),)
