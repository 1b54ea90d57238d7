"""Who hears by mail of proposals? Who decides them, at most once a day; and who proposed, what became of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from hub.establish.deciding import queries
from hub.establish.deciding.queries import ProposalView
from hub.establish.deciding.rules import EXPIRY, State
from hub.establish.deciding.settling import Settled
from hub.kit.mailboxes import email_key
from hub.kit.saying import Saying, say
from hub.people.mail import queries as mails
from hub.people.mail.actions import post
from hub.people.persons import queries as persons
from hub.people.persons.queries import PersonView
from hub.people.persons.tending import deciders
from hub.settings import Settings
from hub.site.kept.known import known
from hub.site.letters import Office, letter, writing_from
from hub.site.proposing.shown import address_of

DESK, MINE = "desk", "proposals"  # the topics one may stop
A_DAY = timedelta(days=1)
MOST_SENTENCES = 5  # of a long script, in a letter
TITLES = {
    State.PASSED: say("What you proposed was agreed"),
    State.DECLINED: say("What you proposed was declined"),
    State.EXPIRED: say("Nobody settled what you proposed"),
    State.OVERTAKEN: say("What you proposed was overtaken"),
}
AFTER = {
    State.PASSED: say("It is carried out. Older posts are sorted anew over the next minutes."),
    State.DECLINED: say("You may propose it anew, perhaps in another way."),
    State.EXPIRED: say(
        "It was open for %(count)s days. You may propose it anew: perhaps it is noticed then.", count=EXPIRY.days
    ),
    State.OVERTAKEN: say("Something it speaks of had changed before it could be carried out. You may propose it anew."),
}


@dataclass(frozen=True, slots=True)
class Told:
    """What a letter says, and where it leads."""

    title: Saying
    paragraphs: Sequence[Saying | str]
    link: str
    action: Saying


def opened(db: Session, view: ProposalView, address: str, now: datetime) -> None:
    """Tell who decides about a proposal that it was opened; not who opened it."""
    told = Told(
        say("Somebody proposes a change of the tags"),
        [*_what(db, view), say("Why:"), view.reason],
        address,
        say("Read it, and say what you think:"),
    )
    _to_deciders(db, view, told, now)


def wants_seal(db: Session, view: ProposalView, now: datetime) -> None:
    """Tell who decides about a proposal that its time is over, and that it waits for them."""
    told = Told(
        say("A proposal waits for you"),
        [*_what(db, view), say("Its time is over: carry it out, or decline it and say why.")],
        _address(db, view),
        say("Settle it:"),
    )
    _to_deciders(db, view, told, now)


def ended(db: Session, view: ProposalView, now: datetime) -> None:
    """Tell who proposed something what became of it."""
    if view.state in TITLES:
        paragraphs = [*_what(db, view), *_why(view), AFTER[view.state]]
        _to_proposer(db, view, Told(TITLES[view.state], paragraphs, _address(db, view), say("See how it ended:")), now)


def expiring(db: Session, view: ProposalView, now: datetime) -> None:
    """Tell who proposed something that it is given up soon."""
    paragraphs = [
        *_what(db, view),
        say("In five days it is given up. Ask somebody who looks after the place to settle it."),
    ]
    told = Told(say("Nobody has settled what you proposed"), paragraphs, _address(db, view), say("See how it stands:"))
    _to_proposer(db, view, told, now)


def teller(settings: Settings) -> Callable[[Session, Settled, datetime], None]:
    """Return what writes to whom it concerns while nobody asks: what the calendar did to proposals."""

    def tell(db: Session, settled: Settled, now: datetime) -> None:
        with writing_from(Office.of(settings)):
            of_calendar(db, settled, now)

    return tell


def of_calendar(db: Session, settled: Settled, now: datetime) -> None:
    """Tell who proposed something what became of it by its time, and who decides what waits for them."""
    for each in (*(passed.proposal_id for passed in settled.passed), *settled.overtaken, *settled.expired):
        ended(db, queries.proposal(db, each), now)
    for each in settled.warned:
        expiring(db, queries.proposal(db, each), now)
    for each in settled.waiting:
        wants_seal(db, queries.proposal(db, each), now)


def _address(db: Session, view: ProposalView) -> str:
    return address_of(db, view.place_id, "proposals", view.id)


def _to_deciders(db: Session, view: ProposalView, told: Told, now: datetime) -> None:
    """Write to each of them, but not twice on one day: the rest waits at their desk."""
    for each in persons.people(db, deciders(db, known(db).tree).mentors_of(view.place_id) - {view.by_id}).values():
        if not mails.was_written_to(db, email_key(each.email), DESK, now - A_DAY):
            _write(db, each, DESK, told, now)


def _to_proposer(db: Session, view: ProposalView, told: Told, now: datetime) -> None:
    for each in persons.people(db, {view.by_id} if view.by_id else ()).values():
        _write(db, each, MINE, told, now)


def _write(db: Session, to: PersonView, topic: str, told: Told, now: datetime) -> None:
    if not to.email:
        return
    values = {"title": told.title, "paragraphs": list(told.paragraphs), "link": told.link, "action": told.action}
    post(db, letter("notice", to.email, to.language, topic, **values), now)


def _why(view: ProposalView) -> Sequence[Saying | str]:
    if view.ending:
        return (say("What was said:"), view.ending)
    return (say("What had changed:"), *view.faults[:MOST_SENTENCES]) if view.faults else ()


def _what(db: Session, view: ProposalView) -> Sequence[Saying | str]:
    return queries.told(db, view.script)[:MOST_SENTENCES]
