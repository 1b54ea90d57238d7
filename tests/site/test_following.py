"""Cem follows Alderford by mail without an account, Ben changes and undoes what he follows, and links in mails mute."""

import re
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from hub.aggregate.items.models import Item
from hub.communicate.following import actions, queries
from hub.communicate.following.actions import Wish
from hub.communicate.following.models import Following
from hub.communicate.following.rules import MOST_FOLLOWED, Followed, Hushed, Kind, Rhythm, When
from hub.communicate.replies.models import Reply
from hub.communicate.replies.rules import State
from hub.communicate.threads.models import Thread, ThreadItem
from hub.communicate.threads.rules import Because
from hub.db.engine import reading, writing
from hub.establish.tags.models import Tag
from hub.kit.clock import now
from hub.people.mail import actions as mail
from hub.people.mail import queries as mails
from hub.people.mail.rules import STOP, Letter, stop_token
from hub.people.persons import queries as people
from hub.people.persons.models import Person
from hub.places.actions import bump_hub
from hub.secret import key_for
from hub.settings import Settings
from tests.neighbours import Neighbour
from tests.site import post
from tests.site.conftest import Alderford

BEN = "ben@hub.example"
USUAL: dict[str, Any] = {"what": "place", "often": "daily", "hour": "7", "weekday": "4", "email": ""}


def ben_id(db: Session) -> UUID:
    found = people.by_email(db, BEN)
    assert found
    return found.id


def followed(engine: Engine, email: str = BEN) -> list[tuple[Kind, str, bool]]:
    with reading(engine) as db:
        person = people.by_email(db, email)
        follows = queries.follows(db, person.id) if person else []
        return [(each.what.kind, each.what.target_id, each.at_once) for each in follows]


@pytest.fixture
def thread(many: Engine, alderford: Alderford) -> int:
    with writing(many) as db:
        row = Thread(place_id=alderford.place.id, made_at=now(), last_at=now())
        db.add(row)
        db.flush()
        assert row.id
        item_id = db.execute(select(Item.id).where(Item.title == "Bins on Tuesday")).scalar_one()
        lead = ThreadItem(place_id=alderford.place.id, item_id=item_id, thread_id=row.id, because=Because.FIRST)
        db.add(lead)
        return row.id


@pytest.fixture
def mute(many: Engine, settings: Settings) -> str:
    """What the addresses by which Ben mutes something begin with."""
    letter = Letter("digest", BEN, "Alderford", "words", "<p>words</p>", "digest")
    with writing(many) as db:
        mail.post(db, letter, now())
    return f"/mail/mute/{stop_token(letter.id, key_for(settings, STOP))}"


def test_cem_follows_a_town_with_an_address_and_a_code(cem: Neighbour, many: Engine, alderford: Alderford) -> None:
    page = cem.visit("/alderford/follow")
    asked = cem.fill(page, **USUAL | {"often": "weekly", "hour": "18", "email": "cem@new.example"})
    assert asked.h1 == "Type the code"
    assert followed(many, "cem@new.example") == []

    page = cem.fill(asked, code=post.code(many, "cem@new.example"))
    assert page.h1 == "What you follow"
    assert "You follow it." in page.text
    assert followed(many, "cem@new.example") == [(Kind.PLACE, "", False)]
    with reading(many) as db:
        person = people.by_email(db, "cem@new.example")
        plan = queries.plan(db, person.id) if person else None
    assert plan
    assert plan.when == When(Rhythm.WEEKLY, 18, 4)


def test_the_form_is_filled_by_the_address_that_led_there(cem: Neighbour, alderford: Alderford, thread: int) -> None:
    def chosen(asked: str) -> list[str]:
        page = cem.visit(f"/alderford/follow?{asked}")
        return [str(one.get("value")) for one in page.all("//input[@name='what']|//*[@id='what']//option[@selected]")]

    assert chosen("tag=bins-and-recycling") == ["tag:bins-and-recycling"]
    assert chosen("source=alderford-council") == ["source:alderford-council"]
    assert chosen(f"thread={thread}") == [f"thread:{thread}"]
    assert chosen("thread=999") == chosen("tag=none") == chosen("") == ["place"]


def test_what_is_wrong_is_said_beside_it_and_kept(cem: Neighbour, alderford: Alderford) -> None:
    wrong: dict[str, Any] = {
        "what": "tag:none",
        "often": "hourly",
        "hour": "25",
        "weekday": "9",
        "email": "cem",
        "website": "x",
    }
    page = cem.post("/alderford/follow", **wrong)
    assert page.status == 422
    assert "Please mend 6 things:" in page.text
    assert page.headers["cache-control"] == "no-store"
    assert page.all("//input[@id='email']")[0].get("value") == "cem"
    for what in ("source:none", "thread:x", "thread:99", "street:1"):
        assert "This cannot be followed here." in cem.post("/alderford/follow", **USUAL | {"what": what}).text


