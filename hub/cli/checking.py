"""``hub check``: what is right and wrong with a feed, in plain words."""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Annotated

import typer

from hub.cli.logs import configure
from hub.cli.wiring import registry_at_hand
from hub.duties.checking import Diagnosis, TaggedItem, diagnose, look_up
from hub.duties.children import READERS
from hub.kit.clock import now
from hub.net.door import Door
from hub.sandbox import Sandbox
from hub.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(check)


def check(
    target: Annotated[str, typer.Argument(help="A file or an address.", metavar="FILE-or-URL")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")] = False,
) -> None:
    """Say in plain words what a feed is, what is right and wrong with it, and how its items would be tagged."""
    settings = Settings()
    configure(settings, quiet=True)
    with Sandbox(children=1, preload=READERS) as sandbox:
        found = look_up(target, Door.of(settings))
        at_hand = registry_at_hand(settings, [target, found.url])
        diagnosis = diagnose(found, at_hand.registry, sandbox, now(), at_hand.speaker)
        diagnosis = replace(diagnosis, here=at_hand.condition)
    if as_json:
        print(json.dumps(asdict(diagnosis), ensure_ascii=False, default=str))
    else:
        _print(diagnosis)
    raise typer.Exit(0 if diagnosis.good else 1)


def _print(diagnosis: Diagnosis) -> None:
    print(diagnosis.what)
    for heading, lines in _parts(diagnosis):
        if lines:
            print(f"\n{heading}")
            for line in lines:
                print(f"  · {line}")
    if diagnosis.items:
        print("\nHow the newest posts or the next events would be tagged")
        for item in diagnosis.items:
            _print_item(item)


def _parts(diagnosis: Diagnosis) -> Sequence[tuple[str, Sequence[str]]]:
    judged = (("Right", diagnosis.right), ("Wrong", diagnosis.wrong), ("To mend", diagnosis.mend))
    return (*judged, ("How it is doing on this hub", diagnosis.here))


def _print_item(item: TaggedItem) -> None:
    print(f"  {item.title or item.link or '(without a title)'}")
    print(f"    tags:   {', '.join(item.tags) or 'none agreed yet'}")
    print(f"    places: {', '.join(item.places) or 'names no place we know'}")
