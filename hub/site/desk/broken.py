"""Which feeds wait at a desk? Those in trouble, with what happened and what helps."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from hub.aggregate.feeds.looks import look_soon
from hub.aggregate.feeds.troubles import Broken, broken, homes_of
from hub.kit.saying import say
from hub.people import rules
from hub.people.audit.actions import Entry, note
from hub.people.rules import Deed, Thing
from hub.site.deps import Doing
from hub.site.desk.bins import Bulk, Row, Shelf, put_up
from hub.site.desk.reach import places
from hub.site.kept.known import known
from hub.site.render import path


def waiting(db: Session, place_ids: Collection[UUID] | None, now: datetime) -> Sequence[Row]:
    """Return the feeds in trouble of these places, those in it longest first."""
    del now
    return [_row(db, each, place_ids) for each in broken(db, place_ids)]


def look_again(doing: Doing, key: str) -> bool:
    """Have a feed looked at with the next round; False when there is none of this id that one looks after."""
    try:
        feed_id = UUID(key)
    except ValueError:
        return False
    home = next(iter(_tended(doing, homes_of(doing.db, feed_id))), None)
    if home is None and not rules.is_admin(doing.actor):
        return False
    if looked := look_soon(doing.db, feed_id, doing.now):
        note(doing.db, doing.actor, Entry(Deed.LOOK_AGAIN, Thing.FEED, feed_id, home), doing.now)
    return looked


def _tended(doing: Doing, homes: Collection[UUID]) -> Sequence[UUID]:
    return [place.id for place in places(doing.db, doing.actor, rules.may_tend) if place.id in homes]


def _row(db: Session, ill: Broken, place_ids: Collection[UUID] | None) -> Row:
    tree = known(db).tree
    homes = [tree.places[each].slug for each in ill.place_ids if each in tree.places]
    mine = [tree.places[each].slug for each in ill.place_ids if each in tree.places and each in (place_ids or ())]
    slug = min(mine or homes, default="")
    address = path(slug, "sources", ill.source_slug) if slug else ill.url
    return Row(str(ill.feed_id), ill.source_name, ill.since, address, (ill.sentence, ill.mend, ill.url))


put_up(
    Shelf(
        name="feeds",
        title=say("Broken feeds"),
        lead=say(
            "We cannot read these feeds. What helps is said below each: tell it to whoever publishes it. "
            "Once it is mended, have it looked at again."
        ),
        none=say("Every feed can be read. Well done."),
        may=rules.may_tend,
        rows=waiting,
        bulks=(Bulk("look-again", "l", say("Look again now"), look_again),),
    )
)