def test_ben_follows_a_thread_at_once_and_needs_no_code(
    ben: Neighbour, many: Engine, alderford: Alderford, thread: int
) -> None:
    page = ben.post("/alderford/follow", follow=True, **USUAL | {"what": f"thread:{thread}", "often": "at-once"})
    assert "Bins on Tuesday, Alderford" in page.text
    assert "told at once" in page.text
    ben.post("/alderford/follow", **USUAL | {"what": "tag:bins-and-recycling"})
    ben.post("/alderford/follow", **USUAL | {"what": "tag:bins-and-recycling", "often": "at-once"})
    kinds = [(Kind.THREAD, str(thread), True), (Kind.TAG, alderford.bins.id.hex, True)]
    assert followed(many) == kinds


def test_what_went_before_it_was_confirmed_is_said(cem: Neighbour, many: Engine, alderford: Alderford) -> None:
    asked = cem.post("/alderford/follow", follow=True, **USUAL | {"what": "tag:bins-and-recycling", "email": BEN})
    with writing(many) as db:
        row = db.get_one(Tag, alderford.bins.id)
        row.retired = True
        db.add(row)
        bump_hub(db)
    assert "It is there no longer." in cem.fill(asked, code=post.code(many, BEN)).text
    assert followed(many) == []


def test_nobody_changes_what_they_follow_without_end(ben: Neighbour, many: Engine, alderford: Alderford) -> None:
    for _ in range(60):
        assert ben.post("/alderford/follow", **USUAL).status == 303
    assert ben.post("/alderford/follow", **USUAL).status == 429
    with writing(many) as db:
        who = ben_id(db)
        for number in range(MOST_FOLLOWED):
            what = Followed(Kind.THREAD, alderford.place.id, str(number))
            db.add(Following(person_id=who, kind=what.kind, place_id=what.place_id, target_id=str(number), since=now()))
        db.flush()
        with pytest.raises(Exception, match="hundred things"):
            actions.follow(db, who, Wish(Followed(Kind.TAG, alderford.place.id, "x"), When()), now())


def test_who_follows_nothing_is_told_how(ben: Neighbour, alderford: Alderford) -> None:
    assert "You follow nothing by mail yet." in ben.visit("/you/following").text
    assert "You follow nothing by mail yet." in ben.visit("/you").text
    assert ben.post("/you/following", often="daily", hour="7", weekday="4").status == 303


def test_ben_changes_undoes_and_takes_up_again(ben: Neighbour, many: Engine, alderford: Alderford) -> None:
    page = ben.post("/alderford/follow", follow=True, **USUAL)
    (what,) = {str(each.get("value")) for each in page.all("//input[@name='what']")}

    assert "It is kept." in ben.post("/you/following/hear", follow=True, what=what, how="at-once").text
    assert followed(many) == [(Kind.PLACE, "", True)]
    ben.post("/you/following/hear", what=what, how="digest")
    assert followed(many) == [(Kind.PLACE, "", False)]

    changed = ben.post("/you/following", follow=True, often="weekly", hour="18", weekday="6")
    assert str(changed.all("//select[@id='hour']/option[@selected]")[0].get("value")) == "18"
    wrong = ben.post("/you/following", often="hourly", hour="x", weekday="x")
    assert (wrong.status, "Please mend 3 things:" in wrong.text) == (422, True)
    never = ben.post("/you/following", follow=True, often="never", hour="18", weekday="6")
    assert "The next one:" not in never.text

    gone = ben.post("/you/following/stop", follow=True, what=what)
    assert "You follow this no more: Alderford" in gone.text
    assert followed(many) == []
    back = ben.fill(gone, what=what)
    assert "You follow it." in back.text
    assert followed(many) == [(Kind.PLACE, "", False)]


def test_nonsense_changes_nothing(ben: Neighbour, many: Engine, alderford: Alderford) -> None:
    for deed in ("stop", "start", "hear", "unmute", "mail"):
        assert ben.post(f"/you/following/{deed}", what="nonsense", kind="x", topic="x").status == 303
    nowhere = f"place-{UUID(int=1).hex}-"
    assert "It is there no longer." in ben.post("/you/following/start", follow=True, what=nowhere).text
    assert "…" in ben.visit(f"/you/following?gone={nowhere}").text
    nothing = f"tag-{alderford.place.id.hex}-{UUID(int=1).hex}"
    assert "It is there no longer." in ben.post("/you/following/start", follow=True, what=nothing).text


