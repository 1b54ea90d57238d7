"""Anyone proposes, others speak, and the calendar or who may decide settles it."""

import re
from datetime import datetime, timedelta
from gettext import NullTranslations
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session

from hub.errors import NotFound
from hub.establish.deciding import actions, queries
from hub.establish.deciding.actions import Said
from hub.establish.deciding.queries import Asked
from hub.establish.deciding.rules import Level, Origin, Stance, Stands, State
from hub.establish.deciding.script import Agree, Define, Merge, Rename, Retire, Rule, Spell
from hub.establish.deciding.settling import Passed, Settled, settle
from hub.establish.tags.rules import Stand
from hub.kit.saying import Voice
from hub.people.persons.models import Person
from hub.places.rules import WHOLE_HUB
from tests import town
from tests.establish.deciding.acting import decide, hub_of, propose, refused, said, table
from tests.town import NOON

DAY = timedelta(days=1)
WEEK, FORTNIGHT = NOON + 7 * DAY, NOON + 14 * DAY
TODAY = hub_of(uuid4(), uuid4())  # two may seal, who did not yet


def person(db: Session, name: str) -> UUID:
    row = Person(name=name, joined_at=NOON)
    db.add(row)
    db.flush()
    return row.id


@pytest.fixture
def cem(db: Session) -> UUID:
    return person(db, "Cem")


@pytest.fixture
def ada(db: Session) -> UUID:
    return person(db, "Ada")


@pytest.fixture
def mo(db: Session) -> UUID:
    return person(db, "Mo")


@pytest.fixture(autouse=True)
def _tags(db: Session) -> None:
    decide(db, Agree("bins", "Bins"), Agree("waste", "Waste"))


def calendar(db: Session, now: datetime, sealers: int = 2) -> Settled:
    return settle(db, hub_of(*(uuid4() for _ in range(sealers))), NOON, now)


def test_a_proposal_is_kept_as_it_was_meant(db: Session, cem: UUID) -> None:
    made = propose(db, Merge("bins", "waste"), by=cem)
    found = queries.proposal(db, made)
    assert (found.script, found.by_id, found.reason, found.reach) == ((Merge("bins", "waste"),), cem, "It is time.", 42)
    assert (found.level, found.state, found.place_id) == (Level.SILENCE, State.OPEN, WHOLE_HUB)
    assert (found.opened_at, found.closes_at, found.expires_at) == (NOON, WEEK, NOON + 45 * DAY)
    assert (found.voices, found.changed, found.stands) == ((), (), Stands())


def test_what_cannot_be_done_cannot_be_proposed(db: Session, cem: UUID) -> None:
    asked = Asked((Merge("bins", "bins"),), WHOLE_HUB, cem, "")
    assert "cannot become itself" in said(actions.propose(db, asked, Level.SILENCE, NOON))


def test_nobody_proposes_what_waits_already(db: Session, cem: UUID) -> None:
    first = propose(db, Spell("bins", "rubbish"))
    asked = Asked((Spell("bins", "rubbish"),), WHOLE_HUB, cem, "")
    assert said(actions.propose(db, asked, Level.SILENCE, NOON)) == "Somebody has proposed exactly this: say yes there."
    actions.decline(db, first, cem, "Not now.", NOON)
    assert isinstance(actions.propose(db, asked, Level.SILENCE, NOON), UUID)


def test_people_say_what_they_think_and_may_think_again(db: Session, cem: UUID, ada: UUID) -> None:
    made = propose(db, Spell("bins", "rubbish"))
    for told in (
        Said(cem, Stance.YES),
        Said(ada, None, "Is it about skips too?"),
        Said(cem, Stance.NO, "No,\0 now that you say it. "),
        Said(ada, Stance.NEUTRAL),
        Said(cem, None, "And thank you."),
    ):
        assert actions.speak(db, made, told, NOON) is None
    found = queries.proposal(db, made)
    assert found.stands == Stands(yes=0, no=1, neutral=1)
    assert sorted((each.stance or "", each.words, each.is_current) for each in found.voices) == [
        ("", "And thank you.", False),
        ("", "Is it about skips too?", False),
        ("neutral", "", True),
        ("no", "No, now that you say it.", True),
        ("yes", "", False),
    ]
    assert queries.proposals(db, None, [State.OPEN], 10)[0].stands == found.stands


