"""What can somebody do on the page of their own pairing? Write, exchange addresses, say whether they met, stop it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from hub.kit.ids import as_id
from hub.kit.mailboxes import email_key, is_email
from hub.kit.saying import Saying, say
from hub.kit.text import visible
from hub.meet.icebreakers import queries as icebreakers
from hub.meet.rounds import actions, pairings, queries, together
from hub.meet.rounds.pairings import Member, Message, PairingView
from hub.meet.rounds.rules import (
    LINKS,
    LONGEST_MESSAGE,
    LONGEST_REPORT,
    MESSAGES_A_DAY,
    Met,
    links_in,
)
from hub.meet.venues import queries as venues
from hub.meet.venues.queries import VenueView
from hub.people.cases import queries as cases
from hub.people.persons import queries as persons
from hub.people.persons.somebody import somebody
from hub.places.queries import PlaceView
from hub.site.deps import Doing
from hub.site.kept.known import known
from hub.site.render import path
from hub.site.typed import Typed, too_long
from hub.site.unmentoring import letters, wording
from hub.site.unmentoring.excluding import exclude, sealer, seals_of
from hub.site.unmentoring.safeguarding import tell_safeguarding


@dataclass(frozen=True, slots=True)
class Shown:
    """A pairing as one of its members sees it."""

    pairing: PairingView
    me: Member
    others: tuple[Member, ...]
    place: PlaceView | None
    question: Saying | str
    venue: VenueView | None
    venue_page: str
    times: Saying
    ways: Saying
    messages: tuple[Message, ...]
    names: dict[UUID, str]
    addresses: tuple[tuple[str, str], ...]  # of the others, once all agreed
    reported: bool  # by who looks
    may_write: bool


def shown(db: Session, person_id: UUID, pairing_id: UUID, now: datetime) -> Shown:
    """Return a pairing as somebody sees it who is in it; NotFound for everybody else."""
    found = pairings.pairing_of(db, pairing_id, person_id)
    reported = person_id in pairings.reported_by(db, found.id)
    others = tuple(found.others(person_id))
    until = found.stopped_at if reported else None
    tree = known(db).tree.places
    venue = venues.view(db, found.venue_id) if found.venue_id else None
    return Shown(
        pairing=found,
        me=found.me(person_id),
        others=others,
        place=tree.get(found.place_id),
        question=icebreakers.by_key(db, found.icebreaker),
        venue=venue,
        venue_page=path(tree[venue.place_id].slug, "venues", venue.slug) if venue and venue.place_id in tree else "",
        times=wording.times(found.times, found.size),
        ways=wording.ways(found.ways),
        messages=tuple(pairings.messages(db, found.id, until)),
        names={each.person_id: each.said.name for each in found.members},
        addresses=_addresses(db, others) if found.all_share else (),
        reported=reported,
        may_write=bool(others) and not reported and not found.is_over(now),
    )


def words_fault(doing: Doing, at: Shown, words: str) -> Saying | None:
    """Say what is wrong with what somebody wants to have passed on; None where nothing is."""
    if not visible(words).strip():
        return say("Write what you want to say.")
    if not at.may_write or cases.is_restricted(doing.db, at.me.person_id, doing.now):
        return say("Nothing can be passed on here any more.")
    if pairings.written_today(doing.db, at.me.person_id, doing.now) >= MESSAGES_A_DAY:
        return say("That is %(most)s messages today. Write again tomorrow, or exchange addresses.", most=MESSAGES_A_DAY)
    too_many = say("At most %(most)s links in one message.", most=LINKS) if links_in(words) > LINKS else None
    return too_many or too_long(words, LONGEST_MESSAGE)


def write(doing: Doing, at: Shown, words: str) -> None:
    """Pass on what somebody wrote, to all but who did not feel safe with them."""
    together.relay(doing.db, at.pairing.id, at.me.person_id, words, doing.now)
    spared = pairings.reported_by(doing.db, at.pairing.id)
    letters.relayed(doing.db, at.pairing, (at.me.person_id, spared), words, doing.now)


def share(doing: Doing, at: Shown, *, wanted: bool) -> None:
    """Keep whether somebody agrees to exchange addresses; once all do, each is told those of the others."""
    done = together.share(doing.db, at.pairing.id, at.me.person_id, wanted=wanted)
    if done and at.pairing.stopped_at is None:
        letters.exchanged(doing.db, at.pairing, doing.now)


def answer_met(doing: Doing, at: Shown, typed: Typed) -> bool:
    """Keep whether somebody says they met; False where the form says nothing of it."""
    if typed["met"] not in {Met.YES, Met.NOT_YET, Met.NO}:
        return False
    together.answer_met(doing.db, at.pairing.id, at.me.person_id, Met(typed["met"]))
    return True


def report_fault(typed: Typed) -> Saying | None:
    """Say what is wrong with what somebody says who did not feel safe; they need not say anything."""
    return too_long(typed["words"], LONGEST_REPORT)


def report(doing: Doing, at: Shown, words: str) -> None:
    """Keep that somebody did not feel safe, once, and have who looks after safety hear of it."""
    if at.reported:
        return
    said = (at.me.person_id, words)
    report_id = together.report(doing.db, at.pairing.id, at.pairing.place_id, said, doing.now)
    together.seal(doing.db, report_id, seals_of(doing.db, [each.person_id for each in at.others]))
    for each in at.others:
        exclude(doing, at.me.person_id, each.person_id)
    tell_safeguarding(doing, at.pairing.place_id)


def exclude_partner(doing: Doing, at: Shown, other: str) -> bool:
    """Have somebody never be drawn again with one of their pairing; False where that is none of it."""
    found = next((each for each in at.others if each.person_id == as_id(other)), None)
    if found is None:
        return False
    exclude(doing, at.me.person_id, found.person_id, found.said.name)
    return True


def exclude_address(doing: Doing, person_id: UUID, email: str) -> Saying | None:
    """Have somebody never be drawn with who has this address, known here or not; say what is wrong, else None."""
    if not is_email(email):
        return say("This is not an e-mail address. One looks like name@example.org.")
    if email_key(email) in somebody(doing.db, person_id).keys:
        return say("This is your own address. Type that of somebody else.")
    seal = sealer(doing.db)(email_key(email))
    if not actions.never_again(doing.db, person_id, (None, seal), email, doing.now):
        return say("Your list is full. Take somebody off it first.")
    return None


def excluded(db: Session, person_id: UUID) -> list[tuple[UUID, str]]:
    """Return whom somebody excludes: of each its id, and what to call them."""
    names = _last_names(db, person_id)
    found = queries.nevers(db, [person_id])
    return [(each.id, each.said or names.get(each.other_id, "") if each.other_id else each.said) for each in found]


def _last_names(db: Session, person_id: UUID) -> dict[UUID | None, str]:
    drawn = pairings.of_person(db, person_id)
    return {other.person_id: other.said.name for each in drawn for other in each.others(person_id)}


def _addresses(db: Session, others: tuple[Member, ...]) -> tuple[tuple[str, str], ...]:
    people = persons.people(db, [each.person_id for each in others])
    return tuple((each.said.name, people[each.person_id].email) for each in others if each.person_id in people)
