"""How does somebody ask a person they know to be Digital Friends? By mail, once; and how that is answered."""

from uuid import UUID

from limits import RateLimitItemPerDay

from hub.errors import NotAllowed
from hub.kit.mailboxes import email_key
from hub.kit.saying import say
from hub.meet.partnerships import actions, inviting, queries
from hub.meet.partnerships.actions import Two
from hub.meet.partnerships.inviting import Invitation
from hub.meet.partnerships.rules import Side
from hub.meet.partnerships.values import InvitationView
from hub.people.cases import queries as cases
from hub.people.persons import actions as persons
from hub.people.persons import queries as people
from hub.people.persons.actions import Agreement
from hub.site import limits, words
from hub.site.deps import Doing
from hub.site.friends import letters, offering, working
from hub.site.friends.apart import are_free, exclude_each_other, may_meet
from hub.site.friends.together import AGREED, Together, today
from hub.site.typed import Typed

OF_ADDRESS = RateLimitItemPerDay(2, namespace="friends-asked-address")


def ask(doing: Doing, person_id: UUID, asked: Invitation, place: str) -> None:
    """Ask somebody by mail, once; whom they excluded, or who excluded them, is not written to, and nobody is told."""
    if cases.is_restricted(doing.db, person_id, doing.now):
        raise NotAllowed(say("You cannot write to others by way of this hub just now."))
    made = inviting.invite(doing.db, person_id, asked, doing.now)
    if made is None:
        return
    persons.agree(doing.db, person_id, Agreement("friends", str(AGREED), subject=made.hex), doing.now)
    known = people.by_email(doing.db, asked.email)
    unwanted = known is not None and exclude_each_other(doing.db, person_id, known.id)
    if unwanted:
        inviting.answer(doing.db, made, doing.now)
    elif limits.tally(doing).hit(OF_ADDRESS, email_key(asked.email)):
        letters.invite(doing.db, asked, place, words.language(), doing.now)


def answer_checked(typed: Typed) -> Typed:
    """Return what was typed beside a yes, with what is wrong with it."""
    wrong = {"name": offering.name_fault(typed["name"]), "adult": offering.adult_fault(typed)}
    return typed.but(**{name: fault for name, fault in wrong.items() if fault})


def begin(doing: Doing, person_id: UUID, asked: InvitationView, typed: Typed) -> UUID | None:
    """Have two begin of whom one asked the other by mail; None where they are not to be brought together by now."""
    inviting.answer(doing.db, asked.id, doing.now)
    free = are_free(doing.db, asked.person_id, person_id)
    if not free or not may_meet(doing.db, asked.person_id, person_id, doing.now):
        return None
    inviting.forget(doing.db, asked.id)
    sides = {asked.side: (asked.person_id, asked.name), asked.side.other: (person_id, typed["name"])}
    (mentor_id, mentor), (mentee_id, mentee) = sides[Side.MENTOR], sides[Side.MENTEE]
    two = Two(asked.place_id, mentor_id, mentee_id, mentor, mentee, asked.words)
    made = actions.ask(doing.db, two, doing.now, by=None)
    found = queries.partnership(doing.db, made)
    actions.agree(doing.db, made, asked.side, today(doing, found), doing.now)
    working.do(Together(doing, found, asked.side.other, person_id, typed), "agree")
    return made
