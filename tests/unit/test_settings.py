"""Settings: the example is complete, mistakes show at the start in plain words, secrets stay secret."""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError
from typer.testing import CliRunner

from bot.__main__ import app
from bot.cli.platforms import slack_config
from bot.domain.errors import MalformedKeyError
from bot.domain.keys import PlaceKey, RoomKey
from bot.settings import Keep, Prompts, Settings, UnknownSettingError, load
from bot.written_settings import written as without_secrets
from tests.unit.settings_alone import written

pytestmark = pytest.mark.usefixtures("alone")

EXAMPLE = Path(__file__).parents[2] / "settings.example.toml"
SECRET = "hunter2"
SECRET_URL = f"postgresql+asyncpg://bot:{SECRET}@localhost:1/voorloper"


def flat(sections: Mapping[str, object], above: str = "") -> dict[str, object]:
    """Return settings as `section.key`."""
    found: dict[str, object] = {}
    for name, value in sections.items():
        within = isinstance(value, Mapping)
        found |= flat(value, f"{above}{name}.") if within else {f"{above}{name}": value}  # type: ignore[arg-type] # idem
    return found


def every_setting() -> dict[str, object]:
    """Return all there is with its default, as `section.key`."""
    return flat(load().model_dump())


def exampled(text: str) -> dict[str, object]:
    """Return the settings in a file, as `section.key`."""
    return flat(tomllib.loads(text))


def with_examples_on(text: str) -> str:
    """Return the example file with the keys that have no default switched on."""
    return re.sub(r"^# (?=\w+ = )", "", text, flags=re.MULTILINE)


def test_the_example_loads_and_is_the_defaults() -> None:
    """Copying the example changes nothing."""
    assert load(EXAMPLE).model_dump() == load().model_dump()


def test_the_example_names_every_setting() -> None:
    """There is no setting that the example does not explain, and none in it that is gone."""
    text = EXAMPLE.read_text(encoding="utf-8")
    assert set(exampled(with_examples_on(text))) == every_setting().keys()


def test_only_settings_without_a_default_are_switched_off_in_the_example() -> None:
    """A key stands behind a # exactly when leaving it out means something no value can say."""
    text = EXAMPLE.read_text(encoding="utf-8")
    without = {key for key, value in every_setting().items() if value is None}
    assert set(exampled(with_examples_on(text))) - set(exampled(text)) == without


def test_every_setting_in_the_example_is_explained() -> None:
    """Each key has words above it."""
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    bare = [
        line
        for above, line in itertools.pairwise(lines)
        if re.match(r"(# )?\w+ = ", line) and not re.match(r"# \S", above)
    ]
    assert bare == []


def test_the_examples_of_what_has_no_default_can_be_used(tmp_path: Path) -> None:
    """What the example shows behind a # is written as the program reads it."""
    settings = load(written(tmp_path, with_examples_on(EXAMPLE.read_text(encoding="utf-8"))))
    assert settings.database_url.startswith("postgresql://")
    assert str(settings.policy.admin_room) == "slack:T123:C456"
    assert settings.index_folder == Path("/var/lib/voorloper/index")


def test_the_admins_may_have_a_room_in_matrix(tmp_path: Path) -> None:
    """Its id may hold a homeserver, and with that a colon, or none."""
    for room in ("!abc:b.nl", "!AbC"):
        settings = load(written(tmp_path, f"[network]\nadmin_room = 'matrix:b.nl:{room}'\n"))
        assert settings.policy.admin_room == RoomKey(PlaceKey("matrix", "b.nl"), room)


@pytest.mark.parametrize("text", ["[network]\nnaem = 'x'", "[netwrok]\nname = 'x'", "name = 'x'"])
def test_an_unknown_key_in_the_file_is_refused(tmp_path: Path, text: str) -> None:
    """A typing error in a key or section stops the program instead of being ignored."""
    with pytest.raises(ValidationError, match="not permitted"):
        load(written(tmp_path, text))


