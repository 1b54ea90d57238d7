"""Which feeds wait at a desk? Those in trouble, with what happened and what helps."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from hub.aggregate.feeds.looks import look_soon
from hub.aggregate.feeds.moving import FOUND, Proposed, follow, leave
from hub.aggregate.feeds.troubles import Broken, broken, homes_of
from hub.kit.ids import as_id
from hub.kit.saying import Saying, say
from hub.people import rules
from hub.people.audit.actions import Entry, note
from hub.people.rules import Deed, Thing
from hub.site.deps import Doing
from hub.site.desk.bins import Bulk, Row, Shelf, put_up
from hub.site.desk.reach import places
from hub.site.kept.known import known
from hub.site.render import path

FOLLOW_OR_LEAVE = say("If that is the same voice, follow it there. If not, leave it where it is.")


def waiting(db: Session, place_ids: Collection[UUID] | None, now: datetime) -> Sequence[Row]:
    """Return the feeds of these places that need somebody, those that have for longest first."""
    return [_row(db, each, place_ids) for each in broken(db, place_ids, now)]


def ill(asked: Doing, place_ids: Collection[UUID] | None, feed_id: UUID | None) -> Broken | None:
    """Return a feed of these places (None: of any) that needs somebody; None where it needs nobody, or is elsewhere."""
    return next((each for each in broken(asked.db, place_ids, asked.now) if each.feed_id == feed_id), None)


def look_again(doing: Doing, key: str) -> bool:
    """Have a feed looked at with the next round; False when there is none of this id that one looks after."""
    return _do(doing, key, Deed.LOOK_AGAIN, lambda feed_id: look_soon(doing.db, feed_id, doing.now))


def follow_it(doing: Doing, key: str) -> bool:
    """Move a feed to the address that was shown; False where it is proposed no more, or another feed lives there."""
    url = _shown(key)
    return _do(doing, key, Deed.FOLLOW, lambda feed_id: follow(doing.db, feed_id, url, doing.now))


def leave_it(doing: Doing, key: str) -> bool:
    """Leave a feed at its address, not at the one that was shown; False where that is proposed no more."""
    url = _shown(key)
    return _do(doing, key, Deed.LEAVE_BE, lambda feed_id: leave(doing.db, feed_id, url, doing.now))


def _key(ill: Broken) -> str:
    """Return what comes back with the form: a feed, and the other address that was shown, of which one decides."""
    return f"{ill.feed_id} {ill.elsewhere.url}" if ill.elsewhere else str(ill.feed_id)


def _shown(key: str) -> str:
    return key.partition(" ")[2]


def _do(doing: Doing, key: str, deed: Deed, act: Callable[[UUID], bool]) -> bool:
    """Do something with a feed one looks after, and note it; False when there is none, or nothing was done."""
    feed_id = as_id(key.partition(" ")[0])
    if feed_id is None:
        return False
    home = next(iter(_tended(doing, homes_of(doing.db, feed_id))), None)
    if home is None and not rules.is_admin(doing.actor):
        return False
    if done := act(feed_id):
        note(doing.db, doing.actor, Entry(deed, Thing.FEED, feed_id, home), doing.now)
    return done


def _tended(doing: Doing, homes: Collection[UUID]) -> Sequence[UUID]:
    return [place.id for place in places(doing.db, doing.actor, rules.may_tend) if place.id in homes]


def _row(db: Session, ill: Broken, place_ids: Collection[UUID] | None) -> Row:
    tree = known(db).tree
    homes = [tree.places[each].slug for each in ill.place_ids if each in tree.places]
    mine = [tree.places[each].slug for each in ill.place_ids if each in tree.places and each in (place_ids or ())]
    slug = min(mine or homes, default="")
    address = path(slug, "sources", ill.source_slug) if slug else ill.url
    seek = (say("Look for its feed elsewhere"), path("desk", "feeds", "elsewhere", feed=str(ill.feed_id)))
    links = ((say("The address we ask"), ill.url), seek)
    in_vain = frozenset[str]() if ill.elsewhere else frozenset({"follow", "leave"})
    return Row(_key(ill), ill.source_name, ill.since, address, _lines(ill), links, in_vain)


def _lines(ill: Broken) -> tuple[Saying | str, ...]:
    lines: tuple[Saying | str, ...] = (ill.sentence, ill.mend, ill.url)
    if ill.elsewhere is None:
        return lines
    return (*lines, _elsewhere(ill.elsewhere), FOLLOW_OR_LEAVE)


def _elsewhere(found: Proposed) -> Saying:
    if found.why == FOUND:
        return say("Its website names another feed now: %(url)s.", url=found.url)
    return say("For three days and more it has led to %(url)s, which is another domain.", url=found.url)


put_up(
    Shelf(
        name="feeds",
        title=say("Broken and moved feeds"),
        lead=say(
            "We cannot read these feeds, or they seem to have moved. What helps is said below each: tell it to whoever "
            "publishes it. Once it is mended, have it looked at again."
        ),
        none=say("Every feed can be read. Well done."),
        may=rules.may_tend,
        rows=waiting,
        bulks=(
            Bulk("look-again", "l", say("Look again now"), look_again),
            Bulk("follow", "f", say("Follow it"), follow_it),
            Bulk("leave", "e", say("Leave it"), leave_it),
        ),
    )
)
