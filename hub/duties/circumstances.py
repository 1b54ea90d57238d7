"""What holds of this hub today, as far as safety depends on it? Read from settings and tables."""

from sqlmodel import Session, func, select

from hub.aggregate.registering.rules import is_open
from hub.people.helping.safety import Facts
from hub.people.persons import queries as persons
from hub.people.rules import Kind
from hub.places.models import Place
from hub.settings import Settings


def facts_of(db: Session, settings: Settings) -> Facts:
    """Return what settings and tables say."""
    moderators = persons.moderators(db)
    return Facts(
        base_url=settings.base_url,
        contact=settings.contact,
        is_open=is_open(moderators, one_is_enough=settings.one_moderator),
        moderators=moderators,
        mentors=persons.holders(db, Kind.MENTOR),
        places=db.exec(select(func.count()).select_from(Place)).one(),
        sends_mail=bool(settings.smtp_url),
    )
