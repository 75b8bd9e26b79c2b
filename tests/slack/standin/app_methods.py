"""The methods about the app itself: whose token it is, where to connect, how it is installed and put out."""

from __future__ import annotations

from tests.slack.standin.calling import Call, method
from tests.slack.standin.pieces import Json, RefusedError
from tests.slack.standin.world import Install


def _test(call: Call) -> Json:
    install = call.install
    answer: Json = {
        "url": f"https://{install.team.domain}.slack.com/",
        "team": install.team.name,
        "user": install.bot.name,
        "team_id": install.team.id,
        "user_id": install.bot.id,
        "bot_id": install.bot.bot_id,
        "is_enterprise_install": install.org_wide,
    }
    return answer | ({"enterprise_id": install.team.enterprise} if install.team.enterprise else {})


def _connect(call: Call) -> Json:
    inside = call.inside
    place = inside.origin.replace("http://", "ws://")
    return {"url": f"{place}/link/?ticket={inside.sockets.ticket()}&app_id={inside.world.app.id}"}


def _access(call: Call) -> Json:
    """Exchange a code for a token, once; the app says who it is in the header or in its arguments."""
    app = call.inside.world.app
    given = call.basic or (call.arguments.get("client_id", ""), call.arguments.get("client_secret", ""))
    if given[0] != app.client_id:
        raise RefusedError("invalid_client_id")
    if given[1] != app.client_secret:
        raise RefusedError("bad_client_secret")
    install = app.codes.pop(call.text("code", "invalid_code"), None)
    if install is None:
        raise RefusedError("invalid_code")
    call.inside.admit(install)
    rotating = {"refresh_token": "xoxe-1-x", "expires_in": 43200} if app.rotates else {}
    return _installed(app.id, install, call.inside.installer) | rotating


def _installed(app_id: str, install: Install, installer: str) -> Json:
    team, enterprise = install.team, install.team.enterprise
    return {
        "access_token": install.token,
        "token_type": "bot",
        "scope": ",".join(sorted(install.scopes)),
        "bot_user_id": install.bot.id,
        "app_id": app_id,
        "team": None if install.org_wide else {"name": team.name, "id": team.id},
        "enterprise": {"name": "Rijk", "id": enterprise} if enterprise else None,
        "is_enterprise_install": install.org_wide,
        "authed_user": {"id": installer},
    }


def _revoke(call: Call) -> Json:
    call.inside.happening.revoked(call.install)
    return {"revoked": True}


METHODS = (
    method("auth.test", _test, json=True),
    method("auth.revoke", _revoke, "test"),
    method("apps.connections.open", _connect, token="app"),
    method(
        "oauth.v2.access",
        _access,
        "code client_id client_secret redirect_uri grant_type refresh_token",
        token="none",
    ),
)
