"""What Slack hears of a payload."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from adapters.slack.fields import Payload


@dataclass(frozen=True)
class Acknowledgement:
    """That it is taken in, with an answer if there is one; that it is not, when the status is not `OK`."""

    status: HTTPStatus = HTTPStatus.OK
    answer: Payload | None = None


TAKEN: Final = Acknowledgement()
NOT_TAKEN: Final = Acknowledgement(HTTPStatus.SERVICE_UNAVAILABLE)
