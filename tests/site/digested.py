"""People who follow something in Alderford by mail, and what came."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from hub.aggregate.items.models import Item
from hub.communicate.following import actions
from hub.communicate.following.actions import Wish
from hub.communicate.following.models import DigestPlan
from hub.communicate.following.rules import (
    AT_ONCE,
    Followed,
    Kind,
    When,
)
from hub.communicate.replies.models import Reply
from hub.communicate.replies.rules import State
from hub.communicate.threads.models import Thread, ThreadItem
from hub.communicate.threads.rules import Because
from hub.db.engine import reading, writing
from hub.duties import digesting, hearing
from hub.duties.digesting import digest_round
from hub.duties.hearing import Listener
from hub.duties.tools import Tools
from hub.kit.clock import now
from hub.people.mail.models import OutboxMail
from hub.people.persons import actions as persons
from hub.settings import Settings
from hub.site.digests import press
from tests.site.conftest import Alderford

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
Told = Callable[..., list[OutboxMail]]


def tools(many: Engine) -> Tools:
    """Return what a round works with."""
    return Tools(many, None, None)  # type: ignore[arg-type] # it asks nobody outside


def telling(many: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Told:
    """Write the digests that are due at a moment; return the mails written by then."""

    def told(at: datetime) -> list[OutboxMail]:
        for module in (digesting, press):
            monkeypatch.setattr(module, "now", lambda: at)
        digest_round(tools(many), press.printer(settings))
        return mails(many)

    return told


def listening(many: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Told:
    """Write at once to who wants that, at a moment; return the mails written by then."""
    listener = Listener()

    def heard(at: datetime) -> list[OutboxMail]:
        for module in (hearing, press):
            monkeypatch.setattr(module, "now", lambda: at)
        listener.hear(tools(many), press.printer(settings, AT_ONCE))
        return mails(many)

    return heard


def mails(engine: Engine) -> list[OutboxMail]:
    with reading(engine) as db:
        found = db.exec(select(OutboxMail)).all()
        return sorted(found, key=lambda each: (each.written_at, each.to_address))


def person(db: Session, name: str, language: str = "en") -> UUID:
    person_id = persons.welcome(db, f"{name.lower()}@hub.example", now() - 9 * DAY)
    persons.describe(db, person_id, name, language)
    return person_id


def follower(engine: Engine, what: Followed, name: str = "Ben", **more: object) -> UUID:
    """Let somebody follow something since two days ago, told daily at an hour that is due from now on."""
    wish = {"when": When(), "at_once": False, "language": "en", **more}
    with writing(engine) as db:
        person_id = person(db, name, str(wish.pop("language")))
        actions.follow(db, person_id, Wish(what, **wish), now() - 2 * DAY)  # type: ignore[arg-type] # by name
    return person_id


def place(alderford: Alderford) -> Followed:
    return Followed(Kind.PLACE, alderford.place.id)


def threaded(db: Session, alderford: Alderford, item_id: int, *, at: datetime) -> int:
    row = Thread(place_id=alderford.place.id, made_at=at, last_at=at)
    db.add(row)
    db.flush()
    assert row.id is not None
    db.add(ThreadItem(place_id=alderford.place.id, item_id=item_id, thread_id=row.id, because=Because.FIRST))
    db.flush()
    return row.id


def said(db: Session, thread_id: int, who: UUID, words: str, **more: Any) -> None:
    usual: dict[str, Any] = {"name": words.split(maxsplit=1)[0], "said_at": now() - HOUR, "state": State.SHOWN}
    db.add(Reply(thread_id=thread_id, person_id=who, words=words, html=words, **usual | more))
    db.flush()


def first_item(engine: Engine) -> int:
    with reading(engine) as db:
        return db.execute(select(Item.id).order_by(col(Item.id))).scalars().first() or 0


def at_their_hour(engine: Engine, person_id: UUID) -> datetime:
    with reading(engine) as db:
        due_at = db.get_one(DigestPlan, person_id).due_at
    assert due_at
    return max(due_at, now()) + timedelta(seconds=1)
