"""Somebody who has left a trace in every room of the hub."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import Session, func, select

from hub.aggregate.notices.models import Notice
from hub.aggregate.registering.models import Registration, RegistrationFeed, SourceOwner
from hub.communicate.answered import actions as answered
from hub.communicate.answered.rules import Answer, By
from hub.communicate.following import actions as following
from hub.communicate.following.models import PrivateFeed
from hub.communicate.following.rules import Followed, Hushed, When
from hub.communicate.following.rules import Kind as FollowKind
from hub.communicate.introducing.models import Introduction
from hub.communicate.replies.models import ReadMark, Reply
from hub.communicate.threads.models import Thread
from hub.db.base import Table
from hub.duties.agreeing import today
from hub.establish.deciding import actions as deciding
from hub.establish.deciding.actions import Said
from hub.establish.deciding.queries import Asked
from hub.establish.deciding.rules import Level, Origin, Stance
from hub.establish.deciding.script import Rule
from hub.people.audit.actions import Entry, note
from hub.people.cases.models import Appeal, Case, Decision, Report, Withholding
from hub.people.helping.models import DutyTurn, HandoverNote, HelpRequest, SafetyDocument
from hub.people.mail.models import MailRefusal, OutboxMail
from hub.people.pending.models import PendingDeed
from hub.people.persons.models import Consent, Person, Role
from hub.people.rules import Actor, Deed, Thing
from hub.people.signin import often
from hub.people.signin.models import SignInCode, SignInSession
from hub.people.signin.often import Caller
from tests import town
from tests.duties.befriended import befriend
from tests.duties.invited import come, invite
from tests.duties.unmentored import meet
from tests.town import NOON

DAY = timedelta(days=1)
ADDRESS, NAME, WORDS = "Benquist@Zephyr.example", "Benquist Zephyrson", "quokkaversary"


def somebody(db: Session, email: str, name: str) -> UUID:
    """Have somebody here."""
    facts = {"email": email, "email_key": email.casefold(), "name": name, "reach": f"ring {name}"}
    row = Person.model_validate(facts | {"former_keys": [before(email)], "joined_at": NOON})
    db.add(row)
    db.flush()
    return row.id


def before(email: str) -> str:
    """Return the address somebody had before."""
    return f"old-{email.casefold()}"


def fill(db: Session, email: str = ADDRESS, name: str = NAME, words: str = WORDS) -> UUID:
    """Have somebody who has left a trace in every room; *words* stand wherever they wrote something."""
    person_id = somebody(db, email, name)
    place = town.place(db, f"Place of {name.split(maxsplit=1)[0]}")
    own, other = (
        town.feed(db, town.source(db, f"Site of {place.name}", place)),
        town.feed(db, town.source(db, f"Of {place.name}", place)),
    )
    item = town.item(db, other, f"A fair {words}", [place], [])
    town.item(db, own, f"My diary {words}", [place], [])
    case_id, decision_id = _decide(db, person_id, item.id, words)
    _say(db, person_id, (email, name, words), (place.id, case_id, decision_id))
    _own(db, person_id, words, (own.source_id, place.id))
    _agree(db, person_id, place.id, words)
    _follow(db, person_id, place.id)
    _talk(db, person_id, place.id, (name, words))
    invite(db, person_id, place.id, (name, words))
    come(db, person_id, (name, words))
    befriend(db, person_id, place.id, (email, name, words))
    meet(db, person_id, place.id, (name, words))
    often.count_code(db, email, Caller(name, b"key"), NOON)
    db.add(_notice(person_id, place.id, words, item.id))
    note(db, Actor(person_id), Entry(Deed.DECIDE, Thing.PERSON, person_id, after={"measure": "hide"}), NOON)
    db.flush()
    return person_id


def _decide(db: Session, person_id: UUID, item_id: int | None, words: str) -> tuple[UUID, UUID]:
    """Have a case about somebody that they decided themselves; return its id and the decision's."""
    case = Case(
        number=1 + db.exec(select(func.count()).select_from(Case)).one(),
        target_kind="item",
        target_id=str(item_id),
        title=words,
        person_id=person_id,
        state="decided",
        opened_at=NOON,
    )
    decided = Decision(
        case_id=case.id,
        measure="hide",
        reason="spam",
        words="So it is.",
        at=NOON,
        role="moderator",
        decided_by=person_id,
    )
    db.add(case)
    db.flush()
    db.add(decided)
    db.flush()
    return case.id, decided.id


def _talk(db: Session, person_id: UUID, place_id: UUID, who: tuple[str, str]) -> None:
    """Have somebody say something in a conversation, and read it."""
    name, words = who
    thread = Thread(place_id=place_id, made_at=NOON, last_at=NOON)
    db.add(thread)
    db.flush()
    assert thread.id is not None
    said: dict[str, Any] = {"name": name, "words": words, "html": words, "state": "shown", "said_at": NOON}
    db.add(Reply(thread_id=thread.id, person_id=person_id, **said))
    db.add(ReadMark(person_id=person_id, thread_id=thread.id, read_at=NOON))
    db.flush()


