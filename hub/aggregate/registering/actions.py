"""Writes of registrations: put down, taken back, and decided."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import choice
from uuid import UUID

from sqlmodel import Session, col, delete, select, update

from hub.aggregate.feeds.models import Feed, Source, SourcePlace
from hub.aggregate.feeds.registry import address_key
from hub.aggregate.registering.models import Departure, Registration, RegistrationFeed, SourceOwner
from hub.aggregate.registering.owners import owners
from hub.aggregate.registering.queries import PickedFeed, RegistrationView, claimed, registration, waiting_urls
from hub.aggregate.registering.returning import carry_over, held_before
from hub.aggregate.registering.rules import Proof, State, free_slug, least_shown, site_shown, spellings
from hub.kit.text import slugify
from hub.people.audit.actions import Entry, note
from hub.people.persons.actions import Agreement, agree
from hub.people.rules import NOBODY, Actor, Deed, Thing
from hub.places.actions import bump, bump_hub
from hub.places.filing import DESK

SHOW = "show"  # the kind of a Consent: how much of a source may be shown
WAITS = {"state": "waiting"}  # in the log, before it was decided
TOKEN_LETTERS, TOKEN_LENGTH = "abcdefghjkmnpqrstuvwxyz23456789", 16  # one word in any text, and none that people use


@dataclass(frozen=True, slots=True)
class Application:
    """What somebody wants in the stream."""

    place_id: UUID
    name: str
    kind: str
    site: str
    shows: str
    feeds: tuple[PickedFeed, ...]
    is_own: bool = True
    note: str = ""


def register(db: Session, person_id: UUID, wanted: Application, now: datetime) -> UUID:
    """Keep what somebody wants in the stream until it is decided; return its id, or that of what waits already.

    Where its feeds are heard already it is a claim: that they are theirs. A feed somebody sent waits once.
    """
    waits = waiting_urls(db, person_id)
    new = tuple(feed for feed in wanted.feeds if address_key(feed.url) not in waits)
    if not new:
        return waits[address_key(wanted.feeds[0].url)]
    made = Registration(
        person_id=person_id,
        place_id=wanted.place_id,
        is_own=wanted.is_own,
        name=wanted.name,
        kind=wanted.kind,
        site=wanted.site,
        shows=wanted.shows,
        note=wanted.note,
        token="".join(choice(TOKEN_LETTERS) for _ in range(TOKEN_LENGTH)),
        state=State.WAITING,
        asked_at=now,
        source_id=_heard_of(db, [feed.url for feed in new]),
    )
    db.add(made)
    db.flush()
    db.add_all(_feeds(made.id, new))
    db.flush()
    return made.id


def withdraw(db: Session, registration_id: UUID, now: datetime) -> bool:
    """Take a registration back that still waits; False when it was decided meanwhile."""
    return _decide(db, registration_id, State.WITHDRAWN, now)


def refuse(db: Session, actor: Actor, registration_id: UUID, words: str, now: datetime) -> bool:
    """Say no, with a reason; False when somebody was faster."""
    if not _decide(db, registration_id, State.REFUSED, now, decided_by=actor.person_id, words=words):
        return False
    place_id = db.get_one(Registration, registration_id).place_id
    entry = Entry(Deed.REFUSE, Thing.REGISTRATION, registration_id, place_id, WAITS, {"state": "refused"}, words)
    note(db, actor, entry, now)
    return True


def admit(db: Session, actor: Actor, registration_id: UUID, why: str, now: datetime) -> UUID | None:
    """Let a site into the stream by a mentor's yes; return its source, or None when somebody was faster."""
    source_id = _admit(db, registration_id, Proof.MENTOR, actor, now)
    if source_id:
        place_id = db.get_one(Registration, registration_id).place_id
        facts = {"state": "admitted", "source": source_id.hex}
        note(db, actor, Entry(Deed.ADMIT, Thing.REGISTRATION, registration_id, place_id, WAITS, facts, why), now)
    return source_id


