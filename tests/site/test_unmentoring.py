"""Cem joins this month’s round of UnMentoring with one form, meets somebody, and says afterwards whether they did."""

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.db.engine import reading, writing
from hub.duties.forgetting import erase, everything_about
from hub.kit.clock import now
from hub.meet.rounds.models import Pairing, Round
from hub.meet.rounds.rules import ASKED_AFTER
from hub.meet.venues.models import Venue
from hub.settings import Settings
from tests.neighbours import Neighbour
from tests.site import post
from tests.site.conftest import Alderford, email_of
from tests.site.unmentored import (
    DESK,
    HERE,
    MINE,
    count,
    draw,
    join,
    keep,
    later,
    mails,
    neighbours,
    opened,
    page_of,
    partners,
    person_of,
    subjects,
)

FOUR = ("Ben", "Bea", "Dev", "Eve")


@pytest.fixture
def four(settings: Settings, many: Engine, alderford: Alderford) -> Iterator[dict[str, Neighbour]]:
    """Four who have joined the round that is open."""
    opened(many, alderford)
    with neighbours(FOUR, settings, many) as people:
        for each in people:
            assert "You have joined" in join(each).text
        yield {each.name: each for each in people}


def test_cem_joins_with_one_form_and_a_code(cem: Neighbour, many: Engine, alderford: Alderford) -> None:
    opened(many, alderford)
    form = cem.visit(HERE)
    assert form.h1 == "UnMentoring in Alderford"
    waits = join(cem, email="cem@hub.example")
    assert "code" in waits.text
    assert count(many) == 0
    done = cem.fill(waits, code=post.code(many, "cem@hub.example"))
    assert "You have joined. We mail you when the draw was made." in done.text
    assert "1 person" in cem.visit(HERE).text
    assert count(many) == 1


def test_who_joins_reads_when_it_is_drawn_and_what_they_said_and_leaves_by_a_link(
    cem: Neighbour, ben: Neighbour, many: Engine, alderford: Alderford
) -> None:
    opened(many, alderford)
    join(ben, likes="bread", organisation="Bakery")
    join(ben, likes="bread and bikes")
    (letter,) = post.letters(many, "ben@hub.example")
    assert "It is drawn on" in letter
    assert "You like: bread" in letter
    assert "You can on weekday evenings and at weekends." in letter
    assert "You would meet in person or online." in letter
    assert "nobody sees: Bakery" in letter
    (link,) = re.findall(r"/mail/round/\S+", letter)
    assert cem.visit(link).h1 == "Do you want to leave this round?"
    assert count(many) == 1
    assert cem.post(link, follow=True).h1 == "You are not in this round"
    assert (count(many), cem.post(link, follow=True).h1) == (0, "You are not in this round")
    assert "You have left it, or it was long ago" in cem.visit(link).text
    assert cem.visit("/mail/round/nonsense").status == 404


@pytest.mark.parametrize(("way", "said"), [("online", "online or by telephone"), ("in-person", "in a public place")])
def test_the_mail_says_how_one_would_meet(
    ben: Neighbour, many: Engine, alderford: Alderford, way: str, said: str
) -> None:
    opened(many, alderford)
    join(ben, ways=way)
    assert f"{said}." in post.letters(many, "ben@hub.example")[0]


def test_nobody_leaves_a_round_that_is_drawn(
    four: dict[str, Neighbour], cem: Neighbour, many: Engine, settings: Settings
) -> None:
    (link,) = re.findall(r"/mail/round/\S+", post.letters(many, email_of("Ben"))[0])
    draw(many, settings)
    assert cem.post(link, follow=True).h1 == "This round has been drawn"
    assert count(many) == len(four)


def test_what_is_missing_is_said_beside_each_field_and_nothing_typed_is_lost(
    cem: Neighbour, many: Engine, alderford: Alderford
) -> None:
    opened(many, alderford)
    page = cem.post(HERE, name="", likes="Walks & <b>bikes</b>", email="nonsense")
    assert page.status == 422
    assert "Walks &amp; &lt;b&gt;bikes" in page.source
    for words in ("called by", "Choose at least one", "18 or over", "not an e-mail address"):
        assert words in page.text