def test_a_no_needs_words_and_so_does_saying_nothing_else(db: Session, cem: UUID) -> None:
    made = propose(db, Spell("bins", "rubbish"))
    for told in (Said(cem, Stance.NO, " "), Said(cem)):
        assert said(actions.speak(db, made, told, NOON)) == "Say why, in a sentence or two."
    assert queries.proposal(db, made).voices == ()


def test_who_proposed_takes_it_back_and_nobody_else(db: Session, cem: UUID, ada: UUID) -> None:
    made = propose(db, Spell("bins", "rubbish"), by=cem)
    assert said(actions.withdraw(db, made, ada, NOON)) == "Only who proposed this can take it back."
    assert actions.withdraw(db, made, cem, NOON) is None
    found = queries.proposal(db, made)
    assert (found.state, found.ended_at, found.ended_by) == (State.WITHDRAWN, NOON, cem)


def test_who_decides_declines_in_words(db: Session, ada: UUID) -> None:
    made = propose(db, Spell("bins", "rubbish"))
    assert said(actions.decline(db, made, ada, " ", NOON)) == "Say why, in a sentence or two."
    assert actions.decline(db, made, ada, "It means skips here.", NOON) is None
    found = queries.proposal(db, made)
    assert (found.state, found.ending, found.ended_by) == (State.DECLINED, "It means skips here.", ada)


def test_what_is_settled_stays_settled(db: Session, ada: UUID) -> None:
    made = propose(db, Spell("bins", "rubbish"), by=ada)
    actions.decline(db, made, ada, "No.", NOON)
    for again in (
        actions.speak(db, made, Said(ada, Stance.YES), NOON),
        actions.withdraw(db, made, ada, NOON),
        actions.decline(db, made, ada, "No!", NOON),
        actions.carry_out(db, made, ada, TODAY, NOON),
    ):
        assert said(again) == "This proposal is settled already."


def test_what_nobody_proposed_is_not_found(db: Session, ada: UUID) -> None:
    with pytest.raises(NotFound):
        queries.proposal(db, uuid4())
    with pytest.raises(NotFound):
        actions.carry_out(db, uuid4(), ada, TODAY, NOON)


def test_what_touches_little_passes_when_one_seals_it(db: Session, cem: UUID, ada: UUID) -> None:
    made = propose(db, Spell("bins", "rubbish"), by=cem, level=Level.AT_ONCE)
    decision = actions.carry_out(db, made, ada, TODAY, NOON + DAY)
    assert isinstance(decision, int)
    found = queries.proposal(db, made)
    assert (found.state, found.decision_id, found.ended_by) == (State.PASSED, decision, ada)
    assert found.sealed_by == {ada}
    held = queries.decision(db, decision)
    assert (held.origin, held.by_id, held.proposal_id, held.reach) == (Origin.AGREED, ada, made, 0)


def test_what_others_may_object_to_passes_after_a_week_of_silence(db: Session, cem: UUID, ada: UUID) -> None:
    made = propose(db, Spell("bins", "rubbish"), by=cem)
    assert said(actions.carry_out(db, made, ada, TODAY, NOON)) == (
        "Others can speak until Sunday 8 June 2025; it is carried out then."
    )
    assert calendar(db, WEEK - DAY) == Settled()
    settled = calendar(db, WEEK)
    assert [each.proposal_id for each in settled.passed] == [made]
    held = queries.decision(db, settled.passed[0].decision_id)
    assert (held.origin, held.by_id, held.at) == (Origin.AGREED, None, WEEK)
    assert "“rubbish” means “Bins” there already." in refused(db, Spell("bins", "rubbish"))


