"""Everything public leaves in files anybody can read: the registry, the items, the meetups; of members nothing."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from sqlalchemy import Executable
from sqlmodel import Session, col, select

from hub.aggregate.feeds import actions as sources
from hub.aggregate.feeds.models import Feed, Source
from hub.aggregate.feeds.rules import OWN
from hub.aggregate.items.models import Enclosure, Item, ItemLabel, ItemPlace, ItemTag
from hub.aggregate.items.withholding import holds
from hub.establish.sharing.filing import Agreed, among, written_back
from hub.establish.tags import actions as tags
from hub.establish.tags import ruling
from hub.establish.tags.models import Tag
from hub.kit.merge import Facts
from hub.meet.events.models import Event, EventPlace, EventTag, Occurrence
from hub.places import actions as places
from hub.places.models import Place

CHUNK = 1_000  # rows held at once, however many there are
FEEDS, TAGS, ITEMS, EVENTS = "feeds.yaml", "tags.yaml", "items.json", "events.json"


@dataclass(frozen=True, slots=True)
class Exported:
    """How much of each was written."""

    places: int
    sources: int
    tags: int
    items: int
    events: int


@dataclass(frozen=True, slots=True)
class _Names:
    """What ids are called in the files."""

    places: Mapping[UUID, str]
    tags: Mapping[UUID, str]


def export(db: Session, folder: Path) -> Exported:
    """Write the files into *folder*, which is there; a hub loaded from the first two has the same tags and sources."""
    known = places.registered(db)
    ids = places.ids_by_slug(db)
    voices = _speaking(sources.registered(db, ids), known)
    agreed = among(Agreed(tags.registered(db, ids), ruling.ruled(db, ids)), known)
    words = agreed.tags
    told = {slug: _plain(_near(facts, known)) for slug, facts in known.items()}
    _write_yaml(folder / FEEDS, {"places": told, "sources": [_plain(facts) for facts in voices.values()]})
    (folder / TAGS).write_text(written_back("", Agreed({}, {}), agreed) or "tags: {}\n", "utf-8")
    names = _Names(_slugs(db, Place, known), _slugs(db, Tag, words))
    items = _write_json(folder / ITEMS, _items(db, names))
    events = _write_json(folder / EVENTS, _events(db, names))
    return Exported(len(known), len(voices), len(words), items, events)


def _speaking(found: Mapping[str, Facts], known: Mapping[str, Facts]) -> dict[str, Facts]:
    """Return the sources that speak for places that are exported, and for those alone."""
    heard = {slug: {**facts, "places": _listed(facts, "places", known)} for slug, facts in found.items()}
    return {slug: facts for slug, facts in heard.items() if facts["places"]}


def _near(facts: Facts, known: Mapping[str, Facts]) -> Facts:
    """Return a place that names none but exported ones."""
    parent = facts["parent"] if facts["parent"] in known else ""
    return {**facts, "parent": parent, "touches": _listed(facts, "touches", known)}


def _listed(facts: Facts, key: str, known: Mapping[str, Facts]) -> tuple[str, ...]:
    value = facts[key]
    return tuple(each for each in value if each in known) if isinstance(value, tuple) else ()


def _plain(facts: Facts) -> Mapping[str, object]:
    """Return facts as a file says them: what is usual is left unsaid."""
    said = {name: list(value) if isinstance(value, tuple) else value for name, value in facts.items()}
    return {
        name: value
        for name, value in said.items()
        if value is not None and value is not False and value not in ("", [])
    }


def _write_yaml(file: Path, document: Mapping[str, object]) -> None:
    file.write_text(yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=120), "utf-8")


def _write_json(file: Path, rows: Iterable[Mapping[str, object]]) -> int:
    """Write an array, one element a line, as the rows come; return how many there were."""
    count = 0
    with file.open("w", encoding="utf-8") as opened:
        opened.write("[")
        for row in rows:
            opened.write(",\n" if count else "\n")
            opened.write(json.dumps(row, ensure_ascii=False, default=_in_words))
            count += 1
        opened.write("\n]\n")
    return count


def _in_words(value: object) -> str:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)


def _slugs(db: Session, table: type[Place] | type[Tag], known: Mapping[str, Facts]) -> Mapping[UUID, str]:
    return {row_id: slug for row_id, slug in db.execute(select(table.id, table.slug)) if slug in known}


def _chunks(db: Session, asked: Executable) -> Iterator[Sequence[Any]]:
    return db.execute(asked, execution_options={"yield_per": CHUNK}).partitions()


def _items(db: Session, names: _Names) -> Iterator[Mapping[str, object]]:
    """Yield every item a publisher said and nobody took down; what neighbours pinned up is theirs."""
    said = select(Item, Source.slug, Source.shows, Feed.url).join(Source, col(Source.id) == col(Item.source_id))
    said = said.join(Feed, col(Feed.id) == col(Item.feed_id)).where(col(Feed.reads).not_in(OWN))
    for rows in _chunks(db, said.order_by(col(Item.id))):
        ids = [item.id for item, *_ in rows]
        held, beside = holds(db, ids), _beside(db, ids, names)
        for item, slug, shows, feed in rows:
            if not (held and held.keep_out(item.id, item.source_id, item.link)):
                yield {"source": slug, "feed": feed, **_facts(item, shows), **beside[item.id]}
            db.expunge(item)


def _facts(item: Item, shows: str) -> Mapping[str, object]:
    """Return what an item says, as far as its publisher lets it be shown."""
    names = ("guid", "link", "title", "author", "language", "licence", "published_at", "updated_at", "first_seen")
    facts = {name: getattr(item, name) for name in (*names, "lat", "lon")}
    facts |= {"summary": item.summary} if shows != "link" else {}
    return facts | ({"html": item.html} if shows == "full" else {})


def _beside(db: Session, ids: Sequence[int], names: _Names) -> Mapping[int, Mapping[str, list[object]]]:
    beside: dict[int, dict[str, list[object]]] = {
        item_id: {"labels": [], "tags": [], "places": [], "files": []} for item_id in ids
    }
    for label in db.execute(select(ItemLabel.item_id, ItemLabel.label).where(col(ItemLabel.item_id).in_(ids))):
        beside[label.item_id]["labels"].append(label.label)
    for file in db.execute(select(Enclosure.item_id, Enclosure.url).where(col(Enclosure.item_id).in_(ids))):
        beside[file.item_id]["files"].append(file.url)
    for tag in db.execute(select(ItemTag.item_id, ItemTag.tag_id).where(col(ItemTag.item_id).in_(ids))):
        beside[tag.item_id]["tags"] += _named(names.tags, tag.tag_id)
    for place in db.execute(select(ItemPlace.item_id, ItemPlace.place_id).where(col(ItemPlace.item_id).in_(ids))):
        beside[place.item_id]["places"] += _named(names.places, place.place_id)
    return beside


def _events(db: Session, names: _Names) -> Iterator[Mapping[str, object]]:
    """Yield every meetup of a calendar with its dates; what neighbours typed here is theirs."""
    told = select(Event, Source.slug).join(Source, col(Source.id) == col(Event.source_id))
    told = told.join(Feed, col(Feed.id) == col(Event.feed_id)).where(col(Feed.reads).not_in(OWN))
    kept = ("uid", "title", "summary", "location", "url", "organiser", "timezone", "repeats", "cancelled")
    for rows in _chunks(db, told.order_by(col(Event.id))):
        ids = [event.id for event, _ in rows]
        dates, held = _dates(db, ids), holds(db)
        tagged = _of_events(
            db.execute(select(EventTag.event_id, EventTag.tag_id).where(col(EventTag.event_id).in_(ids))), names.tags
        )
        placed = _of_events(
            db.execute(select(EventPlace.event_id, EventPlace.place_id).where(col(EventPlace.event_id).in_(ids))),
            names.places,
        )
        for event, slug in rows:
            if not (held and held.keep_out(0, event.source_id, event.url)):
                facts = {name: getattr(event, name) for name in kept}
                found = {"tags": tagged[event.id], "places": placed[event.id], "dates": dates[event.id]}
                yield {"source": slug, **facts, **found}
            db.expunge(event)


def _of_events(pairs: Iterable[Any], names: Mapping[UUID, str]) -> Mapping[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    for event_id, other in pairs:
        found[event_id] += _named(names, other)
    return found


def _dates(db: Session, ids: Sequence[UUID]) -> Mapping[UUID, list[Mapping[str, object]]]:
    found: dict[UUID, list[Mapping[str, object]]] = defaultdict(list)
    asked = select(Occurrence).where(col(Occurrence.event_id).in_(ids)).order_by(col(Occurrence.starts_at))
    for row in db.exec(asked):
        facts = {"starts_at": row.starts_at, "ends_at": row.ends_at, "all_day": row.all_day, "cancelled": row.cancelled}
        found[row.event_id].append(facts)
        db.expunge(row)
    return found


def _named(names: Mapping[UUID, str], known: UUID) -> list[str]:
    return [names[known]] if known in names else []
