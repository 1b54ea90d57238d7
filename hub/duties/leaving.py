"""A source leaves the hub: what it said, what was derived from that, and its feeds, in one transaction."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from hub.aggregate.adopting import actions as adopting
from hub.aggregate.items import forgetting as items
from hub.aggregate.items import withholding
from hub.aggregate.registering.leaving import depart
from hub.aggregate.stories import actions as stories
from hub.aggregate.tagging import source_rules
from hub.communicate.following import actions as following
from hub.communicate.following.rules import Kind
from hub.communicate.introducing import actions as introducing
from hub.communicate.links import actions as links
from hub.communicate.mentions import owing
from hub.db.beats import beat
from hub.duties.knowing import REGISTRY
from hub.meet.events import forgetting as meetups
from hub.meet.merging import actions as merging
from hub.meet.venues import actions as venues
from hub.people.cases.rules import Target


def take_out(db: Session, source_id: UUID, now: datetime) -> None:
    """Take a source out of the hub by its owner's word; its addresses are kept, so that nobody else brings it back.

    What was reported and decided stays in the log, which holds none of its words.
    """
    owing.wish_no_more(db, source_id)
    stories.forget_words(db, withholding.ids_of(db, Target.SOURCE, source_id.hex))
    items.forget_source(db, source_id)
    merging.forget_source(db, source_id)
    meetups.forget_source(db, source_id)
    venues.forget_source(db, source_id)
    source_rules.drop_all(db, source_id)
    adopting.forget_source(db, source_id)
    following.forget_target(db, Kind.SOURCE, source_id.hex)
    links.forget_source(db, source_id)
    introducing.forget_source(db, source_id)
    depart(db, source_id, now)
    beat(db, REGISTRY, now)  # a look under way finds that its feed is gone
