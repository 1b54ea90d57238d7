"""Who lives in the sample town, and that they move in once."""

from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.registering.models import SourceOwner
from hub.db.engine import writing
from hub.demo.people import NEIGHBOURS, settle
from hub.people.audit.models import AuditEntry
from hub.people.cases.rules import Standing, needs_reading
from hub.people.persons import actions as persons
from hub.people.persons import queries
from hub.people.rules import may_decide, may_decide_appeal, may_tend
from tests import town

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


def test_the_towns_people_move_in_once(engine: Engine) -> None:
    with writing(engine) as db:
        here = town.place(db, "Wherrybridge")
        blog = town.source(db, "kilnpost", here)
        settle(db, NOON)
    with writing(engine) as db:
        who = {each.slug: queries.by_email(db, each.email) for each in NEIGHBOURS}
        actors = {slug: queries.actor(db, view.id) for slug, view in who.items() if view}
        deeds = len(db.exec(select(AuditEntry)).all())
        persons.describe(db, actors["ben"].person_id, "Benjamin", "cy")  # type: ignore[arg-type] # he is there
        settle(db, NOON)
        assert len(db.exec(select(AuditEntry)).all()) == deeds == 5
        assert [owner.person_id for owner in db.exec(select(SourceOwner))] == [actors["ben"].person_id]
        assert queries.person(db, actors["ben"].person_id).name == "Benjamin"  # type: ignore[arg-type] # likewise
    assert actors.keys() == {"ada", "ben", "cem", "mo", "nia", "ruth", "sal"}
    assert may_tend(actors["ada"], [here.id])
    assert may_decide(actors["mo"], [here.id])
    assert may_decide_appeal(actors["nia"], [here.id], [actors["mo"].person_id])
    assert not may_tend(actors["ben"], [here.id])
    assert blog.slug == "kilnpost"


def test_nobody_of_them_is_a_newcomer(engine: Engine) -> None:
    with writing(engine) as db:
        town.place(db, "Wherrybridge")
        settle(db, NOON)
        views = [view for each in NEIGHBOURS if (view := queries.by_email(db, each.email))]
    assert len(views) == len(NEIGHBOURS)
    assert not any(needs_reading(Standing(view.confirmed_at, view.approved), NOON) for view in views)
