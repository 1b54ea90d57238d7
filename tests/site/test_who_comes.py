"""Ben sees who comes to the meetup he organises, prints a list, and writes to them."""

from typing import Any
from uuid import uuid4

import pytest
from limits import RateLimitItemPerDay
from sqlalchemy import Engine

from hub.db.engine import reading, writing
from hub.kit.clock import now
from hub.meet.events.models import Event, Occurrence
from hub.meet.hosting import queries as hosting
from hub.meet.rsvps import actions, privacy, queries
from hub.meet.rsvps.actions import Wish
from hub.meet.rsvps.models import Rsvp
from hub.meet.rsvps.rules import KEPT, Facts, Standing
from hub.people.cases.models import Withholding
from hub.people.cases.rules import Target
from hub.site.coming_letters import when_told
from hub.site.hosting import messages
from hub.site.pages import who_comes
from hub.site.words import weekday
from tests.meet.coming import WEEK, change_terms, neighbour, slot_of, typed_meetup
from tests.neighbours import Neighbour
from tests.site import post
from tests.site.conftest import Alderford

CEM = "cem@hub.example"


@pytest.fixture
def cafe(many: Engine, alderford: Alderford, ben: Neighbour) -> Event:
    """A meetup of Ben’s to which Cem comes with Dil, named, and Eve, who is not; Flo waits."""
    del ben
    with writing(many) as db:
        made = typed_meetup(
            db, alderford.place, "Mending café", alderford.moment + WEEK, by=neighbour(db, "Ben"), capacity=3
        )
        actions.ask(db, neighbour(db, "Cem"), Wish(made.id, "", 1, "Cem", is_shown=True), now())
        actions.ask(db, neighbour(db, "Eve"), Wish(made.id, "", 0, "Evelyn"), now())
        actions.ask(db, neighbour(db, "Flo"), Wish(made.id, "", 0, "Flo", is_shown=True), now())
        return made


def address(many: Engine, event: Event, more: str = "") -> str:
    with reading(many) as db:
        agreed = hosting.terms(db, event.id)
    assert agreed
    return f"/you/meetups/{agreed.hosted_id}/coming{more}"


def test_ben_sees_numbers_and_the_names_of_those_who_agreed(ben: Neighbour, many: Engine, cafe: Event) -> None:
    found = ben.visit(address(many, cafe))
    assert "3 are coming, no seat left, 1 waiting" in found.text
    assert "Cem and 1 more" in found.text
    assert "Flo (waits)" in found.text
    assert "Evelyn" not in found.source
    assert "@hub.example" not in found.source


def test_ben_prints_a_list(ben: Neighbour, many: Engine, cafe: Event) -> None:
    listed = ben.visit(address(many, cafe, "/list"))
    assert listed.words("//tbody/tr") == ["☐ Cem 2", "☐ Those who are not named 1", "In all 3"] or [
        each.replace(" ", "") for each in listed.words("//tbody/tr")
    ] == ["☐Cem2", "☐Thosewhoarenotnamed1", "Inall3"]
    assert "1 waiting" in listed.text
    assert ben.visit(address(many, cafe, "/list?date=other")).status == 404


def test_nobody_else_sees_who_comes(ada: Neighbour, cem: Neighbour, many: Engine, cafe: Event) -> None:
    for more in ("", "/list"):
        assert ada.visit(address(many, cafe, more)).status == 404
        assert cem.visit(address(many, cafe, more)).status == 303  # to sign in
    assert ada.post(address(many, cafe), words="Hello").status == 404
    assert ada.visit("/you/meetups/nonsense/coming").status == 404


def test_what_is_not_shown_has_no_list(ben: Neighbour, many: Engine, cafe: Event) -> None:
    where = address(many, cafe)
    with writing(many) as db:
        change_terms(db, cafe, state="refused")
    assert ben.visit(where).status == 404


