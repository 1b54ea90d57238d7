"""A code is worth something once, for one address and one purpose, and for a quarter of an hour."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from hub.db.engine import writing
from hub.people.persons import actions as persons
from hub.people.signin import actions, queries
from hub.people.signin.actions import Ask, Proof, Refusal, Sent
from hub.people.signin.models import SignInCode, SignInSession
from hub.people.signin.rules import CODE_HOLDS, MOST_TRIES, SESSION_HOLDS, Purpose
from tests.town import NOON

KEY = b"k" * 32
BEN = "Ben@Example.org"
SIGN_IN = Ask(BEN, Purpose.SIGN_IN, "show_you")
SECOND = timedelta(seconds=1)


def _sent(db: Session, ask: Ask = SIGN_IN) -> Sent:
    return actions.ask_code(db, ask, KEY, NOON)


def test_a_code_shows_whose_address_it_is(db: Session) -> None:
    sent = _sent(db)
    proof = actions.use_code(db, sent.code_id, sent.code, KEY, NOON + CODE_HOLDS - SECOND)
    assert proof == Proof(BEN, Purpose.SIGN_IN, "show_you")


def test_it_holds_for_a_quarter_of_an_hour(db: Session) -> None:
    sent = _sent(db)
    assert actions.use_code(db, sent.code_id, sent.code, KEY, NOON + CODE_HOLDS) is Refusal.SPENT
    assert actions.use_link(db, sent.link_token, NOON + CODE_HOLDS) is Refusal.SPENT


def test_neither_code_nor_link_can_be_read_from_the_database(db: Session) -> None:
    sent = _sent(db)
    kept = repr(db.exec(select(SignInCode)).one().model_dump())
    assert sent.code.replace("-", "") not in kept
    assert sent.link_token not in kept


def test_who_has_another_key_cannot_use_it(db: Session) -> None:
    sent = _sent(db)
    assert actions.use_code(db, sent.code_id, sent.code, b"x" * 32, NOON) is Refusal.WRONG


def test_five_guesses_are_all_there_are(db: Session) -> None:
    sent = _sent(db)
    answers = [actions.use_code(db, sent.code_id, "AAAA-AAAA", KEY, NOON) for _ in range(MOST_TRIES)]
    assert answers == [Refusal.WRONG] * (MOST_TRIES - 1) + [Refusal.SPENT]
    assert actions.use_code(db, sent.code_id, sent.code, KEY, NOON) is Refusal.SPENT


@pytest.mark.parametrize("uses", [50])
def test_of_fifty_who_use_one_code_at_once_one_wins(many: Engine, uses: int) -> None:
    with writing(many) as db:
        sent = _sent(db)

    def use(number: int) -> Proof | Refusal:
        with writing(many) as db:
            if number % 2:
                return actions.use_link(db, sent.link_token, NOON)
            return actions.use_code(db, sent.code_id, sent.code, KEY, NOON)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(use, range(uses)))
    assert [type(each) for each in answers].count(Proof) == 1
    assert answers.count(Refusal.SPENT) == uses - 1


def test_a_stranger_who_asks_for_codes_does_not_spoil_the_one_being_typed(db: Session) -> None:
    sent = _sent(db)
    for _ in range(30):
        _sent(db, Ask("ben@example.org", Purpose.SIGN_IN))
    assert isinstance(actions.use_code(db, sent.code_id, sent.code, KEY, NOON), Proof)


def test_the_code_of_the_newest_mail_is_as_good_and_leads_where_its_own_page_leads(db: Session) -> None:
    here, newest = _sent(db), _sent(db, Ask("ben@example.org", Purpose.SIGN_IN, "elsewhere"))
    proof = actions.use_code(db, here.code_id, newest.code, KEY, NOON)
    assert proof == Proof("ben@example.org", Purpose.SIGN_IN, "show_you")


def test_once_one_is_used_the_others_of_its_purpose_are_worth_nothing(db: Session) -> None:
    older, other = _sent(db), _sent(db, Ask(BEN, Purpose.CHANGE, str(uuid4())))
    newer = _sent(db, Ask("ben@example.org", Purpose.SIGN_IN))
    assert isinstance(actions.use_code(db, newer.code_id, newer.code, KEY, NOON), Proof)
    assert actions.use_code(db, older.code_id, older.code, KEY, NOON) is Refusal.SPENT
    assert actions.use_link(db, older.link_token, NOON) is Refusal.SPENT
    assert isinstance(actions.use_code(db, other.code_id, other.code, KEY, NOON), Proof)


def test_the_code_of_another_address_or_purpose_does_not_do(db: Session) -> None:
    here = _sent(db)
    for other in (Ask("eve@example.org", Purpose.SIGN_IN), Ask(BEN, Purpose.CHANGE, "show_you")):
        assert actions.use_code(db, here.code_id, _sent(db, other).code, KEY, NOON) is Refusal.WRONG


def test_what_waits_to_be_confirmed_waits_apart(db: Session) -> None:
    one, two = _sent(db, Ask(BEN, Purpose.CONFIRM, "1")), _sent(db, Ask(BEN, Purpose.CONFIRM, "2"))
    assert queries.newest(db, BEN, Purpose.CONFIRM, "1") == one.code_id
    assert isinstance(actions.use_link(db, one.link_token, NOON), Proof)
    assert isinstance(actions.use_link(db, two.link_token, NOON), Proof)
    assert queries.newest(db, BEN, Purpose.CONFIRM, "3") is None


@pytest.fixture
def ben(db: Session) -> UUID:
    return persons.welcome(db, BEN, NOON)


def test_a_device_is_signed_in_until_its_time_is_over(db: Session, ben: UUID) -> None:
    token = actions.begin(db, ben, "Firefox on Android", NOON)
    assert queries.actor(db, token, NOON + SESSION_HOLDS - SECOND).person_id == ben
    assert queries.actor(db, token, NOON + SESSION_HOLDS).person_id is None
    assert token not in repr(db.exec(select(SignInSession)).one().model_dump())


def test_nobody_signs_out_the_device_of_somebody_else(db: Session, ben: UUID) -> None:
    token = actions.begin(db, ben, "", NOON)
    (device,) = queries.sessions(db, ben, NOON)
    assert not actions.end(db, persons.welcome(db, "eve@example.org", NOON), device.id)
    assert queries.actor(db, token, NOON).is_member
    assert actions.end(db, ben, device.id)
    assert not queries.actor(db, token, NOON).is_member


def test_all_devices_but_one_are_signed_out(db: Session, ben: UUID) -> None:
    tokens = [actions.begin(db, ben, "", NOON) for _ in range(3)]
    kept = queries.session(db, tokens[1], NOON)
    assert kept
    actions.end_all(db, ben, but=kept.id)
    assert [queries.actor(db, token, NOON).is_member for token in tokens] == [False, True, False]
    actions.end_all(db, ben)
    assert queries.sessions(db, ben, NOON) == []


def test_who_signs_out_everywhere_ends_the_change_of_address_begun_there(db: Session, ben: UUID) -> None:
    begun, others = (_sent(db, Ask("x@example.org", Purpose.CHANGE, str(whose))) for whose in (ben, uuid4()))
    actions.end_all(db, ben)
    assert actions.use_link(db, begun.link_token, NOON) is Refusal.SPENT
    assert isinstance(actions.use_link(db, others.link_token, NOON), Proof)


def test_a_device_that_is_used_stays_signed_in(db: Session, ben: UUID) -> None:
    token = actions.begin(db, ben, "", NOON)
    (device,) = queries.sessions(db, ben, NOON)
    later = NOON + SESSION_HOLDS - SECOND
    actions.seen(db, device.id, later)
    assert queries.actor(db, token, later + SESSION_HOLDS - SECOND).person_id == ben
    assert queries.actor(db, token, later + SESSION_HOLDS).person_id is None


def test_when_a_device_was_used_is_known_to_the_day(db: Session, ben: UUID) -> None:
    token = actions.begin(db, ben, "", NOON)
    for hours, seen in ((23, 0), (25, 25), (26, 25)):
        (device,) = queries.sessions(db, ben, NOON)
        actions.seen(db, device.id, NOON + timedelta(hours=hours))
        found = queries.session(db, token, NOON)
        assert found
        assert found.seen_at == NOON + timedelta(hours=seen)


@pytest.mark.parametrize(
    ("device", "called"),
    [("Firefox on Android", "Firefox on Android"), ("Linux", "Linux"), ("", "A device that does not say what it is")],
)
def test_devices_are_called_by_what_they_say_they_are(db: Session, ben: UUID, device: str, called: str) -> None:
    actions.begin(db, ben, device, NOON)
    assert [str(each.called) for each in queries.sessions(db, ben, NOON)] == [called]
