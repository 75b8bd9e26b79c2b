"""Settings that are refused: in a sentence that names them and the rule, and never shows a value."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from pydantic import BaseModel
from typer.testing import CliRunner

from bot.__main__ import app
from bot.settings import REGISTER_FILE, Settings, UnknownSettingError, load
from bot.written_settings import written as without_secrets
from tests.unit.settings_alone import written

pytestmark = pytest.mark.usefixtures("alone")


_NO_HOMESERVERS = [
    (f"[matrix]\nhomeserver = '{address}'\n".encode(), "matrix.homeserver: this is no address")
    for address in (
        "https://geheim..example.org",
        "https://geheim.example.org:99999",
        "https://geheim.example.org:abc",
        "https://geheim.example.org:0",
        "https://geheim.example.org/#kamer",
        "https://geheim.example.org /",
        "https://gehe im.example.org",
        "geheim.example.org",
    )
]
"""Addresses in the settings at which no homeserver can answer, and what is said of them."""


_NO_SLACK = [
    (b"[slack]\napp_token = 'geheim'\n", "slack: bot_token is missing"),
    (b"[slack]\nbot_token = 'geheim'\n", "slack: app_token is missing"),
    (b"[slack]\nbot_token = 'geheim'\nmode = 'http'\n", "slack: signing_secret is missing"),
    (b"[slack]\nmode = 'geheim'\n", "slack.mode"),
    (b"[slack]\nconnections = 11\n", "slack.connections"),
    (b"[slack]\nlisten = 'geheim'\n", "slack.listen: this is no address to listen on"),
    (b"[slack]\nlisten = 'geheim:99999'\n", "slack.listen: this is no address to listen on"),
    (b"[slack]\napi_url = 'geheim'\n", "slack.api_url: this is no address of Slack"),
    (b"[slack.oauth]\nclient_id = 'geheim'\n", "slack.oauth: client_id, client_secret and"),
    (b"[slack.oauth]\nencryption_key = 'geheim'\n", "slack.oauth.encryption_key"),
]
"""What cannot be of a Slack app, and what is said of it."""

_NO_PROMPTS = [
    (b"[prompts]\nholidays = 'geheim'\n", "prompts.holidays: no public holidays are known"),
    (b"[prompts]\ndays_off = [{ first = 2026-03-02, last = 2026-03-01 }]\n", "last must not be before first"),
    (b"[prompts]\ngrace_minutes = 1\n", "prompts.grace_minutes"),
]
"""When prompts cannot be left out, or posted late, and what is said of it."""


@pytest.mark.parametrize("name", ["FOO", "NETWROK", "NETWORK", "NETWORK_NAME", "", "__NAME"])
def test_a_variable_that_is_no_setting_is_refused(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Whatever has our prefix must be a setting, so that a typing error is never passed over."""
    monkeypatch.setenv(f"VOORLOPER_{name}", '{"name": "x"}')
    with pytest.raises(UnknownSettingError, match=f"VOORLOPER_{name} in the environment"):
        load()


