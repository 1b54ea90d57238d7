"""Cem has no site, and pins up a notice; Ada reads it before it appears."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.feeds.models import Feed, Source
from hub.aggregate.notices import actions, queries
from hub.aggregate.notices.models import Notice
from hub.aggregate.notices.rules import State
from hub.db.engine import reading, writing
from hub.kit.clock import now
from hub.people.audit.models import AuditEntry
from hub.people.persons import queries as persons
from hub.people.persons.models import Person
from hub.people.rules import Deed
from tests import town
from tests.neighbours import Neighbour
from tests.site import post
from tests.site.conftest import Alderford
from tests.site.pinned import BEN, CEM, LOST, NEW, known_well, look, only, pin


def test_cem_pins_up_a_notice_and_ada_lets_it_through(
    cem: Neighbour, ada: Neighbour, many: Engine, alderford: Alderford
) -> None:
    page = pin(cem, email=CEM, tag=["Bins & recycling"])
    assert page.h1 == "Type the code"
    assert _count(many) == 0
    assert cem.fill(page, code=post.code(many, CEM)).h1 == "Thank you"
    assert "Lost: grey cat" not in cem.visit("/alderford").text
    assert "First notices" in ada.visit("/desk").text

    row = ada.visit("/desk/notices")
    address = next(link for link in row.links if link.startswith("/desk/notices/"))
    shown = ada.visit(address)
    assert "by Cem A." in shown.text
    assert CEM not in shown.text
    assert ada.post(address, say="yes").status == 303

    _is_everywhere(cem, only(many))
    assert f"/items/{only(many).item_id}" in post.letters(many, CEM)[-1]


def _is_everywhere(cem: Neighbour, notice: Notice) -> None:
    stream = cem.visit("/alderford")
    assert any("Lost: grey cat" in article for article in stream.articles)
    assert "Neighbours in Alderford" in stream.text
    item = cem.visit(f"/items/{notice.item_id}")
    assert "by Cem A." in item.text
    assert "/alderford/tags/bins-and-recycling" in item.links
    assert "Lost: grey cat" in cem.visit("/alderford/search?q=grey+cat").text
    assert "Lost: grey cat" in cem.visit("/alderford.atom").source


def _count(many: Engine) -> int:
    with reading(many) as db:
        return len(db.exec(select(Notice)).all())


def test_what_is_typed_is_kept_and_each_fault_is_said(cem: Neighbour, alderford: Alderford) -> None:
    page = cem.post(
        NEW, title="", words="Kept words", where="nowhere", ends="soon", email="cem", website="x", step="look"
    )
    assert page.status == 422
    assert page.all("//textarea[@id='words']")[0].text_content().strip() == "Kept words"
    for field in ("title", "where", "ends", "email", "website"):
        assert page.words(f"//p[@id='{field}-wrong']") or page.words(f"//a[@href='#{field}']"), field


@pytest.mark.parametrize("fields", [{"labels": "a,b,c,d,e,f,g,h,i,j,k"}, {"labels": "x" * 61}, {"title": "x" * 121}])
def test_what_is_too_much_is_sent_back(cem: Neighbour, alderford: Alderford, fields: dict[str, str]) -> None:
    assert pin(cem, email=CEM, **fields).status == 422


@pytest.mark.parametrize("days", [-2, 92, 400])
def test_the_last_day_is_within_ninety_days(cem: Neighbour, alderford: Alderford, days: int) -> None:
    ends = (now() + timedelta(days=days)).date()
    page = pin(cem, email=CEM, ends=ends.isoformat())
    assert page.status == 422
    assert "90 days" in page.words("//p[@id='ends-wrong']")[0]


def test_looking_at_it_first_stores_nothing(cem: Neighbour, many: Engine, alderford: Alderford) -> None:
    page = look(cem, email=CEM, words="See https://a.example/?b=1.", labels="refuse")
    assert page.status == 200
    assert "This is how it will look" in page.text
    assert "Tags: Bins & recycling" in page.text
    link = page.all("//article//a[@href='https://a.example/?b=1']")[0]
    assert set((link.get("rel") or "").split()) >= {"nofollow", "ugc"}
    assert post.letters(many, CEM) == []
    assert _count(many) == 0


def test_somebody_known_well_needs_no_code_and_no_reading(ben: Neighbour, many: Engine, alderford: Alderford) -> None:
    known_well(many, BEN)
    page = pin(ben)
    assert page.h1 == "Lost: grey cat"
    assert post.letters(many, BEN) == []


def test_a_link_to_a_site_nobody_led_to_yet_is_read_first(ben: Neighbour, many: Engine, alderford: Alderford) -> None:
    known_well(many, BEN)
    assert pin(ben, words="Win at https://casino.example/now").h1 == "Thank you"
    with writing(many) as db:
        actions.show(db, queries.waiting(db, None)[0].id, now())
    assert pin(ben, words="Again at https://casino.example/then").h1 == "Lost: grey cat"
    assert pin(ben, words="See https://mill-end-diary.example/bridge").h1 == "Lost: grey cat"


def test_what_a_mentor_of_the_place_writes_needs_no_reading(ada: Neighbour, alderford: Alderford) -> None:
    assert pin(ada).h1 == "Lost: grey cat"


def test_a_notice_in_a_place_inside_is_in_both_streams(ben: Neighbour, many: Engine, alderford: Alderford) -> None:
    known_well(many, BEN)
    pin(ben, where="mill-end")
    for place in ("alderford", "mill-end"):
        assert "Lost: grey cat" in ben.visit(f"/{place}").text
    page = ben.visit("/mill-end/sources/neighbours-mill-end")
    assert page.h1 == "Neighbours in Mill End"
    assert "Neighbours pin up here what it says." in page.text


def test_the_source_of_neighbours_is_never_looked_at(ben: Neighbour, many: Engine, alderford: Alderford) -> None:
    known_well(many, BEN)
    pin(ben)
    pin(ben)
    with reading(many) as db:
        (source,) = db.exec(select(Source).where(Source.kind == "community")).all()
        feed = db.exec(select(Feed).where(Feed.source_id == source.id)).one()
        assert feed.retired
    assert "neighbours:" not in ben.visit("/alderford/sources.opml").source


def test_ben_takes_his_notice_down_at_once(ben: Neighbour, cem: Neighbour, many: Engine, alderford: Alderford) -> None:
    known_well(many, BEN)
    pin(ben)
    item = f"/items/{only(many).item_id}"
    page = ben.visit("/you")
    assert "It is in the stream." in page.text
    assert "Take it down" in page.text
    ben.post(f"/you/notices/{only(many).id}")
    assert "You took it down." in ben.visit("/you").text
    assert "Lost: grey cat" not in cem.visit("/alderford").text
    gone = cem.visit(item)
    assert gone.status == 410
    assert "This notice has ended" in gone.text
    ben.post(f"/you/notices/{only(many).id}")


def test_nobody_takes_down_another_ones_notice(
    ben: Neighbour, ada: Neighbour, cem: Neighbour, many: Engine, alderford: Alderford
) -> None:
    pin(ben)
    address = f"/you/notices/{only(many).id}"
    assert ada.post(address).status == 404
    assert cem.post(address).status == 401
    assert only(many).state == State.WAITING


def test_a_refusal_says_why(ben: Neighbour, ada: Neighbour, many: Engine, alderford: Alderford) -> None:
    pin(ben)
    address = f"/desk/notices/{only(many).id}"
    assert ada.post(address, say="no").status == 422
    assert ada.post(address, say="maybe").status == 422
    assert ada.post(address, say="no", words="x" * 4_001).status == 422
    assert ada.post(address, say="no", words="This is an advertisement.").status == 303
    assert "This is an advertisement." in post.letters(many, BEN)[-1]
    assert "It was not pinned up" in ben.visit("/you").text
    assert ada.post(address, say="yes").status == 303
    assert ada.post(address, say="no", words="Once more.").status == 303
    assert "Once more." not in post.letters(many, BEN)[-1]
    assert only(many).state == State.REFUSED
    assert "It was not pinned up." in ada.visit(address).text


def test_a_notice_that_waits_is_no_business_of_others(
    ben: Neighbour, ada: Neighbour, cem: Neighbour, many: Engine, alderford: Alderford
) -> None:
    with writing(many) as db:
        town.place(db, "Elsewhere")
    pin(ben, "/elsewhere/notices/new")
    address = f"/desk/notices/{only(many).id}"
    assert ada.visit(address).status == 404
    assert ada.post(address, say="yes").status == 404
    assert ben.visit(address).status == 403
    assert cem.visit(address).status == 303
    ada.post("/desk/notices", do="admit", row=[str(only(many).id), "nonsense"])
    assert only(many).state == State.WAITING


def test_whom_no_mail_reaches_is_written_none(
    ben: Neighbour, ada: Neighbour, many: Engine, alderford: Alderford
) -> None:
    pin(ben)
    with writing(many) as db:
        somebody = db.exec(select(Person).where(Person.email_key == BEN)).one()
        somebody.email, somebody.email_key = "", None
    assert ada.post(f"/desk/notices/{only(many).id}", say="yes").status == 303
    assert only(many).state == State.SHOWN
    assert post.letters(many, BEN) == []


def test_ada_lets_several_through_at_once(ben: Neighbour, ada: Neighbour, many: Engine, alderford: Alderford) -> None:
    pin(ben)
    ada.post("/desk/notices", do="admit", row=str(only(many).id))
    assert only(many).state == State.SHOWN
    with reading(many) as db:
        assert persons.person(db, only(many).person_id).approved == 1
        assert db.exec(select(AuditEntry.deed).where(AuditEntry.target_kind == "notice")).all() == [Deed.ADMIT]
    ada.post("/desk/notices", do="admit", row=str(only(many).id))
    with reading(many) as db:
        assert persons.person(db, only(many).person_id).approved == 1


def test_ben_writes_an_ended_notice_anew(ben: Neighbour, ada: Neighbour, many: Engine, alderford: Alderford) -> None:
    pin(ben, labels="refuse")
    ben.post(f"/you/notices/{only(many).id}")
    address = next(link for link, words in ben.visit("/you").links.items() if words.startswith("Pin it up anew"))
    assert ben.visit(address).all("//input[@id='title']")[0].get("value") == "Lost: grey cat"
    assert ada.visit(address).all("//input[@id='title']")[0].get("value") == ""


def test_ten_notices_a_day_are_enough(ben: Neighbour, alderford: Alderford) -> None:
    form: dict[str, Any] = dict(ben.visit(NEW).all("//form[.//textarea]")[0].form_values()) | LOST
    assert [ben.post(NEW, **form).status for _ in range(11)] == [303] * 10 + [429]


@pytest.mark.parametrize("sign", ["\u202eturned", "\u200bunseen"])
def test_what_stands_in_others_sentences_has_no_unseen_signs(cem: Neighbour, alderford: Alderford, sign: str) -> None:
    page = pin(cem, email=CEM, name=sign, title=sign)
    assert page.status == 422
    assert {"#name", "#title"} <= set(page.links)


def test_a_place_leads_to_the_ways_to_be_heard(cem: Neighbour, alderford: Alderford) -> None:
    assert cem.visit("/alderford").links["/alderford/join"] == "Be heard here"
    page = cem.visit("/alderford/join")
    assert {"/alderford/notices/new", "/alderford/ask", "/help/feeds"} <= set(page.links)


def test_a_notice_without_a_name_shows_none_though_its_author_has_one(
    cem: Neighbour, ben: Neighbour, many: Engine, alderford: Alderford
) -> None:
    known_well(many, BEN)
    page = pin(ben, name="")
    assert page.h1 == "Lost: grey cat"
    assert "by Ben" not in page.text
    with reading(many) as db:
        found = persons.by_email(db, BEN)
        assert found is not None
        assert found.name == "Ben"
    assert "Without a name" in look(ben, name="").text


def test_another_name_beside_a_notice_leaves_the_account_as_it_was(
    ben: Neighbour, many: Engine, alderford: Alderford
) -> None:
    known_well(many, BEN)
    assert "by The fair’s crew" in pin(ben, name="The fair’s crew").text
    with reading(many) as db:
        found = persons.by_email(db, BEN)
        assert found is not None
        assert found.name == "Ben"
