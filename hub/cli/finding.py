"""``hub find``: which feeds a site has, the likeliest first, with the newest posts and the tags they would get."""

import json
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from hub.aggregate.registering.found import FoundFeed, FoundSite, Post
from hub.aggregate.tagging.rules import Registry, Speaker
from hub.cli.logs import configure
from hub.cli.wiring import registry_at_hand
from hub.duties.children import READERS
from hub.duties.discovering import discover, posts
from hub.duties.eyes import Eyes
from hub.kit.clock import now
from hub.kit.saying import Saying
from hub.net.door import Door
from hub.sandbox import Sandbox
from hub.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(find)


def find(
    address: Annotated[str, typer.Argument(help="The address of any site.", metavar="ADDRESS")],
    *,
    about: Annotated[list[str] | None, typer.Option(help="A name of the place: its tag’s feed is sought.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")] = False,
) -> None:
    """List the feeds of a site, the likeliest first: what each carries, when it last said something, and its tags."""
    settings = Settings()
    configure(settings, quiet=True)
    with Sandbox(children=1, preload=READERS) as sandbox:
        found = discover(Eyes(Door.of(settings), sandbox), address, now(), about or ())
    if isinstance(found, Saying):
        typer.echo(str(found), err=True)
        raise typer.Exit(1)
    told = _told(settings, found)
    print(json.dumps(told, ensure_ascii=False) if as_json else "\n".join(_lines(told)))
    raise typer.Exit(0 if found.feeds else 1)


def _told(settings: Settings, found: FoundSite) -> dict[str, Any]:
    registry, speaker, _ = registry_at_hand(settings, [feed.url for feed in found.feeds])
    anybody = Speaker("blog", frozenset(registry.vocabulary.places), only_when_mentioned=True)
    feeds = [_feed(feed, registry, speaker or anybody) for feed in found.feeds]
    notes = [str(found.mended)] if found.mended else []
    return {"site": found.url, "title": found.title, "notes": notes, "cut": found.is_cut, "feeds": feeds}


def _feed(feed: FoundFeed, registry: Registry, speaker: Speaker) -> dict[str, Any]:
    newest: Sequence[Post] = posts(feed, registry.vocabulary, speaker)
    return {
        "url": feed.url,
        "title": feed.title,
        "what": feed.what.value,
        "reads": feed.reads,
        "also": list(feed.also),
        "posts": [post.told for post in newest],
    }


def _lines(told: dict[str, Any]) -> list[str]:
    number = len(told["feeds"])
    lines = [*told["notes"], f"{told['title'] or told['site']}: {number or 'no'} feed{'s' * (number > 1)}"]
    for rank, feed in enumerate(told["feeds"], start=1):
        last = next((post["at"][:10] for post in feed["posts"] if post["at"]), "without a date")
        lines += [f"\n{rank}. {feed['title'] or feed['url']}", f"   {feed['url']}", f"   {feed['what']}, {last}"]
        lines += [f"   also at {url}" for url in feed["also"]]
        lines += [f"   · {post['title']}  [{', '.join(post['tags']) or 'no agreed tag'}]" for post in feed["posts"]]
    return lines
