"""Stories in the database, as the hub would have put them together."""

from sqlmodel import Session

from hub.aggregate.items.models import Item
from hub.aggregate.stories import actions
from hub.aggregate.stories.grouping import Gathered, Part
from hub.aggregate.stories.models import StoryItem
from hub.aggregate.stories.rules import Because
from hub.places.models import Place
from tests.town import NOON


def told_by(db: Session, place: Place, lead: Item, *others: Item) -> int:
    """Have several items tell one story, the first one leading it; return its number."""
    parts = (Part(_id(lead), Because.LEAD), *(Part(_id(each), Because.WORDS, "bridge, shut") for each in others))
    actions.settle(db, place.id, (), [Gathered(parts)], NOON)
    return db.get_one(StoryItem, (place.id, lead.id)).story_id


def _id(item: Item) -> int:
    assert item.id is not None
    return item.id
