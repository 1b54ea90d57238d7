"""What do sign-ins know of somebody? Codes and devices, until they are over."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, delete, or_

from hub.db import personal
from hub.db.personal import By, Fate, Kept, Reference, Told
from hub.db.windows import RateWindow
from hub.kit.saying import say
from hub.people.persons.somebody import somebody
from hub.people.signin import often
from hub.people.signin.models import SignInCode, SignInSession
from hub.people.signin.rules import SESSION_HOLDS

CODES_KEPT = timedelta(days=1)
REFERENCES = (
    Reference(SignInSession, "person_id", Fate.GOES),
    Reference(SignInCode, "email_key", Fate.GOES, By.KEY),
)
COVERED = ("sign_in_code.email",)
KEPT = (
    Kept.long(say("Codes we mailed, sealed"), CODES_KEPT, say("So that one can say why a code did not work.")),
    Kept.long(
        say("On which of your devices you are signed in, counted from when you last used it"),
        SESSION_HOLDS,
        say("So that you need not sign in each time, and can sign a lost telephone out."),
    ),
    Kept.long(
        say("How often codes were asked for and forms were sent from one address or network, sealed"),
        often.LONGEST,
        say("To stop people who guess or flood. Each count goes when its time is over: hours, 30 days at most."),
    ),
)


def export(db: Session, person_id: UUID) -> Told:
    """Return where somebody is signed in, and which codes were mailed to them."""
    return personal.told(db, REFERENCES, somebody(db, person_id))


def erase(db: Session, person_id: UUID, now: datetime) -> None:  # noqa: ARG001 -- every room is asked in the same way
    """Sign somebody out everywhere, and forget their codes, those to an address they were about to take as well."""
    personal.erase(db, REFERENCES, somebody(db, person_id))
    db.execute(delete(SignInCode).where(col(SignInCode.subject) == str(person_id)))


def expire(db: Session, now: datetime) -> None:
    """Forget codes after a day, devices that were not used for long, and counts that are over."""
    db.execute(delete(SignInCode).where(col(SignInCode.asked_at) <= now - CODES_KEPT))
    unused = col(SignInSession.seen_at) <= now - SESSION_HOLDS
    db.execute(delete(SignInSession).where(or_(col(SignInSession.expires_at) <= now, unused)))
    db.execute(delete(RateWindow).where(col(RateWindow.ends_at) <= now))
