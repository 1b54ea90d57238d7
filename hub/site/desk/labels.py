"""Which labels wait at a desk? Words publishers use that nobody agreed on, and those that were set aside."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from hub.aggregate.tagging.unagreed import OpenLabel, as_written, open_labels
from hub.kit.saying import Saying, say, say_count
from hub.people import rules
from hub.people.audit import queries as audit
from hub.people.audit.actions import Entry, note
from hub.people.rules import Deed, Thing
from hub.places.queries import PlaceView
from hub.places.rules import WHOLE_HUB
from hub.site.deps import Doing, line
from hub.site.desk.bins import Bulk, Row, Shelf, keep, put_up
from hub.site.desk.reach import tops
from hub.site.kept.known import known
from hub.site.render import path

MOST = 50  # of one place
_BETWEEN = ":"  # a place’s slug has none
_DEEDS = (Deed.SET_ASIDE, Deed.TAKE_UP)


def waiting(db: Session, place_ids: Collection[UUID] | None, now: datetime) -> Sequence[Row]:
    """Return the labels that mean nothing yet in these places, the most used first."""
    del now
    return [_row(here, each) for here in tops(db, place_ids) for each in _open(db, here)]


def aside(db: Session, place_ids: Collection[UUID] | None, now: datetime) -> Sequence[Row]:
    """Return the labels that were set aside in these places, the newest first."""
    del now
    here = {place.id: place for place in tops(db, place_ids)}
    last = [each for each in audit.latest(db, Thing.LABEL, _DEEDS, here) if each.deed is Deed.SET_ASIDE]
    spelt = as_written(db, {each.target_id for each in last})
    return [_row_aside(here[each.place_id or WHOLE_HUB], each, spelt) for each in reversed(last)]


def set_aside(doing: Doing, key: str) -> bool:
    """Note that a label is no tag here; False when that is noted already."""
    return _decide(doing, key, Deed.SET_ASIDE)


def take_up(doing: Doing, key: str) -> bool:
    """Have a label wait again; False when it was not set aside here."""
    return _decide(doing, key, Deed.TAKE_UP)


def _decide(doing: Doing, key: str, deed: Deed) -> bool:
    slug, _, label = key.partition(_BETWEEN)
    place_id = known(doing.db).place(slug).id
    doing.must(rules.may_tend, place_id)
    is_aside = label in _set_aside(doing.db, [place_id])
    is_known = is_aside or label in as_written(doing.db, [label])  # the log takes no words but those in use
    if is_aside == (deed is Deed.SET_ASIDE) or not is_known:
        return False
    note(doing.db, doing.actor, Entry(deed, Thing.LABEL, label, place_id), doing.now)
    return True


def _open(db: Session, here: PlaceView) -> Sequence[OpenLabel]:
    return open_labels(db, here.id, known(db).around(here), _set_aside(db, line(db, here.id)), MOST)


def _set_aside(db: Session, place_ids: Collection[UUID]) -> frozenset[str]:
    last = audit.latest(db, Thing.LABEL, _DEEDS, place_ids)
    return frozenset(each.target_id for each in last if each.deed is Deed.SET_ASIDE)


def _row(here: PlaceView, found: OpenLabel) -> Row:
    used = say_count("on %(count)s item in %(place)s", "on %(count)s items in %(place)s", found.count, place=here.name)
    examples: list[Saying | str] = [each.title for each in found.examples if each.title]
    note_address = path("desk", "notes", place=here.slug, about=found.label)
    links = (say("Leave a note about it"), note_address), (say("All tags"), path(here.slug, "tags"))
    address = path(here.slug, "search", q=found.label)
    return Row(_key(here, found.key), found.label, found.since, address, (used, *examples), links)


def _row_aside(here: PlaceView, last: audit.Logged, spelt: Mapping[str, str]) -> Row:
    label = spelt.get(last.target_id, last.target_id)
    return Row(_key(here, last.target_id), label, last.at, path(here.slug, "search", q=label))


def _key(here: PlaceView, label: str) -> str:
    return f"{here.slug}{_BETWEEN}{label}"


put_up(
    Shelf(
        name="labels",
        title=say("Labels nobody agreed on yet"),
        lead=say(
            "Publishers file their posts under these words, and nobody here has agreed what they mean. "
            "Set aside what is no tag here; about the others leave a note to the other mentors."
        ),
        none=say("Every word in use means something here. Well done."),
        may=rules.may_tend,
        rows=waiting,
        bulks=(Bulk("set-aside", "z", say("Not a tag here"), set_aside),),
        also="labels-set-aside",
    )
)
keep(
    Shelf(
        name="labels-set-aside",
        title=say("Labels set aside"),
        lead=say("Somebody said of these words that they are no tag here. Take up again what is one after all."),
        none=say("No label is set aside."),
        may=rules.may_tend,
        rows=aside,
        bulks=(Bulk("take-up", "u", say("Take up again"), take_up),),
        also="labels",
    )
)
