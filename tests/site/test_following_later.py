"""What Ben follows goes, he follows more, and a talk of a tag has one name wherever it stands."""

from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.communicate.following import actions, queries
from hub.communicate.following.actions import Wish
from hub.communicate.following.models import DigestPlan, Following
from hub.communicate.following.rules import STILL_HERE, Followed, Kind, Rhythm, When
from hub.communicate.threads import actions as threads
from hub.communicate.threads.models import Thread
from hub.db.engine import reading, writing
from hub.duties.leaving import take_out
from hub.kit.clock import now
from hub.people.mail import actions as mail
from hub.people.mail.rules import STOP, Letter, stop_token
from hub.people.persons import queries as people
from hub.secret import key_for
from hub.settings import Settings
from tests.neighbours import Neighbour
from tests.site import post
from tests.site.conftest import Alderford
from tests.site.digested import Told, at_their_hour, follower, person, place, said, telling

BEN = "ben@hub.example"
USUAL: dict[str, Any] = {"what": "place", "often": "daily", "hour": "7", "weekday": "4", "email": ""}
WEEKLY: dict[str, Any] = USUAL | {"often": "weekly", "hour": "18", "weekday": "6"}


@pytest.fixture
def tell(many: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Told:
    return telling(many, settings, monkeypatch)


@pytest.fixture
def talk(many: Engine, alderford: Alderford) -> int:
    """The talk on the page of the tag of bins, in which Joan said something."""
    with writing(many) as db:
        thread_id = threads.for_tag(db, alderford.place.id, alderford.bins.id, now())
        said(db, thread_id, person(db, "Joan"), "Joan wants two bins.")
        return thread_id


def plan(engine: Engine, email: str = BEN) -> queries.Plan:
    with reading(engine) as db:
        who = people.by_email(db, email)
        found = queries.plan(db, who.id) if who else None
    assert found
    return found


def diary(alderford: Alderford) -> Followed:
    return Followed(Kind.SOURCE, alderford.place.id, alderford.diary.source_id.hex)


def test_who_follows_nothing_any_more_as_it_left_has_no_plan_any_more(many: Engine, alderford: Alderford) -> None:
    follower(many, diary(alderford), "Cem")
    ben = follower(many, diary(alderford))
    with writing(many) as db:
        actions.follow(db, ben, Wish(place(alderford), When()), now())
        take_out(db, alderford.diary.source_id, now())
    with reading(many) as db:
        assert db.exec(select(DigestPlan.person_id)).all() == [ben]


def test_a_plan_that_follows_nothing_stops_no_others_mail(many: Engine, alderford: Alderford, tell: Told) -> None:
    cem, ben = follower(many, diary(alderford), "Cem"), follower(many, place(alderford))
    with writing(many) as db:
        for row in db.exec(select(Following).where(Following.person_id == cem)):
            db.delete(row)
        held = db.get_one(DigestPlan, cem)
        held.wrote_at = now() - 2 * STILL_HERE  # so long ago that a mail would say that there is nothing new
        db.add(held)
    due = max(at_their_hour(many, each) for each in (cem, ben))
    assert [each.to_address for each in tell(due)] == [BEN]
    assert at_their_hour(many, cem) > due


def test_who_follows_more_keeps_the_hour_they_chose(ben: Neighbour, many: Engine, alderford: Alderford) -> None:
    ben.post("/alderford/follow", **WEEKLY)
    page = ben.post("/alderford/follow", follow=True, **USUAL | {"what": "tag:bins-and-recycling"})
    assert "It comes with the one mail you get already" in page.text
    assert plan(many).when == When(Rhythm.WEEKLY, 18, 6)


def test_who_follows_more_is_not_written_to_where_mail_was_refused(
    ben: Neighbour, many: Engine, alderford: Alderford
) -> None:
    ben.post("/alderford/follow", **USUAL)
    with writing(many) as db:
        actions.pause(db, BEN, "550 No such mailbox")
    ben.post("/alderford/follow", **USUAL | {"what": "tag:bins-and-recycling"})
    held = plan(many)
    assert (held.trouble, held.due_at) == ("550 No such mailbox", None)


def test_the_talk_of_a_tag_is_called_the_same_everywhere(
    cem: Neighbour, ben: Neighbour, many: Engine, alderford: Alderford, settings: Settings, talk: int
) -> None:
    name = "About Bins & recycling"
    ben.post("/alderford/follow", **USUAL | {"what": f"thread:{talk}"})
    page = ben.visit("/you/following")
    assert f"{name}, Alderford" in page.text

    letter = Letter("digest", BEN, "Alderford", "words", "<p>words</p>", "digest")
    with writing(many) as db:
        mail.post(db, letter, now())
    mute = f"/mail/mute/{stop_token(letter.id, key_for(settings, STOP))}/thread/{talk}"
    assert name in cem.visit(mute).text

    (what,) = {str(each.get("value")) for each in page.all("//input[@name='what']")}
    gone = ben.post("/you/following/stop", follow=True, what=what)
    assert "You follow it." in ben.fill(gone, what=what).text
    for address in (f"/alderford/conversations/{talk}", "/you/conversations", f"/you/conversations/{talk}"):
        assert name in ben.visit(address).text


def test_a_mail_calls_the_talk_of_a_tag_by_the_same_name(
    many: Engine, alderford: Alderford, tell: Told, talk: int
) -> None:
    ben = follower(many, Followed(Kind.THREAD, alderford.place.id, str(talk)))
    (only,) = tell(at_their_hour(many, ben))
    assert "About Bins & recycling" in only.text
    assert "About Bins & recycling" in only.subject


def test_cem_confirms_by_a_code_and_keeps_the_hour_of_the_mail_he_gets(
    cem: Neighbour, many: Engine, alderford: Alderford
) -> None:
    address = {"email": "cem@new.example"}
    for fields in (WEEKLY | address, USUAL | address | {"what": "tag:bins-and-recycling"}):
        asked = cem.post("/alderford/follow", follow=True, **fields)
        cem.fill(asked, code=post.code(many, "cem@new.example"))
        cem.browser.cookies.clear()
    assert plan(many, "cem@new.example").when == When(Rhythm.WEEKLY, 18, 6)


def test_who_follows_a_thread_that_went_on_in_another_one_sees_what_it_is_called(
    ben: Neighbour, many: Engine, alderford: Alderford, talk: int
) -> None:
    with writing(many) as db:
        old = Thread(place_id=alderford.place.id, made_at=now(), last_at=now(), heir_id=talk)
        db.add(old)
        db.flush()
        what, who = Followed(Kind.THREAD, alderford.place.id, str(old.id)), people.by_email(db, BEN)
        assert who
        actions.follow(db, who.id, Wish(what, When()), now())
    assert "About Bins &amp; recycling, Alderford" in ben.visit("/you/following").source
