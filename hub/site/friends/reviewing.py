"""What is decided where one of two Digital Friends did not feel safe? Once, and noted."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlmodel import Session

from hub.errors import NotFound
from hub.kit.saying import Saying, say
from hub.meet.partnerships import queries, safety
from hub.meet.partnerships.rules import LONGEST_WORDS, Side
from hub.meet.partnerships.safety import ReportView, Verdict
from hub.people.audit.actions import Entry, note
from hub.people.persons import queries as persons
from hub.people.persons.queries import PersonView
from hub.people.rules import Deed, Thing
from hub.site.desk.reach import AtDesk
from hub.site.friends import letters
from hub.site.friends.together import GONE
from hub.site.typed import Typed, too_long


def reporters(db: Session, reports: Iterable[ReportView]) -> Mapping[UUID, PersonView]:
    """Return who said so in each of *reports*, by their ids, for who looks after safety to write to them."""
    return persons.people(db, {each.person_id for each in reports if each.person_id})


def review_fault(typed: Typed) -> Saying | None:
    """Say what is wrong with a decision as it was typed; None where nothing is."""
    chosen = None if typed["do"] in {"go-on", "end"} else say("Choose one of the two buttons.")
    return too_long(typed["review"], LONGEST_WORDS) or chosen


def review(act: AtDesk, found: ReportView, typed: Typed) -> bool:
    """Keep what was decided, checked: the two may go on, or it is over, and both hear that; return whether they may.

    NotFound where somebody else has decided meanwhile: theirs holds, and is neither noted nor told twice.
    """
    verdict = Verdict(goes_on=typed["do"] == "go-on", words=typed["review"], by=act.me)
    before = queries.partnership(act.db, found.partnership_id)
    if not safety.review(act.db, found.id, verdict, act.now):
        raise NotFound(GONE)
    if not verdict.goes_on and before.over_at is None:
        letters.over(act.db, before, list(Side), act.now)
    entry = Entry(Deed.REVIEW_FRIENDS, Thing.PARTNERSHIP, found.partnership_id, found.place_id)
    note(act.db, act.actor, entry, act.now)
    return verdict.goes_on