def test_an_unknown_key_in_the_environment_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A typing error in the key part of a variable stops the program."""
    monkeypatch.setenv("VOORLOPER_NETWORK__NAEM", "x")
    with pytest.raises(ValidationError, match=r"network\.naem"):
        load()


def test_an_unknown_section_in_the_environment_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A typing error in the section part of a variable stops the program, naming the variable."""
    monkeypatch.setenv("VOORLOPER_NETWROK__NAME", "x")
    with pytest.raises(UnknownSettingError, match="VOORLOPER_NETWROK__NAME"):
        load()


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable replaces the key it names; the rest of the section stays as the file has it."""
    monkeypatch.setenv("VOORLOPER_NETWORK__NAME", "uit de omgeving")
    monkeypatch.setenv("VOORLOPER_NETWORK__ADMINS", '["console"]')
    text = "[network]\nname = 'uit het bestand'\ntime_zone = 'America/Aruba'"
    settings = load(written(tmp_path, text))
    assert settings.network.name == "uit de omgeving"
    assert settings.network.admins == ("console",)
    assert settings.network.time_zone == "America/Aruba"


def test_an_empty_secret_in_the_environment_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable that is passed on without being set switches no platform on; other empty values count."""
    for name in ("SLACK__BOT_TOKEN", "SLACK__OAUTH__ENCRYPTION_KEY", "DATABASE__URL", "PROMPTS__HOLIDAYS"):
        monkeypatch.setenv(f"VOORLOPER_{name}", "")
    settings = load()
    assert (settings.slack, settings.database) == (Settings().slack, Settings().database)
    assert not settings.slack.on
    assert settings.prompts.holidays == ""


def test_a_settings_file_in_this_folder_is_read(tmp_path: Path) -> None:
    """Without --settings, settings.toml in the folder of the start counts."""
    (tmp_path / "settings.toml").write_text("[network]\nname = 'hier'", encoding="utf-8")
    assert load().network.name == "hier"


def test_a_named_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    """Naming a file that does not exist is a mistake, not a reason to go on with the defaults."""
    with pytest.raises(FileNotFoundError, match="there is no settings file"):
        load(tmp_path / "nergens.toml")


_KEYS_IN_A_BACKUP = """
[protected]
keys = '/srv/keys/protected'
[matrix]
homeserver = 'https://b.nl'
user_id = '@v:b.nl'
password = 'p'
store_path = '/srv/keys'
"""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[network]\ntime_zone = 'Europe/Lutjebroek'", "is not a time zone; write it like Europe/Amsterdam"),
        ("[network]\nadmins = ['jan']", "is not a key; write it like slack:T123:U456"),
        ("[network]\nadmin_room = 'slack:T1:'", "is not a (key|room); write it like slack:T123"),
        ("[network]\nlanguages = ['fy']", "'nl' or 'en'"),
        ("[search]\nanswer = 1.5", "less than or equal to 1"),
        ("[search]\nrelated = -0.1", "greater than or equal to 0"),
        ("[retention]\ninbox_text_hours = 48", "less than or equal to 24"),
        ("[retention]\ntalk_days = 0", "greater than or equal to 1"),
        ("[protected]\nafter_days = 9\nwithin_days = 8", "within_days must be more"),
        ("[protected]\nafter_days = 9\nwithin_days = 9", "within_days must be more"),
        ("[protected]\nsecond_reader = 'anna'", "not a key"),
        (_KEYS_IN_A_BACKUP, "backed up"),
    ],
)
def test_a_wrong_value_is_refused_in_plain_words(tmp_path: Path, text: str, said: str) -> None:
    """What cannot be meant is refused at the start, saying what would be right."""
    with pytest.raises((ValidationError, MalformedKeyError), match=said):
        load(written(tmp_path, text))


def test_admins_are_admitted_with_their_places() -> None:
    """The settings' admins need nobody to let their workspace, homeserver or console in."""
    network = {"admins": ["slack:T1:U1", "matrix:@a:b.nl", "console"]}
    policy = Settings.model_validate({"network": network}).policy
    assert {str(place) for place in policy.admitted} == {"slack:T1", "matrix:b.nl", "console"}
    assert {str(admin) for admin in policy.admins} == set(network["admins"])


def test_every_retention_setting_reaches_the_core() -> None:
    """What is set under [retention] is what the core keeps to, each in its own unit."""
    days = {name: number for number, name in enumerate(Keep.model_fields, 2)}
    kept = Settings.model_validate({"retention": days}).kept
    hours = {name: span.total_seconds() / 3600 for name, span in vars(kept).items()}
    for name, number in days.items():
        subject, _, unit = name.rpartition("_")
        assert hours[subject] == number * (1 if unit == "hours" else 24), name


def test_a_password_never_shows_in_the_settings(tmp_path: Path) -> None:
    """The settings can be logged or printed without giving the database away."""
    settings = load(written(tmp_path, f"[database]\nurl = '{SECRET_URL}'"))
    assert settings.database_url == SECRET_URL
    for shown in (repr(settings), str(settings), settings.model_dump_json(), f"{settings.database}"):
        assert SECRET not in shown


