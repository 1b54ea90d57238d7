"""Writes of sources and their feeds: what the registry file changed."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, delete, select

from hub.aggregate.feeds.looks import UNSEEN
from hub.aggregate.feeds.models import NEVER_CLAIMED, Feed, FeedAlias, Source, SourcePlace
from hub.aggregate.feeds.registry import NEIGHBOURS, SourceEntry, address_key
from hub.aggregate.reading.kinds import LISTED
from hub.kit.merge import Facts, entry_of
from hub.places.filing import DESK, Held, Loaded, Plan, last_filed, plan, remember

KIND = "source"
# A feed at another address, or read as another thing, is another feed.
_ANOTHER: Mapping[str, object] = {
    **UNSEEN,
    "claimed_until": NEVER_CLAIMED,
    "trouble": "",
    "trouble_detail": "",
    "trouble_since": None,
    "failures": 0,
    "gone_since": None,
    "told": 0,
    "sought_at": None,
    "agent": "",
    "history": "",
    "moved_to": "",
    "moved_since": None,
    "moved_looks": 0,
}


def registered(db: Session, places: Mapping[str, UUID]) -> dict[str, Facts]:
    """Return every source that speaks through feeds as a registry file would describe it; retired ones are left out.

    So is who is heard by the feed of a tag: a file may not say that.
    """
    held = _Desk(db).held(places)
    told = {slug: each.facts for slug, each in held.items() if not each.retired and any(_urls(each.facts))}
    return {slug: facts for slug, facts in told.items() if facts["kind"] != NEIGHBOURS}


@dataclass(slots=True)
class FeedsLoaded:
    """What loading sources did to their feeds."""

    added: int = 0
    changed: int = 0
    retired: int = 0
    moved: dict[UUID, UUID] = field(default_factory=dict)  # feed → the source it belongs to now


def load_sources(
    db: Session,
    entries: Mapping[str, SourceEntry],
    places: Mapping[str, UUID],
    now: datetime,
    departed: Collection[str] = (),
) -> tuple[Loaded, FeedsLoaded]:
    """Apply what the file changed since it was last loaded; a source taken out of it is no longer fetched.

    *places* are their ids by slug. New feeds are due at *now*. What is at an address of the *departed*
    (``registry.address_key``) stays away, whatever the file says.
    """
    desk = _Desk(db)
    told = {slug: desk.addressed(entry.facts) for slug, entry in entries.items()}
    left = _leave_out(told, departed)
    renamed = desk.renamed(told)
    for old, new in renamed.items():
        desk.rows[new] = desk.rows.pop(old)
    before = {renamed.get(slug, slug): desk.addressed(facts) for slug, facts in last_filed(db, KIND).items()}
    conflicts = left + desk.keep_out(told)
    made = plan(KIND, before, told, desk.held(places))
    made.conflicts += conflicts
    _write_sources(db, desk, made, places)
    feeds = _write_feeds(db, desk, made, now)
    remember(db, made)
    return made.loaded, feeds


class _Desk:
    """Everything held of sources and feeds, laid out for comparing."""

    def __init__(self, db: Session) -> None:
        self.db = db
        self.rows = {source.slug: source for source in db.exec(select(Source))}
        self.feeds = {feed.url: feed for feed in db.exec(select(Feed))}
        by_id = {feed.id: feed.url for feed in self.feeds.values()}
        aliases = db.exec(select(FeedAlias))
        self.now_at = {alias.url: by_id[alias.feed_id] for alias in aliases if alias.url not in self.feeds}

    def addressed(self, facts: Facts) -> Facts:
        """Return *facts* with the addresses their feeds moved to."""
        moved = {key: sorted({self.now_at.get(url, url) for url in _listed(facts, key)}) for key in LISTED}
        return {**facts, **{key: tuple(urls) for key, urls in moved.items()}}

    def owner(self, url: str) -> Source | None:
        """Return the source a known feed belongs to."""
        feed = self.feeds.get(url)
        return self.db.get_one(Source, feed.source_id) if feed else None

    def renamed(self, told: Mapping[str, Facts]) -> dict[str, str]:
        """Find sources under another slug: one is gone, one is new, and a feed of theirs is the same.

        Where several could be the heir, it is the one with most feeds in common, then the first by slug.
        """
        shared = Counter(
            (new, owner.slug)
            for new in told.keys() - self.rows.keys()
            for url in _urls(told[new])
            if (owner := self.owner(url)) and owner.slug not in told and owner.origin != DESK
        )
        found: dict[str, str] = {}
        for new, old in sorted(shared, key=lambda pair: (-shared[pair], pair)):
            if old not in found and new not in found.values():
                found[old] = new
        return found

    def keep_out(self, told: dict[str, Facts]) -> list[str]:
        """Take feeds of sources made at the desk out of what the file says, and say so."""
        said = []
        for slug, facts in told.items():
            theirs = {url: owner for url in _urls(facts) if (owner := self._desk_owner(url, but=slug))}
            said += [
                f"{KIND} “{slug}”: {url} is of “{owner}”, made at the desk; left there."
                for url, owner in theirs.items()
            ]
            if theirs:
                kept = {key: tuple(url for url in _listed(facts, key) if url not in theirs) for key in LISTED}
                told[slug] = {**facts, **kept}
        return said

    def _desk_owner(self, url: str, but: str) -> str:
        owner = self.owner(url)
        return owner.name if owner and owner.origin == DESK and owner.slug != but else ""

    def held(self, places: Mapping[str, UUID]) -> dict[str, Held]:
        """Return every source as the registry sees it."""
        slugs = {place_id: slug for slug, place_id in places.items()}
        spoken_for: dict[UUID, list[str]] = defaultdict(list)
        for row in self.db.exec(select(SourcePlace)):
            spoken_for[row.source_id].append(slugs[row.place_id])
        heard: dict[tuple[UUID, str], list[str]] = defaultdict(list)
        for feed in self.feeds.values():
            if not feed.retired:
                heard[feed.source_id, feed.reads].append(feed.url)
        return {
            key: Held(_facts(source, spoken_for[source.id], heard), source.origin == DESK, source.retired)
            for key, source in self.rows.items()
        }


def _leave_out(told: dict[str, Facts], departed: Collection[str]) -> list[str]:
    """Take feeds whose owner left out of what the file says, and sources that have no other; say so."""
    said = []
    for slug, facts in list(told.items()):
        gone = {url for url in _urls(facts) if address_key(url) in departed}
        said += [f"{KIND} “{slug}”: the owner of {url} took it out of the hub; left out." for url in sorted(gone)]
        if gone and gone == set(_urls(facts)):
            del told[slug]
        elif gone:
            kept = {key: tuple(url for url in _listed(facts, key) if url not in gone) for key in LISTED}
            told[slug] = {**facts, **kept}
    return said


def _facts(source: Source, places: Sequence[str], heard: Mapping[tuple[UUID, str], list[str]]) -> Facts:
    return SourceEntry(
        slug=source.slug,
        name=source.name,
        kind=source.kind,
        site=source.site,
        places=tuple(sorted(places)),
        **{listed: tuple(sorted(heard.get((source.id, reads), ()))) for listed, reads in LISTED.items()},
        only_when_mentioned=source.only_when_mentioned,
        licence=source.licence,
        shows=source.shows,
    ).facts


def _urls(facts: Facts) -> list[str]:
    return [url for key in LISTED for url in _listed(facts, key)]


def _listed(facts: Facts, key: str) -> tuple[str, ...]:
    value = facts.get(key)
    return value if isinstance(value, tuple) else ()


def _write_sources(db: Session, desk: _Desk, made: Plan, places: Mapping[str, UUID]) -> None:
    for slug, facts in made.new.items():
        desk.rows[slug] = Source(slug=slug, name=str(facts["name"]), kind=str(facts["kind"]))
        db.add(desk.rows[slug])
    db.flush()
    ids = [desk.rows[slug].id for slug in made.wanted]
    db.execute(delete(SourcePlace).where(col(SourcePlace.source_id).in_(ids)))
    for slug, facts in made.wanted.items():
        entry, source = entry_of(SourceEntry, facts), desk.rows[slug]
        for name in ("slug", "name", "kind", "site", "only_when_mentioned", "licence", "shows"):
            setattr(source, name, facts[name])
        source.retired = False
        db.add_all(SourcePlace(source_id=source.id, place_id=places[place]) for place in entry.places)
    for slug in made.retired:
        desk.rows[slug].retired = True
    db.flush()


def _write_feeds(db: Session, desk: _Desk, made: Plan, now: datetime) -> FeedsLoaded:
    done = FeedsLoaded()
    wanted = {
        url: (desk.rows[slug].id, reads)
        for slug, facts in made.wanted.items()
        for key, reads in LISTED.items()
        for url in _listed(facts, key)
    }
    concerned = {desk.rows[slug].id for slug in (*made.wanted, *made.retired)}
    gone = [f for f in desk.feeds.values() if f.source_id in concerned and not f.retired and f.url not in wanted]
    fresh = {url: to for url, to in wanted.items() if url not in desk.feeds}
    for url, feed in _readdressed(gone, fresh):
        gone.remove(feed)
        del fresh[url]
        _change(feed, {"url": url, "due_at": now, **_ANOTHER})
        done.changed += 1
    for url, (source_id, reads) in fresh.items():
        db.add(Feed(source_id=source_id, url=url, reads=reads, due_at=now))
        done.added += 1
    for url, (source_id, reads) in wanted.items():
        if url in desk.feeds:
            _keep_feed(desk.feeds[url], source_id, reads, now, done)
    for feed in gone:
        feed.retired = True
    done.retired += len(gone)
    db.flush()
    return done


def _readdressed(gone: Iterable[Feed], fresh: Mapping[str, tuple[UUID, str]]) -> list[tuple[str, Feed]]:
    """Pair feeds whose address was corrected: a source lost one of a sort and got one of the sort."""
    lost: dict[tuple[UUID, str], list[Feed]] = defaultdict(list)
    got: dict[tuple[UUID, str], list[str]] = defaultdict(list)
    for feed in gone:
        lost[feed.source_id, feed.reads].append(feed)
    for url, to in fresh.items():
        got[to].append(url)
    return [(urls[0], lost[to][0]) for to, urls in got.items() if len(urls) == len(lost.get(to, ())) == 1]


def _keep_feed(feed: Feed, source_id: UUID, reads: str, now: datetime, done: FeedsLoaded) -> None:
    if feed.retired:
        _change(feed, {"retired": False, "due_at": now, **_ANOTHER})
        done.added += 1
    if feed.source_id != source_id:
        feed.source_id = done.moved[feed.id] = source_id
        done.changed += 1
    if feed.reads != reads:
        _change(feed, {"reads": reads, "due_at": now, **_ANOTHER})
        done.changed += 1


def _change(feed: Feed, values: Mapping[str, object]) -> None:
    for name, value in values.items():
        setattr(feed, name, value)
