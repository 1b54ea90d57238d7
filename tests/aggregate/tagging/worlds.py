"""Small invented worlds in a database, and scripts that may change their words: for tests of what follows from that."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from sqlmodel import Session, col, select

from hub.aggregate.items import facets
from hub.aggregate.items.models import Item, ItemLabel, ItemPlace, ItemTag, StreamEntry
from hub.aggregate.tagging.actions import retag
from hub.aggregate.tagging.carrying import carry
from hub.aggregate.tagging.queries import registry
from hub.db import search
from hub.db.sought import Sought
from hub.establish.deciding.actions import decide
from hub.establish.deciding.queries import Asked, place_of
from hub.establish.deciding.rules import Origin, Refused
from hub.establish.deciding.script import (
    Agree,
    Define,
    Merge,
    Operation,
    Rename,
    Retire,
    Rule,
    Script,
    Spell,
    Tie,
    Unspell,
    Untie,
)
from hub.kit.text import label_key
from hub.places.rules import WHOLE_HUB
from tests import town
from tests.town import NOON

HEATH, TOWN = UUID(int=1), UUID(int=2)
WORDS = ("bins", "bin", "the tip", "cycling", "bike", "mill end", "heath", "heaths", "recycling", "Łódź", "東京")
SLUGS = ("bins", "cycling", "mill-end", "rubbish")
_SCOPES = st.sampled_from((WHOLE_HUB, TOWN, HEATH))
_WORD, _SLUG = st.sampled_from(WORDS), st.sampled_from(SLUGS)
_BOND = st.sampled_from(("broader", "broader", "related", "different-from"))
_NEAR = st.sampled_from(("", "", "bins", "cycling"))


@dataclass(frozen=True)
class Post:
    """What somebody says: who, in which words, filed under what."""

    by: str  # town, heath, or visitor, who is in a place only when they name it
    words: tuple[str, ...]
    labels: tuple[str, ...]


posts = st.builds(
    Post,
    st.sampled_from(("town", "heath", "visitor")),
    st.lists(_WORD, max_size=3).map(tuple),
    st.lists(_WORD, max_size=2, unique=True).map(tuple),
)
operations: st.SearchStrategy[Operation] = st.one_of(
    st.builds(Agree, _SLUG, _WORD, st.just(""), _SCOPES),
    st.builds(Spell, _SLUG, _WORD, _SCOPES, st.booleans(), _NEAR, _NEAR),
    st.builds(Unspell, _SLUG, _WORD, _SCOPES),
    st.builds(Rename, _SLUG, _WORD),
    st.builds(Define, _SLUG, st.just("In other words.")),
    st.builds(Merge, _SLUG, _SLUG),
    st.builds(Tie, _SLUG, _BOND, _SLUG),
    st.builds(Untie, _SLUG, _BOND, _SLUG),
    st.builds(Retire, _SLUG),
    st.builds(Rule, _WORD, st.sampled_from(("ambiguous", "left-alone", "blocked", "")), _SCOPES),
)
scripts: st.SearchStrategy[Script] = st.lists(operations, min_size=1, max_size=3).map(tuple)


def build(db: Session, said: Sequence[Post]) -> None:
    """Make a town with a ward and a neighbouring one, three tags, and what was said there."""
    around = town.place(db, "Town", id=TOWN)
    heath = town.place(db, "Heath", around, id=HEATH)
    mill = town.place(db, "Mill End", around, also=["Mill"])
    town.tag(db, "Bins", also=["bin"])
    town.tag(db, "Cycling", scope_id=HEATH)
    town.tag(db, "Mill End", place_id=mill.id)
    voices = {
        "town": town.source(db, "Herald", around),
        "heath": town.source(db, "Ben", heath),
        "visitor": town.source(db, "Visitor", around, only_when_mentioned=True),
    }
    feeds = {name: town.feed(db, voice) for name, voice in voices.items()}
    for at, post in enumerate(said):
        made = town.item(db, feeds[post.by], f"Post {at}: " + " and ".join(post.words))
        db.add_all(ItemLabel(item_id=made.id or 0, key=label_key(each), label=each) for each in post.labels)
    db.flush()
    retag(db, registry(db))


def agree(db: Session, script: Script, minute: int) -> int | None:
    """Decide a script and carry it out; None where it is refused."""
    now = NOON + timedelta(minutes=minute)
    made = decide(db, Asked(script, place_of(db, script), None, ""), Origin.MENTOR, now)
    if isinstance(made, Refused):
        return None
    carry(db, made, now)
    return made


def derived(db: Session) -> Mapping[str, Collection[tuple[object, ...]]]:
    """Return every derived row, and what search finds by each tag and place."""
    tags = {
        tuple(row) for row in db.execute(select(ItemTag.item_id, ItemTag.tag_id, ItemTag.because, ItemTag.evidence))
    }
    places = {
        tuple(row)
        for row in db.execute(select(ItemPlace.item_id, ItemPlace.place_id, ItemPlace.because, ItemPlace.evidence))
    }
    stream = {
        tuple(row)
        for row in db.execute(select(StreamEntry.place_id, StreamEntry.tag_id, StreamEntry.item_id, StreamEntry.kind))
    }
    found = {(each, item_id) for each in {row[1] for row in tags} for item_id in _under(db, facets.of_tag(each))}
    inside = {(each, item_id) for each in {row[1] for row in places} for item_id in _under(db, facets.of_place(each))}
    return {"tags": tags, "places": places, "stream": stream, "found": found | inside}


def named(db: Session) -> Mapping[int, tuple[tuple[UUID, str], ...]]:
    """Return the tags and places of every item with their names, as the registry has them now."""
    names = registry(db).vocabulary.names
    told: dict[int, set[tuple[UUID, str]]] = {item_id or 0: set() for item_id in db.exec(select(col(Item.id)))}
    rows = (
        *db.execute(select(ItemTag.item_id, ItemTag.tag_id)),
        *db.execute(select(ItemPlace.item_id, ItemPlace.place_id)),
    )
    for item_id, id_ in rows:
        told[item_id].add((id_, names.get(id_, "")))
    return {item_id: tuple(sorted(each)) for item_id, each in told.items()}


def _rows(db: Session, asked: Any) -> set[tuple[object, ...]]:
    return {tuple(row) for row in db.execute(asked)}


def _under(db: Session, facet: str) -> list[int]:
    return search.newest(db, Sought(groups=((facet,),)), 1_000)
