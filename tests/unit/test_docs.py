"""The documents for people who join name only what is there, and forget nothing that must be in them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from pkgutil import resolve_name

import pytest

from adapters.matrix.folder import DEVICE, PINS, SIGNING, UNREAD
from bot.settings import Keep
from storage.starter import FILES
from storage.tables import metadata

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted((*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")))
IN_USE_ONLY = {".venv/", ".venv/bin/", ".local/", "settings.toml", DEVICE, PINS, SIGNING, UNREAD}
"""What documents may name although it is made by using the program."""

_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_PATH = re.compile(
    r"\.?[\w-]+(/[\w.-]+)+/?|\.?\w[\w.-]*/|Makefile|\w[\w.-]*\.(md|py|po|toml|yml|lock|jsonl?)"
)
_TEST = re.compile(r"(tests/[\w/.]+\.py)::(\w+)")
_DOTTED = re.compile(r"(bot|adapters|storage|tests|benchmarks)(\.\w+)+")

each_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))


def prose(document: Path) -> str:
    """Return a document without its fenced blocks."""
    return _FENCED.sub("", document.read_text(encoding="utf-8"))


def anchors(document: Path) -> Iterator[str]:
    """Return what a link may name in a document: its headings, as code hosting sites write them."""
    for heading in re.findall(r"^#+ (.+)$", prose(document), re.MULTILINE):
        yield re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def test_the_documents_are_found() -> None:
    """What a newcomer looks for is there, by its usual name."""
    names = {str(path.relative_to(ROOT)) for path in DOCUMENTS}
    assert names >= {"README.md", "README.nl.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"}
    assert names >= {
        "docs/architecture.md",
        "docs/glossary.md",
        "docs/operating.md",
        "docs/privacy.md",
        "docs/decisions/README.md",
    }


@each_document
def test_every_path_that_is_named_exists(document: Path) -> None:
    """A file or folder between backticks can be opened from the top of the repository."""
    named = {code for code in _CODE.findall(prose(document)) if _PATH.fullmatch(code)} - IN_USE_ONLY
    assert sorted(path for path in named if not (ROOT / path).exists()) == []


@each_document
def test_every_test_that_is_named_exists(document: Path) -> None:
    """A test between backticks, after its file and two colons, is in that file."""
    named = [_TEST.fullmatch(code) for code in _CODE.findall(prose(document)) if "::" in code]
    assert None not in named
    missing = [found[0] for found in named if found and f"def {found[2]}(" not in _read(found[1])]
    assert missing == []


@pytest.mark.parametrize(("page", "known"), [("matrix-pitfalls.md", 30), ("slack-pitfalls.md", 35)])
def test_every_pitfall_has_an_answer(page: str, known: int) -> None:
    """Each has a test that shows that it does not happen here, or a reason why it cannot occur."""
    told = prose(ROOT / "docs" / page)
    items = re.findall(r"^(\d+)\. (.+(?:\n +.+)*)", told, re.MULTILINE)
    assert [int(number) for number, _ in items] == list(range(1, known + 1))
    open_ones = [number for number, text in items if not re.search(r"::test_|Cannot\s+occur: ", text)]
    assert open_ones == []


def test_tests_name_the_pitfalls_of_slack() -> None:
    """Of each pitfall that has a test, one test says in its own words which one it is about."""
    told = prose(ROOT / "docs" / "slack-pitfalls.md")
    unnamed = []
    for number, text in re.findall(r"^(\d+)\. (.+(?:\n +.+)*)", told, re.MULTILINE):
        tests = _TEST.findall(text)
        docstrings = [_docstring(path, name) for path, name in tests]
        if tests and not any(re.search(rf"\bP{number}\b", each) for each in docstrings):
            unnamed.append(number)
    assert unnamed == []


def _docstring(path: str, name: str) -> str:
    found = re.search(rf"def {name}\(.*?\"\"\"(.*?)\"\"\"", _read(path), re.DOTALL)
    return found[1] if found else ""


def _read(path: str) -> str:
    file = ROOT / path
    return file.read_text("utf-8") if file.exists() else ""


@each_document
def test_every_link_between_documents_resolves(document: Path) -> None:
    """A link leads to a file that is there, and to a heading that is in it."""
    broken = []
    for target in _LINK.findall(prose(document)):
        file, _, anchor = target.partition("#")
        if file.startswith("https://"):
            continue
        path = document.parent / file if file else document
        if not path.exists() or (anchor and anchor not in set(anchors(path))):
            broken.append(target)
    assert broken == []


@each_document
def test_every_name_in_the_code_exists(document: Path) -> None:
    """A dotted name between backticks is a module, class or function of this program."""
    missing = []
    for name in _CODE.findall(prose(document)):
        if _DOTTED.fullmatch(name) and not _PATH.fullmatch(name):
            try:
                resolve_name(name)
            except (ImportError, AttributeError):
                missing.append(name)
    assert missing == []


@each_document
def test_every_make_target_that_is_named_exists(document: Path) -> None:
    """What a document says to type after `make` is in the Makefile."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = re.findall(
        r"(?:^|`|\| )make (?:-s )?([a-z]+)", document.read_text(encoding="utf-8"), re.MULTILINE
    )
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    assert set(named) - targets == set()


def test_the_layers_in_the_documents_are_those_that_are_checked() -> None:
    """Who reads about the layers of the core and of its commands reads what import-linter holds to."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = [c for c in settings["tool"]["importlinter"]["contracts"] if c["type"] == "layers"]
    assert {contract["id"] for contract in contracts} == {"layers", "subjects"}
    document = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    for contract in contracts:
        layers = "\n".join(contract["layers"])
        assert f"```text\n{layers}\n```" in document


def test_every_table_is_explained_in_the_privacy_page() -> None:
    """Nothing is remembered of which nobody can read what it is."""
    named = set(_CODE.findall(prose(ROOT / "docs" / "privacy.md")))
    assert set(metadata.tables) - named == set()


def test_every_limit_is_in_the_privacy_page_with_its_default() -> None:
    """How long things are kept is told as it is set."""
    told = prose(ROOT / "docs" / "privacy.md")
    expected = [f"`{name}` = {field.default}" for name, field in Keep.model_fields.items()]
    assert [limit for limit in expected if limit not in told] == []


def test_the_readme_counts_the_starter_base() -> None:
    """The README says how many cases and projects come with the program."""
    lines = [len((ROOT / "storage" / "starter" / name).read_text("utf-8").splitlines()) for name in FILES]
    counted = re.search(
        r"(\d+) published cases and (\d+) projects", " ".join(prose(ROOT / "README.md").split())
    )
    assert counted is not None
    assert [int(number) for number in counted.groups()] == lines


def test_every_decision_is_listed() -> None:
    """The list of decisions is complete, in order, with the titles of the pages."""
    folder = ROOT / "docs" / "decisions"
    pages = sorted(path for path in folder.glob("*.md") if path.name != "README.md")
    listed = re.findall(
        r"^\| \[(\d+)\]\((\S+)\) \| (.+) \|$", (folder / "README.md").read_text("utf-8"), re.MULTILINE
    )
    titles = [path.read_text("utf-8").splitlines()[0] for path in pages]
    assert [file for _, file, _ in listed] == [path.name for path in pages]
    assert [f"# {number}. {title}" for number, _, title in listed] == titles
