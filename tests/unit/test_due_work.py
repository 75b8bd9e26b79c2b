"""Every kind of work that falls due has somebody who does it."""

from __future__ import annotations

from bot.ports.due import Work
from bot.scheduling import _DONE_BY

OTHERWISE = {Work.RETENTION, Work.ERASING, Work.PROMPT}
"""What needs more than the transaction, the task, the policy and the time."""


def test_every_kind_of_due_work_is_done() -> None:
    """A new kind that nobody does would fail only once it falls due."""
    assert set(_DONE_BY) | OTHERWISE == set(Work)
    assert not OTHERWISE.intersection(_DONE_BY)
