"""How does a big town get into a database? Rows of its registry, its meetups and what was said, in bulk."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from bench.townsfolk import TAGS, Post, Size, Voice, homes, id_of, place_names
from hub.aggregate.feeds.models import Feed, Source, SourcePlace
from hub.aggregate.items import deriving
from hub.aggregate.items.models import Item
from hub.db import bulk, search
from hub.db.sought import Searchable
from hub.establish.tags.models import Tag, TagLabel
from hub.kit.text import label_key, slugify, words
from hub.meet.events.models import Event, EventPlace, Occurrence
from hub.meet.events.relisting import relist
from hub.places.actions import bump_hub
from hub.places.models import Place
from hub.places.rules import WHOLE_HUB

_SAID_OF_EVENTS = ("venue_because", "venue_evidence", "online_url", "price")


def store_registry(db: Session, size: Size, speaking: Sequence[Voice], moment: datetime) -> None:
    """Store the places, the agreed tags and who speaks, each with a feed heard at *moment*."""
    _store_places(db, size)
    _store_tags(db)
    bulk.insert(db, Source, [_source(at, voice) for at, voice in enumerate(speaking)])
    bulk.insert(db, SourcePlace, [{"source_id": each.source, "place_id": each.places[0]} for each in speaking])
    db.add_all(
        Feed(id=each.feed, source_id=each.source, url=f"{each.site}feed.xml", due_at=moment, heard_at=moment)
        for each in speaking
    )
    db.flush()
    bump_hub(db)


def _store_places(db: Session, size: Size) -> None:
    names = {id_of("place", name): name for name in place_names(size)}
    usual = {"kind": "place", "timezone": "Europe/London", "origin": "file", "retired": False}
    empty = dict.fromkeys(("colour", "picture", "picture_alt", "boundary"), "")
    rows = [
        {"id": own, "slug": slugify(names[own]), "name": names[own], "parent_id": next(iter(around), None)}
        for own, *around in homes(size).values()
    ]
    bulk.insert(db, Place, [row | usual | empty for row in rows])


def _store_tags(db: Session) -> None:
    usual = {"place_id": None, "scope_id": None, "origin": "file", "retired": False}
    ids = {name: id_of("tag", name) for name in TAGS}
    rows = [
        {"id": each, "slug": slugify(name), "name": name, "meaning": f"What is said about {name.lower()}."}
        for name, each in ids.items()
    ]
    bulk.insert(db, Tag, [row | usual for row in rows])
    spelt = {"scope_id": WHOLE_HUB, "in_text": True, "near": "", "not_near": ""}
    labels = [{"tag_id": each, "key": label_key(name), "label": name} | spelt for name, each in ids.items()]
    bulk.insert(db, TagLabel, labels)


def _source(at: int, voice: Voice) -> dict[str, Any]:
    own = {"id": voice.source, "slug": f"voice-{at}", "name": f"Voice {at}", "kind": voice.kind, "site": voice.site}
    rest = {"licence": "", "only_when_mentioned": False, "shows": "excerpt", "origin": "file", "retired": False}
    return own | rest


def store_meetups(db: Session, size: Size, speaking: Sequence[Voice], moment: datetime) -> None:
    """Make the meetups of every place, told by its first source, from *moment* on."""
    apart = timedelta(days=365) / size.meetups
    for at, voice in enumerate(speaking[: size.places]):
        starts = [moment + number * apart for number in range(size.meetups)]
        usual = {"feed_id": voice.feed, "source_id": voice.source, "summary": "Everybody is welcome.", "sequence": 0}
        empty = dict.fromkeys((*_SAID_OF_EVENTS, "url", "organiser", "repeats", "digest"), "")
        own = {"location": "Town Hall", "timezone": "Europe/London", "cancelled": False, "changed_at": moment}
        ids = [id_of("event", at, number) for number in range(size.meetups)]
        rows = [usual | empty | own | {"id": each, "uid": str(each), "title": f"Meetup {each.hex[:4]}"} for each in ids]
        bulk.insert(db, Event, rows)
        dates = {"all_day": False, "title": "", "location": "", "cancelled": False, "slot": ""}
        bulk.insert(
            db,
            Occurrence,
            [
                dates
                | {"id": id_of("date", each), "event_id": each, "starts_at": start}
                | {"ends_at": start + timedelta(hours=2), "starts_on": start.date()}
                for each, start in zip(ids, starts, strict=True)
            ],
        )
        listed = [{"event_id": each, "place_id": place} for each in ids for place in voice.places]
        bulk.insert(db, EventPlace, [row | {"because": "source", "evidence": ""} for row in listed])
        relist(db, ids)


def store(db: Session, posts: Iterator[Post]) -> None:
    """Store *posts* with everything that is derived from them."""
    written = list(posts)
    placed = [
        deriving.Placed(post.row["id"], post.row["source_id"], post.row["sort_at"], post.kind, post.meaning)
        for post in written
    ]
    bulk.insert(db, Item, [post.row for post in written])
    search.put(
        db,
        [
            Searchable(each.filed, post.row["title"], words(post.row["summary"]))
            for each, post in zip(placed, written, strict=True)
        ],
    )
    deriving.derive(db, placed)
