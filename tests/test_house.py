"""The house tests itself: what its documents promise, its budgets, and what must never be in it."""

import ast
import importlib
import json
import pkgutil
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from http import HTTPStatus
from importlib.metadata import packages_distributions
from pathlib import Path
from statistics import quantiles

import pytest
import yaml
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Engine
from typer.main import get_group

import hub
from hub.cli import serving
from hub.cli.commands import build
from hub.db import schema
from hub.db.engine import connect
from hub.duties.loading import load
from hub.errors import HubError
from hub.schedule import duties
from hub.settings import Settings
from tests.town import NOON

ROOT = Path(__file__).parent.parent
DOCUMENTS = (
    *("README.md", "CONTRIBUTING.md", "docs/architecture.md", "docs/tour.md"),
    *("docs/operating.md", "docs/performance.md"),
)
LONGEST_FILE, LONGEST_FUNCTION, USUAL_FUNCTION = 300, 40, 20
# Variables of the tests and of Make, which are no settings of the hub.
NOT_SETTINGS = {"HUB_CHROMIUM", "HUB_TEST_WITHOUT", "HUB_TEST_POSTGRES"}
# Written so that no pattern finds itself.
ELSEWHERE = re.compile(
    r"(?<![\w.:/@-])/(?:work|root|home|Users)/\w"  # a path of somebody's machine
    r"|pypi[.]org/simple|files[.]pythonhosted[.]org|registry[.]npmjs[.]org"
    r"|\b(?:issues?|tasks?|sessions?|tickets?) #?\d+\b",
    re.IGNORECASE,
)


def test_every_setting_is_described_and_nothing_else_is() -> None:
    described = set(re.findall(r"`(HUB_[A-Z_]+)`", _text("docs/operating.md")))
    assert {f"HUB_{name.upper()}" for name in Settings.model_fields} == described - NOT_SETTINGS


