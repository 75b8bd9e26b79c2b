"""Errors of ours. Adapters and storage map what their libraries raise to these at the edge."""

from __future__ import annotations


class VoorloperError(Exception):
    """Anything that goes wrong in a way the program knows about."""


class MalformedKeyError(VoorloperError):
    """A written key of a place, room or account cannot be read."""

    def __init__(self, text: str, example: str) -> None:
        super().__init__(f"{text!r} is not a key; write it like {example}")


class ClaimLostError(VoorloperError):
    """Another process took this row over while it was being worked on; nothing may be saved."""


class StoreUnavailableError(VoorloperError):
    """The database cannot be reached now; the work stays where it is and is tried again."""


class DamagedError(VoorloperError):
    """What stands in a row of the database cannot be read; what that is, nobody is shown."""

    def __init__(self) -> None:
        super().__init__("The database is damaged: a row in it cannot be read. Put a backup back.")


class IndexUnavailableError(VoorloperError):
    """The search index cannot be kept where it should be; the message says where that is set."""


class IndexDamagedError(VoorloperError):
    """The search index turned out to be damaged; it is made anew the next time it is asked for."""


class MonitorUnavailableError(VoorloperError):
    """Nothing can be served on the address of the monitor; the message says where that is set."""


class OutputLostError(VoorloperError):
    """What the program says cannot be written on standard output; the message says why."""


class ReaderGoneError(OutputLostError):
    """Whoever read standard output does not read any more, such as `head`: no mistake of anybody."""


class SchemaOutdatedError(VoorloperError):
    """The database is older or newer than this program; the message says what to do."""


class MessageRefusedError(VoorloperError):
    """The platform will never take this message: the row is dead, the next may go."""


class FilesForbiddenError(VoorloperError):
    """The platform does not let the bot read files; who runs it there can change that."""


class ElsewhereError(VoorloperError):
    """This can only be done by a process that serves the platform; it is left to such a one."""


class RoomUnavailableError(VoorloperError):
    """The bot cannot write in this room now: its rows are parked, other rooms go on."""


class PlatformUnavailableError(VoorloperError):
    """The platform is out of reach or busy: everything for it waits, in order.

    `retry_after` is the number of seconds the platform asks for, when it says so.
    """

    def __init__(self, reason: str, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after
