"""What waits at a desk because nobody answered it? A word to somebody new is worth more than ten to the others."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from hub.communicate.answered.actions import leave_be
from hub.communicate.answered.rules import By
from hub.communicate.answered.unanswered import Unanswered, Why, one, unanswered
from hub.kit.saying import Saying, say
from hub.kit.text import excerpt, visible
from hub.people import rules
from hub.people.audit.actions import Entry, note
from hub.people.rules import Deed, Thing
from hub.site.conversing.titles import titles
from hub.site.deps import Doing
from hub.site.desk.bins import Bulk, Row, Shelf, put_up
from hub.site.desk.reach import places_of
from hub.site.kept.known import known
from hub.site.render import path

LONGEST_WORDS = 280  # letters of what was said
_WHY: Mapping[Why, Saying] = {
    Why.NOTICE: say("A notice of a neighbour."),
    Why.FIRST_POST: say("The first post of %(who)s, who is new here."),
    Why.QUESTION: say("%(who)s asks."),
    Why.FIRST_REPLY: say("The first words of %(who)s here."),
}
_THINGS: Mapping[By, Thing] = {By.POST: Thing.ITEM, By.REPLY: Thing.REPLY}


def waiting(db: Session, place_ids: Collection[UUID] | None, now: datetime) -> Sequence[Row]:
    """Return what nobody answered in these places, what waits longest first."""
    found = [each for each in unanswered(db, place_ids, now) if each.place_id in known(db).tree.places]
    named = titles(db, {each.thread_id for each in found if each.thread_id})
    return [_row(db, each, named.get(each.thread_id, "")) for each in found]


def leave(doing: Doing, key: str) -> bool:
    """Say that something need not be answered; False where it waits no more, or waits elsewhere."""
    reached = places_of(doing.db, doing.actor, rules.may_tend)
    found = one(doing.db, reached, doing.now, key)
    if found is None or not leave_be(doing.db, key, doing.now):
        return False
    thing_id = int(found.id) if found.by is By.POST else UUID(found.id)
    entry = Entry(Deed.LEAVE_UNANSWERED, _THINGS[found.by], thing_id, found.place_id)
    note(doing.db, doing.actor, entry, doing.now)
    return True


def _row(db: Session, each: Unanswered, talk: str) -> Row:
    """Return a row; *talk* is what the conversation of a reply is called."""
    words = excerpt(visible(each.words), LONGEST_WORDS)
    who = visible(each.who) or say("somebody")
    title = visible(each.title) or say("What %(name)s said", name=who)
    why = say(_WHY[each.why].message, who=who) if each.why is not Why.NOTICE else _WHY[each.why]
    where = say("In the conversation “%(title)s”", title=talk) if talk else ""
    address, answer = _addresses(db, each)
    for_whom: Sequence[Saying] = [say("For neighbours alone")] if each.is_local else []
    lines = (why, where, words if words != title else "", *for_whom)
    return Row(each.key, title, each.at, address, lines, ((say("Answer it"), answer),))


def _addresses(db: Session, each: Unanswered) -> tuple[str, str]:
    """Return where something is read, and the form by which it is answered."""
    if each.by is By.POST:
        return path("items", each.id), path("items", each.id, "reply")
    where = path("you", "conversations", each.thread_id) if each.is_local else path("replies", each.id)
    here = known(db).tree.places[each.place_id]
    return where, path(here.slug, "conversations", each.thread_id, "reply", parent=each.id)


put_up(
    Shelf(
        name="unanswered",
        title=say("Nobody answered"),
        lead=say(
            "Nobody linked to these, or replied, for a week. A short answer, or a word to somebody who knows, tells a "
            "neighbour that they were heard. What needs no answer, put away."
        ),
        none=say("Everybody who asked, or was new, was answered."),
        may=rules.may_tend,
        rows=waiting,
        bulks=(Bulk("seen", "s", say("It needs no answer"), leave),),
    )
)
