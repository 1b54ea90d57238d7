"""``hub fetch``: one round now, with a progress bar and a table, or as one JSON document."""

import json
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from hub.aggregate.feeds import looks
from hub.aggregate.fetching.actions import Heard
from hub.cli.logs import configure
from hub.cli.opening import database
from hub.cli.wiring import tools
from hub.duties.fetching import Claim, Report, fetch_round
from hub.duties.tools import Tools
from hub.settings import Settings

PLAIN_WIDTH = 160  # characters, where nobody watches a terminal


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(fetch)


def fetch(
    urls: Annotated[list[str] | None, typer.Argument(help="Addresses of registered feeds.", metavar="URL…")] = None,
    *,
    every: Annotated[bool, typer.Option("--all", help="Look at every feed, due or not.")] = False,
    due: Annotated[bool, typer.Option("--due", help="Look at the feeds that are due (the default).")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")] = False,
) -> None:
    """Look at feeds now and say how it went."""
    if sum((every, due, bool(urls))) > 1:
        raise typer.BadParameter("Choose one of --all, --due and addresses.")
    settings = Settings()
    configure(settings, quiet=True)
    with database(settings) as engine, tools(settings, engine) as at_hand, _stops_when_asked(at_hand):
        report = (
            _with_bar(at_hand, _claim(urls or [], every=every))
            if not as_json
            else fetch_round(at_hand, _claim(urls or [], every=every))
        )
    if as_json:
        print(json.dumps(as_document(report), ensure_ascii=False))
    else:
        _print_table(report)
    if missing := set(urls or []) - report.asked:
        print(f"Not registered, or being looked at right now: {', '.join(sorted(missing))}", file=sys.stderr)
    raise typer.Exit(1 if report.troubled or missing else 0)


def as_document(report: Report) -> dict[str, object]:
    """Return a report as the JSON document scripts rely on."""
    return {
        "feeds": report.feeds,
        "unchanged": report.unchanged,
        "new_items": report.new_items,
        "changed_items": report.changed_items,
        "troubled": [{"feed": url, "reason": reason} for url, reason in report.troubled],
        "seconds": report.seconds,
    }


def _claim(urls: list[str], *, every: bool) -> Claim:
    if every or urls:
        return lambda db, now: looks.claim_all(db, now, urls)
    return looks.claim_due


def _with_bar(at_hand: Tools, claim: Claim) -> Report:
    columns = (TextColumn("Looking at feeds"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("looks", total=None)

        def step(_heard: Heard, number: int) -> None:
            bar.update(task, total=number, advance=1)

        return fetch_round(at_hand, claim, step)


def _print_table(report: Report) -> None:
    console = Console() if sys.stdout.isatty() else Console(width=PLAIN_WIDTH)
    console.print(
        f"{report.feeds} feeds looked at in {report.seconds} s: {report.unchanged} unchanged, "
        f"{report.new_items} new items, {report.changed_items} changed, {len(report.troubled)} troubled.",
        highlight=False,
        soft_wrap=True,
    )
    if report.left:
        print(f"{report.left} feeds were not come to; they are looked at next time.")
    if not report.feeds and not report.left:
        print("There is no feed to look at: run “hub load”, or name the right database with HUB_DATABASE_URL.")
    if report.troubled:
        table = Table("Feed", "Why", title="Troubled feeds", title_justify="left")
        table.columns[0].overflow = "fold"
        for url, reason in sorted(report.troubled, key=lambda each: (each[1], each[0])):
            table.add_row(Text(url), Text(reason))
        console.print(table)


@contextmanager
def _stops_when_asked(at_hand: Tools) -> Iterator[None]:
    """Let Ctrl-C and a service manager end the round after the look under way."""
    before = {each: signal.signal(each, lambda *_: at_hand.stop.set()) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
