"""What stands in a digest beside posts? Meetups until the next one, and which voices are silent or cannot be read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import parse_qsl
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from hub.aggregate.feeds.quiet import QuietVoice, gone_quiet
from hub.aggregate.feeds.states import LONG
from hub.aggregate.feeds.troubles import Broken, broken
from hub.communicate.following.rules import Hushed, Kind
from hub.communicate.following.values import Taste, Want
from hub.kit.saying import IN_FULL, Dated, Saying, say, say_count
from hub.kit.zones import wall
from hub.meet.events import queries as meetups
from hub.meet.events.values import Meetup
from hub.meet.reading.values import Span
from hub.places.queries import Tree
from hub.site.filtered import narrowing, reread
from hub.site.kept.known import known

MOST_MEETUPS = 6
MOST_OF_MEETUPS = 20  # for who asked for them
MOST_SILENCES = 3
_WITH_MEETUPS = {Kind.PLACE, Kind.TAG, Kind.MEETUPS}


@dataclass(frozen=True, slots=True)
class On:
    """A meetup, and where."""

    meetup: Meetup
    place_id: UUID
    tags: frozenset[str] = frozenset()  # slugs


@dataclass(frozen=True, slots=True)
class Silence:
    """A voice nothing is heard of, and why."""

    source_id: UUID
    slug: str
    place_id: UUID
    said: Saying


@dataclass(slots=True)
class Beside:
    """What is on and who is silent, read once in a round."""

    tree: Tree
    now: datetime
    _on: dict[tuple[UUID, str, datetime], Sequence[On]] = field(default_factory=dict)
    _silent: Sequence[QuietVoice] | None = None
    _broken: Sequence[Broken] | None = None

    def on(self, db: Session, taste: Taste, until: datetime) -> Sequence[On]:
        """Return what begins before *until* where somebody follows a place, a tag or its meetups, soonest first."""
        found: dict[tuple[UUID, datetime], On] = {}
        for want in taste.wants:
            if want.what.kind in _WITH_MEETUPS:
                for each in self._of(db, want, until):
                    found.setdefault((each.meetup.event_id, each.meetup.starts_at), each)
        return sorted(found.values(), key=lambda each: (each.meetup.starts_at, each.meetup.title))

    def silences(self, db: Session, taste: Taste) -> Sequence[Silence]:
        """Return who has gone silent or cannot be read, of the places and sources somebody follows."""
        found = {each.source_id: each for want in taste.wants for each in self._unheard(db, want)}
        return [each for each in found.values() if (Hushed.SOURCE, each.source_id.hex) not in taste.mutes]

    def _of(self, db: Session, want: Want, until: datetime) -> Sequence[On]:
        """Return what is on in the place of *want*, under its tag or its filters; each of these is asked once."""
        filters = want.what.target_id if want.what.kind is Kind.MEETUPS else ""
        key = (want.what.place_id, filters, until)
        if key not in self._on:
            narrowed = narrowing(db, self.tree.places[want.what.place_id], reread(parse_qsl(filters))).narrowed
            coming = meetups.upcoming(db, want.what.place_id, Span(self.now, until), narrowed)
            fit = [each for each in coming if each.starts_at >= self.now and not each.cancelled]
            tags = meetups.tags_of(db, {each.event_id for each in fit})
            slugs = {event_id: frozenset(tag.slug for tag in several) for event_id, several in tags.items()}
            self._on[key] = [On(each, want.what.place_id, slugs.get(each.event_id, frozenset())) for each in fit]
        if want.what.kind is not Kind.TAG:
            return self._on[key]
        slug = next((tag.slug for tag in known(db).tags if tag.id.hex == want.what.target_id), "")
        return [each for each in self._on[key] if slug in each.tags]

    def _unheard(self, db: Session, want: Want) -> Iterable[Silence]:
        if want.what.kind not in {Kind.PLACE, Kind.SOURCE}:
            return
        here = want.what.place_id
        inside = {here, *(place.id for place in self.tree.within(here))}
        zone = ZoneInfo(self.tree.places[here].timezone)
        for voice in self._quiet(db):
            if voice.place_ids & inside and want.what.target_id in {"", voice.id.hex}:
                yield Silence(voice.id, voice.slug, here, _silent(voice, self.now))
        for feed in self._ill(db):
            if feed.place_ids & inside and want.what.target_id in {"", feed.source_id.hex}:
                day = Dated(wall(feed.since, zone).date(), IN_FULL)
                said = say("%(source)s cannot be read since %(day)s.", source=feed.source_name, day=day)
                yield Silence(feed.source_id, feed.source_slug, here, said)

    def _quiet(self, db: Session) -> Sequence[QuietVoice]:
        if self._silent is None:
            self._silent = gone_quiet(db, None, self.now)
        return self._silent

    def _ill(self, db: Session) -> Sequence[Broken]:
        if self._broken is None:
            self._broken = [each for each in broken(db, None, self.now) if each.since <= self.now - LONG]
        return self._broken


def _silent(voice: QuietVoice, now: datetime) -> Saying:
    return say_count(
        "%(source)s has been silent for %(count)s day.",
        "%(source)s has been silent for %(count)s days.",
        (now - voice.last_post_at).days,
        source=voice.name,
    )