def test_an_objection_calls_for_who_may_decide(db: Session, cem: UUID, ada: UUID) -> None:
    made = propose(db, Spell("bins", "rubbish"))
    actions.speak(db, made, Said(cem, Stance.NO, "It is not rubbish."), NOON)
    assert calendar(db, WEEK) == Settled(waiting=(made,))
    assert settle(db, TODAY, WEEK, WEEK + DAY) == Settled()  # they were told already
    assert isinstance(actions.carry_out(db, made, ada, TODAY, WEEK), int)


def test_who_objected_may_be_won_over(db: Session, cem: UUID) -> None:
    made = propose(db, Spell("bins", "rubbish"))
    actions.speak(db, made, Said(cem, Stance.NO, "It is not rubbish."), NOON)
    actions.speak(db, made, Said(cem, Stance.YES), NOON + DAY)
    assert [each.proposal_id for each in calendar(db, WEEK).passed] == [made]


def test_what_touches_much_takes_two(db: Session, ada: UUID, mo: UUID) -> None:
    made = propose(db, Retire("bins"), level=Level.TWO)
    assert "until Sunday 15 June 2025" in said(actions.carry_out(db, made, ada, TODAY, WEEK))
    assert calendar(db, FORTNIGHT) == Settled(waiting=(made,))
    missing = "You have sealed it. Somebody else who may decide must do so too."
    assert said(actions.carry_out(db, made, ada, TODAY, FORTNIGHT)) == missing
    assert queries.proposal(db, made).stands == Stands(seals=1)
    assert isinstance(actions.carry_out(db, made, mo, hub_of(ada, mo), FORTNIGHT), int)


def test_who_says_no_after_all_has_not_sealed_it(db: Session, ada: UUID) -> None:
    made = propose(db, Retire("bins"), level=Level.TWO)
    actions.carry_out(db, made, ada, TODAY, NOON)
    actions.speak(db, made, Said(ada, Stance.NO, "I was wrong."), NOON + DAY)
    assert queries.proposal(db, made).sealed_by == frozenset()


def test_a_town_with_one_mentor_is_never_stuck(db: Session, ada: UUID) -> None:
    made = propose(db, Retire("bins"), by=ada, level=Level.TWO)
    actions.carry_out(db, made, ada, TODAY, NOON)
    assert calendar(db, FORTNIGHT - DAY, sealers=1) == Settled()
    settled = calendar(db, FORTNIGHT, sealers=1)
    assert queries.decision(db, settled.passed[0].decision_id).origin is Origin.ALONE


def test_nobody_passes_alone_what_somebody_objects_to(db: Session, cem: UUID) -> None:
    made = propose(db, Retire("bins"), level=Level.TWO)
    actions.speak(db, made, Said(cem, Stance.NO, "We need it."), NOON)
    assert calendar(db, FORTNIGHT, sealers=1) == Settled(waiting=(made,))


def test_what_nobody_settles_is_warned_about_once_and_then_given_up(db: Session, cem: UUID) -> None:
    made = propose(db, Retire("bins"), level=Level.TWO)
    actions.speak(db, made, Said(cem, Stance.NO, "We need it."), NOON)
    at = NOON + 40 * DAY
    assert settle(db, TODAY, at - DAY, at - timedelta(seconds=1)) == Settled()
    assert settle(db, TODAY, at - DAY, at) == Settled(warned=(made,))
    assert settle(db, TODAY, at, at + DAY) == Settled()
    assert settle(db, TODAY, at, NOON + 45 * DAY) == Settled(expired=(made,))
    assert queries.proposal(db, made).state is State.EXPIRED
    assert settle(db, TODAY, at, NOON + 46 * DAY) == Settled()


