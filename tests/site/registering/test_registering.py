"""Ben registers his blog, Ada says yes, his posts are in the stream; Cem suggests one."""

from datetime import timedelta
from threading import BoundedSemaphore

import pytest
from limits import RateLimitItemPerDay
from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.registering.models import Registration, RegistrationFeed, SourceOwner
from hub.db.engine import reading
from hub.duties import discovering
from hub.duties.tools import Tools
from hub.kit.clock import now
from hub.kit.saying import Saying, say
from hub.people.audit.models import AuditEntry
from hub.people.persons.models import Consent
from hub.settings import Settings
from hub.site import registering
from tests.duties.publisher import Publisher, rss
from tests.neighbours import Neighbour
from tests.site import post
from tests.site.conftest import ADDRESS, Alderford
from tests.site.registering.blogging import (
    BEN,
    HEAD,
    fetch,
    found,
    only,
    registered,
    source_of,
    suggested,
    sum_in,
)


def test_ben_registers_without_signing_in_first(cem: Neighbour, blog: Publisher, many: Engine, ada: Neighbour) -> None:
    page = found(cem, blog)
    assert page.h1 == "What we found on your site"
    assert "Bins & recycling" in page.text
    page = cem.fill(page, **sum_in(page), email=BEN, name="Ben writes")
    assert page.h1 == "Type the code"
    with reading(many) as db:
        assert db.exec(select(Registration)).all() == []
    page = cem.fill(page, code=post.code(many, BEN))
    assert page.h1 == "Ben writes"
    assert "waits for a yes" in page.text
    assert "Ben writes" in cem.visit("/you").text
    assert "ben-writes" not in cem.visit("/alderford/sources").source


def test_after_adas_yes_his_posts_are_in_the_stream(
    ben: Neighbour, ada: Neighbour, cem: Neighbour, blog: Publisher, many: Engine, tools: Tools
) -> None:
    registered(ben, blog)
    address = f"/desk/sources/{only(many).id}"
    assert address in ada.visit("/desk/sources").links
    page = ada.visit(address)
    assert "Bins are late" in page.text
    assert "Bins & recycling" in page.text
    assert "taken into the stream" in ada.post(address, answer="yes", words="I know him.", follow=True).text
    assert "is in the stream" in post.letters(many, BEN)[-1]
    fetch(tools, blog)
    assert "Bins are late" in cem.visit("/alderford").text
    assert "Bins are late" in ben.visit("/you/sources/ben-writes").text
    with reading(many) as db:
        (entry,) = db.exec(select(AuditEntry).where(AuditEntry.deed == "admit")).all()
        assert (entry.why, entry.target_id) == ("I know him.", only(many).id.hex)
        assert db.exec(select(RegistrationFeed)).one().posts == []
        assert db.exec(select(Consent).where(Consent.kind == "show")).one().words == "excerpt"


def test_a_no_needs_a_reason_and_ben_hears_it(ben: Neighbour, ada: Neighbour, blog: Publisher, many: Engine) -> None:
    registered(ben, blog)
    address = f"/desk/sources/{only(many).id}"
    assert ada.post(address, answer="no").status == 422
    assert ada.post(address, answer="maybe").status == 422
    assert ada.post(address, answer="no", words="x" * 1001).status == 422
    ada.post(address, answer="no", words="It is about another town.")
    assert "another town" in post.letters(many, BEN)[-1]
    assert "another town" in ben.visit(f"/you/registrations/{only(many).id}").text
    late = ada.post(address, answer="yes")
    assert (late.status, "This was decided already; your answer was not counted." in late.text) == (422, True)
    assert only(many).state == "refused"


def test_nobody_else_sees_what_waits(
    ben: Neighbour, cem: Neighbour, mo: Neighbour, blog: Publisher, many: Engine
) -> None:
    registered(ben, blog)
    number = only(many).id
    assert mo.visit(f"/desk/sources/{number}").status == 404
    assert mo.post(f"/desk/sources/{number}", answer="yes").status == 404
    assert mo.visit(f"/you/registrations/{number}").status == 404
    assert mo.post(f"/you/registrations/{number}/withdraw").status == 404
    assert cem.visit(f"/you/registrations/{number}").status == 303


