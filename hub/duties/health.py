"""Is the hub well? The questions of `hub doctor`, each answered in a sentence."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, text
from sqlmodel import Session, col, func, select

from hub.aggregate.feeds.models import Feed
from hub.aggregate.items.models import Item
from hub.db.beats import last_beat
from hub.db.engine import is_sqlite, reading
from hub.people.mail import queries as mail
from hub.places.models import Place

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)  # a mail that has waited for so long is missed by somebody
LATE = timedelta(minutes=5)  # a clock that has not ticked for so long is not running


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    well: bool
    sentence: str


def examine(engine: Engine, now: datetime) -> list[Finding]:
    """Look at the database, the clock, the feeds, the registry and the mail."""
    with reading(engine) as db:
        return [_integrity(db), _registry(db), _clock(db, now), _feeds(db), _items(db), _mail(db, now)]


def _integrity(db: Session) -> Finding:
    if not is_sqlite(db):
        return Finding(well=True, sentence="The database server answers.")
    told = db.connection().execute(text("PRAGMA quick_check")).scalar_one()
    if told == "ok":
        return Finding(well=True, sentence="The database file is whole.")
    return Finding(well=False, sentence="The database file is damaged: restore a backup with “hub restore FILE”.")


def _registry(db: Session) -> Finding:
    places = db.exec(select(func.count()).select_from(Place)).one()
    if places:
        return Finding(well=True, sentence=f"{places} places are registered.")
    return Finding(well=False, sentence="No place is registered yet: write feeds.yaml and run “hub load”.")


def _clock(db: Session, now: datetime) -> Finding:
    last = last_beat(db, "fetch")
    if last and now - last < LATE:
        return Finding(well=True, sentence="The clock ticks.")
    return Finding(well=False, sentence="No clock is running: start “hub serve” or “hub clock”.")


def _feeds(db: Session) -> Finding:
    listened = select(func.count()).select_from(Feed).where(col(Feed.retired).is_(False))
    feeds = db.exec(listened).one()
    troubled = db.exec(listened.where(Feed.trouble != "")).one()
    if feeds and troubled == feeds:
        return Finding(well=False, sentence=f"All {feeds} feeds are troubled: is this machine on the internet?")
    mostly_well = troubled * 2 <= feeds
    return Finding(mostly_well, f"{feeds} feeds, {troubled} of them troubled: the sources pages say why.")


def _items(db: Session) -> Finding:
    items = db.exec(select(func.count()).select_from(Item)).one()
    return Finding(well=True, sentence=f"{items} items are kept.")


def _mail(db: Session, now: datetime) -> Finding:
    state = mail.state(db, now - DAY)
    if state.given_up:
        sentence = f"Mails given up in the last day: {state.given_up}. {state.trouble}"
        return Finding(well=False, sentence=sentence.strip())
    if state.oldest and now - state.oldest > HOUR:
        since = f"{state.oldest:%d %B, %H:%M} UTC"
        sentence = f"Mails that cannot be sent: {state.waiting}, the oldest since {since}. {state.trouble}"
        return Finding(well=False, sentence=sentence.strip())
    return Finding(well=True, sentence="No mail is stuck.")
