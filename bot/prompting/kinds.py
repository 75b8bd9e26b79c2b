"""The kinds of prompts."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a prompt invites to."""

    SUCCESS = "success"
    FAILURE = "failure"
    QUESTION = "question"
    SPOTLIGHT = "spotlight"
    BARRIER = "barrier"
    ROLE = "role"
    CHECKIN = "checkin"
    INTERVIEW = "interview"
    AGENDA = "agenda"
    DIGEST = "digest"
    FREE = "free"