def prove(db: Session, registration_id: UUID, shown: Proof, now: datetime) -> UUID | None:
    """Let a site into the stream that proved itself; return its source, or None when somebody was faster."""
    source_id = _admit(db, registration_id, shown, NOBODY, now)
    if source_id:
        place_id = db.get_one(Registration, registration_id).place_id
        facts = {"state": "admitted", "source": source_id.hex, "proved_by": shown.value}
        note(db, NOBODY, Entry(Deed.ADMIT, Thing.REGISTRATION, registration_id, place_id, WAITS, facts), now)
    return source_id


def _admit(db: Session, registration_id: UUID, shown: Proof, actor: Actor, now: datetime) -> UUID | None:
    if not _decide(db, registration_id, State.ADMITTED, now, decided_by=actor.person_id, proved_by=shown):
        return None
    told = registration(db, registration_id)
    source = _source(db, told, shown)
    _listen(db, told, source.id, now)
    db.execute(update(Registration).where(col(Registration.id) == told.id).values(source_id=source.id))
    if told.is_own:
        _own(db, told, source, now)
    bump_hub(db)
    bump(db, [told.place_id])
    return source.id


def _decide(db: Session, registration_id: UUID, state: State, now: datetime, **more: object) -> bool:
    still = update(Registration).where(
        col(Registration.id) == registration_id, col(Registration.state) == State.WAITING
    )
    decided = db.exec(still.values(state=state, decided_at=now, **more).execution_options(synchronize_session="fetch"))
    if decided.rowcount != 1:
        return False
    picked = update(RegistrationFeed).where(col(RegistrationFeed.registration_id) == registration_id)
    # What was found before the decision has served; from now on the stream has it, or nobody.
    db.execute(picked.values(posts=[]))
    return True


def _source(db: Session, told: RegistrationView, shown: Proof) -> Source:
    source_id = _heard_of(db, told.urls)  # now: what was heard when it was sent may be another's since
    withheld = held_before(db, told.urls)
    if source_id and (known := db.get(Source, source_id)):
        known.retired = False
        carry_over(db, withheld, known.id)
        return known
    taken = frozenset(db.exec(select(Source.slug).where(col(Source.slug).startswith(slugify(told.name) or "source"))))
    made = Source(
        slug=free_slug(slugify(told.name), taken),
        name=told.name,
        kind=told.kind,
        site=site_shown(told.site, told.urls, shown),
        shows=told.shows,
        origin=DESK,
    )
    if withheld:
        made.id = withheld[0]  # it is that source again: what holds of it goes on, whoever proves what
    db.add(made)
    db.flush()
    db.add(SourcePlace(source_id=made.id, place_id=told.place_id))
    return made


def _listen(db: Session, told: RegistrationView, source_id: UUID, now: datetime) -> None:
    """Have the feeds looked at that are not yet; the first look is due at once."""
    for feed in told.feeds:
        _take_up(db, feed, source_id, now)
    written = [spelling for url in told.urls for spelling in spellings(url)]
    db.execute(delete(Departure).where(col(Departure.url).in_(written)))
    db.flush()


def _take_up(db: Session, feed: PickedFeed, source_id: UUID, now: datetime) -> None:
    held = db.exec(select(Feed).where(col(Feed.url).in_(spellings(feed.url)))).first()
    if held is None:
        db.add(Feed(source_id=source_id, url=feed.url, title=feed.title, reads=feed.reads, due_at=now))
    elif held.retired:
        held.retired, held.due_at = False, now


def _own(db: Session, told: RegistrationView, source: Source, now: datetime) -> None:
    if db.get(SourceOwner, (source.id, told.person_id)) is None:
        db.add(SourceOwner(source_id=source.id, person_id=told.person_id, since=now))
    others = set(owners(db, source.id)) - {told.person_id}
    source.shows = least_shown(told.shows, source.shows) if others else told.shows
    agree(db, told.person_id, Agreement(SHOW, told.shows, source.id.hex), now)
    db.flush()


def _heard_of(db: Session, urls: Sequence[str]) -> UUID | None:
    """Return the source whose feeds these are already; several never are, as a registration is checked for that."""
    found = claimed(db, urls)
    return found[0].source_id if found else None


def _feeds(registration_id: UUID, feeds: Iterable[PickedFeed]) -> Iterator[RegistrationFeed]:
    for each in feeds:
        kept = {name: each.told[name] for name in ("url", "title", "reads", "posts")}
        yield RegistrationFeed(registration_id=registration_id, **kept)
