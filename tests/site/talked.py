"""Conversations in the database, as the hub would have found them."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Session

from hub.aggregate.items.models import Item
from hub.communicate.replies.models import Reply
from hub.communicate.replies.rules import State
from hub.communicate.threads.models import Thread, ThreadItem
from hub.communicate.threads.rules import Because, heat
from hub.people.persons.models import Person
from hub.places.models import Place


def talk(db: Session, place: Place, lead: Item, *answers: Item, **more: object) -> int:
    """Have several items answer the one that leads; return the number of their conversation."""
    parts = (lead, *answers)
    voices, last_at = len({each.source_id for each in parts}), max(each.sort_at for each in parts)
    row = Thread(place_id=place.id, made_at=lead.sort_at, voices=voices, posts=len(parts), last_at=last_at)
    row.heat = heat(voices, last_at)
    for name, value in more.items():
        setattr(row, name, value)
    db.add(row)
    db.flush()
    assert row.id is not None
    db.add_all(_part(place, row.id, each, lead) for each in parts)
    db.flush()
    return row.id


def reply(db: Session, thread_id: int, person_id: UUID, words: str, at: datetime, **more: object) -> UUID:
    """Have somebody say something in a conversation, which counts what is public of it; return its id."""
    made = Reply(
        id=uuid4(),
        thread_id=thread_id,
        person_id=person_id,
        words=words,
        html=f"<p>{words}</p>",
        said_at=at,
        state=State.SHOWN,
        name="Joan",
    )
    for name, value in more.items():
        setattr(made, name, value)
    row = db.get_one(Thread, thread_id)
    if not made.is_local:
        row.replies, row.voices, row.last_at = row.replies + 1, row.voices + 1, max(row.last_at, at)
        row.heat = heat(row.voices, row.last_at)
    db.add_all((made, row))
    db.flush()
    return made.id


def person(db: Session, name: str, now: datetime) -> UUID:
    """Have somebody be a member."""
    made = Person(name=name, email=f"{name.lower()}@post.example", joined_at=now)
    db.add(made)
    db.flush()
    return made.id


def _part(place: Place, thread_id: int, item: Item, lead: Item) -> ThreadItem:
    because, toward = (Because.FIRST, None) if item is lead else (Because.LINK, lead.id)
    assert item.id is not None
    return ThreadItem(place_id=place.id, item_id=item.id, thread_id=thread_id, toward_id=toward, because=because)
