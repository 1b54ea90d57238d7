"""What a moderator took down of somebody's words stays down wherever a proposal or a decision is told."""

from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from hub.db.engine import reading, writing
from hub.establish.deciding import actions
from hub.establish.deciding.models import Decision, Proposal
from hub.establish.deciding.script import Spell
from hub.kit.clock import now
from hub.people.cases.models import Withholding
from hub.people.cases.rules import Measure, Target
from tests import town
from tests.establish.deciding.acting import decide
from tests.neighbours import Neighbour
from tests.site.agreed import proposed, who
from tests.site.conftest import Alderford
from tests.site.word_queue import do, file_words, look_at

BINS = "bins-and-recycling"
LIBEL = "He steals bins."


@pytest.fixture
def libel(many: Engine, alderford: Alderford, ada: Neighbour, ben: Neighbour) -> UUID:
    """A proposal of Ben's, declined by him in words, and a decision of his, with words that were taken down."""
    made = proposed(many, Spell(BINS, "refusal"), by="Ben")
    with writing(many) as db:
        row = db.get(Proposal, made.id)
        assert row
        row.reason = LIBEL
        actions.decline(db, made.id, who(many, "Ben"), LIBEL, now())
        decided = db.get(Decision, decide(db, Spell(BINS, "bucket"), at=now()))
        assert decided
        decided.by_id, decided.reason = who(many, "Ben"), LIBEL
        hold(db, who(many, "Ben"), Measure.HIDE)
    return made.id


def hold(db: Session, person_id: UUID, measure: Measure) -> None:
    """Have a moderator decide something of somebody."""
    db.add(Withholding(target_kind=Target.PERSON, target_id=person_id.hex, measure=measure, since=now()))


@pytest.mark.parametrize("sheet", ["tags.ttl", "tags.jsonld", "tags.json", "tags.csv", "decisions", "decisions.atom"])
def test_no_sheet_of_the_tags_repeats_them(cem: Neighbour, libel: UUID, sheet: str) -> None:
    told = cem.visit(f"/alderford/{sheet}")
    assert (told.status, LIBEL in told.source) == (200, False)


def test_a_proposal_says_that_they_were_taken_down(cem: Neighbour, libel: UUID) -> None:
    page = cem.visit(f"/alderford/proposals/{libel}")
    assert page.status == 200
    assert LIBEL not in page.source
    assert page.text.count("A moderator took these words down.") == 2  # why it was proposed, and why declined


def test_who_proposes_it_anew_does_not_repeat_them(ada: Neighbour, libel: UUID) -> None:
    page = ada.visit(f"/alderford/proposals/new/spelling?anew={libel}")
    assert (page.status, LIBEL in page.source) == (200, False)


def test_a_mentor_who_may_say_nothing_decides_no_word_either(
    ada: Neighbour, alderford: Alderford, many: Engine
) -> None:
    file_words(alderford, many)
    with writing(many) as db:
        hold(db, who(many, "Ada"), Measure.RESTRICT)

    assert do(ada, look_at(ada, f"same {BINS}"), reason="Words of mine").status == 403
    with reading(many) as db:
        assert db.exec(select(Decision)).all() == []


def test_the_words_of_others_stay(cem: Neighbour, alderford: Alderford, ben: Neighbour, many: Engine) -> None:
    with writing(many) as db:
        town.tag(db, "Foxes")
        decided = db.get(Decision, decide(db, Spell(BINS, "bucket"), at=now()))
        assert decided
        decided.by_id, decided.reason = who(many, "Ben"), "Everybody says so."
    assert "Everybody says so." in cem.visit("/alderford/tags.ttl").source