def test_a_complaint_about_a_setting_does_not_repeat_its_value(tmp_path: Path) -> None:
    """The program names the setting that is wrong and why, never the value, which may be a password."""
    file = written(tmp_path, f"[database]\nulr = '{SECRET_URL}'")
    result = CliRunner().invoke(app, ["check", "--settings", str(file)])
    assert result.exit_code == 2
    assert "database.ulr" in result.output
    assert SECRET not in result.output


def test_checking_does_not_show_the_password(tmp_path: Path) -> None:
    """`voorloper check` names the database it cannot reach, without its password."""
    file = written(tmp_path, f"[database]\nurl = '{SECRET_URL}'")
    result = CliRunner().invoke(app, ["check", "--settings", str(file)])
    assert result.exit_code == 1
    assert "database: out of reach (postgresql+asyncpg://bot@localhost:1/voorloper)" in result.output
    assert SECRET not in result.output


def test_checking_says_whether_protected_sharing_works(tmp_path: Path) -> None:
    """Whether the folder for keys can be used, and whether two people can release a story."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    for folder, said in (("file/keys", "cannot be used (NotADirectoryError)"), ("keys", "keys in")):
        text = (
            f"[database]\nurl = 'sqlite:///{tmp_path / 'v.db'}'\n"
            f"[search]\nindex = '{tmp_path / 'index'}'\n"
            f"[protected]\nkeys = '{tmp_path / folder}'"
        )
        file = written(tmp_path, text)
        CliRunner().invoke(app, ["migrate", "--settings", str(file)])
        output = CliRunner().invoke(app, ["check", "--settings", str(file)]).output
        assert said in " ".join(output.split())
        assert "nobody can release a story" in output
    assert not list((tmp_path / "keys").iterdir())


def test_settings_are_written_without_secrets(tmp_path: Path) -> None:
    """What a backup holds of them can be loaded again, with every password left out, and says so."""
    settings = load(
        written(
            tmp_path,
            f"""
[database]
url = '{SECRET_URL}?host=/run/postgresql&password={SECRET}'
[network]
name = 'Ärger "met" \\ tekens 😀'
admins = ['console']
[search]
index = '{tmp_path}/index'
""",
        )
    )
    text = without_secrets(settings)
    assert SECRET not in text
    assert "left out" in text
    again = load(written(tmp_path, text))
    expected = settings.model_dump() | {"database": again.model_dump()["database"]}
    assert again.model_dump() == expected
    assert again.database_url == "postgresql+asyncpg://bot@localhost:1/voorloper?host=/run/postgresql"


def test_slack_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its secrets rather stand there than in a file; what they make is off without them."""
    assert slack_config(load()) is None
    given = {"BOT_TOKEN": "xoxb-1", "APP_TOKEN": "xapp-1", "LISTEN": "[::1]:3001", "OAUTH__CLIENT_ID": "1.2"}
    secrets = {"OAUTH__CLIENT_SECRET": SECRET, "OAUTH__ENCRYPTION_KEY": SECRET * 5}
    for name, value in (given | secrets).items():
        monkeypatch.setenv(f"VOORLOPER_SLACK__{name}", value)
    settings = load()
    made = slack_config(settings)
    assert made
    assert made.oauth
    assert (made.socket, made.bot_token, made.app_token) == (True, "xoxb-1", "xapp-1")
    assert (made.host, made.port, made.oauth.client_id) == ("::1", 3001, "1.2")
    assert SECRET not in repr(made)
    kept = without_secrets(settings)
    assert not [each for each in (SECRET, "xoxb-1", "xapp-1") if each in kept]
    assert "[slack.oauth]" in kept


def test_days_off_are_what_prompts_leave_out() -> None:
    """Public holidays of a country and ranges, each with its name; an empty country has none."""
    range_ = {"first": "2026-07-18", "last": "2026-08-30", "name": "zomervakantie"}
    off = Settings(prompts=Prompts.model_validate({"days_off": [range_]})).policy.days_off
    assert off.why(date(2026, 4, 27), "nl") == "Koningsdag"
    assert off.why(date(2026, 8, 30)) == "zomervakantie"
    assert off.why(date(2026, 8, 31)) is None
    none = Settings(prompts=Prompts(holidays="")).policy.days_off
    assert not none.off(date(2026, 4, 27))