def test_mail_that_was_stopped_or_refused_is_told_and_comes_again(
    ben: Neighbour, many: Engine, alderford: Alderford
) -> None:
    ben.post("/alderford/follow", **USUAL)
    with writing(many) as db:
        mail.refuse(db, BEN, "digest", now())
        actions.pause(db, BEN, "550 No such mailbox")
    page = ben.visit("/you/following")
    assert "550 No such mailbox" in page.text
    assert "You stopped mail about what is new of all you follow" in page.text

    page = ben.fill(page, topic="digest")
    assert "You stopped mail" not in page.text
    assert "You get this mail again." in page.text
    with reading(many) as db:
        assert not mails.has_refused(db, BEN, "digest")
        plan = queries.plan(db, ben_id(db))
    assert plan
    assert plan.due_at is None
    assert "No mail comes" not in ben.post("/you/following", follow=True, often="daily", hour="7", weekday="4").text


def said_by_joan(engine: Engine, thread: int) -> UUID:
    with writing(engine) as db:
        joan = Person(name="Joan", joined_at=now())
        db.add(joan)
        db.flush()
        said: dict[str, Any] = {"thread_id": thread, "words": "So it is.", "html": "<p>So it is.</p>", "said_at": now()}
        reply = Reply(person_id=joan.id, name="Joan", state=State.SHOWN, **said)
        db.add(reply)
        return reply.id


def test_a_link_in_a_mail_mutes_by_its_button_and_takes_it_back(
    cem: Neighbour, ben: Neighbour, many: Engine, alderford: Alderford, thread: int, mute: str
) -> None:
    source = alderford.council.source_id.hex
    joan = said_by_joan(many, thread)
    things = {
        f"source/{source}": "Alderford Council",
        f"tag/{alderford.bins.id.hex}": "Bins & recycling",
        f"thread/{thread}": "Bins on Tuesday",
        f"person/{joan.hex}": "Joan",
    }
    for what, name in things.items():
        page = cem.visit(f"{mute}/{what}")
        assert (page.h1, name in page.text) == ("Hear no more of this?", True)
        assert cem.post(f"{mute}/{what}", follow=True).h1 == "You hear no more of this"
        cem.post(f"{mute}/{what}")
    page = ben.visit("/you/following")
    assert all(name in page.text for name in things.values())
    assert "You hear of it again." in ben.post("/you/following/unmute", follow=True, kind="source", target=source).text
    back = cem.post(f"{mute.replace('/mute/', '/hear/')}/thread/{thread}", follow=True)
    assert back.h1 == "You hear of this again"
    with reading(many) as db:
        muted = queries.mutes(db, ben_id(db))
    assert {each.kind for each in muted} == {Hushed.TAG, Hushed.PERSON}


@pytest.mark.parametrize(
    "what", ["street/1", "source/x", "thread/99", "thread/x", f"person/{UUID(int=1).hex}", "tag/1"]
)
def test_what_is_not_there_is_not_muted(
    cem: Neighbour, ben: Neighbour, alderford: Alderford, mute: str, what: str
) -> None:
    assert cem.visit(f"{mute}/{what}").status == 404
    assert cem.post(f"{mute}/{what}").status == 404


def test_who_has_no_mail_of_ours_mutes_nothing_for_anybody(
    cem: Neighbour, many: Engine, settings: Settings, alderford: Alderford, mute: str
) -> None:
    target = f"source/{alderford.council.source_id.hex}"
    assert cem.visit(f"{mute}/{target}").status == 404  # whose address is nobody's here
    letter = Letter("notice", BEN, "Your site", "words", "<p>words</p>", "sources")
    with writing(many) as db:
        mail.post(db, letter, now())
    other = stop_token(letter.id, key_for(settings, STOP))
    for token in (other, "nonsense", re.sub(r".$", "A", other)):
        assert cem.visit(f"/mail/mute/{token}/{target}").status == 404


def test_the_button_of_a_mailbox_stops_the_digest_alone(
    cem: Neighbour, ben: Neighbour, many: Engine, alderford: Alderford, mute: str
) -> None:
    stop = mute.replace("/mute/", "/stop/")
    assert cem.visit(stop).h1 == "Mail about what is new of all you follow"
    cem.browser.cookies.clear()
    answer = cem.browser.post(stop, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    with reading(many) as db:
        assert list(mails.refusals(db, BEN)) == ["digest"]
