"""Who mutes somebody from a mail learns nothing of them but what the mail said."""

import re
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.communicate.following import queries
from hub.communicate.following.models import Mute
from hub.communicate.following.speakers import is_hushed
from hub.communicate.replies.models import Reply
from hub.communicate.replies.rules import State
from hub.db.engine import reading, writing
from hub.duties import forgetting
from hub.kit.clock import now
from hub.people.mail.models import OutboxMail
from hub.settings import Settings
from tests.neighbours import Neighbour
from tests.site import digested
from tests.site.conftest import Alderford
from tests.site.digested import HOUR, Told, at_their_hour, follower, person, place, said, threaded
from tests.site.replied import item_called


@pytest.fixture
def tell(many: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Told:
    return digested.telling(many, settings, monkeypatch)


@pytest.fixture
def reader(many: Engine, alderford: Alderford) -> UUID:
    return follower(many, place(alderford), "Reader")


def speaker(engine: Engine, alderford: Alderford, *names: str) -> tuple[UUID, list[int]]:
    """Let one person say something in a conversation for each name; return who, and where."""
    threads = []
    with writing(engine) as db:
        who = person(db, "Speaker")
    for title, name in zip(("Bins on Tuesday", "Library hours"), names, strict=False):
        item_id = item_called(engine, title)
        with writing(engine) as db:
            threads.append(threaded(db, alderford, item_id, at=now()))
            said(db, threads[-1], who, "Hello.", name=name)
    return who, threads


def ways(mail: OutboxMail) -> list[str]:
    """Return by which addresses people are muted in a mail."""
    return list(dict.fromkeys(re.findall(r"/mail/mute/[\w.-]+/person/[0-9a-f]+", mail.html)))


def test_nothing_in_a_mail_or_on_the_pages_it_leads_to_tells_that_two_names_are_one_persons(
    many: Engine, alderford: Alderford, tell: Told, reader: UUID, cem: Neighbour
) -> None:
    who, _ = speaker(many, alderford, "Jane Doe", "A worried neighbour")
    [mail] = tell(at_their_hour(many, reader))
    one, other = ways(mail)
    assert who.hex not in mail.html + mail.text
    cem.post(one)
    assert cem.visit(one).h1 == "You hear no more of this"
    assert cem.visit(other).h1 == "Hear no more of this?"
    with reading(many) as db:
        told = forgetting.everything_about(db, reader)["following"]["mute"]
        assert who.hex not in str(told)


def test_who_is_muted_under_one_name_is_heard_under_none(
    many: Engine, alderford: Alderford, tell: Told, reader: UUID, cem: Neighbour
) -> None:
    who, _ = speaker(many, alderford, "Jane Doe", "A worried neighbour")
    cem.post(ways(tell(at_their_hour(many, reader))[0])[0])
    with reading(many) as db:
        assert is_hushed(db, reader, who)
        assert not is_hushed(db, who, reader)
        assert [each.mutes for each in queries.readers(db, [reader])] == [{("person", who.hex)}]


@pytest.mark.parametrize("later", [{"is_local": True}, {"state": State.WAITING}, {"state": State.REFUSED}])
def test_a_name_that_stands_where_one_may_not_look_is_not_told(
    many: Engine, alderford: Alderford, tell: Told, reader: UUID, cem: Neighbour, later: dict[str, Any]
) -> None:
    who, [thread] = speaker(many, alderford, "Bin fan")
    with writing(many) as db:
        said(db, thread, who, "Psst.", name="A secret name", said_at=now() - HOUR / 2, **later)
        hidden = db.exec(select(Reply.id).where(Reply.name == "A secret name")).one()
    [way] = ways(tell(at_their_hour(many, reader))[0])
    page = cem.visit(way)
    assert ("Bin fan" in page.text, "A secret name" in page.text) == (True, False)
    assert cem.visit(f"{way.rpartition('/')[0]}/{hidden.hex}").status == 404


def test_nobody_is_muted_any_more_who_has_left(
    many: Engine, alderford: Alderford, tell: Told, reader: UUID, cem: Neighbour
) -> None:
    who, _ = speaker(many, alderford, "Bin fan")
    cem.post(ways(tell(at_their_hour(many, reader))[0])[0])
    with writing(many) as db:
        forgetting.erase(db, who, now())
        assert db.exec(select(Mute)).all() == []
        assert [each.mutes for each in queries.readers(db, [reader])] == [frozenset()]


def test_what_is_said_by_nobody_hushes_nobody(many: Engine, alderford: Alderford, tell: Told, reader: UUID) -> None:
    speaker(many, alderford, "Bin fan")
    with writing(many) as db:
        reply = db.exec(select(Reply)).one()
        db.add(Mute(person_id=reader, kind="person", target_id=reply.id.hex, since=now()))
        db.add(Mute(person_id=reader, kind="person", target_id="x", since=now()))
        reply.person_id = None
    with reading(many) as db:
        assert [each.mutes for each in queries.readers(db, [reader])] == [frozenset()]
