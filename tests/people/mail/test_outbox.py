"""What becomes of a mail in the outbox, and what is remembered of it."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session, select

from hub.db.engine import writing
from hub.people.mail import actions, privacy, queries
from hub.people.mail.models import OutboxMail
from hub.people.mail.queries import Mail
from hub.people.mail.rules import BACK_OFF, CLAIM, Letter
from hub.people.persons.actions import welcome
from hub.people.persons.models import Person

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def _post(db: Session, kind: str = "notice", topic: str = "", to: str = "Ben@example.org") -> Letter:
    letter = Letter(kind, to, "Bins\r\n on\tTuesday", "words\0", "<p>words</p>", topic)
    actions.post(db, letter, NOON)
    return letter


def _claimed(db: Session, letter: Letter, at: datetime = NOON) -> Mail:
    mail = actions.claim(db, letter.id, at)
    assert mail is not None
    return mail


def _row(db: Session, letter: Letter) -> OutboxMail:
    return db.exec(select(OutboxMail).where(OutboxMail.id == letter.id).execution_options(populate_existing=True)).one()


def test_a_mail_is_due_at_once_and_gone_when_it_was_sent(db: Session) -> None:
    letter = _post(db)
    assert queries.due(db, NOON, 10) == [letter.id]
    mail = _claimed(db, letter)
    assert (mail.subject, mail.text, mail.tries) == ("Bins on Tuesday", "words", 1)
    actions.note_sent(db, mail, NOON + MINUTE)
    assert queries.due(db, NOON + DAY, 10) == []
    assert queries.waiting(db) == []


def test_two_workers_never_send_the_same(many: Engine) -> None:
    with writing(many) as db:
        letter = _post(db)
    with writing(many) as first:
        assert actions.claim(first, letter.id, NOON)
    with writing(many) as second:
        assert actions.claim(second, letter.id, NOON) is None
        assert queries.due(second, NOON, 10) == []


def test_what_was_claimed_by_a_worker_that_died_is_free_again_later(db: Session) -> None:
    letter = _post(db)
    _claimed(db, letter)
    assert queries.due(db, NOON + CLAIM - MINUTE, 10) == []
    assert _claimed(db, letter, NOON + CLAIM).tries == 2


def test_a_mail_in_trouble_is_tried_later_and_at_last_given_up(db: Session) -> None:
    letter, at = _post(db), NOON
    for count, pause in enumerate(BACK_OFF, start=1):
        actions.note_trouble(db, _claimed(db, letter, at), f"trouble {count}", at)
        assert queries.due(db, at + pause - timedelta(seconds=1), 10) == []
        at += pause
    assert queries.state(db, NOON).trouble == f"trouble {len(BACK_OFF)}"
    actions.note_trouble(db, _claimed(db, letter, at), "the last straw", at)
    assert queries.waiting(db) == []
    row = _row(db, letter)
    assert (row.given_up_at, row.trouble) == (at, "the last straw")


def test_the_words_of_a_code_are_forgotten_when_it_leaves(db: Session) -> None:
    letter = _post(db, "code")
    actions.note_sent(db, _claimed(db, letter), NOON)
    row = _row(db, letter)
    assert (row.subject, row.text, row.html) == ("", "", "")


def test_the_words_of_a_code_are_forgotten_when_it_is_given_up(db: Session) -> None:
    letter = _post(db, "code")
    actions.give_up(db, _claimed(db, letter), "too late", NOON)
    assert (_row(db, letter).text, _row(db, letter).trouble) == ("", "too late")


def test_other_words_are_forgotten_after_a_day_and_the_rest_after_a_month(db: Session) -> None:
    plain, topical, waits = _post(db), _post(db, topic="sources"), _post(db)
    for letter in (plain, topical):
        actions.note_sent(db, _claimed(db, letter), NOON)
    privacy.expire(db, NOON + DAY)
    assert _row(db, plain).text == "words"
    privacy.expire(db, NOON + DAY + MINUTE)
    assert (_row(db, plain).subject, _row(db, plain).html, _row(db, waits).text) == ("", "", "words")
    privacy.expire(db, NOON + 31 * DAY)
    assert {row.id for row in db.exec(select(OutboxMail))} == {topical.id, waits.id}
    privacy.expire(db, NOON + 401 * DAY)
    assert {row.id for row in db.exec(select(OutboxMail))} == {waits.id}


def test_who_stopped_a_topic_gets_no_more_of_it_and_all_else(db: Session) -> None:
    waits, other = _post(db, topic="sources"), _post(db, topic="desk")
    for _ in range(2):
        actions.refuse(db, "ben@example.org", "sources", NOON)
    _post(db, topic="sources")
    assert [mail.id for mail in queries.waiting(db)] == [other.id]
    assert (_row(db, waits).given_up_at, _row(db, waits).trouble) == (NOON, "")
    assert queries.state(db, NOON - MINUTE).given_up == 0
    assert queries.has_refused(db, "ben@example.org", "sources")
    actions.allow_again(db, "ben@example.org", "sources")
    again = _post(db, topic="sources")
    assert {mail.id for mail in queries.waiting(db)} == {other.id, again.id}


def test_what_was_on_its_way_when_its_topic_was_stopped_is_not_tried_again(db: Session) -> None:
    letter = _post(db, topic="sources")
    mail = _claimed(db, letter)
    actions.refuse(db, "ben@example.org", "sources", NOON)
    actions.note_trouble(db, mail, "busy", NOON)
    assert queries.due(db, NOON + DAY, 10) == []


def test_the_state_says_what_waits_and_since_when(db: Session) -> None:
    assert queries.state(db, NOON) == queries.State(0, None, 0, "")
    first, second = _post(db), _post(db)
    assert queries.state(db, NOON).waiting == 0  # nobody has tried yet
    actions.note_trouble(db, _claimed(db, first), "busy", NOON)
    assert queries.state(db, NOON) == queries.State(1, NOON, 0, "busy")
    actions.note_sent(db, _claimed(db, first, NOON + MINUTE), NOON + MINUTE)
    actions.give_up(db, _claimed(db, second), "no such mailbox", NOON + HOUR)
    assert queries.state(db, NOON) == queries.State(0, None, 1, "no such mailbox")
    assert queries.state(db, NOON + HOUR) == queries.State(0, None, 0, "")


def test_somebody_gets_all_we_know_of_their_mail_and_it_can_be_erased(db: Session) -> None:
    ben, nobody = welcome(db, "ben@example.org", NOON), welcome(db, "cem@example.org", NOON)
    _post(db, topic="sources")
    _post(db, to="ada@example.org")
    actions.refuse(db, "ben@example.org", "desk", NOON)
    told = privacy.export(db, ben)
    assert [mail["to"] for mail in told["mails"]] == ["Ben@example.org"]  # type: ignore[attr-defined] # a list
    assert told["no_more_mail_about"] == ["desk"]
    assert privacy.export(db, nobody) == {"mails": [], "no_more_mail_about": []}
    privacy.erase(db, ben, NOON)
    assert privacy.export(db, ben) == {"mails": [], "no_more_mail_about": []}
    assert [mail.to for mail in queries.waiting(db)] == ["ada@example.org"]


def test_who_has_no_address_has_no_mail(db: Session) -> None:
    person = Person(name="A resident without e-mail", joined_at=NOON)
    db.add(person)
    db.flush()
    assert privacy.export(db, person.id) == {"mails": [], "no_more_mail_about": []}
    privacy.erase(db, person.id, NOON)
