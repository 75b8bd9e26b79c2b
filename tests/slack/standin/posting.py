"""Delivery over HTTP: signed requests to addresses of the app, and ones of which the signature is no good."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlencode

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout
from aiohttp.client import _RequestContextManager

from tests.slack.standin.delivering import Acked, Attempt, Delivery, Failed, Kind
from tests.slack.standin.pieces import Json

Forgery = Literal["wrong secret", "other body", "old", "from the future", "unsigned", "no timestamp"]

_OLD = 60 * 5 + 5  # seconds; Slack says to refuse what is more than five minutes old


@dataclass(frozen=True)
class Addresses:
    """Where an app takes what Slack gives; usually all at one address."""

    events: str
    commands: str = ""
    interactivity: str = ""

    def of(self, kind: Kind) -> str:
        """Return the address for a kind of delivery."""
        own = {"slash_commands": self.commands, "interactive": self.interactivity}
        return own.get(kind) or self.events


@dataclass(frozen=True)
class Sent:
    """A request as it went out, for who wants to send it again, and the status that came back."""

    url: str
    headers: dict[str, str]
    body: str
    status: int


@dataclass
class Posting:
    """The road of HTTP; `sent` is everything that was answered."""

    addresses: Addresses
    signing_secret: str
    session: ClientSession
    sent: list[Sent] = field(default_factory=list)

    async def carry(self, delivery: Delivery, attempt: Attempt, within: float) -> Acked | Failed:
        """Post it, signed."""
        url = attempt.road = self.addresses.of(delivery.kind)
        content_type, body = encoded(delivery)
        headers = self._signed(body, int(time.time()), self.signing_secret) | {"Content-Type": content_type}
        if attempt.number:
            headers |= {"X-Slack-Retry-Num": str(attempt.number), "X-Slack-Retry-Reason": attempt.reason}
        try:
            async with self._post(url, headers, body, within) as response:
                text = await response.text()
                self.sent.append(Sent(url, headers, body, response.status))
                if response.ok:
                    return Acked(_read(response, text))
                return Failed("http_error", final=response.headers.get("X-Slack-No-Retry") == "1")
        except TimeoutError:
            return Failed("http_timeout")
        except ClientError:
            return Failed("connection_failed")

    async def forge(self, delivery: Delivery, how: Forgery) -> int:
        """Post something as somebody would who is not Slack; return the status."""
        content_type, body = encoded(delivery)
        now = int(time.time())
        at = {"old": now - _OLD, "from the future": now + _OLD}.get(how, now)
        secret = "guessed" if how == "wrong secret" else self.signing_secret
        headers = self._signed(body, at, secret) | {"Content-Type": content_type}
        if how == "unsigned":
            headers.pop("X-Slack-Signature")
        if how == "no timestamp":
            headers.pop("X-Slack-Request-Timestamp")
        body += " " if how == "other body" else ""
        return await self._status(self.addresses.of(delivery.kind), headers, body)

    async def replay(self, sent: Sent) -> int:
        """Post once more what was posted, to the letter; return the status."""
        return await self._status(sent.url, sent.headers, sent.body)

    async def verify(self) -> bool:
        """Ask the address for events whether it is one, as Slack does when it is set; say whether it is."""
        challenge = {"token": "x", "challenge": "3eZbrw1aBm2rZgRNFdxV2595E9CY", "type": "url_verification"}
        body = json.dumps(challenge)
        headers = self._signed(body, int(time.time()), self.signing_secret)
        headers["Content-Type"] = "application/json"
        async with self._post(self.addresses.events, headers, body, 3) as response:
            return response.ok and challenge["challenge"] in await response.text()

    async def _status(self, url: str, headers: dict[str, str], body: str) -> int:
        async with self._post(url, headers, body, 3) as response:
            return response.status

    def _post(self, url: str, headers: dict[str, str], body: str, within: float) -> _RequestContextManager:
        timeout = ClientTimeout(total=within)
        return self.session.post(
            url, data=body.encode(), headers=headers, timeout=timeout, allow_redirects=False
        )

    @staticmethod
    def _signed(body: str, at: int, secret: str) -> dict[str, str]:
        digest = hmac.new(secret.encode(), f"v0:{at}:{body}".encode(), hashlib.sha256).hexdigest()
        return {
            "X-Slack-Request-Timestamp": str(at),
            "X-Slack-Signature": f"v0={digest}",
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        }


def encoded(delivery: Delivery) -> tuple[str, str]:
    """Return the type of content and the body with which something is posted."""
    form = "application/x-www-form-urlencoded"
    match delivery.kind:
        case "events_api":
            return "application/json", json.dumps(delivery.payload)
        case "slash_commands":
            return form, urlencode(delivery.payload)
        case "interactive":
            return form, urlencode({"payload": json.dumps(delivery.payload)})


def _read(response: ClientResponse, text: str) -> Json | str | None:
    if response.content_type == "application/json" and text:
        read: Json = json.loads(text)
        return read
    return text or None
