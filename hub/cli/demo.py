"""``hub demo``: the sample town on the air, and the hub that listens to it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer
import uvicorn
import yaml
from fastapi import FastAPI

import hub.demo
from hub.cli.logs import configure
from hub.cli.opening import database as opened
from hub.cli.serving import QUIETLY, Host, Port, listening, prepare, with_clock, with_letters
from hub.cli.standing import settle as settle_down
from hub.cli.wiring import tools
from hub.db.engine import writing
from hub.demo.living import listen, live
from hub.demo.moving import move
from hub.demo.people import NEIGHBOURS, TOWN, settle
from hub.demo.registry import feeds_yaml, tags_yaml
from hub.demo.server import Town
from hub.duties.writing_back import BACKUP
from hub.kit.clock import now
from hub.schedule import Duty, duties
from hub.settings import Settings
from hub.site.app import create_app
from hub.site.pages.demo import Guest

MINUTE = timedelta(minutes=1)
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
PICTURES = Path(hub.demo.__file__).parent / "data" / "pictures"
COPIES = 50  # megabytes: so that the town's photographs are seen


@dataclass(frozen=True, slots=True)
class Files:
    """The registry files a demo is loaded from."""

    feeds: tuple[Path, ...]
    tags: tuple[Path, ...]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(demo)


def demo(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    database: Annotated[Path, typer.Option(help="The SQLite file of the demo.")] = Path("var/demo.db"),
    *,
    beside: Annotated[Path | None, typer.Option("--with", help="Real places to show beside the town.")] = None,
    still: Annotated[bool, typer.Option("--still", help="Do all that is due first; nothing comes after that.")] = False,
) -> None:
    """Serve a living sample town, fetched from a small feed server of its own on this machine."""
    made: list[FastAPI] = []
    config = uvicorn.Config(made.pop, factory=True, host=host, port=port, **QUIETLY)
    address = f"http://{host}:{port}"
    with listening(config) as run, _on_air(address) as town:
        files = _write_registry(town.url, database.parent / "demo", beside)
        settings = _settings(town, database, address, files)
        guests = _guests() if host in LOOPBACK else ()
        configure(settings, quiet=True)
        with opened(settings) as engine:
            move(engine, town.url)
        prepare(settings, retire=True)  # which words are shown beside the town's own is for who starts it to say
        with opened(settings) as engine, writing(engine) as db:
            settle(db, now())
        site = create_app(settings, with_styleguide=True, guests=guests, to_try=town.unlisted)
        if still:
            _stand_still(town, settings)
        made.append(site if still else with_clock(site, settings, beside=_living(town, settings)))
        _greet(settings, town, "nothing new is heard of it" if still else "a new post appears about every two minutes")
        run()


@contextmanager
def _on_air(hub: str) -> Iterator[Town]:
    town = Town(hub=hub)
    if not town.start().usual:
        print("The sample town’s usual port is taken: it speaks from another one this time.")
    try:
        yield town
    finally:
        town.stop()


def _settings(town: Town, database: Path, base_url: str, files: Files) -> Settings:
    """Exempt the town's own server from the address guard, and nothing else."""
    chosen = Settings()
    return Settings(
        database_url=f"sqlite:///{database}",
        base_url=base_url,
        feeds_file=files.feeds,
        tags_file=files.tags,
        smtp_url="",  # nobody of the town may get real mail
        mail_from="hub@wherrybridge.example",
        mail_folder=database.parent / "demo" / "mail",
        pictures=PICTURES,
        picture_copies=COPIES,
        allow_private_networks=(*chosen.allow_private_networks, town.host_and_port),
    )


