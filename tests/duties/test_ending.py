"""The clock takes down what has ended."""

from datetime import timedelta

from sqlalchemy import Engine

from hub.aggregate.notices import actions, queries
from hub.aggregate.notices.actions import Written
from hub.aggregate.notices.rules import State
from hub.db.engine import reading, writing
from hub.duties.ending import end_notices
from hub.duties.tools import Tools
from hub.kit.clock import now
from hub.people.persons import actions as persons
from tests import town


def test_a_notice_of_last_week_ends(many: Engine) -> None:
    with writing(many) as db:
        place = town.place(db, "Mill End")
        ben = persons.welcome(db, "ben@hub.example", now())
        ends = (now() - timedelta(days=2)).date()
        notice = actions.write(db, ben, Written(place.id, "Lost: cat", "Grey.", (), ends), now() - timedelta(days=9))
    tools = Tools(many, None, None)  # type: ignore[arg-type] # it asks nobody outside
    assert end_notices(tools) == 1
    with reading(many) as db:
        assert queries.notice(db, notice).state is State.ENDED
