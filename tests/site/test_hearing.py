"""Ben wants to hear of some things at once: bundled, a few mails a day, and the rest with the digest."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine

from hub.communicate.following import actions
from hub.communicate.following.models import DigestPlan
from hub.communicate.following.picking import pick
from hub.communicate.following.rules import (
    AT_ONCE,
    DIGEST,
    MOST_AT_ONCE,
    Followed,
    Kind,
)
from hub.communicate.following.values import Picked, PlaceNews, Taste
from hub.db.engine import reading, writing
from hub.kit.clock import now
from hub.people.mail import actions as mail
from hub.places.actions import bump
from hub.settings import Settings
from tests import town
from tests.site.conftest import Alderford
from tests.site.digested import DAY, HOUR, Told, at_their_hour, follower, listening, mails, place, telling


@pytest.fixture
def tell(many: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Told:
    return telling(many, settings, monkeypatch)


@pytest.fixture
def hear(many: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Told:
    return listening(many, settings, monkeypatch)


def news(engine: Engine, alderford: Alderford, title: str, at: datetime) -> None:
    with writing(engine) as db:
        town.item(db, alderford.council, title, [alderford.place], [alderford.bins], at)
        bump(db, [alderford.place.id])


def test_who_wants_to_hear_at_once_does_bundled_and_the_digest_leaves_that_out(
    many: Engine, alderford: Alderford, hear: Told, tell: Told
) -> None:
    tag = Followed(Kind.TAG, alderford.place.id, alderford.bins.id.hex)
    ben = follower(many, tag, at_once=True)
    follower(many, place(alderford))
    moment = now() + HOUR
    news(many, alderford, "One missed", moment)
    news(many, alderford, "Two missed", moment)
    (first,) = hear(moment)  # what is new just now has not settled
    assert (first.topic, first.subject) == (AT_ONCE, "Alderford: Bins on Tuesday")
    assert len(hear(moment + timedelta(minutes=3))) == 1  # it is too soon
    _, second = hear(moment + timedelta(minutes=6))
    assert second.subject == "Alderford: Two missed, and 1 more"
    assert "One missed" in second.text
    assert "at most six such mails" in " ".join(second.text.split()).lower()
    *_, digest = tell(max(at_their_hour(many, ben), moment + HOUR))
    assert "missed" not in digest.text
    assert "The bridge is shut" in digest.text


def test_after_six_mails_a_day_the_rest_comes_with_the_digest(
    many: Engine, alderford: Alderford, hear: Told, tell: Told
) -> None:
    tag = Followed(Kind.TAG, alderford.place.id, alderford.bins.id.hex)
    ben = follower(many, tag, at_once=True)
    at = now().replace(hour=10) + DAY
    for number in range(MOST_AT_ONCE + 1):
        at += timedelta(minutes=10)
        news(many, alderford, f"Number {number}", at)
        hear(at + timedelta(minutes=3))
    assert len(mails(many)) == MOST_AT_ONCE
    *_, digest = tell(max(at_their_hour(many, ben), at + HOUR))
    assert digest.topic == DIGEST
    assert f"Number {MOST_AT_ONCE}" in digest.text
    assert "Number 1" not in digest.text


def test_who_stopped_mail_at_once_hears_with_the_digest(
    many: Engine, alderford: Alderford, hear: Told, tell: Told
) -> None:
    ben = follower(many, place(alderford), at_once=True)
    with writing(many) as db:
        mail.refuse(db, "ben@hub.example", AT_ONCE, now())
        bump(db, [alderford.place.id])
    assert hear(now() + HOUR) == []
    (only,) = tell(at_their_hour(many, ben))
    assert "Bins on Tuesday" in only.text


def test_of_two_who_write_at_once_one_is_faster(many: Engine, alderford: Alderford) -> None:
    ben = follower(many, place(alderford), at_once=True)
    with writing(many) as db:
        assert actions.note_heard(db, ben, now(), now())
        assert not actions.note_heard(db, ben, now() - HOUR, now())
        assert not actions.note_heard(db, UUID(int=3), now(), now())


def test_one_mail_that_cannot_be_made_stops_no_other(
    many: Engine, alderford: Alderford, hear: Told, tell: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben = follower(many, place(alderford), at_once=True)
    cem = follower(
        many, Followed(Kind.SOURCE, alderford.place.id, alderford.council.source_id.hex), "Cem", at_once=True
    )
    picked = pick

    def stumbles(taste: Taste, there: Mapping[UUID, PlaceNews]) -> Picked:
        if taste.wants[0].what.kind is Kind.PLACE:
            raise ValueError(taste)
        return picked(taste, there)

    monkeypatch.setattr("hub.duties.digesting.pick", stumbles)
    moment = now() + HOUR
    news(many, alderford, "The weir", moment)
    hear(moment)
    assert {mail.to_address for mail in hear(moment + timedelta(minutes=6))} == {"cem@hub.example"}
    later = max(at_their_hour(many, ben), at_their_hour(many, cem), moment + HOUR)
    assert {mail.to_address for mail in tell(later)} == {"cem@hub.example"}
    with reading(many) as db:
        assert db.get_one(DigestPlan, ben).told_until < moment  # it is tried again
