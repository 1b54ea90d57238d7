"""Nobody is remembered longer than promised, and who leaves is gone: every room is asked to tell and to forget."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import ModuleType
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from hub.aggregate.feeds.models import Source
from hub.aggregate.importing import privacy as importing
from hub.aggregate.items import versions
from hub.aggregate.notices import privacy as notices
from hub.aggregate.registering import privacy as registering
from hub.communicate.answered import privacy as answered
from hub.communicate.following import privacy as following
from hub.communicate.introducing import privacy as introducing
from hub.communicate.mentions import privacy as mentions
from hub.communicate.reads import actions as reads
from hub.communicate.replies import privacy as replies
from hub.db.beats import beat, last_beat
from hub.db.engine import reading, writing
from hub.db.personal import Kept, Reference
from hub.db.wiping import wipe
from hub.duties import hosting as meetups
from hub.duties.erasures import Gone, write_down
from hub.duties.leaving import take_out
from hub.duties.mailing import forget_files
from hub.duties.tools import Tools
from hub.establish.deciding import privacy as deciding
from hub.kit.clock import now
from hub.meet.hosting import privacy as hosting
from hub.meet.icebreakers import privacy as icebreakers
from hub.meet.partnerships import privacy as partnerships
from hub.meet.rounds import privacy as rounds
from hub.meet.rsvps import privacy as rsvps
from hub.people.audit import privacy as audit
from hub.people.cases import privacy as cases
from hub.people.helping import privacy as helping
from hub.people.mail import privacy as mail
from hub.people.pending import privacy as pending
from hub.people.persons import privacy as persons
from hub.people.persons.models import Erasure
from hub.people.signin import privacy as signin

# Those who forget by an address come before the room that knows it.
ROOMS: tuple[ModuleType, ...] = (
    *(rsvps, hosting),
    *(partnerships, rounds, icebreakers),
    *(introducing, answered, following),
    *(mentions, notices, importing, registering, deciding, cases, helping),
    replies,
    *(pending, mail, signin, audit, persons),
)
# Tables in which nobody is found by who they are here. What publishers put into their feeds is theirs to change.
ABOUT_NOBODY = frozenset(
    {
        *("beat", "rate_window", "filed", "place", "place_name", "place_postcode", "place_touch", "place_version"),
        *("tag_edge", "ruling", "former_slug", "tag_decision_tag"),
        *("tag", "tag_label", "source", "source_place", "source_pause", "departure"),
        *("source_rule", "retagging", "label_use", "labels_counted"),
        *("feed", "feed_alias", "feed_document", "feed_proposal", "host_pause"),
        *("item", "item_twin", "item_version", "item_label", "item_tag", "item_place", "enclosure", "stream_entry"),
        *("picture_copy", "story", "story_item", "story_ruling"),
        *("item_news", "item_link", "link_walk", "short_link", "thread", "thread_item", "thread_ruling", "bridge"),
        *("item_reads", "left_be", "mention", "mention_site", "telling_wish"),
        *("subscription", "published_to", "ping"),
        *("adopted_feed", "adopted_voice"),  # voices of other services, by the names they bear there
        "rsvp_count",  # how many came, when who they were is forgotten
        *("event", "event_label", "event_place", "event_tag", "occurrence", "listed_date", "event_news"),
        *("event_sign", "event_likeness", "event_bond", "item_meetup"),
        *("venue", "venue_alias", "venue_said", "feed_venue", "venue_work", "gazetteer"),
        "partnership_figure",  # what came of one, without names
        *("partnership_goal", "partnership_step"),  # told and erased with their partnership
        *("round_plan", "unmentoring_round", "pairing"),  # their people are told and erased one by one
        "round_stop_seal",  # whose seals these are nobody can read from them; they go with what they are kept for
        "hosted_date",  # goes with the meetup it is a date of
        *("registration_feed", "listed_feed", "withholding", "sending"),  # told and erased with what they belong to
    }
)
WIPED = "wiped"  # the beat of the last wipe

Told = Mapping[str, Mapping[str, object]]


def references() -> Iterator[Reference]:
    """Yield every rule about a reference to a person."""
    for room in ROOMS:
        yield from room.REFERENCES


def covered() -> frozenset[str]:
    """Return every column some rule speaks for, with its table."""
    more = (name for room in ROOMS for name in getattr(room, "COVERED", ()))
    return frozenset((*(each.name for each in references()), *more))


def kept() -> Sequence[Kept]:
    """Return how long everything about people is kept, room by room."""
    return [each for room in reversed(ROOMS) for each in room.KEPT]


def everything_about(db: Session, person_id: UUID) -> Told:
    """Return all that the hub holds about somebody, by room."""
    return {_name(room): room.export(db, person_id) for room in reversed(ROOMS)}


def sources_that_go(db: Session, person_id: UUID) -> Sequence[str]:
    """Return the names of the sources that leave the hub with somebody: nobody else speaks for them."""
    named = select(Source.name).where(col(Source.id).in_(registering.alone(db, person_id)))
    return db.exec(named.order_by(col(Source.name))).all()


def erase(db: Session, person_id: UUID, at: datetime) -> None:
    """Erase somebody from every room; what they alone said goes too, and that they were erased stays."""
    for source_id in registering.alone(db, person_id):
        take_out(db, source_id, at)
    meetups.part(db, person_id, at)
    for room in ROOMS:
        room.erase(db, person_id, at)
        db.flush()


def erased(db: Session) -> Gone:
    """Return who was erased, and when."""
    return {row.person_id: row.at for row in db.exec(select(Erasure).order_by(col(Erasure.at)))}


def expire(db: Session, at: datetime) -> None:
    """Forget in every room what has been kept long enough."""
    for room in ROOMS:
        room.expire(db, at)
    versions.expire(db, at)
    reads.forget(db, at)


def replay(engine: Engine, gone: Gone) -> None:
    """Erase those again who are known to be *gone*: a restored backup would bring them back."""
    with writing(engine) as db:
        for person_id in gone.keys() - erased(db).keys():
            erase(db, person_id, gone[person_id])
    if gone:
        wipe(engine)


def forget(tools: Tools, mail_folder: Path) -> None:
    """Forget what is due, in files too; after an erasure, wipe what the database file still holds of it."""
    with writing(tools.engine) as db:
        expire(db, now())
    with reading(tools.engine) as db:
        forget_files(db, mail_folder, now())
        write_down(tools.engine.url, erased(db))
        last = db.exec(select(Erasure.at).order_by(col(Erasure.at).desc())).first()
        wiped = last_beat(db, WIPED)
    started = now()
    if last and (wiped is None or wiped <= last) and wipe(tools.engine):
        with writing(tools.engine) as db:
            beat(db, WIPED, started)


def _name(room: ModuleType) -> str:
    return room.__name__.split(".")[-2]