def test_the_variable_of_our_own_tests_is_let_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests may say where their file is while they run the program."""
    monkeypatch.setenv(REGISTER_FILE, "x")
    assert load().log.level == "info"


def test_a_settings_file_with_a_name_that_cannot_be_is_one_sentence() -> None:
    """Longer than any name on a disk: said, not tried."""
    result = CliRunner().invoke(app, ["check", "--settings", "x" * 256])
    assert result.exit_code == 2
    assert "--settings is no path that a file can have" in result.output


def test_nobody_without_a_home_folder_gets_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    """A user without one is told which two settings say where things go."""
    monkeypatch.setenv("HOME", "")
    for name in ("HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("pwd.getpwuid", {}.__getitem__)  # a user without an entry
    result = CliRunner().invoke(app, ["check"])
    assert result.exit_code == 2
    assert "[database] url and [search] index" in result.output
    monkeypatch.setenv("VOORLOPER_DATABASE__URL", "sqlite:///here.db")
    for command in (["ask", "x"], ["migrate"]):
        result = CliRunner().invoke(app, command)
        expected = 2 if command[0] == "ask" else 0
        assert (result.exit_code, "no home folder" in result.output) == (expected, expected == 2)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "is a folder"),
        (b"[network]\nname = '\xe9'\n", "is not written in UTF-8"),
        *_NO_HOMESERVERS,
        *_NO_PROMPTS,
        *_NO_SLACK,
        (b"[network\n", "cannot be read"),
        (b'\xef\xbb\xbf[network]\nname = "x"\n', "save it as UTF-8 without BOM"),
        ("[network]\nname = \u2018geheim\u2019\n".encode(), "between straight quotation marks"),
        (b"[network]\nname = ''\n", "network.name must not be empty"),
        (b"\xff\xfe[\x00", "is not written in UTF-8"),
        (b"[network]\nnaem = 'geheim'\n", "network.naem"),
        (b"[netwrok]\nname = 'geheim'\n", "netwrok"),
        (b"[log]\nlevel = 'geheim'\n", "log.level"),
        (b"[network]\nadmin_room = 'geheim'\n", "network.admin_room: this is not a room"),
        (b"[network]\nadmins = ['geheim']\n", "network.admins.0: this is not a key"),
        (b"[network]\ntime_zone = 'geheim'\n", "network.time_zone: this is not a time zone"),
        (b"[database]\n'postgresql://u:geheim@h/d' = 1\n", "database.(a key that is no name)"),
        (b"'geheim-123' = 1\n", "(a key that is no name)"),
        (b"a = {'geheim' = 1, 'geheim' = 2}\n", "it is not TOML (at line 1"),
        (b"[database]\nurl = 'mysql://u:geheim@h/d'\n", "[database] url is not right"),
        (b"[database]\nurl = 'sqlite:///" + b"x" * 256 + b"'\n", "255 characters"),
        (b'[database]\nurl = "sqlite:///x\\u0000y"\n', "[database] url is not right"),
        (b"[database]\nurl = 'sqlite:///x?mode=geheim'\n", "[database] url is not right"),
        (b"[database]\nurl = 'postgresql://u:geheim@h/d?sslmode=geheim'\n", "[database] url is not right"),
        (b"[database]\nurl = 'postgresql://u:p@h/d?application=geheim'\n", "[database] url is not right"),
        (b"[search]\nindex = '" + b"x" * 256 + b"'\n", "search.index: this is no path"),
        (b'[search]\nindex = "a\\u0000b"\n', "search.index: this is no path"),
    ],
)
@pytest.mark.parametrize("named", [True, False])
def test_a_settings_file_that_cannot_be_read_is_one_sentence(
    content: bytes | None, sentence: str, *, named: bool, tmp_path: Path
) -> None:
    """A folder, another encoding, no TOML, a wrong key or value: what and where, never what it holds."""
    file = tmp_path / "settings.toml"
    if content is None:
        file.mkdir()
    else:
        file.write_bytes(content)
    arguments = ["--settings", str(file)] if named else []
    result = CliRunner().invoke(app, ["check", *arguments])
    assert result.exit_code == 2
    assert sentence in result.output
    assert "Traceback" not in result.output
    assert "geheim" not in result.output


PASSWORDS = ["a@b", "a:b", "a/b", "a?b", "a#b", "://", "%40"]


@pytest.mark.parametrize("password", PASSWORDS)
@pytest.mark.parametrize("address", ["bot:x{}x@localhost:1/voorloper", "localhost:1/v?user=u&password=x{}x"])
def test_no_part_of_any_password_is_shown(tmp_path: Path, password: str, address: str) -> None:
    """`check` says which database it is about, or that the address is not right, and never its password."""
    url = f"postgresql://{address.format(password)}"
    result = CliRunner().invoke(
        app, ["check", "--settings", str(written(tmp_path, f"database.url = '{url}'"))]
    )
    assert result.exit_code == 1 or "[database] url is not right" in result.output
    assert f"x{password}" not in result.output
    assert f"{password}x" not in result.output


@pytest.mark.parametrize("password", PASSWORDS)
def test_no_part_of_any_password_is_written(password: str) -> None:
    """Whatever signs a password holds, also those that should have been escaped."""
    database = {"url": f"postgresql://bot:x{password}x@localhost/voorloper"}
    text = without_secrets(Settings.model_validate({"database": database}))
    assert f"x{password}" not in text
    assert f"{password}x" not in text
    assert 'url = "postgresql://bot@localhost/voorloper"' in text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[network]\nnaem = 1", "network.naem is no setting of Voorloper. Do you mean network.name?"),
        ("[network]\nNAME = 1", "network.NAME is no setting of Voorloper. Do you mean network.name?"),
        ("[network]\nzone = 1", "network.zone is no setting of Voorloper. Do you mean network.time_zone?"),
        ("[netwrok]\nname = 1", "netwrok is no setting of Voorloper. Do you mean network?"),
        ("answer = 1", "answer is no setting of Voorloper. Do you mean search.answer?"),
        ("[log]\nxyz = 1", "log.xyz is no setting of Voorloper. Take it out; settings.example.toml shows"),
        ("[slack.oauth]\nclient = 1", "Do you mean slack.oauth.client_id?"),
        ("[prompts]\ndays_off = [{last = 2026-01-01}]", "prompts.days_off.0.first is missing"),
        ("[network]\nname = 1", "network.name must be text between quotation marks"),
        ("[network]\nadmins = 'console'", "network.admins must be a list, like"),
        ("network = 1", "network must be a section"),
        ("[monitor]\nport = 'x'", "monitor.port must be a whole number"),
        ("[monitor]\nport = 0", "monitor.port must be 1 or more"),
        ("[retention]\ninbox_text_hours = 1e400", "retention.inbox_text_hours must be a whole number"),
        ("[retention]\ninbox_key_days = 1000000", "retention.inbox_key_days must be 36500 or less"),
        ("[search]\nanswer = 'x'", "search.answer must be a number"),
        ("[log]\nlevel = 'x'", "log.level must be 'debug', 'info', 'warning' or 'error'"),
        ("[matrix]\nthreads = 'x'", "matrix.threads must be true or false"),
        ("[matrix]\nprefix = 'a b'", "matrix.prefix: this is one word of 32 signs at most"),
    ],
)
def test_what_is_wrong_is_said_in_words_of_our_own(tmp_path: Path, text: str, said: str) -> None:
    """Which setting, what it must be, and what was perhaps meant; none of the words of the library."""
    result = CliRunner().invoke(app, ["check", "--settings", str(written(tmp_path, text))])
    assert result.exit_code == 2
    assert said in result.output
    assert not [words for words in ("Input", "Extra", "Tuple", "pydantic") if words in result.output]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("DATABASE_URL", "x", "Do you mean VOORLOPER_DATABASE__URL?"),
        ("NETWROK__NAME", "x", "Do you mean VOORLOPER_NETWORK__NAME?"),
        (
            "NETWORK__NAEM",
            "x",
            "NETWORK__NAEM in the environment is no setting of Voorloper. Do you mean VOORL",
        ),
        ("XYZ", "x", "Settings look like VOORLOPER_DATABASE__URL."),
        ("NETWORK__ADMINS", "console", "VOORLOPER_NETWORK__ADMINS in the environment must be a list, like"),
        ("SLACK__OAUTH", "x", "write each of its keys apart, like VOORLOPER_SLACK__OAUTH__CLIENT_ID"),
        ("MONITOR__PORT", "x", "VOORLOPER_MONITOR__PORT in the environment must be a whole number"),
    ],
)
def test_a_wrong_variable_is_said_as_it_is_written_there(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    """Who sets it in the environment reads the name of the variable, and that of the one meant."""
    monkeypatch.setenv(f"VOORLOPER_{name}", value)
    result = CliRunner().invoke(app, ["check"])
    assert result.exit_code == 2
    assert said in result.output


def _fields(model: type[BaseModel], section: str) -> Iterable[str]:
    kind = model.model_fields[section].annotation
    assert isinstance(kind, type)
    assert issubclass(kind, BaseModel)
    return kind.model_fields


_DURATIONS = [
    f"[{section}]\n{name} = {10**9}"
    for section in ("retention", "review", "prompts", "protected")
    for name in _fields(Settings, section)
    if name.endswith(("_days", "_hours", "_minutes"))
]


@pytest.mark.parametrize("text", _DURATIONS)
def test_no_duration_is_longer_than_dates_reach(tmp_path: Path, text: str) -> None:
    """What no date can be reckoned with would end the program, or remove nothing ever."""
    result = CliRunner().invoke(app, ["check", "--settings", str(written(tmp_path, text))])
    assert result.exit_code == 2
    assert "or less" in result.output