def _own(db: Session, person_id: UUID, words: str, about: tuple[UUID, UUID]) -> None:
    source_id, place_id = about
    registered = Registration(
        person_id=person_id,
        place_id=place_id,
        is_own=True,
        name=words,
        site="https://z.example",
        note=words,
        token="t",
        state="waiting",
        asked_at=NOON,
    )
    db.add(registered)
    db.flush()
    db.add(SourceOwner(source_id=source_id, person_id=person_id, since=NOON))
    db.add(RegistrationFeed(registration_id=registered.id, url=f"https://{words}.example/feed"))
    both: dict[str, Any] = {"one_id": source_id, "other_id": source_id, "one_by": person_id, "other_by": person_id}
    db.add(Introduction(place_id=place_id, offered_by=person_id, words=words, state="asked", asked_at=NOON, **both))
    answered.prefer(db, person_id, at_once=True, introduce=True)
    answered.note_told(db, person_id, [Answer(1, By.REPLY, uuid4().hex, NOON)], NOON)


def _follow(db: Session, person_id: UUID, place_id: UUID) -> None:
    """Have somebody follow a place, mute what they want no more of, and have a feed of their own."""
    following.follow(db, person_id, following.Wish(Followed(FollowKind.PLACE, place_id), When()), NOON)
    following.mute(db, person_id, Hushed.SOURCE, uuid4().hex, NOON)
    db.add(PrivateFeed(person_id=person_id, key_hash=uuid4().hex, since=NOON))
    db.flush()


def _notice(person_id: UUID, place_id: UUID, words: str, item_id: int | None) -> Notice:
    facts = {"title": words, "words": words, "state": "shown"}
    return Notice.model_validate(
        {**facts, "person_id": person_id, "place_id": place_id, "item_id": item_id}
        | {"ends_on": date(2025, 7, 1), "written_at": NOON}
    )


def _say(db: Session, person_id: UUID, who: tuple[str, str, str], about: tuple[UUID, UUID, UUID]) -> None:
    (email, name, words), (place_id, case_id, decision_id) = who, about
    db.add_all(
        [
            Report(case_id=case_id, reason="spam", words=words, person_id=person_id, email=email, at=NOON),
            Appeal(case_id=case_id, decision_id=decision_id, words=words, person_id=person_id, at=NOON),
            Withholding(target_kind="person", target_id=person_id.hex, measure="restrict", since=NOON),
            HelpRequest(kind="help", reach=email, name=name, words=words, person_id=person_id, asked_at=NOON),
            HelpRequest(kind="complaint", reach=email, words=words, asked_at=NOON, taken_by=person_id),
            HandoverNote(place_id=place_id, person_id=person_id, words=words, written_at=NOON),
            DutyTurn(place_id=place_id, week=date(2025, 6, 2), person_id=person_id),
            SafetyDocument(kind=words, version=1, made_at=NOON, made_by=person_id, answers="{}", body="",
                           review_on=date(2026, 6, 1)),
            OutboxMail(kind="notice", to_address=email, to_key=email.casefold(), subject=words, text=words, html=words,
                       written_at=NOON, due_at=NOON),
            OutboxMail(kind="notice", to_address=before(email), to_key=before(email), subject=words, text=words,
                       html=words, written_at=NOON, due_at=NOON),
            MailRefusal(to_key=email.casefold(), topic="desk", since=NOON),
            MailRefusal(to_key=before(email), topic="desk", since=NOON),
            HelpRequest(kind="help", reach=before(email).upper(), words=words, asked_at=NOON),
            SignInCode(email=email, email_key=email.casefold(), purpose="sign-in", code_hash=b"c",
                       link_hash=uuid4().bytes, asked_at=NOON, expires_at=NOON + DAY),
            SignInCode(email=f"new-{email}", email_key=f"new-{email.casefold()}", purpose="change", code_hash=b"c",
                       subject=str(person_id), link_hash=uuid4().bytes, asked_at=NOON, expires_at=NOON + DAY),
            SignInSession(token_hash=uuid4().bytes, person_id=person_id, device=words, began_at=NOON, seen_at=NOON,
                          proved_at=NOON, expires_at=NOON + DAY),
            PendingDeed(kind="notice", payload={"words": words}, email=email, email_key=email.casefold(),
                        asked_at=NOON, expires_at=NOON + DAY),
            Role(person_id=person_id, place_id=place_id, kind="mentor", since=NOON),
            Consent(person_id=person_id, kind="show", words=words, given_at=NOON),
        ]
    )  # fmt: skip
    db.flush()


def _agree(db: Session, person_id: UUID, place_id: UUID, words: str) -> None:
    """Have somebody propose, speak, decide and decline."""
    asked = [
        Asked((Rule(word, "left-alone", place_id),), place_id, person_id, words) for word in ("one", "two", "three")
    ]
    deciding.decide(db, asked[0], Origin.MENTOR, NOON)
    waits, declined = (deciding.propose(db, each, Level.AT_ONCE, NOON) for each in asked[1:])
    assert isinstance(waits, UUID)
    assert isinstance(declined, UUID)
    deciding.speak(db, waits, Said(person_id, Stance.NO, words), NOON)
    deciding.decline(db, declined, person_id, words, NOON)
    deciding.carry_out(db, waits, person_id, today(db), NOON)


def count(db: Session, table: type[Table]) -> int:
    """Count the rows of a table."""
    return db.exec(select(func.count()).select_from(table)).one()
