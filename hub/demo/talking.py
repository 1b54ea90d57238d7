"""What do the town's people say on the hub once its posts are heard there? A few lines more whenever some are due.

Repeatable at any moment: what somebody said, or took back, is not said again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from hub.aggregate.items.models import Item
from hub.aggregate.items.rules import page_key
from hub.communicate.replies import actions as replies
from hub.communicate.replies.models import Reply
from hub.communicate.replies.rules import State
from hub.communicate.threads import actions as threads
from hub.demo.content import wherrybridge
from hub.demo.lines import Line, due, talk
from hub.demo.people import NEIGHBOURS, TOWN, address_of
from hub.demo.timeline import Post
from hub.people.audit.actions import Entry, note
from hub.people.persons import actions as persons
from hub.people.persons import queries as people
from hub.people.persons.queries import by_email
from hub.people.rules import Deed, Thing
from hub.places import queries as places


@dataclass(frozen=True, slots=True)
class _Round:
    """What is known while lines are said."""

    db: Session
    town_id: UUID
    url: str  # of the town's own server
    people: Mapping[str, UUID]
    said: dict[tuple[UUID, int], dict[str, UUID]] = field(default_factory=dict)  # whose at which post: words, ids


def speak(db: Session, url: str, now: datetime) -> int:
    """Have neighbours say what is due at posts of the town at *url* that are heard; return how many lines that were."""
    here = _Round(db, places.place(db, TOWN).id, url, _people(db, now))
    told = list(due(wherrybridge(), now))
    heard = heard_posts(db, url, [post for _, post, _ in told])
    _remember(here, heard)
    return sum(_say(here, line, heard[post.key], at) for line, post, at in told if post.key in heard)


def heard_posts(db: Session, url: str, posts: list[Post]) -> Mapping[str, int]:
    """Return which of these posts of the town at *url* the hub holds: the item for the key of each."""
    links = {url + post.path: post.key for post in posts}
    keys = [page_key(link) for link in links]
    found = db.execute(select(Item.id, Item.link).where(col(Item.page_key).in_(keys))).all()
    return {links[link]: item_id for item_id, link in found if link in links and item_id is not None}


def _say(here: _Round, line: Line, item_id: int, at: datetime) -> bool:
    who = here.people[line.who]
    mine = here.said.setdefault((who, item_id), {})
    if line.words in mine or "" in mine:  # said, or taken back
        return False
    answered = here.said.get((here.people[line.to], item_id), {}) if line.to else {}
    said = replies.Said(
        thread_id=threads.for_item(here.db, here.town_id, item_id, at),
        words=line.words,
        name=_name(line.who),
        item_id=item_id,
        parent_id=next(reversed(answered.values()), None),
        is_local=line.local,
    )
    state = State.WAITING if line.waits or line.read_by else State.SHOWN
    mine[line.words] = replies.say(here.db, who, said, at, state=state)
    if line.read_by:
        _let_through(here, line, mine[line.words], at)
    return True


def _let_through(here: _Round, line: Line, reply_id: UUID, at: datetime) -> None:
    """Have a moderator let a line appear, by which whoever said it becomes known in town."""
    replies.let_through(here.db, reply_id, line.words, at)
    persons.approve(here.db, here.people[line.who])
    before, after = {"state": State.WAITING.value}, {"state": State.SHOWN.value}
    entry = Entry(Deed.LET_THROUGH, Thing.REPLY, reply_id, here.town_id, before, after)
    note(here.db, people.actor(here.db, here.people[line.read_by]), entry, at)


def _remember(here: _Round, heard: Mapping[str, int]) -> None:
    asked = select(Reply).where(col(Reply.item_id).in_(heard.values()), col(Reply.person_id).in_(here.people.values()))
    for row in here.db.exec(asked.order_by(col(Reply.said_at))):
        if row.person_id and row.item_id:
            here.said.setdefault((row.person_id, row.item_id), {})[row.words] = row.id


def _people(db: Session, now: datetime) -> Mapping[str, UUID]:
    return {slug: _person(db, slug, now) for slug in (*(each.slug for each in NEIGHBOURS), *talk().people)}


def _person(db: Session, slug: str, now: datetime) -> UUID:
    """Return who goes by a slug; whoever only talks moves in when they are looked for first."""
    known = by_email(db, address_of(slug))
    if known is not None:
        return known.id
    person_id = persons.welcome(db, address_of(slug), now)
    persons.confirm(db, person_id, now)
    persons.describe(db, person_id, _name(slug), "en")
    return person_id


def _name(slug: str) -> str:
    return talk().people.get(slug) or next(each.name for each in NEIGHBOURS if each.slug == slug)
