"""``hub demo``: the sample town on the air, and the hub that listens to it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer
import uvicorn
import yaml
from fastapi import FastAPI

import hub.demo
from hub.aggregate.feeds.looks import claim_all
from hub.cli.logs import configure
from hub.cli.opening import database as opened
from hub.cli.serving import QUIETLY, Host, Port, listening, prepare, with_clock
from hub.db.engine import writing
from hub.demo.moving import move
from hub.demo.people import NEIGHBOURS, TOWN, settle
from hub.demo.registry import feeds_yaml, registry, tags_yaml
from hub.demo.server import Town
from hub.duties.fetching import fetch_round
from hub.kit.clock import now
from hub.schedule import Duty
from hub.settings import Settings
from hub.site.app import create_app
from hub.site.pages.demo import Guest

MINUTE = timedelta(minutes=1)
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
PICTURES = Path(hub.demo.__file__).parent / "data" / "pictures"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(demo)


def demo(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    database: Annotated[Path, typer.Option(help="The SQLite file of the demo.")] = Path("var/demo.db"),
    *,
    beside: Annotated[Path | None, typer.Option("--with", help="Real places to show beside the town.")] = None,
) -> None:
    """Serve a living sample town, fetched from a small feed server of its own on this machine."""
    made: list[FastAPI] = []
    config = uvicorn.Config(made.pop, factory=True, host=host, port=port, **QUIETLY)
    with listening(config) as run, _on_air() as town:
        settings = _settings(town, database, f"http://{host}:{port}")
        guests = _guests() if host in LOOPBACK else ()
        configure(settings, quiet=True)
        folder = database.parent / "demo"
        feeds_file, tags_file = _write_registry(town, folder)
        agreed = settings.tags_file if beside else _hub_wide(settings.tags_file, folder)
        with opened(settings) as engine:
            move(engine, town.url)
        prepare(settings, [feeds_file, *([beside] if beside else [])], [tags_file, agreed])
        with opened(settings) as engine, writing(engine) as db:
            settle(db, now())
        site = create_app(settings, with_styleguide=True, guests=guests, to_try=town.unlisted)
        made.append(with_clock(site, settings, beside=[_listening_closely(town)]))
        _greet(settings, town)
        run()


@contextmanager
def _on_air() -> Iterator[Town]:
    town = Town()
    if not town.start().usual:
        print("The sample town’s usual port is taken: it speaks from another one this time.")
    try:
        yield town
    finally:
        town.stop()


def _settings(town: Town, database: Path, base_url: str) -> Settings:
    """Exempt the town's own server from the address guard, and nothing else."""
    chosen = Settings()
    return Settings(
        database_url=f"sqlite:///{database}",
        base_url=base_url,
        smtp_url="",  # nobody of the town may get real mail
        mail_from="hub@wherrybridge.example",
        mail_folder=database.parent / "demo" / "mail",
        pictures=PICTURES,
        allow_private_networks=(*chosen.allow_private_networks, town.host_and_port),
    )


def _write_registry(town: Town, folder: Path) -> tuple[Path, Path]:
    """Write the town's own registry files into *folder*."""
    folder.mkdir(parents=True, exist_ok=True)
    feeds_file, tags_file = folder / "feeds.yaml", folder / "tags.yaml"
    feeds_file.write_text(feeds_yaml(town.url), "utf-8")
    tags_file.write_text(tags_yaml(), "utf-8")
    return feeds_file, tags_file


def _hub_wide(tags_file: Path, folder: Path) -> Path:
    """Leave out the tags that speak of real places, which are not there without ``--with``."""
    tags = yaml.safe_load(tags_file.read_text("utf-8"))["tags"] if tags_file.is_file() else {}
    everywhere = {slug: tag for slug, tag in tags.items() if not {"place", "scope"} & tag.keys()}
    file = folder / "hub-wide-tags.yaml"
    file.write_text(yaml.safe_dump({"tags": everywhere}, allow_unicode=True, sort_keys=False), "utf-8")
    return file


def _listening_closely(town: Town) -> Duty:
    """Look at the town every minute: its two-minute life would be lost on the quarter hour that suits real feeds."""
    _, sources, _ = registry(town.url)
    urls = [url for source in sources for url in (*source.get("feeds", ()), *source.get("calendars", ()))]
    return Duty("sample town", MINUTE, lambda tools: fetch_round(tools, lambda db, now: claim_all(db, now, urls)))


def _guests() -> Sequence[Guest]:
    """Say whom one may be, without a code; their mail is shown to everybody."""
    return [Guest(each.slug, each.name.partition(" ")[0], each.email, each.what, settle) for each in NEIGHBOURS]


def _greet(settings: Settings, town: Town) -> None:
    print(
        f"""Local Hub is at {settings.base_url} (Ctrl-C ends it).
Its people have mail at {settings.base_url}/demo/mail; the front page lets you be one of them.
The sample town speaks from {town.url}; a new post appears about every two minutes.
One of its blogs nobody has registered yet: {town.unlisted}. Try it, at {settings.base_url}/register

To work on this hub in another terminal, say these first:
{_said_first(settings)}
and then one of these:
  .venv/bin/hub fetch --all                               looks at all feeds now
  .venv/bin/hub mentor you@example.org --place {TOWN}  lets somebody look after the town
  .venv/bin/hub doctor                                    says what a real hub would need that a demo does without
""",
        flush=True,
    )


def _said_first(settings: Settings) -> str:
    """Return what makes other commands speak of this very hub, whichever folder they are called in."""
    chosen = {
        "DATABASE_URL": f"sqlite:///{Path(settings.database_url.removeprefix('sqlite:///')).absolute()}",
        "BASE_URL": settings.base_url,
        "ALLOW_PRIVATE_NETWORKS": ",".join(settings.allow_private_networks),
        "SMTP_URL": "",
        "MAIL_FOLDER": str(settings.mail_folder.absolute()),
    }
    return "\n".join(f"  export HUB_{name}={quote(value)}" for name, value in chosen.items())
