"""How the log is written: one line per event, to be read by people or by programs, without what people said.

Our own modules log rows, codes and kinds only. Of libraries nothing is believed: what they say while they
work (statements, rows) is left out, and of an exception only its kind and place is written, never
its message.
"""

from __future__ import annotations

import logging
import sys
from datetime import UTC, datetime
from traceback import FrameSummary, extract_tb
from types import TracebackType
from typing import Final, Literal, TextIO

from pythonjsonlogger.json import JsonFormatter

OURS: Final = ("bot", "adapters", "storage")
FIELDS: Final = ("place", "platform", "kind", "code", "seconds")
"""What an event may carry besides its words."""

_TALKATIVE: Final = ("sqlalchemy", "asyncpg", "alembic")
"""Libraries that show statements and rows below the level of warnings."""

_Exception = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def set_up(form: Literal["text", "json"], level: str, stream: TextIO | None = None) -> None:
    """Write the log in this form from this level on, to standard error; also what ends the program."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_Json() if form == "json" else _Text())
    handler.addFilter(_harmless)
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    sys.excepthook = _ended


def _ended(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    logging.getLogger("bot").critical("the program ends by an error", exc_info=(kind, error, trace))


def _harmless(record: logging.LogRecord) -> bool:
    """Leave out what libraries show of their work; of what is left, all but its first line."""
    library = record.name.partition(".")[0]
    if library in _TALKATIVE and record.levelno < logging.WARNING:
        return False
    if library not in OURS:
        record.msg, record.args = _first_line(record), ()
    return True


def _first_line(record: logging.LogRecord) -> str:
    lines = record.getMessage().splitlines()
    return lines[0] if lines else ""


def places(error: BaseException | None) -> str:
    """Return the kind of an error and the lines of code it went through, and the same of what caused it."""
    told: list[str] = []
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        frames = extract_tb(error.__traceback__)
        told.append(" < ".join([type(error).__name__, *(_place(frame) for frame in reversed(frames))]))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "; because of ".join(told)


def _place(frame: FrameSummary) -> str:
    return f"{frame.name} ({frame.filename}:{frame.lineno})"


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


class _Text(logging.Formatter):
    """`moment LEVEL logger: event` on one line."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """Return the one line."""
        return super().format(record).replace("\n", " ")

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802 - logging's
        """Return the moment in UTC."""
        del datefmt
        return _moment(record)

    def formatException(self, ei: _Exception) -> str:  # noqa: N802 - logging's
        """Return kind and place."""
        return places(ei[1])


class _Json(JsonFormatter):
    """One JSON object on one line, with the fields of `FIELDS` that the event has and no others."""

    def __init__(self) -> None:
        super().__init__()

    def formatException(self, ei: _Exception) -> str:  # noqa: N802 - logging's
        """Return kind and place."""
        return places(ei[1])

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        said: dict[str, object] = {
            "moment": _moment(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        said |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if record.exc_info:
            said["error"] = self.formatException(record.exc_info)
        return self.jsonify_log_record(said)
