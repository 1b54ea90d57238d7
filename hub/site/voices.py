"""Was anybody heard who speaks here? The sources of a place and the places in it, and how many they are."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from hub.aggregate.feeds import queries as feeds
from hub.aggregate.feeds.queries import SourceView
from hub.aggregate.feeds.states import Mood
from hub.db.kept import EachDatabase, Store
from hub.places.queries import PlaceView, Tree
from hub.site.kept.known import known, version_of

KEPT = timedelta(minutes=1)
MOST_KEPT = 1_000
_voices = EachDatabase[Store[str, tuple[int, int], tuple[datetime, SourceView]]](lambda: Store(MOST_KEPT))
_counts = EachDatabase[Store[None, int, Mapping[UUID, int]]](lambda: Store(1))
_UNHEARD = (Mood.TROUBLED, Mood.PAUSED)


def speaking(db: Session, here: PlaceView) -> Sequence[SourceView]:
    """Return the sources that speak for *here* or a place in it, by name."""
    return feeds.sources(db, [here.id, *(place.id for place in known(db).tree.within(here.id))])


def voice(db: Session, here: PlaceView, slug: str, now: datetime) -> SourceView:
    """Return the source of this *slug* as the pages of *here* show it: when it was last heard may be a minute old."""
    store, state = _voices.of(db), (known(db).version, version_of(db, here.id))
    at, held = store.take({slug: state}).get(slug, (None, None))
    if at is None or held is None or not at <= now < at + KEPT:
        held = feeds.source(db, slug)
        store.put([(slug, state, (now, held))])
    return held


def speakers(db: Session) -> Mapping[UUID, int]:
    """Count who speaks for each of the widest places or a place in it, each source once."""
    store, version = _counts.of(db), known(db).version
    held = store.take({None: version}).get(None)
    if held is None:
        held = _counted(known(db).tree, feeds.homes(db))
        if version:
            store.put([(None, version, held)])
    return held


def _counted(tree: Tree, homes: Mapping[UUID, AbstractSet[UUID]]) -> Mapping[UUID, int]:
    return {
        top.id: len(frozenset().union(*(homes.get(place.id, ()) for place in (top, *tree.within(top.id)))))
        for top in tree.tops
    }


def all_unheard(db: Session, here: PlaceView) -> bool:
    """Say whether *here* has feeds we look at, and none of them could be read the last time."""
    moods = [feed.state.mood for source in speaking(db, here) for feed in source.feeds if not feed.retired]
    return bool(moods) and all(mood in _UNHEARD for mood in moods)
