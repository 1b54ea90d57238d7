"""Ben follows Alderford by mail: one mail at his hour, with what is new, and nothing that is not for him."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from hub.aggregate.feeds.models import Feed
from hub.aggregate.items.models import Item
from hub.communicate.following import actions, queries
from hub.communicate.following.actions import Wish
from hub.communicate.following.models import DigestPlan
from hub.communicate.following.rules import (
    DIGEST,
    STILL_HERE,
    Followed,
    Hushed,
    Kind,
    Rhythm,
    When,
)
from hub.communicate.replies.models import ReadMark
from hub.communicate.replies.rules import State
from hub.communicate.threads.models import Thread
from hub.db.engine import reading, writing
from hub.duties import digesting
from hub.duties.digesting import digest_round
from hub.duties.tools import Stop, Tools
from hub.kit.clock import now
from hub.people.mail import actions as mail
from hub.people.persons.models import Role
from hub.settings import Settings
from hub.site.digests import press
from tests import town
from tests.site.conftest import ADDRESS, Alderford
from tests.site.digested import (
    DAY,
    HOUR,
    Told,
    at_their_hour,
    first_item,
    follower,
    mails,
    person,
    place,
    said,
    telling,
    threaded,
)


@pytest.fixture
def tell(many: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Told:
    return telling(many, settings, monkeypatch)


def test_one_mail_tells_what_is_new_of_all_voices(many: Engine, alderford: Alderford, tell: Told) -> None:
    ben = follower(many, place(alderford))
    (only,) = tell(at_their_hour(many, ben))

    assert (only.to_address, only.topic, only.kind) == ("ben@hub.example", DIGEST, DIGEST)
    assert only.subject == "Alderford: Bins on Tuesday, and 1 more"
    assert "Bins on Tuesday" in only.text
    assert "The bridge is shut" in only.html
    assert f"{ADDRESS}/you/following" in only.text
    assert not any("Bins" in later.text for later in tell(at_their_hour(many, ben)) if later.id != only.id)


def test_nothing_comes_where_nothing_is_new_and_after_four_weeks_a_word_does(
    many: Engine, alderford: Alderford, tell: Told
) -> None:
    ben = follower(many, Followed(Kind.SOURCE, alderford.place.id, UUID(int=9).hex))
    assert tell(at_their_hour(many, ben)) == []
    with writing(many) as db:
        for row in db.exec(select(Feed)):
            row.last_post_at, row.post_gap, row.trouble, row.looked_at = now() - 40 * DAY, 86_400, "", now()
            db.add(row)
    (only,) = tell(now() + STILL_HERE)
    assert only.subject == "Alderford: nothing new, and we are still here"
    assert "We are still here" in only.text
    assert tell(now() + STILL_HERE + 2 * DAY) == [only]


def test_who_is_silent_or_broken_is_told_once_a_week(many: Engine, alderford: Alderford, tell: Told) -> None:
    weekly = When(Rhythm.WEEKLY, weekday=(now() + DAY).weekday())
    ben = follower(many, place(alderford), when=weekly)
    with writing(many) as db:
        council = db.get_one(Feed, alderford.council.id)
        council.last_post_at, council.post_gap = now() - 39 * DAY - 2 * HOUR, 86_400
        diary = db.get_one(Feed, alderford.diary.id)
        diary.trouble_since = now() - 5 * DAY
        db.add_all([council, diary])
    (only,) = tell(at_their_hour(many, ben))
    assert re.search(r"Alderford Council has been silent for (39|40) days\.", only.text)
    assert "Mill End Diary cannot be read since" in only.html


def test_a_daily_mail_on_another_day_says_nothing_of_silence(many: Engine, alderford: Alderford, tell: Told) -> None:
    ben = follower(many, place(alderford), when=When(weekday=(now() + 3 * DAY).weekday()))
    with writing(many) as db:
        diary = db.get_one(Feed, alderford.diary.id)
        diary.trouble_since = now() - 5 * DAY
        db.add(diary)
    (only,) = tell(at_their_hour(many, ben))
    assert "cannot be read" not in only.text


def test_what_was_there_before_its_feed_was_known_is_no_news(many: Engine, alderford: Alderford, tell: Told) -> None:
    ben = follower(many, place(alderford))
    with writing(many) as db:
        for row in db.exec(select(Item).where(Item.title != "The bridge is shut")):
            row.is_archive = True
            db.add(row)
    (only,) = tell(at_their_hour(many, ben))
    assert "Bins on Tuesday" not in only.text
    assert only.subject == "Alderford: The bridge is shut"


def test_replies_come_to_who_may_read_them_and_no_others(many: Engine, alderford: Alderford, tell: Told) -> None:
    ben, cem = follower(many, place(alderford)), follower(many, place(alderford), "Cem")
    with writing(many) as db:
        thread = threaded(db, alderford, first_item(many), at=now() - 3 * DAY)
        joan = person(db, "Joan")
        said(db, thread, joan, "Openwords for all")
        said(db, thread, joan, "Closedwords for neighbours", is_local=True)
        said(db, thread, joan, "Waitingwords of a newcomer", state=State.WAITING)
        said(db, thread, cem, "Cemwords, his own")
        db.add(Role(person_id=ben, place_id=alderford.place.id, kind="mentor", since=now()))
    to_ben, to_cem = tell(at_their_hour(many, ben))

    assert "3 new replies, by Openwords, Closedwords, Cemwords" in to_ben.text
    assert f"{ADDRESS}/you/conversations/{thread}" in to_ben.text
    assert "1 new reply, by Openwords" in to_cem.text
    assert f"{ADDRESS}/alderford/conversations/{thread}" in to_cem.text
    for each in (to_ben, to_cem):
        assert "Waitingwords" not in each.text + each.html
    assert "Closedwords" not in to_cem.text + to_cem.html


def test_what_was_read_on_its_page_is_not_told(many: Engine, alderford: Alderford, tell: Told) -> None:
    ben = follower(many, place(alderford))
    with writing(many) as db:
        thread = threaded(db, alderford, first_item(many), at=now() - 3 * DAY)
        said(db, thread, person(db, "Joan"), "Openwords for all")
        db.add(ReadMark(person_id=ben, thread_id=thread, read_at=now()))
    (only,) = tell(at_their_hour(many, ben))
    assert "Openwords" not in only.text


def test_threads_and_tags_that_became_others_are_followed_there(many: Engine, alderford: Alderford, tell: Told) -> None:
    ben = person_id = follower(many, place(alderford))
    with writing(many) as db:
        heir = threaded(db, alderford, first_item(many), at=now())
        gone = Thread(place_id=alderford.place.id, made_at=now(), last_at=now(), heir_id=heir)
        refuse = town.tag(db, "Refuse", retired=True, heir_id=alderford.bins.id)
        db.add(gone)
        db.flush()
        actions.unfollow(db, ben, place(alderford))
        for kind, target in ((Kind.THREAD, str(gone.id)), (Kind.TAG, refuse.id.hex)):
            wish = Wish(Followed(kind, alderford.place.id, target), When())
            actions.follow(db, person_id, wish, now() - 2 * DAY)
        said(db, heir, person(db, "Joan"), "Openwords for all")
        actions.mute(db, ben, Hushed.TAG, UUID(int=5).hex, now())
    (only,) = tell(at_their_hour(many, ben))
    assert "1 new reply, by Openwords" in only.text
    assert "Bins on Tuesday" in only.text


def test_who_stopped_the_mail_gets_none_and_the_clock_goes_on(many: Engine, alderford: Alderford, tell: Told) -> None:
    ben = follower(many, place(alderford))
    with writing(many) as db:
        mail.refuse(db, "ben@hub.example", DIGEST, now())
    due = at_their_hour(many, ben)
    assert tell(due) == []
    with reading(many) as db:
        plan = queries.plan(db, ben)
    assert plan
    assert plan.due_at
    assert plan.due_at > due


def test_a_mail_is_in_the_language_of_who_gets_it(many: Engine, alderford: Alderford, tell: Told) -> None:
    ben = follower(many, place(alderford), language="cy")
    (only,) = tell(at_their_hour(many, ben))
    assert f"{ADDRESS}/cy/items/" in only.text


def test_two_of_one_taste_get_the_same_words_and_links_of_their_own(
    many: Engine, alderford: Alderford, tell: Told
) -> None:
    ben = follower(many, place(alderford))
    follower(many, place(alderford), "Cem")
    with writing(many) as db:
        for row in db.exec(select(DigestPlan)):
            row.told_until = now() - 2 * DAY
            db.add(row)
    to_ben, to_cem = tell(at_their_hour(many, ben))
    tokens = [set(re.findall(r"/mail/mute/([\w-]+)/", each.html)) for each in (to_ben, to_cem)]
    assert [len(each) for each in tokens] == [1, 1]
    assert tokens[0] != tokens[1]
    assert to_ben.subject == to_cem.subject


def dying_at_second(real: Callable[..., object]) -> Callable[..., object]:
    """Return what does as *real* does, and is killed when it is called again."""
    calls = []

    def dying(*given: object) -> object:
        calls.append(given)
        if len(calls) > 1:
            raise KeyboardInterrupt
        return real(*given)

    return dying


@pytest.mark.parametrize("dies_at", ["claimed", "written"])
def test_who_is_killed_between_leaves_nobody_with_two_and_nobody_without(
    many: Engine, alderford: Alderford, tell: Told, monkeypatch: pytest.MonkeyPatch, dies_at: str
) -> None:
    names = [f"Person{number}" for number in range(7)]
    ids = [follower(many, place(alderford), name) for name in names]
    due = max(at_their_hour(many, each) for each in ids)
    monkeypatch.setattr(digesting, "AT_ONCE", 3)
    wrapped = {"claimed": "refusing", "written": "post_all"}[dies_at]
    with monkeypatch.context() as patched:
        patched.setattr(digesting, wrapped, dying_at_second(getattr(digesting, wrapped)))
        with pytest.raises(KeyboardInterrupt):
            tell(due)
    assert len(mails(many)) == 3
    assert len(tell(due)) == 4  # whose claim nobody holds
    everybody = tell(due + timedelta(minutes=11))
    assert sorted(each.to_address for each in everybody) == sorted(f"{name.lower()}@hub.example" for name in names)


def test_who_lost_the_claim_writes_nothing(
    many: Engine, alderford: Alderford, tell: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben = follower(many, place(alderford))
    real = getattr(digesting, "refusing")  # noqa: B009 -- it is another module's own

    def slow(db: Session, *given: object) -> object:
        with writing(many) as other:  # somebody else took it over meanwhile
            row = other.get_one(DigestPlan, ben)
            row.claimed_until = now() + 5 * DAY
            other.add(row)
        return real(db, *given)

    monkeypatch.setattr(digesting, "refusing", slow)
    assert tell(at_their_hour(many, ben)) == []


def test_a_round_that_is_to_stop_stops(many: Engine, alderford: Alderford, settings: Settings) -> None:
    ben = follower(many, place(alderford))
    stopped = Stop()
    stopped.set()
    with writing(many) as db:
        row = db.get_one(DigestPlan, ben)
        row.due_at = now()
        db.add(row)
    asked = Tools(many, None, None, stopped)  # type: ignore[arg-type] # it asks nobody outside
    assert digest_round(asked, press.printer(settings)) == 0
