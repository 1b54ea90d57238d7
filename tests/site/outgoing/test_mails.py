"""What is on comes by mail: alone, or beside the news of a place and of a tag."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.feeds.models import Feed
from hub.communicate.following.models import DigestPlan
from hub.communicate.following.rules import Followed, Kind, Rhythm, When
from hub.db.engine import writing
from hub.kit.clock import now
from hub.meet.events.models import EventTag
from hub.settings import Settings
from tests import town
from tests.neighbours import Neighbour
from tests.site.conftest import ADDRESS, Alderford
from tests.site.digested import Told, follower, place, telling
from tests.site.outgoing.evenings import held


@pytest.fixture
def tell(many: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Told:
    return telling(many, settings, monkeypatch)


def test_ben_follows_what_is_free_by_mail(ben: Neighbour, alderford: Alderford) -> None:
    page = ben.visit("/alderford/follow?meetups=free%3D1")
    assert "Follow “Meetups (free)”" in page.source
    done = ben.fill(page, often="weekly")
    assert "You follow it." in done.source
    assert "Meetups (free), Alderford" in done.source
    assert "/alderford/meetups?free=1" in done.source


def test_meetups_are_not_told_at_once(ben: Neighbour, alderford: Alderford) -> None:
    refused = ben.post("/alderford/follow", what="meetups:", often="at-once", hour="7", weekday="4")
    assert refused.status == 422
    assert "comes every day or every week" in refused.source


def test_a_mail_of_what_is_on_has_that_alone(
    many: Engine, alderford: Alderford, diary_of_town: Feed, tell: Told
) -> None:
    weekly = When(Rhythm.WEEKLY, weekday=now().weekday(), hour=0)
    follower(many, Followed(Kind.MEETUPS, alderford.place.id, "free=1"), when=weekly)
    with writing(many) as db:
        for number in range(8):
            held(db, diary_of_town, f"Free {number}", free=True)
        held(db, diary_of_town, "Dear")
        for plan in db.exec(select(DigestPlan)):
            plan.due_at = now()
    (only,) = tell(now() + timedelta(seconds=1))
    assert only.subject == "Alderford: what is on"
    assert all(f"Free {number}" in only.text for number in range(8))
    assert "Dear" not in only.text
    assert "Bins" not in only.text
    assert f"{ADDRESS}/mail/stop/" in only.text


def test_what_is_on_until_the_next_mail_stands_in_it_and_is_reason_enough(
    many: Engine, alderford: Alderford, tell: Told
) -> None:
    weekly = When(Rhythm.WEEKLY, weekday=now().weekday(), hour=0)
    follower(many, place(alderford), when=weekly)
    follower(many, Followed(Kind.TAG, alderford.place.id, UUID(int=4).hex), "Cem", when=weekly)
    follower(many, Followed(Kind.SOURCE, alderford.place.id, alderford.diary.source_id.hex), "Joan", when=weekly)
    with writing(many) as db:
        calendar = db.exec(select(Feed).where(Feed.reads == "events")).one()
        for number in range(8):
            town.meetup(db, calendar, f"Choir {number}", now() + timedelta(hours=30 + number))
        for plan in db.exec(select(DigestPlan)):
            plan.due_at, plan.told_until = now(), now()
            db.add(plan)
    (only,) = tell(now() + timedelta(seconds=1))
    assert (only.to_address, only.subject) == ("ben@hub.example", "Alderford: what is on")
    assert "Repair café" in only.text
    assert f"{ADDRESS}/alderford/meetups" in only.html
    assert "Choir 7" not in only.text


def test_who_follows_a_tag_hears_of_the_meetups_under_it(many: Engine, alderford: Alderford, tell: Told) -> None:
    weekly = When(Rhythm.WEEKLY, weekday=now().weekday(), hour=0)
    follower(many, Followed(Kind.TAG, alderford.place.id, alderford.bins.id.hex), when=weekly)
    with writing(many) as db:
        calendar = db.exec(select(Feed).where(Feed.reads == "events")).one()
        sorting = town.meetup(db, calendar, "Sort your rubbish", now() + timedelta(hours=30))
        town.meetup(db, calendar, "Choir", now() + timedelta(hours=31))
        db.add(EventTag(event_id=sorting.id, tag_id=alderford.bins.id, because="label"))
        plan = db.exec(select(DigestPlan)).one()
        plan.due_at, plan.told_until = now(), now()
        db.add(plan)
    (only,) = tell(now() + timedelta(seconds=1))
    assert "Sort your rubbish" in only.text
    assert f"/alderford/meetups/{sorting.id}" in only.text
    assert "Choir" not in only.text