def test_ben_takes_it_back(ben: Neighbour, ada: Neighbour, blog: Publisher, many: Engine) -> None:
    page = registered(ben, blog)
    assert "took it back" in ben.post(page.address.removeprefix(ADDRESS) + "/withdraw", follow=True).text
    ada.post(f"/desk/sources/{only(many).id}", answer="yes")
    assert only(many).state == "withdrawn"


def test_what_is_wrong_stands_beside_each_field_and_what_was_typed_is_kept(
    cem: Neighbour, blog: Publisher, alderford: Alderford
) -> None:
    page = cem.fill(
        found(cem, blog),
        name="",
        place="",
        kind="x",
        shows="all",
        sum="0",
        website="http://spam.example/",
        note="n" * 1001,
        feed="x",
    )
    assert page.status == 422
    assert len(page.words("//div[@role='alert']//li")) == 9
    assert page.all("//input[@id='sum']")[0].get("value") == "0"
    assert "Bins are late" in page.text


def test_who_sends_it_in_no_time_is_asked_to_look_once_more(
    cem: Neighbour, blog: Publisher, alderford: Alderford, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registering, "SOONEST", timedelta(hours=1))
    page = found(cem, blog)
    hurried = cem.fill(page, **sum_in(page), email=BEN)
    assert (hurried.status, "press the button once more" in hurried.text) == (422, True)
    assert hurried.all("//*[@role='alert']") == []
    monkeypatch.setattr(registering, "SOONEST", timedelta(0))
    assert cem.fill(hurried).h1 == "Type the code"


@pytest.mark.parametrize("forged", ["", "x", "é", "AAAA", "A" * 100])
def test_what_we_did_not_seal_is_looked_at_once_more(cem: Neighbour, alderford: Alderford, forged: str) -> None:
    page = cem.post("/register/send", ticket=forged, site="ben.example", place="alderford")
    assert page.status == 422
    assert page.all("//input[@id='site']")[0].get("value") == "ben.example"


def test_a_ticket_is_worth_nothing_after_three_hours(blog: Publisher) -> None:
    from hub.site import ticket  # noqa: PLC0415 -- this test alone

    moment = now()
    made = ticket.Ticket(moment, "https://ben.example/", "Ben", (), (2, 3))
    assert ticket.opened(ticket.sealed(made, b"key"), b"key", moment) == made
    assert ticket.opened(ticket.sealed(made, b"key"), b"another", moment) is None
    assert ticket.opened(ticket.sealed(made, b"key"), b"key", moment + timedelta(hours=3)) is None


@pytest.mark.parametrize("address", ["/register", "/suggest"])
def test_a_site_and_a_place_are_needed(cem: Neighbour, alderford: Alderford, address: str) -> None:
    page = cem.post(address, site="", place="nowhere")
    assert page.status == 422
    assert {"site-wrong", "place-wrong"} <= {each.get("id") for each in page.all("//p[@class='wrong']")}


def test_a_site_without_a_feed_is_told_of_other_ways(cem: Neighbour, blog: Publisher, alderford: Alderford) -> None:
    blog.answers.clear()
    blog.says("/", body="<title>Ben</title>")
    page = found(cem, blog)
    assert page.status == 422
    assert {"/help/feeds", "/alderford/join"} <= page.links.keys()


def test_twenty_looks_an_hour_are_enough_for_one_network(cem: Neighbour, alderford: Alderford) -> None:
    slips = [cem.post("/register", site="no address", place="alderford").status for _ in range(22)]
    assert set(slips) == {422}  # nobody was asked, so none of them counts
    answers = [cem.post("/register", site="http://127.0.0.1:9/", place="alderford") for _ in range(21)]
    assert [each.status for each in answers] == [422] * 20 + [429]
    assert "You can try again in an hour. Or ask a mentor to do it." in answers[-1].text
    assert "pin up a notice, or ask a mentor" in answers[-1].text
    assert answers[-1].all("//input[@id='site']")[0].get("value") == "http://127.0.0.1:9/"


def test_a_member_is_asked_for_no_sum_and_for_no_patience(
    ben: Neighbour, blog: Publisher, many: Engine, alderford: Alderford, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registering, "SOONEST", timedelta(hours=1))
    page = found(ben, blog)
    assert "A small sum" not in page.text
    ben.fill(page)
    assert only(many).state == "waiting"


