"""Ben did not feel safe: nothing more is passed on, nobody of that pairing is drawn, and only safeguarding reads it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.db.engine import reading, writing
from hub.duties.forgetting import erase, everything_about
from hub.kit.clock import now
from hub.meet.rounds.models import PairingMember, RelayedMessage, Round, StoppedSeal, Unsafe
from hub.meet.rounds.privacy import expire
from hub.meet.rounds.rules import KEPT
from hub.people.audit.models import AuditEntry
from hub.people.mail.models import OutboxMail
from hub.people.persons.models import Person
from hub.settings import Settings
from tests.neighbours import Neighbour
from tests.site import post
from tests.site.conftest import Alderford, email_of, signed_in
from tests.site.unmentored import (
    DESK,
    HERE,
    MINE,
    WEEK,
    draw,
    join,
    neighbours,
    opened,
    page_of,
    partners,
    person_of,
    safeguards,
)

FOUR = ("Ben", "Bea", "Dev", "Eve")


@pytest.fixture
def sue(settings: Settings, many: Engine, alderford: Alderford) -> Iterator[Neighbour]:
    """Sue, who looks after safety in Alderford."""
    with signed_in("Sue", settings, many) as person:
        safeguards(many, "Sue", alderford)
        yield person


@pytest.fixture
def four(settings: Settings, many: Engine, alderford: Alderford) -> Iterator[dict[str, Neighbour]]:
    """Four who were drawn, two by two."""
    opened(many, alderford)
    with neighbours(FOUR, settings, many) as people:
        for each in people:
            join(each)
        draw(many, settings)
        yield {each.name: each for each in people}


def test_ben_says_so_with_one_press_and_the_other_is_not_told(
    four: dict[str, Neighbour], many: Engine, sue: Neighbour
) -> None:
    address, other = page_of(many, "Ben"), _other(many)
    before = four[other].visit(address).text
    asked = four["Ben"].visit(f"{address}/unsafe")
    assert "If somebody is in danger now, call 999." in asked.text
    done = four["Ben"].post(f"{address}/unsafe", follow=True, words="He followed me home.")
    assert "Nothing more is passed on to you" in done.text
    four["Ben"].post(f"{address}/unsafe", words="Pressed twice")
    assert four[other].visit(address).text == before
    assert post.letters(many, email_of(other))[-1].startswith("You were drawn") or "drawn with Ben" in before
    told = post.letters(many, "sue@hub.example")
    assert len(told) == 1
    assert "followed" not in told[0]
    assert "/desk/unmentoring/alderford" in told[0]


def test_what_is_written_after_it_reaches_who_reported_no_more(four: dict[str, Neighbour], many: Engine) -> None:
    address, other = page_of(many, "Ben"), _other(many)
    four["Ben"].post(f"{address}/share", share="yes")
    four["Ben"].post(f"{address}/unsafe")
    number = len(post.letters(many, "ben@hub.example"))
    assert four[other].post(f"{address}/write", follow=True, words="Where are you?").status == 200
    four[other].post(f"{address}/share", share="yes")
    assert len(post.letters(many, "ben@hub.example")) == number
    assert "Where are you?" not in four["Ben"].visit(address).source
    assert "ben@hub.example" not in four[other].visit(address).source
    assert four["Ben"].post(f"{address}/write", words="No").status == 422


def test_none_of_them_is_drawn_until_it_is_reviewed_and_never_together_again(
    four: dict[str, Neighbour], many: Engine, settings: Settings, alderford: Alderford, sue: Neighbour
) -> None:
    other = _other(many)
    four["Ben"].post(f"{page_of(many, 'Ben')}/unsafe")
    _again(four, many, settings, alderford)
    assert "there was nobody for you" in four["Ben"].visit(MINE).text
    assert "there was nobody for you" in four[other].visit(MINE).text
    _review(sue, "cleared")
    _again(four, many, settings, alderford)
    assert email_of(other) not in partners(many, "Ben")
    assert "there was nobody" not in four["Ben"].visit(page_of(many, "Ben")).text


def test_whoever_is_found_to_be_a_danger_stays_out_and_who_reported_does_not(
    four: dict[str, Neighbour], many: Engine, settings: Settings, alderford: Alderford, sue: Neighbour
) -> None:
    other = _other(many)
    before = page_of(many, other)
    four["Ben"].post(f"{page_of(many, 'Ben')}/unsafe")
    _review(sue, "stopped")
    _again(four, many, settings, alderford)
    assert page_of(many, other) == before
    assert page_of(many, "Ben") != before


@pytest.mark.parametrize(("outcome", "is_drawn"), [("cleared", True), ("stopped", False)])
def test_whoever_was_reported_does_not_get_round_it_by_leaving_and_coming_back(
    four: dict[str, Neighbour],
    many: Engine,
    settings: Settings,
    alderford: Alderford,
    sue: Neighbour,
    outcome: str,
    *,
    is_drawn: bool,
) -> None:
    other = _other(many)
    four["Ben"].post(f"{page_of(many, 'Ben')}/unsafe")
    with writing(many) as db:
        erase(db, person_of(db, other), now())
    with signed_in(other, settings, many) as back:
        again = {**four, other: back}
        _again(again, many, settings, alderford)
        assert not _was_drawn(many, other)
        _review(sue, outcome)
        _again(again, many, settings, alderford)
        assert _was_drawn(many, other) is is_drawn
    with writing(many) as db:
        assert bool(db.exec(select(StoppedSeal)).first()) is not is_drawn
        erase(db, person_of(db, other), now())
        expire(db, now() + KEPT + WEEK)
        assert db.exec(select(StoppedSeal)).first() is None


def test_nor_by_coming_back_under_an_address_they_had_before(
    four: dict[str, Neighbour], many: Engine, settings: Settings, alderford: Alderford
) -> None:
    other = _other(many)
    with writing(many) as db:
        db.get_one(Person, person_of(db, other)).former_keys = ["gil@hub.example"]
    four["Ben"].post(f"{page_of(many, 'Ben')}/unsafe")
    with writing(many) as db:
        erase(db, person_of(db, other), now())
    with signed_in("Gil", settings, many) as back:
        _again({**{name: each for name, each in four.items() if name != other}, "Gil": back}, many, settings, alderford)
        assert "there was nobody for you" in back.visit(MINE).text


def test_whose_report_was_found_harmless_at_first_is_stopped_once_it_is_not(
    four: dict[str, Neighbour], many: Engine, settings: Settings, alderford: Alderford, sue: Neighbour
) -> None:
    other = _other(many)
    before = page_of(many, other)
    four["Ben"].post(f"{page_of(many, 'Ben')}/unsafe")
    _review(sue, "cleared")
    _review(sue, "stopped")
    with reading(many) as db:
        db.exec(select(StoppedSeal)).one()
    _again(four, many, settings, alderford)
    assert page_of(many, other) == before


def test_sue_reads_it_replays_the_draw_and_sees_who_excludes_whom(
    four: dict[str, Neighbour], many: Engine, sue: Neighbour
) -> None:
    four["Ben"].post(f"{page_of(many, 'Ben')}/write", words="Friday?")
    four["Ben"].post(f"{page_of(many, 'Ben')}/unsafe", words="He <b>followed</b> me.")
    four["Eve"].post(f"{MINE}/never", other_email="rival@hub.example")
    desk = sue.visit(DESK)
    assert "the same result" in desk.text
    assert "Eve: never with rival@hub.example" in desk.text
    report = sue.visit(_report(sue))
    assert "Friday?" in report.text
    assert "He &lt;b&gt;followed" in report.source
    assert "Did not feel safe: Alderford" in sue.visit("/desk").text
    assert sue.post(_report(sue)).status == 422


def test_neither_the_mentor_nor_the_moderator_nor_the_admin_sees_any_of_it(
    four: dict[str, Neighbour], many: Engine, sue: Neighbour, ada: Neighbour, mo: Neighbour, root: Neighbour
) -> None:
    four["Eve"].post(f"{MINE}/never", other_email="rival@hub.example")
    four["Ben"].post(f"{page_of(many, 'Ben')}/unsafe", words="He followed me.")
    report = _report(sue)
    for person in (ada, root):
        seen = person.visit(DESK)
        assert seen.status == 200
        assert not {"rival@hub.example", "the same result", "reports/"} & set(
            seen.source.split('"') + seen.text.split()
        )
        assert "Did not feel safe" not in seen.text
        assert person.visit(report).status == 403
        assert person.post(report, outcome="cleared", review="x").status == 403
        assert person.post(DESK, do="everybody").status == 403
    assert mo.visit(DESK).status == 403


def test_the_log_says_that_a_report_was_reviewed_and_not_what_of(
    four: dict[str, Neighbour], many: Engine, sue: Neighbour
) -> None:
    four["Ben"].post(f"{page_of(many, 'Ben')}/unsafe", words="He followed me.")
    _review(sue, "cleared")
    _review(sue, "cleared")
    with reading(many) as db:
        lines = [each for each in db.exec(select(AuditEntry)) if each.deed == "review-unsafe"]
        assert len(lines) == 1
        assert (lines[0].why, lines[0].after) == ("", {})


def test_where_nobody_looks_after_safety_the_admin_hears_that_somebody_must(
    four: dict[str, Neighbour], many: Engine, root: Neighbour
) -> None:
    four["Ben"].post(f"{page_of(many, 'Ben')}/unsafe", words="He followed me.")
    told = post.letters(many, email_of("Ruth"))[-1]
    assert "Nobody has the role" in told
    assert "followed" not in told


def test_nobody_learns_from_what_is_here_of_them_that_they_were_reported(
    four: dict[str, Neighbour], many: Engine
) -> None:
    other = _other(many)
    four["Ben"].post(f"{page_of(many, 'Ben')}/unsafe", words="He followed me.")
    with reading(many) as db:
        told = everything_about(db, person_of(db, other))["rounds"]
        assert not {"unsafe_report", "round_stop", "never_match"} & {name for name, rows in told.items() if rows}


def test_who_leaves_takes_their_words_along_but_not_out_of_a_report_nobody_has_read(
    four: dict[str, Neighbour], many: Engine, sue: Neighbour
) -> None:
    address, other = page_of(many, "Ben"), _other(many)
    four[other].post(f"{address}/write", words="I know where you live.")
    four["Ben"].post(f"{address}/unsafe")
    with writing(many) as db:
        erase(db, person_of(db, other), now())
    assert "I know where you live." in sue.visit(_report(sue)).text
    _review(sue, "stopped")
    with writing(many) as db:
        erase(db, person_of(db, "Ben"), now())
        assert db.exec(select(RelayedMessage)).one().person_id is None
        assert db.exec(select(Unsafe)).one().person_id is None
    assert "Somebody who has left" in sue.visit(DESK).text


def test_a_draw_that_was_changed_afterwards_is_told(four: dict[str, Neighbour], many: Engine, sue: Neighbour) -> None:
    with writing(many) as db:
        db.exec(select(Round)).one().seed = "chosen"
        kept = db.exec(select(Round)).one().inputs
        db.exec(select(Round)).one().inputs = {**kept, "never": [["a", "b"]]}
    assert "another result" in sue.visit(DESK).text
    with writing(many) as db:
        db.exec(select(Round)).one().algorithm = "0"
    assert "it was drawn another way" in sue.visit(DESK).text


def _other(many: Engine) -> str:
    (email,) = partners(many, "Ben")
    return email.partition("@")[0].capitalize()


def _was_drawn(many: Engine, name: str) -> bool:
    with reading(many) as db:
        mine = select(PairingMember).where(PairingMember.person_id == person_of(db, name))
        return db.exec(mine).first() is not None


def _report(sue: Neighbour) -> str:
    return next(address for address in sue.visit(DESK).links if "/reports/" in address)


def _review(sue: Neighbour, outcome: str) -> None:
    done = sue.post(_report(sue), follow=True, outcome=outcome, review="I spoke with both.")
    assert "It is kept." in done.text


def _again(four: dict[str, Neighbour], many: Engine, settings: Settings, here: Alderford) -> None:
    """Have another round be drawn, which two more have joined."""
    opened(many, here)
    for each in four.values():
        assert "You have joined" in join(each).text
    with neighbours(("Fay", "Gus"), settings, many) as more:
        for each in more:
            join(each)
    draw(many, settings)
    with reading(many) as db:
        assert db.exec(select(OutboxMail)).first()
    assert HERE
