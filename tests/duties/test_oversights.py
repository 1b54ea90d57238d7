"""What an operator forgot, `hub doctor` says, with what to do about it."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select

from hub.db.beats import beat
from hub.duties.circumstances import facts_of
from hub.duties.oversights import BACKUP, recall
from hub.people.helping import safety
from hub.people.helping.models import SafetyDocument
from hub.people.helping.safety import Kind as Document
from hub.people.persons import actions as persons
from hub.people.persons.models import Role
from hub.people.rules import NOBODY, Kind
from hub.places.rules import WHOLE_HUB
from hub.settings import Settings
from tests import town
from tests.town import NOON

DAY = timedelta(days=1)


@pytest.fixture
def well(tmp_path: Path) -> Settings:
    """The settings of somebody who forgot nothing."""
    return Settings(
        _env_file=None,
        base_url="https://hub.example",
        contact="ada@hub.example",
        secret_key="a key that nobody will guess, long enough",
        secret_file=tmp_path / "key",
        smtp_url="smtp://mail.hub.example:25",
    )


@pytest.fixture
def tended(db: Session, well: Settings) -> Session:
    """A hub with an admin, a second moderator, a backup and its documents."""
    for name, kind in (("ruth", Kind.ADMIN), ("mo", Kind.MODERATOR)):
        person_id = persons.welcome(db, f"{name}@hub.example", NOON)
        persons.confirm(db, person_id, NOON)
        persons.grant(db, NOBODY, person_id, kind, WHOLE_HUB, NOON)
    beat(db, BACKUP, NOON - DAY)
    for each in Document:
        _document(db, well, each)
    return db


def test_a_hub_that_is_looked_after_is_well(tended: Session, well: Settings) -> None:
    assert _amiss(tended, well) == []


def test_a_new_hub_lacks_people_a_backup_and_documents(db: Session, well: Settings) -> None:
    told = "\n".join(_amiss(db, well))
    for forgotten in ("Nobody looks after the whole hub", "Nobody may decide", "No backup", "is not written yet"):
        assert forgotten in told


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        ({"base_url": "http://127.0.0.1:8000"}, "this machine alone"),
        ({"base_url": "http://hub.example"}, "TLS"),
        ({"contact": "", "mail_from": "hub@hub.example"}, "HUB_CONTACT"),
        ({"secret_key": "short"}, "HUB_SECRET_KEY is short"),
        ({"smtp_url": ""}, "HUB_SMTP_URL"),
        ({"contact": "ask at the library"}, "HUB_MAIL_FROM"),
    ],
)
def test_a_setting_that_was_forgotten_is_named(
    tended: Session, well: Settings, chosen: dict[str, str], told: str
) -> None:
    found, *changed = _amiss(tended, well.model_copy(update=chosen))
    assert told in found
    assert all("has changed since" in each for each in changed)


def test_a_key_made_by_the_hub_is_said_and_looked_after(tended: Session, well: Settings) -> None:
    without, file = well.model_copy(update={"secret_key": ""}), well.secret_file
    assert any("will be made" in each for each in _all(tended, without))
    file.write_text("ab" * 32)
    file.chmod(0o600)
    assert any("Keep a copy of it" in each for each in _all(tended, without))
    file.chmod(0o644)
    assert "Others on this machine can read" in _amiss(tended, without)[0]
    file.write_bytes(b"\xff not a key")
    assert "holds no key" in _amiss(tended, without)[0]


def test_one_moderator_is_too_few_unless_the_operator_says_so(tended: Session, well: Settings) -> None:
    for role in tended.exec(select(Role).where(Role.kind == Kind.MODERATOR)):
        tended.delete(role)
    tended.flush()
    assert "Only one person may decide" in _amiss(tended, well)[0]
    assert not any("decide" in each for each in _amiss(tended, well.model_copy(update={"one_moderator": True})))


def test_when_who_moderates_has_changed_every_document_is_to_be_read_again(tended: Session, well: Settings) -> None:
    tended.delete(tended.exec(select(Role).where(Role.kind == Kind.MODERATOR)).one())
    changed = [each for each in _amiss(tended, well) if "has changed since: read it again" in each]
    assert len(changed) == len(Document)
    for each in Document:
        _document(tended, well, each, version=2)
    assert len(_amiss(tended, well)) == 1


def test_an_old_backup_is_no_backup(tended: Session, well: Settings) -> None:
    beat(tended, BACKUP, NOON - 8 * DAY)
    assert "8 days old" in _amiss(tended, well)[0]


def test_a_document_that_is_to_be_read_again_is_named_until_it_was(tended: Session, well: Settings) -> None:
    _document(tended, well, Document.RISKS, version=2, due_in=-1)
    assert "risk assessment” is to be read again by 2025-05-31" in _amiss(tended, well)[0]
    _document(tended, well, Document.RISKS, version=3)
    assert _amiss(tended, well) == []


def _all(db: Session, settings: Settings) -> list[str]:
    db.flush()
    return [each.sentence for each in recall(db, settings, NOON)]


def _amiss(db: Session, settings: Settings) -> list[str]:
    db.flush()
    return [each.sentence for each in recall(db, settings, NOON) if not each.well]


def _document(db: Session, settings: Settings, kind: Document, version: int = 1, due_in: int = 300) -> None:
    db.flush()
    review_on, kept = (NOON + due_in * DAY).date(), safety.canonical({}, facts_of(db, settings))
    row = SafetyDocument(kind=kind, version=version, made_at=NOON, answers=kept, body="", review_on=review_on)
    db.add(row)
    db.flush()


def test_who_could_be_told_of_news_at_once_is_told_why_not(tended: Session, well: Settings) -> None:
    home = town.source(tended, "Ben", town.place(tended, "Alderford"))
    town.feed(tended, home, hub="https://pushing.example/", topic="https://ben.example/", pushed_until=NOON + DAY)
    chosen: list[dict[str, object]] = [{"websub": False}, {"base_url": "http://192.168.1.7"}, {}]
    told = [" ".join(_told(tended, well.model_copy(update=each))) for each in chosen]
    for words, sentence in zip(("HUB_WEBSUB", "not reached from outside", "of which 1 have shown"), told, strict=True):
        assert f"news: 1{',' if 'of which' in words else '.'}" in sentence
        assert words in sentence


def _told(db: Session, settings: Settings) -> list[str]:
    return [finding.sentence for finding in recall(db, settings, NOON) if "at once" in finding.sentence]