def test_ben_writes_to_those_who_have_a_seat(ben: Neighbour, many: Engine, cafe: Event) -> None:
    done = ben.fill(ben.visit(address(many, cafe)), words="Bring a toaster.")
    assert "on its way" in done.text
    assert "to 2 people" in done.text
    assert "Bring a toaster." in done.text
    letter = post.letters(many, CEM)[-1]
    assert "About “Mending café”" in letter
    assert "Bring a toaster." in letter
    assert "/mail/coming/" in letter
    assert "ben@hub.example" not in letter
    assert post.letters(many, "flo@hub.example") == []


@pytest.mark.parametrize(
    ("fields", "wrong"), [({"words": ""}, "words"), ({"words": "x" * 2_001}, "words"), ({"date": "other"}, "date")]
)
def test_what_is_wrong_with_it_is_said_beside(
    ben: Neighbour, many: Engine, cafe: Event, fields: dict[str, str], wrong: str
) -> None:
    typed: dict[str, Any] = {"words": "Hello", "date": "", **fields}
    refused = ben.post(address(many, cafe), **typed)
    assert (refused.status, refused.all(f"//*[@id='{wrong}-wrong']") != []) == (422, True)
    assert post.letters(many, CEM) == []


def test_ben_writes_to_those_who_wait_too(ben: Neighbour, many: Engine, cafe: Event) -> None:
    page = ben.visit(address(many, cafe))
    assert page.all("//input[@name='to' and @type='checkbox']")
    assert "to 3 people" in ben.fill(page, words="There is a bigger room.", to="waiting").text
    assert "You wait for a seat." in post.letters(many, "flo@hub.example")[-1]


def test_the_mail_says_of_which_day_and_hour(ben: Neighbour, many: Engine, alderford: Alderford, cafe: Event) -> None:
    day = str(when_told(Facts("", alderford.moment + WEEK, "", "Europe/London", Standing.ON), now()))
    assert day in ben.visit(address(many, cafe)).words("//form")[-1]
    ben.post(address(many, cafe), words="Bring a toaster.", date="")
    assert f"When: {day}" in post.letters(many, CEM)[-1]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("Pay at https://evil.example/pay first.", "evil.example"),
        ("Pay at www.evil.example/pay first.", "evil.example"),
        ("Pay at evil.co.uk first.", "evil.co.uk"),
        ("Pay at ftp://evil.example first.", "evil.example"),
        ("https://diary.example/1 www.diary.example/2 https://diary.example/3", "Two links"),
    ],
)
def test_a_mail_to_all_leads_to_known_sites_alone_and_to_few(
    ben: Neighbour, many: Engine, cafe: Event, words: str, says: str
) -> None:
    refused = ben.post(address(many, cafe), words=words, date="")
    assert (refused.status, says in refused.words("//p[@id='words-wrong']")[0]) == (422, True)
    assert post.letters(many, CEM) == []


def test_a_mail_to_all_may_say_whom_to_write_to(ben: Neighbour, many: Engine, cafe: Event) -> None:
    assert ben.post(address(many, cafe), words="Ask me: ben@evil.co.uk", date="").status == 303
    assert "ben@evil.co.uk" in post.letters(many, CEM)[-1]


def test_whose_words_are_read_first_mails_nobody(ben: Neighbour, many: Engine, cafe: Event) -> None:
    with writing(many) as db:
        held = Withholding(target_kind="person", target_id=neighbour(db, "Ben").hex, measure="restrict", since=now())
        db.add(held)
    assert ben.post(address(many, cafe), words="Hello", date="").status == 422
    assert post.letters(many, CEM) == []


def test_of_what_was_taken_down_nobody_is_written_to(ben: Neighbour, many: Engine, cafe: Event) -> None:
    with writing(many) as db:
        db.add(Withholding(target_kind=Target.EVENT, target_id=cafe.id.hex, measure="hide", since=now()))
    assert ben.post(address(many, cafe), words="Send me money.", date="").status == 422
    assert post.letters(many, CEM) == []


def test_nobody_mails_the_people_of_ten_meetups_without_end(
    ben: Neighbour, many: Engine, cafe: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messages, "OF_PERSON", RateLimitItemPerDay(1, namespace="messages-test"))
    assert [ben.post(address(many, cafe), words="Hello", date="").status for _ in range(2)] == [303, 422]


