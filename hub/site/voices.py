"""Was anybody heard who speaks here? The sources of a place and the places in it, and how many they are."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from uuid import UUID

from sqlmodel import Session

from hub.aggregate.feeds import queries as feeds
from hub.aggregate.feeds.queries import SourceView
from hub.aggregate.feeds.states import Mood
from hub.places import queries as places
from hub.places.queries import PlaceView, Tree

_UNHEARD = (Mood.TROUBLED, Mood.PAUSED)


def speaking(db: Session, here: PlaceView) -> Sequence[SourceView]:
    """Return the sources that speak for *here* or a place in it, by name."""
    return feeds.sources(db, [here.id, *(place.id for place in places.tree(db).within(here.id))])


def speakers(tree: Tree, homes: Mapping[UUID, AbstractSet[UUID]]) -> Mapping[UUID, int]:
    """Count who speaks for each of the widest places or a place in it, each source once; *homes* as feeds tell them."""
    return {
        top.id: len(frozenset().union(*(homes.get(place.id, ()) for place in (top, *tree.within(top.id)))))
        for top in tree.tops
    }


def all_unheard(db: Session, here: PlaceView) -> bool:
    """Say whether *here* has feeds we look at, and none of them could be read the last time."""
    moods = [feed.state.mood for source in speaking(db, here) for feed in source.feeds if not feed.retired]
    return bool(moods) and all(mood in _UNHEARD for mood in moods)
