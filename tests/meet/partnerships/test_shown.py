"""A place tells how many are at it and which steps are shared: its pages are made anew when that changes."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session

from hub.db.engine import reading, writing
from hub.meet.partnerships import actions, curriculum, outcome
from hub.meet.partnerships.actions import Two
from hub.meet.partnerships.curriculum import Written
from hub.meet.partnerships.rules import Side
from hub.people.persons.actions import welcome
from hub.places.models import PlaceVersion
from tests import town
from tests.meet.partnerships.friends import NOON, TODAY


def version(many: Engine, place_id: UUID) -> int:
    with reading(many) as db:
        known = db.get(PlaceVersion, place_id)
        return known.version if known else 0


def test_what_a_place_tells_of_its_pairs_is_told_anew(many: Engine) -> None:
    with writing(many) as db:
        heath = town.place(db, "Kings Heath").id
        ben, cem = (welcome(db, f"{name}@example.org", NOON) for name in ("ben", "cem"))
        two = actions.ask(db, Two(heath, ben, cem, "Ben", "Cem"), NOON, by=None)
        step = curriculum.add_step(db, two, Written("One"))
    deeds: dict[str, Callable[[Session], object]] = {
        "begun": lambda db: [actions.agree(db, two, side, TODAY, NOON) for side in Side],
        "shared": lambda db: curriculum.share_step(db, two, step, shared=True),
        "written anew": lambda db: curriculum.change_step(db, two, step, Written("First")),
        "taken away": lambda db: curriculum.drop_step(db, two, step),
        "over": lambda db: outcome.end(db, two, NOON, closed=True),
        "forgotten": lambda db: outcome.forget(db, two),
    }
    for what, deed in deeds.items():
        before = version(many, heath)
        with writing(many) as db:
            deed(db)
        assert version(many, heath) > before, what