def test_every_duty_is_described_and_nothing_else_is(tmp_path: Path) -> None:
    settings = Settings(
        database_url=f"sqlite:///{tmp_path}/hub.db", base_url="https://hub.example", secret_key="s" * 32
    )
    table = _text("docs/operating.md").split("\n| duty | every |")[1].split("\n\n")[0]
    named = {each.name for each in (*duties(settings), *serving.with_letters(settings))}
    assert set(re.findall(r"^\| ([a-z ]+) \|", table, re.MULTILINE)) == named


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_command_a_document_names_exists(document: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", _text("Makefile"), re.MULTILINE))
    assert set(re.findall(r"`(?:[A-Z_]+=\S+ )?make ([a-z]+)", _text(document))) <= targets
    assert set(re.findall(r"`hub ([a-z]+)", _text(document))) <= _hub_commands()


@pytest.mark.parametrize("document", [*DOCUMENTS, "CHANGELOG.md"])
def test_every_file_a_document_links_to_exists(document: str) -> None:
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", _text(document))
    assert [link for link in links if not ((ROOT / document).parent / link).exists()] == []


def test_every_template_is_used() -> None:
    folder = ROOT / "web" / "templates"
    names = {str(path.relative_to(folder)) for path in folder.rglob("*.*")}
    written = [*(ROOT / "hub" / "site").rglob("*.py"), *folder.rglob("*.*")]
    used = set(re.findall(r"""["']([\w/.-]+\.\w+)["']""", "\n".join(path.read_text() for path in written)))
    assert names - used == set()


def test_templates_trust_nobody() -> None:
    templates = (ROOT / "web" / "templates").rglob("*.*")
    assert [str(path) for path in templates if re.search(r"\|\s*safe\b|autoescape\s+false", path.read_text())] == []


def test_the_log_only_grows_but_for_words_about_somebody_who_is_erased() -> None:
    changing = re.compile(r"\b(update|delete|insert)\(AuditEntry|\bAuditEntry\(")
    found = sorted(
        str(path) for path in _python() if path.parts[0] == "hub" and changing.search((ROOT / path).read_text())
    )
    assert found == ["hub/people/audit/actions.py", "hub/people/audit/models.py", "hub/people/audit/privacy.py"]


def test_every_error_knows_its_status() -> None:
    for module in pkgutil.walk_packages(hub.__path__, "hub."):
        if module.name not in {"hub.__main__", "hub.migrations.env"} and ".versions." not in module.name:
            importlib.import_module(module.name)
    errors = list(_kinds_of(HubError))
    assert errors
    assert [error for error in errors if HTTPStatus(error.status) < HTTPStatus.BAD_REQUEST] == []
    assert [error for error in errors if not error.hint] == []


def test_the_registry_files_load_and_loading_twice_changes_nothing(engine: Engine) -> None:
    feeds, tags = [ROOT / "feeds.yaml"], [ROOT / "tags.yaml"]
    assert load(engine, feeds, tags, NOON).conflicts == ()
    again = load(engine, feeds, tags, NOON)
    assert not again.vocabulary_changed
    assert again.conflicts == ()


def test_models_and_migrations_agree(bare_url: str) -> None:
    engine = connect(bare_url)
    schema.migrate(engine)
    with engine.begin() as connection:
        command.check(schema.config(connection))
    engine.dispose()


def test_the_newest_schema_is_the_last_migration() -> None:
    assert ScriptDirectory.from_config(schema.config()).get_heads() == [schema.HEAD]


def test_the_changelog_starts_with_this_version() -> None:
    version = tomllib.loads(_text("pyproject.toml"))["project"]["version"]
    headings = re.findall(r"^## (.+)$", _text("CHANGELOG.md"), re.MULTILINE)
    assert re.fullmatch(rf"{re.escape(version)} \((unreleased|\d{{4}}-\d\d-\d\d)\)", headings[0])


def test_no_file_is_long() -> None:
    assert [path for path in _python() if len((ROOT / path).read_text().splitlines()) > LONGEST_FILE] == []


def test_no_function_is_long_and_most_are_short() -> None:
    lengths = {
        f"{path}:{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path in _python()
        for node in ast.walk(ast.parse((ROOT / path).read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert [name for name, lines in lengths.items() if lines > LONGEST_FUNCTION] == []
    assert quantiles(lengths.values(), n=10)[-1] <= USUAL_FUNCTION


def test_tables_stand_in_models_alone_and_no_room_commits() -> None:
    rooms = {"places", "people", "establish", "aggregate", "communicate", "meet", "develop"}
    written = {path: (ROOT / path).read_text() for path in _python() if path.parts[:1] == ("hub",)}
    inside = {path: code for path, code in written.items() if path.parts[1] in rooms}
    assert inside
    assert [str(path) for path, code in inside.items() if "table=True" in code and path.name != "models.py"] == []
    assert [str(path) for path, code in inside.items() if ".commit(" in code] == []


def test_the_image_is_made_of_what_exists() -> None:
    steps = _text("Dockerfile").replace("\\\n", " ").splitlines()
    copied = [line.split()[1:-1] for line in steps if line.startswith("COPY ") and "--from=" not in line]
    assert [path for paths in copied for path in paths if not (ROOT / path).exists()] == []
    allowed = set(re.findall(r"^!(\S+)", _text(".dockerignore"), re.MULTILINE))
    assert {path for paths in copied for path in paths} <= allowed
    (user,) = [line.split()[1] for line in steps if line.startswith("USER ")]
    assert re.search(rf"useradd .* {user}\b", _text("Dockerfile"))
    started = [json.loads(line.removeprefix("CMD ")) for line in steps if line.startswith("CMD ")]
    assert started[-1][0] in _hub_commands()
    assert "/healthz" in _text("Dockerfile")


def test_the_compose_file_starts_commands_that_exist() -> None:
    services = yaml.safe_load(_text("compose.yaml"))["services"]
    assert {service["command"][0] for service in services.values() if "command" in service} <= _hub_commands()


def test_containers_are_given_the_time_to_store_what_they_read() -> None:
    services = yaml.safe_load(_text("compose.yaml"))["services"]
    assert [services[name].get("stop_grace_period") for name in ("site", "clock")] == ["30s", "30s"]


@pytest.mark.parametrize(
    "line",
    [
        *("import http.client", "import smtplib", "import ftplib", "import socketserver", "import urllib.request"),
        *("from asyncio import open_connection", "from asyncio import start_server"),
    ],
)
def test_no_room_goes_out_but_by_the_one_door(line: str) -> None:
    ruff = [sys.executable, "-m", "ruff", "check", "--select", "TID251", "--stdin-filename", "hub/places/rules.py", "-"]
    told = subprocess.run(ruff, cwd=ROOT, input=line, capture_output=True, text=True, check=False)  # noqa: S603 -- fixed words
    assert "Go through hub.net." in told.stdout


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock"])
def test_lock_files_hold_hashes_and_no_addresses(lock: str) -> None:
    packages = re.split(r"\n(?=\S)", re.sub(r"^\s*#.*\n", "", _text(lock), flags=re.MULTILINE).strip())
    assert [package.split()[0] for package in packages if "--hash=sha256:" not in package] == []
    assert "://" not in _text(lock)
    assert "index-url" not in _text(lock)


def test_the_npm_lock_holds_no_addresses() -> None:
    assert '"resolved"' not in _text("package-lock.json")
    assert "://" not in _text("package-lock.json")


def test_the_house_speaks_of_itself_alone() -> None:
    found = {}
    for path in _kept_files():
        if words := ELSEWHERE.findall((ROOT / path).read_text(errors="replace")):
            found[path] = words
    assert found == {}


def _text(path: str) -> str:
    return (ROOT / path).read_text()


def _kinds_of(kind: type[HubError]) -> Iterator[type[HubError]]:
    for each in kind.__subclasses__():
        yield each
        yield from _kinds_of(each)


def _hub_commands() -> set[str]:
    return set(get_group(build()).commands)


@cache
def _kept_files() -> list[str]:
    # Also what is not committed yet, so that a slip is found before it is.
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    told = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 -- fixed words
    if told.returncode:
        pytest.skip("not a git checkout")
    return [path for path in told.stdout.splitlines() if (ROOT / path).is_file()]


def _python() -> list[Path]:
    every = [path.relative_to(ROOT) for folder in ("hub", "tests", "bench") for path in (ROOT / folder).rglob("*.py")]
    return [path for path in every if path.parent != Path("hub/migrations/versions")]  # those Alembic writes


def test_everything_the_hub_imports_is_installed_by_its_own_lock() -> None:
    locked = {
        match[1].lower() for match in re.finditer(r"^([A-Za-z0-9._-]+)==", _text("requirements.lock"), re.MULTILINE)
    }
    owners = packages_distributions()
    imported = {name for path in (ROOT / "hub").rglob("*.py") for name in _imports(path)}
    for name in sorted(imported - sys.stdlib_module_names - {"hub", "compression"}):
        known = {re.sub(r"[._]", "-", owner.lower()) for owner in owners[name]}
        assert known & {re.sub(r"[._]", "-", each) for each in locked}, name


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]