def test_ten_sites_a_day_are_enough_for_one_member(
    ben: Neighbour, blog: Publisher, many: Engine, alderford: Alderford, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registering, "SENT_OF_PERSON", RateLimitItemPerDay(2, namespace="sites-person"))
    page = found(ben, blog)
    assert [ben.fill(page, **sum_in(page)).status for _ in range(3)] == [200, 200, 429]
    with reading(many) as db:
        assert len(db.exec(select(Registration)).all()) == 1  # what waits already waits once


def test_of_several_feeds_those_that_wait_already_are_left_out(
    ben: Neighbour, blog: Publisher, many: Engine, alderford: Alderford
) -> None:
    blog.says("/", body=f"{HEAD}<link rel=alternate type=application/rss+xml href=/walks>")
    blog.says("/walks", body=rss("A walk"))
    page = found(ben, blog)
    first, second = (f"http://{blog.host}/{each}" for each in ("feed", "walks"))
    ben.fill(page, **sum_in(page), feed=first)
    page = found(ben, blog)
    ben.fill(page, **sum_in(page), feed=[first, second])
    with reading(many) as db:
        assert sorted(db.exec(select(RegistrationFeed.url)).all()) == [first, second]


def test_one_feed_is_a_feed(cem: Neighbour, blog: Publisher, alderford: Alderford) -> None:
    assert "we found a feed." in found(cem, blog).text


def test_where_it_is_confirmed_it_says_what_was_sent(
    cem: Neighbour, blog: Publisher, many: Engine, alderford: Alderford
) -> None:
    page = found(cem, blog)
    page = cem.fill(page, **sum_in(page), email=BEN, name="Ben writes")
    assert "Ben writes" in page.text
    assert "Ben writes" in cem.visit(post.link(many, BEN)).text


def test_who_looks_already_waits_for_that(
    cem: Neighbour, alderford: Alderford, blog: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = []

    def discover(*_: object) -> Saying:
        answers.append(cem.post("/register", site="other.example", place="alderford").status)
        return say("Nothing is there.")

    monkeypatch.setattr(discovering, "discover", discover)
    assert found(cem, blog).status == 422
    assert answers == [503]
    assert found(cem, blog).status == 422


def test_when_many_look_the_next_is_asked_to_wait(
    cem: Neighbour, alderford: Alderford, blog: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BoundedSemaphore, "acquire", lambda *_, **__: False)
    assert cem.post("/register", site=f"http://{blog.host}/", place="alderford").status == 503


def test_registration_is_shut_before_a_second_moderator_is_there(
    database_url: str, alderford: Alderford, settings: Settings
) -> None:
    from tests.neighbours import neighbour  # noqa: PLC0415 -- this test alone

    with neighbour("Cem", settings.model_copy(update={"one_moderator": False})) as cem:
        assert "two moderators" in cem.visit("/register").text
        assert cem.visit("/register").all("//input[@id='site']") == []
        assert cem.post("/register", site="ben.example", place="alderford").status == 403
        assert cem.post("/suggest/send").status == 403


def test_cem_suggests_and_ada_notes_why_it_is_of_public_interest(
    cem: Neighbour, ada: Neighbour, blog: Publisher, many: Engine
) -> None:
    page = suggested(cem, blog, many)
    assert "A mentor looks at what you suggested" in page.text
    assert "/check" not in page.source
    address = f"/desk/sources/{only(many).id}"
    assert ada.post(address, answer="yes").status == 422
    ada.post(address, answer="yes", words="He reports on the council.")
    with reading(many) as db:
        assert source_of(db).shows == "excerpt"
        assert db.exec(select(SourceOwner)).all() == []
    assert "It is in the stream" in cem.visit(page.address.removeprefix(ADDRESS)).text


def test_cem_cannot_allow_the_whole_text_nor_leave_out_why(
    cem: Neighbour, blog: Publisher, alderford: Alderford
) -> None:
    page = found(cem, blog, "/suggest")
    page = cem.fill(page, **sum_in(page), shows="full", note="", email="cem@hub.example")
    assert {"shows-wrong", "note-wrong"} <= {each.get("id") for each in page.all("//p[@class='wrong']")}


def test_help_and_the_page_a_proof_leads_to_are_there_for_everybody(cem: Neighbour, alderford: Alderford) -> None:
    assert "WordPress" in cem.visit("/help/feeds").text
    assert "may write on it" in cem.visit("/register/proof/word").text
