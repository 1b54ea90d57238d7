"""``hub serve`` and ``hub clock``: the site and the clock, together or apart."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from threading import Event
from typing import TYPE_CHECKING, Annotated, Any

import typer
import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from hub.aggregate.tagging import retagging
from hub.cli.logs import configure
from hub.cli.opening import database
from hub.db.engine import connect, writing
from hub.errors import NotReady
from hub.kit.clock import now
from hub.places.rules import WHOLE_HUB
from hub.settings import Settings
from hub.site.app import create_app

if TYPE_CHECKING:
    from hub.duties.tools import Tools
    from hub.schedule import Duty

# Without access_log=False every line would be put together, and then not written.
# Nothing here speaks by WebSocket, so that nothing of that is loaded.
QUIETLY: dict[str, Any] = {
    "log_level": "warning",
    "access_log": False,
    "server_header": False,
    "ws": "none",
    "proxy_headers": False,  # hub.site.deps hears what proxies say, and only those of the operator
}
Host = Annotated[str, typer.Option(help="The address to listen on.")]
Port = Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (serve, clock):
        app.command()(command)


def site() -> FastAPI:
    """Make the site alone; the factory of workers under ``--no-clock``."""
    settings = Settings()
    configure(settings)
    return create_app(settings)


def site_with_clock() -> FastAPI:
    """Make the site with a clock beside it; of several workers one runs the duties."""
    return with_clock(site(), Settings())


def with_clock(made: FastAPI, settings: Settings, *, beside: "Sequence[Duty]" = ()) -> FastAPI:
    """Let a clock start and stop with the site *made*; it runs the duties *beside* the usual ones too."""
    from hub.schedule import Clock  # noqa: PLC0415 -- a worker without a clock needs nothing of what fetching does

    inner = made.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[Any]:
        engine = connect(settings.database_url)
        ticking = Clock(settings, engine, beside=[*beside, *with_letters(settings)])
        async with inner(app) as state:
            ticking.start()
            yield state
            await asyncio.to_thread(ticking.stop)
        engine.dispose()

    made.router.lifespan_context = lifespan
    return made


def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    *,
    workers: Annotated[int, typer.Option(min=1, help="Web processes.")] = 1,
    no_clock: Annotated[bool, typer.Option("--no-clock", help="Serve pages only; run “hub clock” beside it.")] = False,
) -> None:
    """Serve the site, load the registry files, and run the clock."""
    factory = "site" if no_clock else "site_with_clock"
    config = uvicorn.Config(
        f"hub.cli.serving:{factory}", factory=True, host=host, port=port, workers=workers, **QUIETLY
    )
    with listening(config) as run:
        prepare(Settings())
        run()


@contextmanager
def listening(config: uvicorn.Config) -> Iterator[Callable[[], None]]:
    """Take the port before anything else is touched; yield what serves on it.

    A port that is taken ends the program here, with a word about it, and the hub that has it goes on undisturbed.
    """
    try:
        taken = config.bind_socket()
    except SystemExit as refused:
        raise NotReady(f"Port {config.port} cannot be had: choose another one with --port.") from refused
    server = uvicorn.Server(config)

    def run() -> None:
        if config.workers > 1:
            Multiprocess(config, sockets=[taken]).run()
        else:
            server.run(sockets=[taken])

    try:
        yield run
    finally:
        taken.close()


def clock() -> None:
    """Run the duties only."""
    from hub.schedule import Clock  # noqa: PLC0415 -- likewise

    settings = Settings()
    configure(settings)
    prepare(settings)
    asked = Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda *_: asked.set())
    with database(settings) as engine:
        ticking = Clock(settings, engine, beside=with_letters(settings))
        ticking.start()
        asked.wait()
        ticking.stop()


def with_letters(settings: Settings) -> "list[Duty]":
    """Return the duties that write to people, which only the site can."""
    told = [_proofs(settings), _worrying(settings), _agreeing(settings), _answers(settings), _introducing(settings)]
    return [*told, *_following(settings), _reminding(settings), _befriending(settings), _rounding(settings)]


def _following(settings: Settings) -> "list[Duty]":
    """Return the duties that write of what is new to who follows it: by the hour, and at once."""
    from hub.communicate.following.rules import AT_ONCE  # noqa: PLC0415 -- likewise
    from hub.duties.digesting import digest_round  # noqa: PLC0415 -- likewise
    from hub.duties.hearing import Listener  # noqa: PLC0415 -- likewise
    from hub.schedule import Duty  # noqa: PLC0415 -- likewise
    from hub.site.digests.press import printer  # noqa: PLC0415 -- likewise

    listener, minute = Listener(), timedelta(minutes=1)
    return [
        Duty("digests", minute, lambda tools: digest_round(tools, printer(settings))),
        Duty("hearing", minute, lambda tools: listener.hear(tools, printer(settings, AT_ONCE))),
    ]


def _worrying(settings: Settings) -> "Duty":
    """Return the duty that tells people of feeds in trouble."""
    from hub.duties.worrying import worry  # noqa: PLC0415 -- likewise
    from hub.schedule import Duty  # noqa: PLC0415 -- likewise
    from hub.site.feed_letters import teller  # noqa: PLC0415 -- likewise

    return Duty("worries", timedelta(hours=1), lambda tools: worry(tools, teller(settings)))


def _agreeing(settings: Settings) -> "Duty":
    """Return the duty that ends what was proposed, and writes to those it concerns."""
    from hub.duties.agreeing import agree  # noqa: PLC0415 -- likewise
    from hub.schedule import Duty  # noqa: PLC0415 -- likewise
    from hub.site.proposing.letters import teller  # noqa: PLC0415 -- likewise

    return Duty("agreeing", timedelta(hours=1), lambda tools: agree(tools, teller(settings)))


def _answers(settings: Settings) -> "Duty":
    """Return the duty that tells people who answered their posts."""
    from hub.duties.telling_answers import tell_answers  # noqa: PLC0415 -- likewise
    from hub.schedule import Duty  # noqa: PLC0415 -- likewise
    from hub.site.answer_letters import teller  # noqa: PLC0415 -- likewise

    return Duty("answers", timedelta(minutes=5), lambda tools: tell_answers(tools, teller(settings)))


def _introducing(settings: Settings) -> "Duty":
    """Return the duty that asks two whether they want to meet, and ends what nobody answered."""
    from hub.duties.introducing import introduce  # noqa: PLC0415 -- likewise
    from hub.schedule import Duty  # noqa: PLC0415 -- likewise
    from hub.site.introduction_letters import letters  # noqa: PLC0415 -- likewise

    return Duty("introducing", timedelta(minutes=1), lambda tools: introduce(tools, letters(settings)))


def _befriending(settings: Settings) -> "Duty":
    """Return the duty that writes to Digital Friends as time goes by, and closes what is over."""
    from hub.duties.befriending import befriend  # noqa: PLC0415 -- likewise
    from hub.schedule import Duty  # noqa: PLC0415 -- likewise
    from hub.site.friends.letters import letters  # noqa: PLC0415 -- likewise

    return Duty("friends", timedelta(hours=1), lambda tools: befriend(tools, letters(settings)))


def _reminding(settings: Settings) -> "Duty":
    """Return the duty that tells those who come to a meetup what changes, and reminds them the day before."""
    from hub.duties.reminding import remind  # noqa: PLC0415 -- likewise
    from hub.schedule import Duty  # noqa: PLC0415 -- likewise
    from hub.site.coming_letters import Writer  # noqa: PLC0415 -- likewise

    return Duty("reminding", timedelta(minutes=1), lambda tools: remind(tools, Writer(settings)))


def _rounding(settings: Settings) -> "Duty":
    """Return the duty that opens and draws rounds of UnMentoring, and asks whether people met."""
    from hub.duties.rounding import keep_rounds  # noqa: PLC0415 -- likewise
    from hub.meet.rounds.rules import NEVER_KEY  # noqa: PLC0415 -- likewise
    from hub.schedule import Duty  # noqa: PLC0415 -- likewise
    from hub.secret import key_for  # noqa: PLC0415 -- likewise
    from hub.site.unmentoring.letters import Letters  # noqa: PLC0415 -- likewise

    def keep(tools: "Tools") -> object:
        return keep_rounds(tools, Letters(settings), key_for(settings, NEVER_KEY))

    return Duty("rounds", timedelta(minutes=1), keep)


def _proofs(settings: Settings) -> "Duty":
    """Return the duty that looks at sites which wait, and writes to who has proved theirs: letters are the site's."""
    from hub.duties.proving import prove_all  # noqa: PLC0415 -- likewise
    from hub.schedule import Duty  # noqa: PLC0415 -- likewise
    from hub.site.admitting import prover  # noqa: PLC0415 -- likewise

    return Duty("proofs", timedelta(days=1), lambda tools: prove_all(tools, prover(settings)))


def prepare(settings: Settings, *, retire: bool = False) -> None:
    """Make the database ready and load the registry files; tags that stand in none are to *retire*, or it refuses."""
    feeds = [file for file in settings.feeds_file if file.is_file()]
    tags = [file for file in settings.tags_file if file.is_file()]
    with database(settings) as engine:
        if not feeds:
            return  # a hub whose registry lives at the desk alone
        from hub.duties.loading import load  # noqa: PLC0415 -- likewise

        report = load(engine, feeds, tags, now(), retire=retire)
        for conflict in report.conflicts:
            print(conflict)
        if report.vocabulary_changed:
            with writing(engine) as db:
                retagging.ask(db, WHOLE_HUB, None, now())  # by the clock: no start waits for a hundred thousand items