def test_ben_joins_with_one_press_changes_his_mind_and_withdraws(
    ben: Neighbour, many: Engine, alderford: Alderford
) -> None:
    opened(many, alderford)
    join(ben, likes="bread")
    again = join(ben, likes="bread and bikes")
    assert "bread and bikes" in again.source
    assert count(many) == 1
    gone = ben.post(f"{HERE}/withdraw", follow=True)
    assert "You are out of this round" in gone.text
    assert count(many) == 0


def test_on_the_day_each_hears_whom_they_meet_and_no_mail_has_an_address_in_it(
    four: dict[str, Neighbour], many: Engine, settings: Settings
) -> None:
    draw(many, settings)
    told = {mail.to_address: mail for mail in mails(many) if "drawn with" in mail.subject}
    assert sorted(told) == [email_of(name) for name in sorted(FOUR)]
    for name in FOUR:
        (other,) = partners(many, name)
        mail = told[email_of(name)]
        assert other.partition("@")[0].capitalize() in mail.subject
        assert "likes walks" in mail.text
        assert not {email_of(each) for each in FOUR} & set(mail.text.split() + mail.html.split())
    page = four["Ben"].visit(page_of(many, "Ben"))
    assert "Ask each other" in page.text
    assert "You both can on weekday evenings and at weekends." in page.text


def test_the_page_of_a_pairing_leads_to_the_venue_they_could_meet_at(
    four: dict[str, Neighbour], many: Engine, settings: Settings, alderford: Alderford
) -> None:
    draw(many, settings)
    with writing(many) as db:
        library = Venue(place_id=alderford.place.id, name="The Library", slug="the-library", is_public=True)
        db.add(library)
        db.flush()
        for pairing in db.exec(select(Pairing)):
            pairing.venue_id = library.id
    shown = four["Ben"].visit(page_of(many, "Ben"))
    assert shown.links["/alderford/venues/the-library"] == "About The Library"


def test_nobody_else_opens_a_pairing(
    four: dict[str, Neighbour], cem: Neighbour, mo: Neighbour, ada: Neighbour, many: Engine, settings: Settings
) -> None:
    draw(many, settings)
    address = page_of(many, "Ben")
    stranger = next(
        each for name, each in four.items() if email_of(name) not in {*partners(many, "Ben"), "ben@hub.example"}
    )
    for person in (stranger, mo, ada):
        assert person.visit(address).status == 404
        assert person.post(f"{address}/write", words="hello").status == 404
    assert cem.visit(address).status == 303


def test_what_they_write_is_passed_on_without_an_address(
    four: dict[str, Neighbour], many: Engine, settings: Settings
) -> None:
    draw(many, settings)
    done = four["Ben"].post(f"{page_of(many, 'Ben')}/write", follow=True, words="Friday at <six>?\nBy the mill")
    assert "It is passed on by mail" in done.text
    (other,) = partners(many, "Ben")
    mail = mails(many)[-1]
    assert (mail.to_address, mail.subject) == (other, "Ben wrote to you")
    assert "Friday at <six>?" in mail.text
    assert "&lt;six&gt;" in mail.html
    assert "ben@hub.example" not in mail.text + mail.html + mail.subject
    theirs = four[other.partition("@")[0].capitalize()].visit(page_of(many, "Ben"))
    assert "Friday at &lt;six&gt;?" in theirs.source


def test_what_is_too_much_is_not_passed_on(four: dict[str, Neighbour], many: Engine, settings: Settings) -> None:
    draw(many, settings)
    ben, address = four["Ben"], f"{page_of(many, 'Ben')}/write"
    for words, fault in (
        (" ", "Write what you want to say"),
        ("https://a.example www.b.example http://c.example", "At most 2 links"),
        ("a" * 2_001, "too long"),
    ):
        page = ben.post(address, words=words)
        assert (page.status, fault in page.text) == (422, True)
    for number in range(10):
        ben.post(address, words=f"hello {number}")
    assert "10 messages today" in ben.post(address, words="once more").text


def test_addresses_are_exchanged_once_both_agree(four: dict[str, Neighbour], many: Engine, settings: Settings) -> None:
    draw(many, settings)
    address = page_of(many, "Ben")
    (other,) = partners(many, "Ben")
    bea = four[other.partition("@")[0].capitalize()]
    assert "If both of you agree" in bea.visit(address).text
    assert "Neither of you is drawn again" in bea.visit(f"{address}/unsafe").text
    assert "Kept. Once each of you agrees" in four["Ben"].post(f"{address}/share", follow=True, share="yes").text
    assert "ben@hub.example" not in bea.visit(address).source
    four["Ben"].post(f"{address}/share", share="no")
    bea.post(f"{address}/share", share="yes")
    assert "ben@hub.example" not in bea.visit(address).source
    four["Ben"].post(f"{address}/share", share="yes")
    assert "ben@hub.example" in bea.visit(address).source
    assert "Both of you agreed to exchange addresses" in bea.visit(address).text
    told = [mail for mail in mails(many) if mail.subject == "You may write to each other now"]
    assert {mail.to_address for mail in told} == {"ben@hub.example", other}


