"""What becomes of a meetup somebody typed: shown at once, or read first; and who may read or change it."""

from uuid import UUID

from sqlmodel import Session

from hub.duties.hosting import settle
from hub.errors import NotFound, SignInFirst
from hub.kit.saying import say
from hub.meet.hosting import actions, queries
from hub.meet.hosting.rules import State
from hub.meet.hosting.values import HostedView, Written
from hub.people import rules
from hub.people.cases import queries as cases
from hub.people.cases.rules import Standing, needs_reading
from hub.people.persons import actions as persons
from hub.people.persons import queries as people
from hub.site import pinning
from hub.site.deps import Doing, line
from hub.site.kept.known import known
from hub.site.render import path

NONE_SUCH = say("There is no such meetup here.")


def invite(doing: Doing, person_id: UUID, written: Written) -> HostedView:
    """Keep what somebody typed, and have it appear at once where nobody reads it first."""
    author = people.person(doing.db, person_id)
    if written.name and not author.name:
        persons.describe(doing.db, person_id, written.name, author.language)
    hosted_id = actions.write(doing.db, person_id, written, doing.now)
    if not must_be_read(doing, person_id, written):
        show(doing, hosted_id)
    return queries.hosted(doing.db, hosted_id)


def show(doing: Doing, hosted_id: UUID) -> bool:
    """Have a meetup that waits appear; False where it waits no more."""
    if not actions.show(doing.db, hosted_id):
        return False
    settle(doing.db, hosted_id)
    return True


def must_be_read(doing: Doing, person_id: UUID, written: Written) -> bool:
    """Say whether somebody reads a meetup before it appears: of newcomers, and what leads where nobody led yet."""
    if rules.may_tend(doing.actor, line(doing.db, written.place_id)):
        return False
    author = people.person(doing.db, person_id)
    restricted = cases.is_restricted(doing.db, person_id, doing.now)
    standing = Standing(author.confirmed_at, author.approved, is_restricted=restricted)
    return needs_reading(standing, doing.now, unseen(doing.db, written))


def unseen(db: Session, written: Written) -> list[str]:
    """Return the domains a meetup leads to, and nobody admitted here has yet: each of its lines stands in mails."""
    said = (written.title, written.words, written.location, written.name, written.price, written.labels)
    return list(pinning.unseen(db, "\n".join((*said, written.url, written.online_url))))


def own(doing: Doing, hosted_id: UUID) -> HostedView:
    """Return a meetup of who acts; SignInFirst for nobody, NotFound where it is not theirs."""
    if not doing.actor.is_member:
        raise SignInFirst(say("Sign in to do this."))
    found = queries.hosted(doing.db, hosted_id)
    if found.person_id != doing.actor.person_id:
        raise NotFound(NONE_SUCH)
    return found


def to_read(asked: Doing, hosted_id: UUID) -> HostedView:
    """Return a meetup to who looks after its place; to others there is none."""
    found = queries.hosted(asked.db, hosted_id)
    if not rules.may_hide(asked.actor, line(asked.db, found.written.place_id)):
        raise NotFound(NONE_SUCH)
    return found


def address_of(db: Session, held: HostedView) -> str:
    """Return where everybody sees a meetup; where its organiser does, as long as nobody else sees it."""
    place = known(db).tree.places.get(held.written.place_id)
    if held.state is State.SHOWN and held.event_id and place:
        return path(place.slug, "meetups", held.event_id)
    return path("you", "meetups", held.id)
