"""What docs/operating.md, the systemd unit and the container file promise is so."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from prometheus_client.parser import text_string_to_metric_families

from adapters.metrics import PrometheusMeter
from bot.__main__ import app
from bot.domain.model import Kind
from bot.ports.condition import Condition, Overview, Part
from bot.settings import Monitor, load

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
UNIT = ROOT / "docs" / "operating" / "voorloper.service"
CONTAINER = ROOT / "Containerfile"
INSTALLED = "/opt/voorloper/bin/voorloper"
HERE = Path(sys.executable).parent

_FENCED = re.compile(r"^ *```(\w+)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)


def blocks(language: str) -> Iterator[str]:
    return (text for kind, text in _FENCED.findall(PAGE) if kind == language)


def known(line: str) -> bool:
    """Say whether a command line of voorloper names a command and options that there are."""
    words = shlex.split(re.split(r" (?:&&|\|\|)|[|;>]", line)[0], comments=True)
    name, *rest = words[1:]
    commands = getattr(typer.main.get_command(app), "commands", {})
    if name not in commands:
        return False
    offered = {option for parameter in commands[name].params for option in parameter.opts}
    return {word for word in rest if word.startswith("--")} <= offered


def test_every_command_of_the_page_exists() -> None:
    """What it says to type can be typed, with these options."""
    text = "\n".join([*blocks("sh"), *blocks("text"), *re.findall(r"`([^`\n]+)`", PAGE)])
    joined = text.replace("\\\n", " ")
    named = re.findall(rf"(?:^|(?<= )|(?<=\n))(?:{INSTALLED}|voorloper) [a-z]+ ?[^\n]*", joined)
    lines = [line for line in named if not re.match(r"voorloper (f=|voorloper)", line)]
    assert len(lines) > 8
    assert [line for line in lines if not known(line)] == []


def test_the_settings_of_the_page_can_be_used(tmp_path: Path) -> None:
    """The example of a first start is accepted as it is."""
    (example,) = blocks("toml")
    file = tmp_path / "settings.toml"
    file.write_text(re.sub(r"^ +", "", example, flags=re.MULTILINE), encoding="utf-8")
    assert load(file).network.admins == ("slack:T123:U456",)


def test_the_metrics_of_the_page_are_those_there_are() -> None:
    """Every metric is explained, and every alert asks for one that exists."""
    condition = Condition((Part("database"),), Overview({"p": 1}, {"p": 1}, dict.fromkeys(Kind, 0), None, 0))
    meter = PrometheusMeter()
    for count in (meter.handling("p", "message"), meter.sending("p", "post")):
        with count:
            pass
    meter.dead("in", "p")
    families = list(text_string_to_metric_families(meter.exposition(condition).decode()))
    there = {sample.name for family in families for sample in family.samples} | {f.name for f in families}
    ours = {f"{family.name}_total" if family.type == "counter" else family.name for family in families}
    explained = set(re.findall(r"`(voorloper_[a-z_]+)`", PAGE))
    assert explained == {name for name in ours if name.startswith("voorloper_")}
    assert set(re.findall(r"voorloper_[a-z_]+", "\n".join(blocks("text")))) <= there


def test_the_page_names_the_port_that_there_is() -> None:
    """The container asks after itself, and the page says, on the port of the settings."""
    port = Monitor().port
    assert f"port {port}" in PAGE
    assert f":{port}/health" in CONTAINER.read_text(encoding="utf-8")


def test_the_sentences_of_the_page_are_said() -> None:
    """What it says one will read stands in the program."""
    code = " ".join(
        path.read_text(encoding="utf-8")
        for folder in ("bot", "adapters", "storage")
        for path in (ROOT / folder).rglob("*.py")
    )
    joined = re.sub(r'"\s+f?"', "", code)
    quoted = re.findall(r"“([^”]+)”", PAGE.partition("## What can go wrong")[2])
    assert len(quoted) > 10
    missing = [said for said in quoted for part in said.split(" … ") if part.strip(" …") not in joined]
    assert missing == []


def unit() -> dict[str, list[str]]:
    """Return the settings of the unit, each with all its values."""
    found: dict[str, list[str]] = {}
    for line in UNIT.read_text(encoding="utf-8").splitlines():
        name, sign, value = line.partition("=")
        if sign and not line.startswith("#"):
            found.setdefault(name, []).append(value)
    return found


def test_the_unit_starts_what_there_is() -> None:
    """Its command and options exist, and it keeps the promises of the page."""
    (start,) = unit()["ExecStart"]
    assert start.startswith(f"{INSTALLED} run ")
    assert known(start)
    assert unit()["Restart"] == ["on-failure"]
    assert unit()["KillSignal"] == ["SIGTERM"]
    assert unit()["NoNewPrivileges"] == ["yes"]
    assert unit()["ProtectSystem"] == ["strict"]
    assert unit()["StateDirectory"] == ["voorloper"]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not on this machine")
def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    """It has no mistake, and leaves the service little that it could do."""
    file = tmp_path / UNIT.name
    file.write_text(UNIT.read_text(encoding="utf-8").replace(INSTALLED, str(HERE / "voorloper")), "utf-8")
    verified = run("systemd-analyze", "verify", str(file))
    assert (verified.returncode, verified.stdout + verified.stderr) == (0, "")
    judged = run("systemd-analyze", "security", "--offline=true", "--threshold=20", str(file))
    assert judged.returncode == 0, judged.stdout


def instructions() -> list[str]:
    """Return the lines of the container file, joined as they are read."""
    joined = CONTAINER.read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in joined.splitlines() if line and not line.startswith("#")]


def test_the_container_keeps_its_promises() -> None:
    """Two stages, hashes, a user without rights, one folder to write in, a check, and a clean end."""
    lines = instructions()
    assert sum(line.startswith("FROM ") for line in lines) == 2
    assert all(re.search(r":[\w.]+-slim", line) for line in lines if line.startswith("FROM "))
    assert any("--require-hashes -r requirements.lock" in line for line in lines)
    assert any("pip install" in line and "--no-index" in line for line in lines)
    assert not any("pip install" in line and "--no-index" not in line for line in lines)
    last = lines[max(index for index, line in enumerate(lines) if line.startswith("FROM ")) :]
    assert "USER 10001:10001" in last
    assert "STOPSIGNAL SIGTERM" in last
    assert "VOLUME /data" in last
    assert any(line.startswith("HEALTHCHECK") and "/health" in line for line in last)
    assert last[-2:] == ['ENTRYPOINT ["voorloper"]', 'CMD ["run"]']


def test_the_container_gets_only_what_it_copies() -> None:
    """No database, history or settings of whoever builds it come along."""
    ignored = (ROOT / ".containerignore").read_text(encoding="utf-8").splitlines()
    allowed = {line.removeprefix("!") for line in ignored if line.startswith("!")}
    copied = {
        word
        for line in instructions()
        if line.startswith("COPY ") and "--from" not in line
        for word in line.split()[1:-1]
    }
    assert "*" in ignored
    assert copied == allowed
    assert all((ROOT / each).exists() for each in copied)


def test_the_container_file_is_linted() -> None:
    """The linter of container files finds nothing."""
    linter = shutil.which("hadolint", path=str(HERE)) or shutil.which("hadolint")
    if not linter:
        pytest.skip("hadolint has no package for this machine")
    done = run(linter, str(CONTAINER))
    assert (done.returncode, done.stdout) == (0, "")


def test_the_container_is_built_and_answers() -> None:
    """Where there is an engine: the image is made and answers with nothing else to write in."""
    engine = next((each for each in ("docker", "podman") if answers(each)), None)
    if engine is None:
        pytest.skip("no container engine answers on this machine")
    built = run(engine, "build", "-q", "-f", str(CONTAINER), "-t", "voorloper-test", str(ROOT))
    assert built.returncode == 0, built.stderr
    said = run(engine, "run", "--rm", "--read-only", "--tmpfs", "/tmp", "voorloper-test", "ask", "help")  # noqa: S108 - in there
    assert said.returncode == 0, said.stderr


def answers(engine: str) -> bool:
    return bool(shutil.which(engine)) and run(engine, "info").returncode == 0


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)  # noqa: S603 - ours


def test_commands_are_run_as_the_unit_runs_the_bot() -> None:
    """What makes `voorloper` one word gives it the user, passwords, folder and settings of the unit."""
    (script,) = [each for each in blocks("sh") if "voorloper()" in each]
    shown = f'sudo() {{ printf "%s\\n" "$@"; }}\n{script}'
    shell = shutil.which("sh") or "/bin/sh"
    told = [shell, "-c", shown]
    made = subprocess.run(told, capture_output=True, text=True, check=True)  # noqa: S603 - a page of ours
    program, *given = made.stdout.partition(f"\n{INSTALLED}\n")[::2]
    asked = dict(re.findall(r"^(\w+)=(.+)$", UNIT.read_text(encoding="utf-8"), re.MULTILINE))
    assert given[0].split() == ["check", *asked["ExecStart"].split()[2:]]
    assert {
        f"--uid={asked['User']}",
        f"--property=UMask={asked['UMask']}",
        f"--property=EnvironmentFile={asked['EnvironmentFile']}",
        f"--working-directory={asked['WorkingDirectory']}",
    } <= set(program.split())
