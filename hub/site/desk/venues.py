"""Which locations wait at a desk, and what does a mentor say of them? A venue, a new one, or no place at all."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from hub.kit.ids import as_id
from hub.kit.saying import Saying, say, say_count
from hub.kit.text import label_key
from hub.meet.events.locating import locate_now
from hub.meet.events.unknown import Unknown, titles, unknown
from hub.meet.venues import actions, queries
from hub.meet.venues.queries import VenueView
from hub.meet.venues.rules import likely, nearest, tidy
from hub.people import rules
from hub.people.audit.actions import Entry, note
from hub.people.rules import Deed, Thing
from hub.places.queries import PlaceView
from hub.site.deps import Doing
from hub.site.desk.bins import MOST_ROWS, Bin, Bulk, Choosing, Row, Shelf, keep, offers
from hub.site.desk.reach import places_of
from hub.site.kept.known import known
from hub.site.render import path

MOST_CHOICES = 12  # venues beside a row
NEW = "new"  # instead of a venue


def around(db: Session, place_id: UUID) -> Sequence[VenueView]:
    """Return the venues a location of a place may mean: all of the town it lies in, by name."""
    tree = known(db).tree
    top = next(iter(tree.above(place_id)), tree.places[place_id])
    return queries.in_places(db, [top.id, *(each.id for each in tree.within(top.id))])


def waiting_at(db: Session, here: PlaceView, key: str, now: datetime) -> Unknown | None:
    """Return a location that waits in a place; None where it waits no more."""
    return next((each for each in unknown(db, [here.id], now) if each.key == key), None)


def mean(doing: Doing, place_id: UUID, label: str, venue_id: UUID | None) -> bool:
    """Say what a location means in a place, have its meetups follow, and note it; False where it is no words."""
    if not actions.mean(doing.db, place_id, label, venue_id, doing.now):
        return False
    locate_now(doing.db)
    after = {"venue": venue_id.hex if venue_id else None}
    entry = Entry(Deed.SAY_WHERE, Thing.LOCATION, label_key(tidy(label)), place_id, after=after)
    note(doing.db, doing.actor, entry, doing.now)
    return True


def unsay(doing: Doing, here: PlaceView, key: str) -> bool:
    """Take back what was said of a location; False where nothing was."""
    if not actions.unsay(doing.db, here.id, key):
        return False
    locate_now(doing.db)
    note(doing.db, doing.actor, Entry(Deed.SAY_WHERE, Thing.LOCATION, key, here.id, after={"back": True}), doing.now)
    return True


def rows(db: Session, place_ids: Collection[UUID] | None, now: datetime) -> Sequence[Row]:
    """Return the locations of these places nobody knows, the commonest first."""
    tree = known(db).tree
    found = [each for each in unknown(db, place_ids, now) if each.place_id in tree.places]
    near = {place_id: around(db, place_id) for place_id in {each.place_id for each in found[:MOST_ROWS]}}
    which = titles(db, near, now)
    listed = [
        _row(each, tree.places[each.place_id], near[each.place_id], which.get((each.place_id, each.key), ()))
        for each in found[:MOST_ROWS]
    ]
    return _once([*listed, *(_row(each, tree.places[each.place_id], ()) for each in found[MOST_ROWS:])])


def it_is(doing: Doing, key: str) -> bool:
    """Say that a location means the venue that was shown beside it; False where it waits no more."""
    found = _waiting(doing, key)
    venue_id = as_id(key.rpartition(" ")[2])
    if found is None or venue_id is None or all(each.id != venue_id for each in around(doing.db, found.place_id)):
        return False
    return mean(doing, found.place_id, found.label, venue_id)


def asked_more(doing: Doing, key: str) -> str:
    """Return where one is asked what a location’s new venue is; empty where a venue was chosen, or it waits no more."""
    found = _waiting(doing, key) if key.endswith(f" {NEW}") else None
    if found is None:
        return ""
    return path("desk", "venues", known(doing.db).tree.places[found.place_id].slug, "new", location=found.key)


def no_place(doing: Doing, key: str) -> bool:
    """Say that a location is no place; False where it waits no more."""
    found = _waiting(doing, key)
    return found is not None and mean(doing, found.place_id, found.label, None)


@offers(rules.may_tend)
def bins(db: Session, place_ids: Collection[UUID] | None, now: datetime) -> Sequence[Bin]:
    """Offer the bin of locations nobody knows."""
    found = unknown(db, place_ids, now)
    oldest = min((each.since for each in found), default=None)
    return [Bin(SHELF.name, SHELF.title, len(found), oldest, path("desk", SHELF.name))]


def _row(each: Unknown, place: PlaceView, near: Sequence[VenueView], which: Sequence[str] = ()) -> Row:
    guess = likely(each.label, [venue.known for venue in near])
    told = say_count(
        "%(count)s meetup ahead, in %(place)s", "%(count)s meetups ahead, in %(place)s", each.count, place=place.name
    )
    may_be = (say("It may be %(venue)s.", venue=guess.name),) if guess else ()
    lines: tuple[Saying | str, ...] = (told, *which, *may_be)
    key = f"{place.id} {each.key} {guess.id if guess else '-'}"
    new = (say("A new venue"), path("desk", "venues", place.slug, "new", location=each.key))
    all_of_it = (say("All venues of %(place)s", place=place.name), path("desk", "venues", place.slug))
    in_vain = frozenset() if guess else frozenset({"this"})
    address = path("desk", "venues", place.slug, "locations", each.key)
    choose = (say("Choose among all"), f"{address}#venue")
    return Row(key, each.label, each.since, address, lines, (choose, new, all_of_it), in_vain, _choices(each, near))


def _once(rows: Sequence[Row]) -> Sequence[Row]:
    """Name each address that several rows lead to only in the first of them: the venues of a place."""
    seen: set[str] = set()
    kept = []
    for row in rows:
        links = tuple(link for link in row.links if link[1] not in seen)
        seen |= {address for _, address in row.links}
        kept.append(replace(row, links=links))
    return kept


def _choices(each: Unknown, near: Sequence[VenueView]) -> tuple[tuple[str, Saying | str], ...]:
    """Return what one may say of a location where one stands: the venues nearest in name, a new one, or nothing."""
    of_it = f"{each.place_id} {each.key}"
    by_id = {venue.id: venue for venue in near}
    found = [by_id[known.id] for known in nearest(each.label, [venue.known for venue in near], MOST_CHOICES)]
    listed = [(f"{of_it} {venue.id}", ", ".join(filter(None, (venue.name, venue.postcode)))) for venue in found]
    return (("", say("Leave it for now")), *listed, (f"{of_it} {NEW}", say("A new venue")))


def _waiting(doing: Doing, key: str) -> Unknown | None:
    """Return the location a row stood for, where it still waits and one looks after its place."""
    place, _, rest = key.partition(" ")
    place_id, reached = as_id(place), places_of(doing.db, doing.actor, rules.may_tend)
    if place_id not in known(doing.db).tree.places or (reached is not None and place_id not in reached):
        return None
    found = unknown(doing.db, [place_id] if place_id else [], doing.now)
    return next((each for each in found if each.key == rest.rpartition(" ")[0]), None)


SHELF = keep(
    Shelf(
        name="venues",
        title=say("Where is that?"),
        lead=say(
            "Calendars write these locations, and nobody has said which venue they mean. The meetups are listed all "
            "the same. Say it once, and every calendar that writes so is understood."
        ),
        none=say("Every location is known."),
        may=rules.may_tend,
        rows=rows,
        choosing=Choosing(say("Which venue is it?"), say("Keep what I chose beside them"), it_is, asked_more),
        bulks=(
            Bulk("this", "i", say("It is that venue"), it_is),
            Bulk("none", "e", say("It is no place"), no_place),
        ),
    )
)