def test_three_mails_a_day_are_enough(ben: Neighbour, many: Engine, cafe: Event) -> None:
    answers = [ben.post(address(many, cafe), words="Hello", date="").status for _ in range(4)]
    assert answers == [303, 303, 303, 422]
    assert len(post.letters(many, CEM)) == 3


def test_what_is_behind_leaves_room_for_what_is_ahead(
    ben: Neighbour, many: Engine, cafe: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(who_comes, "MOST_BEHIND", 0)
    monkeypatch.setattr(who_comes, "MOST_DATES", 1)
    with writing(many) as db:
        begins = now() - WEEK
        db.add(Occurrence(event_id=cafe.id, starts_at=begins, starts_on=begins.date(), slot="behind"))
        cem = db.get_one(Rsvp, queries.of_date(db, cafe.id, "")[0].id)
        db.add(Rsvp(**(cem.model_dump() | {"id": uuid4(), "slot": "behind"})))
    found = ben.visit(address(many, cafe))
    assert len(found.all("//section[@class='came-to']")) == 1
    assert "3 are coming, no seat left, 1 waiting" in found.text


def test_ben_takes_a_name_down(ben: Neighbour, cem: Neighbour, many: Engine, cafe: Event) -> None:
    page = ben.visit(address(many, cafe))
    form = page.all("//form[contains(@action, '/name')]")[0]
    assert "The name is shown no more." in ben.post(str(form.get("action")), follow=True).text
    assert "(Cem)" not in cem.visit(f"/alderford/meetups/{cafe.id}").text


def test_nobody_takes_a_name_down_elsewhere(ben: Neighbour, many: Engine, alderford: Alderford, cafe: Event) -> None:
    with writing(many) as db:
        other = typed_meetup(db, alderford.place, "Choir", alderford.moment + WEEK)
        theirs = actions.ask(db, neighbour(db, "Cem"), Wish(other.id, "", 0, "Cem", is_shown=True), now())
    for which in (str(theirs.id), "nonsense"):
        assert ben.post(address(many, cafe, f"/{which}/name")).status == 404
    with reading(many) as db:
        assert queries.rsvp(db, theirs.id).name == "Cem"


def test_fewer_seats_are_said_to_throw_nobody_out(ben: Neighbour, many: Engine, cafe: Event) -> None:
    with writing(many) as db:
        change_terms(db, cafe, capacity=1, rsvp=False)
    found = ben.visit(address(many, cafe)).text
    assert "Nobody loses theirs" in found
    assert "Nobody is asked at the moment" in found


def test_ben_chooses_among_dates_and_sees_how_many_came(ben: Neighbour, many: Engine, alderford: Alderford) -> None:
    starts_at = alderford.moment + WEEK
    with writing(many) as db:
        weekly = typed_meetup(db, alderford.place, "Choir", starts_at, weeks=3, by=neighbour(db, "Ben"))
        slots = [slot_of(starts_at + week * WEEK) for week in range(3)]
        for slot in slots[:2]:
            actions.ask(db, neighbour(db, "Cem"), Wish(weekly.id, slot), now())
    page = ben.visit(address(many, weekly))
    assert [str(each.get("value")) for each in page.all("//select[@id='date']/option")] == slots[:2]
    for weeks in range(2):
        with writing(many) as db:
            privacy.expire(db, starts_at + weeks * WEEK + KEPT)
    before = ben.visit(address(many, weekly)).words("//section[h2/@id='before']//li")
    assert before == [f"{weekday(starts_at.date() + WEEK * n)}: 1 person" for n in (1, 0)]


def test_what_nobody_came_to_says_so(ben: Neighbour, many: Engine, alderford: Alderford) -> None:
    with writing(many) as db:
        old = typed_meetup(db, alderford.place, "Choir", alderford.moment - WEEK, by=neighbour(db, "Ben"))
    assert "nobody has come yet" in ben.visit(address(many, old)).text
