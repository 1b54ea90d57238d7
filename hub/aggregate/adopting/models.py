"""Tables of adopting: which feeds of tags a place has adopted, and what was decided of those who write in them."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from hub.db.base import Table


class AdoptedFeed(Table, table=True):
    """The feed of a tag somewhere else, adopted by a place; its source is made for it alone."""

    __tablename__ = "adopted_feed"

    feed_id: UUID = Field(foreign_key="feed.id", primary_key=True)
    place_id: UUID = Field(foreign_key="place.id", index=True)
    tag_id: UUID = Field(foreign_key="tag.id", index=True)
    service: str  # a key of adopting.services.SERVICES
    words: str  # what is asked for, as people write it
    cap: int  # new posts on one day of the place
    adopted_at: datetime
    stopped_at: datetime | None = None


class AdoptedVoice(Table, table=True):
    """Somebody who writes in an adopted feed, of whom a mentor decided; nobody of ours."""

    __tablename__ = "adopted_voice"

    feed_id: UUID = Field(foreign_key="adopted_feed.feed_id", primary_key=True)
    key: str = Field(primary_key=True)  # adopting.rules.Voice.key
    name: str  # as the service shows it
    stand: str  # a value of adopting.rules.Stand
    since: datetime
