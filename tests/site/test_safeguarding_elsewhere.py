"""A place was taken out of the registry: what somebody says who did not feel safe there is read all the same."""

import re
from collections.abc import Iterator, Mapping
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from hub.db.engine import writing
from hub.kit.clock import now
from hub.meet.partnerships import actions, safety
from hub.meet.partnerships.actions import Two
from hub.people.persons import actions as persons
from hub.people.rules import NOBODY, Kind
from hub.places.actions import bump_hub
from hub.places.models import Place
from hub.places.queries import PlaceView, retired
from hub.places.rules import WHOLE_HUB
from hub.settings import Settings
from hub.site import deps
from hub.site.desk import taken_out
from tests.neighbours import Neighbour
from tests.site import post
from tests.site.conftest import Alderford, email_of, signed_in
from tests.site.unmentored import draw, join, neighbours, opened, page_of, person_of, safeguards

DESK = "/desk/safeguarding"
SAID = "He followed me home."


@pytest.fixture
def sue(settings: Settings, many: Engine, alderford: Alderford) -> Iterator[Neighbour]:
    """Sue, who looks after safety in Alderford."""
    with signed_in("Sue", settings, many) as person:
        safeguards(many, "Sue", alderford)
        yield person


@pytest.fixture
def drawn(settings: Settings, many: Engine, alderford: Alderford) -> Iterator[Neighbour]:
    """Ben, who was drawn with somebody before Alderford was taken out of the registry."""
    opened(many, alderford)
    with neighbours(("Ben", "Bea", "Dev", "Eve"), settings, many) as people:
        for each in people:
            join(each)
        draw(many, settings)
        with writing(many) as db:
            take_out(db, alderford.place.id)
        yield people[0]


def take_out(db: Session, place_id: UUID) -> None:
    db.get_one(Place, place_id).retired = True
    bump_hub(db)


def unsafe(ben: Neighbour, many: Engine) -> None:
    assert ben.post(f"{page_of(many, 'Ben')}/unsafe", words=SAID).status == 303


def report_of(person: Neighbour, kind: str = "rounds") -> str:
    found = re.search(rf"{DESK}/{kind}/[0-9a-f-]+", person.visit(DESK).source)
    assert found
    return found[0]


def everywhere(many: Engine, name: str) -> None:
    with writing(many) as db:
        persons.grant(db, NOBODY, person_of(db, name), Kind.SAFEGUARDING, WHOLE_HUB, now())


def test_sue_reads_and_reviews_it_as_before(drawn: Neighbour, sue: Neighbour, many: Engine) -> None:
    unsafe(drawn, many)
    mailed = post.letters(many, email_of("Sue"))[-1]
    assert "Alderford, which is no longer in the registry" in mailed
    assert (DESK in mailed, SAID in mailed) == (True, False)
    assert "Did not feel safe, in places that are no longer here" in sue.visit("/desk").text
    assert SAID in sue.visit(report_of(sue)).text
    assert f"mailto:{email_of('Ben')}" in sue.visit(report_of(sue)).links
    assert sue.post(report_of(sue)).status == 422
    done = sue.post(report_of(sue), follow=True, outcome="stopped", review="Spoke with both.")
    assert "It is kept." in done.text
    assert "the others stay out of rounds" in done.text


def test_what_was_taken_out_is_read_once_however_much_it_is(
    many: Engine, alderford: Alderford, sue: Neighbour, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = list[Session]()

    def read(db: Session) -> Mapping[UUID, PlaceView]:
        asked.append(db)
        return retired(db)

    for each in (taken_out, deps):
        monkeypatch.setattr(each, "retired", read)
    with writing(many) as db:
        for place in (alderford.place, alderford.mill_end):
            take_out(db, place.id)
    assert sue.visit("/desk").status == 200
    assert len(asked) == 1


def test_where_nobody_looks_after_safety_an_admin_makes_somebody_and_is_it_only_then(
    drawn: Neighbour, root: Neighbour, many: Engine
) -> None:
    unsafe(drawn, many)
    mailed = post.letters(many, email_of("Ruth"))[-1]
    assert "Give it to somebody for the whole hub now" in mailed
    assert "/desk/roles" in mailed
    assert root.visit(DESK).status == 403
    everywhere(many, "Ruth")
    assert "Did not feel safe, in places that are no longer here" in root.visit("/desk").text
    assert SAID in root.visit(report_of(root)).text


def test_who_looks_after_safety_elsewhere_finds_nothing(
    drawn: Neighbour, sue: Neighbour, ada: Neighbour, many: Engine, settings: Settings
) -> None:
    unsafe(drawn, many)
    address = report_of(sue)
    with writing(many) as db:
        other = Place(slug="elsewhere", name="Elsewhere", kind="town")
        db.add(other)
        db.flush()
        bump_hub(db)
        other_id = other.id
    with signed_in("Eli", settings, many, Kind.SAFEGUARDING, other_id) as eli:
        assert {each.visit(DESK).status for each in (eli, ada)} == {403}
        assert eli.visit(address).status == 403
        assert "no longer here" not in eli.visit("/desk").text


def test_what_is_said_of_a_digital_friend_is_read_too(
    ben: Neighbour, sue: Neighbour, many: Engine, alderford: Alderford
) -> None:
    del ben
    with writing(many) as db:
        me, other = person_of(db, "Ben"), person_of(db, "Sue")
        two = actions.ask(db, Two(alderford.place.id, me, other, "Benjamin", "Susan", ""), now(), by=None)
        safety.report(db, two, other, SAID, now())
        take_out(db, alderford.place.id)
    assert SAID in sue.visit(DESK).text
    address = report_of(sue, "friends")
    assert sue.post(address).status == 422
    assert "It is kept." in sue.post(address, follow=True, do="end", review="Spoke with both.").text
    assert SAID not in sue.visit(DESK).text
    assert sue.post(address, do="end").status == 404
