"""Two Digital Friends of Alderford, Ben and Bea, and Sue who looks after their safety."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.db.engine import reading, writing
from hub.kit.clock import now
from hub.meet.partnerships import actions
from hub.meet.partnerships.actions import Two
from hub.meet.partnerships.models import PartnershipStep
from hub.meet.partnerships.rules import Side
from hub.people.rules import Kind
from hub.settings import Settings
from tests.neighbours import Neighbour
from tests.site.conftest import Alderford, signed_in
from tests.site.friends.helpers import id_of


@pytest.fixture
def bea(settings: Settings, many: Engine, alderford: Alderford) -> Iterator[Neighbour]:
    del alderford
    with signed_in("Bea", settings, many) as person:
        yield person


@pytest.fixture
def sue(settings: Settings, many: Engine, alderford: Alderford) -> Iterator[Neighbour]:
    with signed_in("Sue", settings, many, Kind.SAFEGUARDING, alderford.place.id) as person:
        yield person


@pytest.fixture
def asked(many: Engine, alderford: Alderford, ben: Neighbour, bea: Neighbour) -> UUID:
    del ben, bea
    two = Two(alderford.place.id, id_of(many, "Ben"), id_of(many, "Bea"), "Ben", "Bea", "Both like maps.")
    with writing(many) as db:
        return actions.ask(db, two, now(), by=None)


@pytest.fixture
def friends(many: Engine, asked: UUID) -> str:
    """The page of two who are at it since three weeks."""
    day = (now() - timedelta(days=21)).date()
    with writing(many) as db:
        actions.agree(db, asked, Side.MENTOR, day, now())
        actions.agree(db, asked, Side.MENTEE, day, now())
    return f"/you/friends/{asked}"


QUIZ: dict[str, Any] = {
    "question": "Which key pastes?",
    "answer1": "Ctrl X",
    "answer2": "Ctrl V",
    "right": "2",
    "why": "A wedge.",
}
STEP: dict[str, Any] = {"title": "Copy and paste", "links": "https://example.org/keys\n", "homework": "Paste a photo"}


@pytest.fixture
def step(ben: Neighbour, friends: str, many: Engine) -> str:
    """A step with all that one can have."""
    page = ben.post(f"{friends}/steps/new", follow=True, **STEP, **QUIZ)
    assert "https://example.org/keys" in page.links
    with reading(many) as db:
        return str(db.exec(select(PartnershipStep.id)).one())
