"""What nobody waits for is asked anew in the background: where the events of a place are."""

from sqlalchemy import Engine
from sqlmodel import select

from hub.db.engine import reading, writing
from hub.duties.locating import locate_again
from hub.duties.tools import Stop, Tools
from hub.meet.events.locating import is_to_do
from hub.meet.events.models import Event
from hub.meet.venues import actions
from hub.meet.venues.actions import Draft
from tests import town


def test_what_a_venue_changes_reaches_every_event(many: Engine) -> None:
    with writing(many) as db:
        place = town.place(db, "Mill End")
        diary = town.feed(db, town.source(db, "Town diary", place, kind="events"), reads="events")
        town.meetup(db, diary, "Folk night", location="The Red Lion")
        made = actions.add(db, Draft("The Red Lion", place.id))
    stop = Stop()
    stop.set()
    assert locate_again(Tools(many, None, None, stop)) == 0  # type: ignore[arg-type] # it asks nobody outside
    tools = Tools(many, None, None)  # type: ignore[arg-type] # likewise
    assert locate_again(tools) == 1
    assert locate_again(tools) == 0
    with reading(many) as db:
        assert db.exec(select(Event.venue_id)).one() == made
        assert not is_to_do(db)
