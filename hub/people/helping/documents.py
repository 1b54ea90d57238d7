"""Which safety documents are published, in which versions, and which are due? Reads and the one write of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, auto

from sqlmodel import Session, col, select

from hub.errors import NotFound
from hub.kit.saying import say
from hub.kit.text import storable
from hub.people.audit.actions import Entry, note
from hub.people.helping.models import SafetyDocument
from hub.people.helping.safety import REVIEW, SOON, Facts, Kind, has_changed
from hub.people.rules import Actor, Deed, Thing


class Due(Enum):
    """Why a document is to be written, or read again."""

    UNWRITTEN = auto()
    CHANGED = auto()  # what it speaks of is another thing by now
    AGED = auto()  # a year has passed, or soon will have


@dataclass(frozen=True, slots=True)
class Document:
    """A version of a document, as it was published."""

    kind: Kind
    version: int
    made_at: datetime
    review_on: date
    answers: str
    body: str


def publish(db: Session, actor: Actor, kind: Kind, written: tuple[str, str], now: datetime) -> int:
    """Publish the next version of a document, *written* as its answers and its body; return its number."""
    answers, body = written
    last = newest(db).get(kind)
    number = last.version + 1 if last else 1
    db.add(
        SafetyDocument(
            kind=kind,
            version=number,
            made_at=now,
            made_by=actor.person_id,
            answers=storable(answers),
            body=storable(body),
            review_on=(now + REVIEW).date(),
        )
    )
    note(db, actor, Entry(Deed.PUBLISH, Thing.DOCUMENT, f"{kind}/{number}"), now)
    return number


def newest(db: Session) -> Mapping[Kind, Document]:
    """Return the version of every document that holds."""
    rows = db.exec(select(SafetyDocument).order_by(col(SafetyDocument.version)))
    return {Kind(row.kind): _view(row) for row in rows if row.kind in set(Kind)}


def versions(db: Session, kind: Kind) -> Sequence[Document]:
    """Return every version of a document, the newest first."""
    asked = select(SafetyDocument).where(SafetyDocument.kind == kind).order_by(col(SafetyDocument.version).desc())
    return [_view(row) for row in db.exec(asked)]


def version(db: Session, kind: Kind, number: int) -> Document:
    """Return a version of a document; NotFound when there is none."""
    found = select(SafetyDocument).where(SafetyDocument.kind == kind, SafetyDocument.version == number)
    row = db.exec(found).first()
    if row is None:
        raise NotFound(say("There is no such version of this document."))
    return _view(row)


def due(held: Mapping[Kind, Document], facts: Facts, today: date) -> Mapping[Kind, Due]:
    """Return the documents to be written or read again, each with why; *facts* are those of today."""
    found = {kind: _due(held.get(kind), facts, today) for kind in Kind}
    return {kind: why for kind, why in found.items() if why}


def _due(document: Document | None, facts: Facts, today: date) -> Due | None:
    if document is None:
        return Due.UNWRITTEN
    if has_changed(document.answers, facts):
        return Due.CHANGED
    return Due.AGED if document.review_on <= today + SOON else None


def _view(row: SafetyDocument) -> Document:
    return Document(Kind(row.kind), row.version, row.made_at, row.review_on, row.answers, row.body)
