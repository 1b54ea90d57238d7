"""What is on is told to programs: page by page, with the filters of the list, wrong questions in words."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.feeds.models import Feed
from hub.db.engine import writing
from hub.kit.clock import now
from hub.meet.events.models import Occurrence
from hub.meet.events.relisting import relist
from hub.meet.venues.models import Venue
from tests.neighbours import Neighbour
from tests.site.conftest import Alderford
from tests.site.outgoing.evenings import held


def test_a_program_reads_page_by_page_and_each_meetup_once(
    cem: Neighbour, many: Engine, alderford: Alderford, diary_of_town: Feed, hall: Venue
) -> None:
    with writing(many) as db:
        for number in range(5):
            held(db, diary_of_town, f"Evening {number}", days=3, free=number % 2 == 0)
        fair = held(db, diary_of_town, "Fair", days=-3, venue_id=hall.id)
        day = db.exec(select(Occurrence).where(Occurrence.event_id == fair.id)).one()
        day.ends_at = now() + timedelta(days=2)
        relist(db, [fair.id])
    seen, asked = [], "/api/v1/events?place=alderford&limit=2"
    address = asked
    while True:
        told = cem.visit(address).json
        seen += [event["title"] for event in told["events"]]
        if not told["next"]:
            break
        address = f"{asked}&after={told['next']}"
    assert seen[0] == "Fair"
    assert sorted(seen) == sorted(["Repair café", "Fair", *(f"Evening {number}" for number in range(5))])


def test_a_program_has_the_filters_of_the_list(
    cem: Neighbour, many: Engine, alderford: Alderford, diary_of_town: Feed, hall: Venue
) -> None:
    with writing(many) as db:
        for number in range(5):
            held(db, diary_of_town, f"Evening {number}", days=3, free=number % 2 == 0)
        held(db, diary_of_town, "Fair", venue_id=hall.id)
    free = cem.visit("/api/v1/events?place=alderford&free=1").json
    assert ({event["title"] for event in free["events"]}, free["next"]) == (
        {"Evening 0", "Evening 2", "Evening 4"},
        None,
    )
    (first,) = cem.visit("/api/v1/events?place=alderford&venue=old-mill").json["events"]
    assert first["venue"] == {"slug": "old-mill", "name": "Old Mill", "address": "1 Mill Lane, B14 7SA", "room": ""}
    assert (first["latitude"], first["free"], first["calendar"]) == (52.43, None, f"{first['page']}.ics")


def test_a_program_asks_for_some_days(cem: Neighbour, many: Engine, alderford: Alderford, diary_of_town: Feed) -> None:
    with writing(many) as db:
        held(db, diary_of_town, "Later", days=200)
    day = (now() + timedelta(days=200)).date()
    asked = f"/api/v1/events?place=alderford&since={day}&until={day}"
    assert [event["title"] for event in cem.visit(asked).json["events"]] == ["Later"]
    assert cem.visit(f"/api/v1/events?place=alderford&since={day + timedelta(days=1)}").json["events"] == []


@pytest.mark.parametrize(
    "wrong", ["after=7", "after=x-y", f"after=9{'9' * 17}-{UUID(int=1).hex}", "since=soon", "until=soon"]
)
def test_what_a_program_asks_wrongly_is_answered_in_words(cem: Neighbour, alderford: Alderford, wrong: str) -> None:
    answer = cem.visit(f"/api/v1/events?place=alderford&{wrong}")
    assert answer.status == 400