def test_three_weeks_later_each_is_asked_once_whether_they_met(
    four: dict[str, Neighbour], many: Engine, settings: Settings, ada: Neighbour
) -> None:
    draw(many, settings)
    keep(many, settings)
    assert subjects(many, "Did you meet") == 0
    later(many, ASKED_AFTER)
    keep(many, settings)
    keep(many, settings)
    assert subjects(many, "Did you meet") == 4
    address = f"{page_of(many, 'Ben')}/met"
    assert four["Ben"].post(address).status == 422
    assert "Thank you" in four["Ben"].post(address, follow=True, met="yes").text
    assert "Yes, we met: 1" in ada.visit(DESK).text


def test_a_round_is_drawn_once(four: dict[str, Neighbour], many: Engine, settings: Settings) -> None:
    draw(many, settings)
    keep(many, settings)
    assert subjects(many, "drawn with") == 4
    with reading(many) as db:
        assert len(db.exec(select(Pairing)).all()) == 2
        row = db.exec(select(Round)).one()
        assert (row.state, row.pairs, row.trios, row.sat_out) == ("drawn", 2, 0, 0)
    public = four["Ben"].visit(HERE).source
    assert row.seed in public
    assert row.inputs_hash in public
    assert "ben@hub.example" not in str(row.inputs)


def test_who_is_excluded_is_never_drawn_and_nobody_hears_of_it(
    four: dict[str, Neighbour], many: Engine, settings: Settings
) -> None:
    ben = four["Ben"]
    known = ben.post(f"{MINE}/never", follow=True, other_email="BEA@hub.example")
    unknown = ben.post(f"{MINE}/never", follow=True, other_email="nobody@hub.example")
    assert "never drawn together" in known.text
    assert "never drawn together" in unknown.text
    ben.post(f"{MINE}/never", other_email="dev@hub.example")
    assert ben.post(f"{MINE}/never", other_email="nonsense").status == 422
    assert "This is your own address." in ben.post(f"{MINE}/never", other_email=email_of("Ben")).text
    draw(many, settings)
    assert partners(many, "Ben") == {"eve@hub.example"}
    with reading(many) as db:
        # The word alone: those three letters may stand in a token as well.
        assert not re.search(r"\bben\b", str(everything_about(db, person_of(db, "Bea"))), re.IGNORECASE)
    assert subjects(many, "exclude") == 0


def test_not_this_person_again(
    four: dict[str, Neighbour], many: Engine, settings: Settings, alderford: Alderford
) -> None:
    draw(many, settings)
    (other,) = partners(many, "Ben")
    with reading(many) as db:
        other_id = person_of(db, other.partition("@")[0].capitalize())
    assert four["Ben"].post(f"{page_of(many, 'Ben')}/never", follow=True, other=other_id.hex).status == 200
    listed = four["Ben"].visit(MINE)
    assert other.partition("@")[0].capitalize() in listed.text
    assert four["Ben"].post(f"{page_of(many, 'Ben')}/never", other="nobody").status == 303


def test_who_left_is_gone_and_the_other_is_told_in_plain_words(
    four: dict[str, Neighbour], many: Engine, settings: Settings
) -> None:
    draw(many, settings)
    (other,) = partners(many, "Ben")
    address, bea = page_of(many, "Ben"), four[other.partition("@")[0].capitalize()]
    four["Ben"].post(f"{address}/write", words="Tuesday?")
    with writing(many) as db:
        erase(db, person_of(db, "Ben"), now())
    keep(many, settings)
    keep(many, settings)
    told = [mail for mail in mails(many) if "has left" in mail.subject]
    assert [mail.to_address for mail in told] == [other]
    page = bea.visit(address)
    assert "They have left the hub" in page.text
    assert "Tuesday?" not in page.source
    assert "Somebody who has left" in bea.visit(MINE).text