def _write_registry(url: str, folder: Path, beside: Path | None) -> Files:
    """Write the town's own registry files into *folder*; its words go with those that are everybody's."""
    folder.mkdir(parents=True, exist_ok=True)
    feeds_file, tags_file = folder / "feeds.yaml", folder / "tags.yaml"
    feeds_file.write_text(feeds_yaml(url), "utf-8")
    _unless_decided(tags_file, tags_yaml())
    chosen = [file for file in Settings().tags_file if file.absolute().parent != folder.absolute()]
    if beside:
        return Files((feeds_file, beside), (tags_file, *chosen))
    return Files((feeds_file,), (tags_file, _hub_wide(chosen, folder)))


def _hub_wide(tags_files: Sequence[Path], folder: Path) -> Path:
    """Leave out the tags that speak of real places, which are not there without ``--with``."""
    told = [yaml.safe_load(file.read_text("utf-8"))["tags"] for file in tags_files if file.is_file()]
    everywhere = {slug: tag for tags in told for slug, tag in tags.items() if not {"place", "scope"} & tag.keys()}
    file = folder / "hub-wide-tags.yaml"
    _unless_decided(file, yaml.safe_dump({"tags": everywhere}, allow_unicode=True, sort_keys=False))
    return file


def _unless_decided(file: Path, text: str) -> None:
    """Write a file of tags, but not over one into which was put what people decided: loading would undo that."""
    if not (file.is_file() and file.with_name(file.name + BACKUP).is_file()):
        file.write_text(text, "utf-8")


def _living(town: Town, settings: Settings) -> tuple[Duty, ...]:
    """Look at the town every minute: its two-minute life would be lost on the quarter hour that suits real feeds."""
    return Duty("sample town", MINUTE, lambda tools: listen(tools, town.url)), _neighbours(town, settings)


def _neighbours(town: Town, settings: Settings) -> Duty:
    return Duty("neighbours", MINUTE / 6, lambda tools: live(tools, town.url, settings.base_url))


def _stand_still(town: Town, settings: Settings) -> None:
    """Do all that is due, once each feed was heard; for pictures, talks and tests, in which nothing may move."""
    with opened(settings) as engine, tools(settings, engine) as at_hand:
        settle_down((*duties(settings), _neighbours(town, settings), *with_letters(settings)), at_hand)


def _guests() -> Sequence[Guest]:
    """Say whom one may be, without a code; their mail is shown to everybody."""
    return [Guest(each.slug, each.name.partition(" ")[0], each.email, each.what, settle) for each in NEIGHBOURS]


def _greet(settings: Settings, town: Town, news: str) -> None:
    print(
        f"""Local Hub is at {settings.base_url} (Ctrl-C ends it).
Its people have mail at {settings.base_url}/demo/mail; the front page lets you be one of them.
The sample town speaks from {town.url}; {news}.
One of its blogs nobody has registered yet: {town.unlisted}. Try it, at {settings.base_url}/register

To work on this hub in another terminal, say these first:
{_said_first(settings)}
and then one of these:
  .venv/bin/hub fetch --all                               looks at all feeds now
  .venv/bin/hub mentor you@example.org --place {TOWN}  lets somebody look after the town
  .venv/bin/hub load --write-back                         puts what was decided into the files of tags
  .venv/bin/hub doctor                                    says what a real hub would need that a demo does without
""",
        flush=True,
    )


def _said_first(settings: Settings) -> str:
    """Return what makes other commands speak of this very hub, whichever folder they are called in."""
    chosen = {
        "DATABASE_URL": f"sqlite:///{Path(settings.database_url.removeprefix('sqlite:///')).absolute()}",
        "BASE_URL": settings.base_url,
        "FEEDS_FILE": ",".join(str(file.absolute()) for file in settings.feeds_file),
        "TAGS_FILE": ",".join(str(file.absolute()) for file in settings.tags_file),
        "ALLOW_PRIVATE_NETWORKS": ",".join(settings.allow_private_networks),
        "SMTP_URL": "",
        "MAIL_FOLDER": str(settings.mail_folder.absolute()),
    }
    return "\n".join(f"  export HUB_{name}={quote(value)}" for name, value in chosen.items())
