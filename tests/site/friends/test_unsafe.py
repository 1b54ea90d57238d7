"""Somebody did not feel safe with a Digital Friend: who reads it, who does not, and what nobody can make go away."""

import re
from functools import partial
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.db.engine import reading, writing
from hub.duties.forgetting import erase
from hub.kit.clock import now
from hub.meet.partnerships import safety
from hub.meet.partnerships.rules import State
from hub.meet.rounds.models import NeverMatch
from hub.meet.rounds.rules import NEVER_KEY, seal_with
from hub.people.audit.models import AuditEntry
from hub.people.rules import Deed
from hub.secret import key_for
from hub.settings import Settings
from tests.neighbours import Neighbour
from tests.site.conftest import email_of, signed_in
from tests.site.friends.helpers import DESK, id_of, state
from tests.site.post import letters

SAID = "He followed me home."


def report(who: Neighbour, friends: str, words: str = SAID) -> str:
    return who.post(f"{friends}/unsafe", follow=True, unsafe=words).text


def review(sue: Neighbour) -> str:
    found = re.search(rf"{DESK}/alderford/reports/[0-9a-f-]+", sue.visit(DESK).source)
    assert found
    return found[0]


def test_everything_stops_and_only_safeguarding_reads_why(
    ben: Neighbour, bea: Neighbour, ada: Neighbour, sue: Neighbour, friends: str
) -> None:
    assert "Everything between you two has stopped" in report(bea, friends)
    held = ben.visit(friends)
    assert "This stands still for now." in held.text
    assert SAID not in held.source
    assert "reading" not in held.words("//main//p[@class='lead']")[0]
    assert ben.post(f"{friends}/goal", goal="More").status == 400
    assert SAID not in ada.visit(DESK).source
    assert SAID in sue.visit(DESK).text
    assert sue.visit(DESK).links[f"mailto:{email_of('Bea')}"] == email_of("Bea")
    assert "You have told us." in bea.visit(friends).text


def test_safeguarding_decides_and_nobody_else(
    ben: Neighbour, bea: Neighbour, ada: Neighbour, sue: Neighbour, friends: str, many: Engine
) -> None:
    report(bea, friends)
    address = review(sue)
    assert ada.post(address, do="go-on").status == 403
    assert sue.post(address).status == 422
    assert "the two go on" in sue.post(address, follow=True, do="go-on", review="Spoke to both.").text
    assert sue.post(address, do="end").status == 404
    assert state(many) is State.RUNNING
    report(ben, friends, "")
    assert "over between the two" in sue.post(review(sue), follow=True, do="end").text
    assert state(many) is State.ENDED


def test_what_another_decided_meanwhile_is_neither_noted_nor_mailed_again(
    bea: Neighbour, sue: Neighbour, friends: str, many: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    report(bea, friends)
    address = review(sue)
    with reading(many) as db:
        waited = safety.waiting(db, None)
    sue.post(address, do="go-on")
    monkeypatch.setattr(safety, "waiting", lambda *_: waited)  # as it was when the other began to decide
    before = letters(many, email_of("Bea"))
    assert sue.post(address, do="end").status == 404
    assert letters(many, email_of("Bea")) == before
    with reading(many) as db:
        assert len(db.exec(select(AuditEntry).where(AuditEntry.deed == Deed.REVIEW_FRIENDS)).all()) == 1
    assert state(many) is State.RUNNING


def test_ending_it_takes_no_report_away(ben: Neighbour, bea: Neighbour, sue: Neighbour, friends: str) -> None:
    report(bea, friends)
    ben.post(f"{friends}/end", end="yes")
    assert SAID in sue.visit(DESK).text


def test_it_can_be_said_after_the_end_and_by_both(ben: Neighbour, bea: Neighbour, sue: Neighbour, friends: str) -> None:
    bea.post(f"{friends}/end", end="yes")
    assert "I did not feel safe" in bea.visit(friends).text
    report(bea, friends)
    report(ben, friends, "She took money.")
    assert SAID in sue.visit(DESK).text
    assert "She took money." in sue.visit(DESK).text


def test_who_is_named_cannot_make_it_go_by_leaving(
    bea: Neighbour, ben: Neighbour, sue: Neighbour, friends: str, many: Engine
) -> None:
    report(bea, friends)
    with writing(many) as db:
        erase(db, id_of(many, "Ben"), now())
    assert SAID in sue.visit(DESK).text


def test_safeguarding_is_mailed_without_a_word_of_it(
    bea: Neighbour, sue: Neighbour, friends: str, many: Engine
) -> None:
    report(bea, friends)
    mailed = letters(many, email_of("Sue"))
    assert "did not feel safe" in mailed[-1]
    assert SAID not in mailed[-1]


def test_the_two_are_never_drawn_together_either(bea: Neighbour, friends: str, many: Engine) -> None:
    report(bea, friends)
    with reading(many) as db:
        (never,) = db.exec(select(NeverMatch)).all()
    assert (never.person_id, never.other_id) == (id_of(many, "Bea"), id_of(many, "Ben"))


def test_who_was_named_does_not_get_round_it_by_leaving_and_coming_back(
    bea: Neighbour, ben: Neighbour, sue: Neighbour, friends: str, many: Engine, settings: Settings
) -> None:
    report(bea, friends)
    with writing(many) as db:
        erase(db, id_of(many, "Ben"), now())
    with signed_in("Ben", settings, many):
        ben_again = id_of(many, "Ben")
        assert _is_kept_out(many, settings, ben_again)
        sue.post(review(sue), do="end")
        assert not _is_kept_out(many, settings, ben_again)


def _is_kept_out(many: Engine, settings: Settings, person_id: UUID) -> bool:
    with reading(many) as db:
        seal = partial(seal_with, key_for(settings, NEVER_KEY))
        return person_id in safety.in_question(db, [person_id], seal)
