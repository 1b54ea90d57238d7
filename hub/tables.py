"""All tables of the house: importing this module makes the metadata complete."""

from sqlalchemy import Engine

from hub.aggregate.adopting import models as adopting
from hub.aggregate.feeds import models as feeds
from hub.aggregate.importing import models as importing
from hub.aggregate.items import models as items
from hub.aggregate.notices import models as notices
from hub.aggregate.pictures import models as pictures
from hub.aggregate.pushing import models as pushing
from hub.aggregate.registering import models as registering
from hub.aggregate.stories import models as stories
from hub.aggregate.tagging import models as tagging
from hub.communicate.answered import models as answered
from hub.communicate.bridging import models as bridging
from hub.communicate.following import models as following
from hub.communicate.introducing import models as introducing
from hub.communicate.links import models as links
from hub.communicate.mentions import models as mentions
from hub.communicate.reads import models as reads
from hub.communicate.replies import models as replies
from hub.communicate.threads import models as threads
from hub.db import beats, search, windows
from hub.db.base import Table
from hub.establish.deciding import models as deciding
from hub.establish.tags import models as tags
from hub.meet.events import models as events
from hub.meet.hosting import models as hosting
from hub.meet.icebreakers import models as icebreakers
from hub.meet.merging import models as merging
from hub.meet.partnerships import models as partnerships
from hub.meet.rounds import models as rounds
from hub.meet.rsvps import models as rsvps
from hub.meet.venues import models as venues
from hub.people.audit import models as audit
from hub.people.cases import models as cases
from hub.people.helping import models as helping
from hub.people.mail import models as mail
from hub.people.pending import models as pending
from hub.people.persons import models as persons
from hub.people.signin import models as signin
from hub.places import models as places

PEOPLE = (audit, mail, persons, signin, pending, cases, helping)
AGGREGATE = (feeds, items, tagging, pushing, stories, pictures, registering, notices, adopting, importing)
COMMUNICATE = (links, reads, threads, replies, mentions, bridging, following, answered, introducing)
MEET = (venues, events, merging, hosting, rsvps, icebreakers, rounds, partnerships)
ROOMS = (beats, windows, places, *PEOPLE, tags, deciding, *AGGREGATE, *COMMUNICATE, *MEET)
metadata = Table.metadata


def create_all(engine: Engine) -> None:
    """Make the whole schema at once, as the newest migration leaves it; for tests."""
    with engine.begin() as connection:
        metadata.create_all(connection)
        search.create(connection)