def test_a_seal_comes_too_late_for_what_is_over(db: Session, ada: UUID) -> None:
    made = propose(db, Spell("bins", "rubbish"))
    assert said(actions.carry_out(db, made, ada, TODAY, NOON + 45 * DAY)) == "This proposal is settled already."


def test_what_has_changed_since_is_told_and_ends_the_proposal(db: Session, cem: UUID, ada: UUID) -> None:
    made = propose(db, Merge("bins", "waste"), level=Level.AT_ONCE)
    decide(db, Spell("bins", "rubbish"), Define("bins", "What is collected."))
    changed = queries.proposal(db, made).changed
    assert list(map(str, changed)) == ["“Bins” means: What is collected.", "“rubbish” means “Bins” too."]
    before = table(db)
    told = said(actions.carry_out(db, made, ada, TODAY, NOON))
    assert told == (
        "Something has changed since this was proposed, so it was not carried out:"
        " “Bins” means: What is collected. “rubbish” means “Bins” too."
    )
    found = queries.proposal(db, made)
    assert (found.state, found.ending) == (State.OVERTAKEN, "")
    assert list(map(str, found.faults)) == ["“Bins” means: What is collected.", "“rubbish” means “Bins” too."]
    assert found.changed == ()
    assert table(db) == before


class _Shouting(NullTranslations):
    """A language in which ours is written in capitals, but for the names of what is put in."""

    def gettext(self, message: str) -> str:
        return re.sub(r"%\(\w+\)S", lambda found: found[0].lower(), message.upper())


def test_what_can_no_longer_be_done_is_overtaken_by_the_calendar_too(db: Session) -> None:
    made = propose(db, Spell("bins", "rubbish"))
    decide(db, Spell("waste", "rubbish"))
    assert "means “Waste” in the whole hub already" in str(queries.proposal(db, made).changed[0])
    assert calendar(db, WEEK) == Settled(overtaken=(made,))
    db.expire_all()
    (fault,) = queries.proposal(db, made).faults
    assert "means “Waste” in the whole hub already" in str(fault)
    assert "MEANS “Waste” IN THE WHOLE HUB ALREADY" in Voice(_Shouting(), "en_GB").said(fault)


def test_proposals_that_have_nothing_to_do_with_each_other_all_pass(db: Session) -> None:
    made = [
        propose(db, Spell("bins", "rubbish")),
        propose(db, Spell("bins", "litter")),
        propose(db, Agree("tips", "Tips")),
        propose(db, Rule("the", Stand.LEFT)),
    ]
    assert {each.proposal_id for each in calendar(db, WEEK).passed} == set(made)


def test_proposals_that_close_soonest_come_first_and_settled_ones_last(db: Session, cem: UUID) -> None:
    here = town.place(db, "Alderford")
    late, soon = propose(db, Retire("bins"), level=Level.TWO), propose(db, Define("bins", "x"))
    gone = propose(db, Define("waste", "x"))
    actions.decline(db, gone, cem, "No.", NOON)
    asked = Asked((Agree("tip", "Tip", scope=here.id),), here.id, None, "")
    local = actions.propose(db, asked, Level.AT_ONCE, NOON - DAY)
    listed = [each.id for each in queries.proposals(db, None, list(State), 10)]
    assert listed == [local, soon, late, gone]
    assert [each.id for each in queries.proposals(db, [here.id], [State.OPEN], 10)] == [local]
    assert [each.id for each in queries.proposals(db, None, list(State), 1)] == [local]


def test_the_log_and_the_proposal_lead_to_each_other(db: Session) -> None:
    made = propose(db, Rename("bins", "Bin day", "bin-day"))
    passed = calendar(db, WEEK).passed
    assert passed == (Passed(made, queries.decisions(db, None, None, 1)[0].id),)
    assert isinstance(actions.undo(db, passed[0].decision_id, None, "", WEEK), int)
