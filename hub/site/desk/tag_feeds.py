"""Which feeds may be asked for a tag, and what would come by one of them? As a mentor sees it before it is adopted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from limits import RateLimitItemPerHour
from sqlmodel import Session

from hub.aggregate.adopting import queries, services
from hub.aggregate.adopting.rules import a_day, excerpted
from hub.aggregate.adopting.sampled import Sample
from hub.aggregate.adopting.services import Offer, Reach, Wanted
from hub.aggregate.feeds.registry import NEIGHBOURS
from hub.aggregate.reading.document import Entry
from hub.aggregate.registering.queries import known_as
from hub.aggregate.tagging.kept import kept_registry
from hub.aggregate.tagging.rules import Habits, Registry, Speaker, meaning_of_entry
from hub.errors import NotFound
from hub.establish.tags.described import spelt
from hub.establish.tags.queries import TagView
from hub.kit.saying import say
from hub.places.queries import PlaceView
from hub.site import limits
from hub.site.deps import Doing
from hub.site.kept.known import known
from hub.site.proposing.board import board

SHOWN = 5  # posts of a preview
LOOKS_OF_PERSON = RateLimitItemPerHour(60, namespace="tag-looks")


@dataclass(frozen=True, slots=True)
class Asking:
    """A tag in a place, and every feed that may be asked for it."""

    here: PlaceView
    tag: TagView
    wanted: Wanted
    offers: Sequence[Offer]
    heard: Mapping[str, str]  # what sources are called, by the addresses that are heard already

    def offer(self, url: str) -> Offer | None:
        """Return the feed at *url*, if it is one of those we made; no other is ever asked."""
        return next((each for each in self.offers if each.url == url), None)

    @property
    def narrower(self) -> str:
        """What to ask for in place of a word the whole world uses."""
        return services.narrower(self.wanted)


@dataclass(frozen=True, slots=True)
class Seen:
    """A post as it would come in."""

    entry: Entry
    tags: tuple[str, ...]
    is_known: bool  # it is shown here already
    is_let_in: bool  # it names a place of ours, where it has to


@dataclass(frozen=True, slots=True)
class Preview:
    """What a feed says, and what would become of it."""

    posts: tuple[Seen, ...]  # the newest
    total: int
    known: int
    let_in: int
    a_day: float | None
    language: str


def asking(asked: Doing, here: PlaceView, slug: str, servers: Sequence[str]) -> Asking:
    """Return every feed that may be asked for the tag of this *slug*; NotFound where it counts for nothing here."""
    tag = board(asked.db, here).tag(slug)
    if tag is None:
        raise NotFound(say("Nobody agreed on a tag of this name."))
    wanted = _wanted(asked.db, here, tag, servers)
    made = services.offers(wanted)
    gone = known_as(asked.db, [each.url for each in made]).departed
    offers = [each for each in made if each.url not in gone]
    return Asking(here, tag, wanted, offers, queries.heard(asked.db, [each.url for each in offers]))


def count_look(asked: Doing) -> None:
    """Count a look at a feed; TooOften when it is one too many by this mentor."""
    counts = limits.tally(asked)
    counts.must(LOOKS_OF_PERSON, str(asked.actor.person_id), say("So many looks are enough for an hour."))


def preview(db: Session, on: Asking, offer: Offer, said: Sample, now: datetime) -> Preview:
    """Return what would become of what a feed says."""
    agreed, short = kept_registry(db), [excerpted(entry) for entry in said.entries]
    speaker = Speaker(
        NEIGHBOURS,
        frozenset({on.here.id}),
        only_when_mentioned=offer.reach is Reach.WORLD,
        timezone=on.here.timezone,
        habits=Habits(always=(on.tag.id,)),
    )
    links = queries.known_pages(db, [entry.link for entry in short])
    seen = [_seen(entry, agreed, speaker, links) for entry in short]
    moments = [entry.published_at for entry in short if entry.published_at and entry.published_at <= now]
    return Preview(
        posts=tuple(seen[:SHOWN]),
        total=len(seen),
        known=sum(each.is_known for each in seen),
        let_in=sum(each.is_let_in for each in seen),
        a_day=a_day(moments),
        language=said.language,
    )


def _seen(entry: Entry, agreed: Registry, speaker: Speaker, links: frozenset[str]) -> Seen:
    meant = meaning_of_entry(agreed.vocabulary, speaker, entry)
    names = tuple(agreed.vocabulary.names[tag.id] for tag in meant.tags)
    return Seen(entry, names, entry.link in links, bool(meant.places))


def _wanted(db: Session, here: PlaceView, tag: TagView, servers: Sequence[str]) -> Wanted:
    """Return what to ask for: a tag that is the name of a place asks for that place."""
    there = known(db).tree.places.get(tag.place_id) if tag.place_id else None
    place = there or here
    others, is_unsure = queries.names_of(db, place.id)
    spellings = (each.label for each in spelt(db, [tag.id]).get(tag.id, ()) if each.label != tag.slug)
    around = known(db).around(here)
    return Wanted(
        names=tuple(dict.fromkeys((tag.name, *spellings))),
        places=(place.name, *others),
        is_place=there is not None,
        is_unsure=is_unsure,
        servers=tuple(servers),
        blogs=tuple(queries.blogs(db, around)),
    )
