"""A café that Cem comes to and Ben waits for, and the duty that writes to them."""

from datetime import datetime

import pytest
from sqlalchemy import Engine

from hub.db.engine import writing
from hub.duties import reminding
from hub.duties.reminding import remind
from hub.duties.tools import Tools
from hub.meet.events.models import Event
from hub.meet.rsvps import actions
from hub.meet.rsvps.actions import Wish
from hub.net.door import Door
from hub.places.models import Place
from hub.settings import Settings
from hub.site.coming_letters import Writer
from tests import town
from tests.meet.coming import neighbour, typed_meetup
from tests.site.coming_letters.told import MONDAY, STARTS, Round


@pytest.fixture
def at(many: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Round:
    """Let the duty run once at a moment."""
    tools = Tools(many, Door(), None)  # type: ignore[arg-type] # it reads nothing

    def once(moment: datetime) -> int:
        monkeypatch.setattr(reminding, "now", lambda: moment)
        return remind(tools, Writer(settings))

    return once


@pytest.fixture
def place(many: Engine) -> Place:
    with writing(many) as db:
        return town.place(db, "Alderford")


@pytest.fixture
def cafe(many: Engine, place: Place) -> Event:
    """A meetup Cem comes to, and at which Ben waits."""
    with writing(many) as db:
        event = typed_meetup(db, place, starts_at=STARTS, capacity=1)
        for name in ("Cem", "Ben"):
            actions.ask(db, neighbour(db, name), Wish(event.id, ""), MONDAY)
        return event
