"""Is what was said still being sorted anew after a decision? How far that is, in words."""

from sqlmodel import Session

from hub.aggregate.tagging import retagging
from hub.kit.saying import NOTHING, Saying, say, say_count
from hub.places.queries import PlaceView
from hub.site.kept.known import known


def sorting(db: Session, here: PlaceView) -> Saying:
    """Return how far it is in *here*; nothing is said where all is done."""
    going = retagging.under_way(db, known(db).around(here))
    if going is None:
        return NOTHING
    if not going.total:
        return say("After a decision, older posts are about to be sorted anew.")
    return say_count(
        "Sorting %(count)s older post anew: %(percent)s %% done.",
        "Sorting %(count)s older posts anew: %(percent)s %% done.",
        going.total,
        percent=going.percent,
    )
