"""Who lives in the sample town and does something on the hub? A mentor, a blogger, a reader, and those who decide."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, select

from hub.aggregate.feeds.models import Source
from hub.aggregate.registering.models import SourceOwner
from hub.kit.saying import Saying, say
from hub.people.persons import actions as persons
from hub.people.persons.queries import by_email
from hub.people.rules import NOBODY, Kind
from hub.places import queries as places
from hub.places.rules import WHOLE_HUB

TOWN = "wherrybridge"
BLOGGER, BLOG = "ben", "kilnpost"
KNOWN_FOR = timedelta(days=90)  # when the hub begins: long enough that nobody of them is a newcomer


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Somebody of the town."""

    slug: str
    name: str
    what: Saying
    role: Kind | None = None  # in the town; an admin’s is the whole hub’s

    @property
    def email(self) -> str:
        """Where mail reaches them."""
        return address_of(self.slug)


def address_of(slug: str) -> str:
    """Return where mail reaches somebody of the town: at a domain nobody can own."""
    return f"{slug}@wherrybridge.example"


NEIGHBOURS = (
    Neighbour("ada", "Ada Bright", say("a digital mentor of the town"), Kind.MENTOR),
    Neighbour("ben", "Ben Askew", say("who writes a blog, Notes from Kiln End")),
    Neighbour("cem", "Cem Aydin", say("who reads, and now and then sends something in")),
    Neighbour("mo", "Mo Farrow", say("who decides about reports"), Kind.MODERATOR),
    Neighbour("nia", "Nia Pryce", say("who decides about reports, and when somebody appeals"), Kind.MODERATOR),
    Neighbour("sal", "Sal Whitby", say("who looks after the safety of those who meet"), Kind.SAFEGUARDING),
    Neighbour("ruth", "Ruth Okafor", say("who looks after the whole hub"), Kind.ADMIN),
)


def settle(db: Session, now: datetime) -> None:
    """Have the town’s people on the hub, with what they do there; twice changes nothing."""
    town = places.place(db, TOWN)
    ids = {each.slug: _settle_one(db, each, town.id, now) for each in NEIGHBOURS}
    blog = db.exec(select(Source.id).where(Source.slug == BLOG)).first()
    if blog and db.get(SourceOwner, (blog, ids[BLOGGER])) is None:
        db.add(SourceOwner(source_id=blog, person_id=ids[BLOGGER], since=now))


def _settle_one(db: Session, who: Neighbour, town_id: UUID, now: datetime) -> UUID:
    known = by_email(db, who.email)
    person_id = persons.welcome(db, who.email, now - KNOWN_FOR)
    persons.confirm(db, person_id, now - KNOWN_FOR)
    if known is None:  # what they call themselves since is theirs to say
        persons.describe(db, person_id, who.name, "en")
    if who.role:
        persons.grant(db, NOBODY, person_id, who.role, WHOLE_HUB if who.role is Kind.ADMIN else town_id, now)
    return person_id
