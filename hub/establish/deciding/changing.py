"""How is a change of the registry written down? With every row before and after, and only where it still holds."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, select

from hub.errors import NotFound
from hub.establish.deciding import grounds, rows
from hub.establish.deciding.ground import apply, put_back
from hub.establish.deciding.images import EdgeRow, Image, LabelRow, Row, SlugRow, TagRow, turned
from hub.establish.deciding.images import from_json as images_from
from hub.establish.deciding.images import to_json as images_json
from hub.establish.deciding.models import Decision, DecisionTag, Proposal
from hub.establish.deciding.queries import Asked, changed_since, told
from hub.establish.deciding.rules import LONGEST_WORDS, Level, Origin, Refused, Rehearsed, State, dates, highest, level
from hub.establish.deciding.script import from_json as script_from
from hub.establish.deciding.script import to_json as script_json
from hub.establish.deciding.today import Touches
from hub.establish.deciding.whereabouts import place_of
from hub.kit import said_later
from hub.kit.saying import say
from hub.kit.text import storable
from hub.places.rules import WHOLE_HUB

MATTER = "the registry of tags"  # what only one transaction at a time may change


def rehearsed(db: Session, asked: Asked) -> Rehearsed | Refused:
    """Say what somebody's script would do; refused too where it would count outside of the place it is asked for.

    Whose right it is was asked for that place, so nothing that counts elsewhere may slip through.
    """
    ground = grounds.of_script(db, asked.script)
    found = apply(ground, asked.script)
    if isinstance(found, Refused) or asked.place_id == WHOLE_HUB:
        return found
    if asked.place_id in ground.lines.get(place_of(ground, asked.script, found.images), ()):
        return found
    return Refused((say("This would count outside of %(place)s too.", place=ground.places.get(asked.place_id, "?")),))


def taken_back(db: Session, images: Sequence[Image]) -> Rehearsed | Refused:
    """Say what it would do to put rows back as they were before *images*.

    Refused with what happened to rows that are no longer as they were left, and where others built on a tag it made.
    """
    wanted = turned(images)
    ground = grounds.of_images(db, wanted)
    stands = {(type(row), row.key): row for row in ground.rows}
    found = [Image(each.before, stands.get((type(each.row), each.row.key))) for each in wanted]
    if other := [each for each in found if each.before != each.after]:
        sentence = say("Something has changed after it, so it cannot be taken back as it was:")
        return Refused((sentence, *told(db, other)))
    back = put_back(ground, wanted)
    if isinstance(back, Rehearsed) and (grown := _grown(db, images)):
        return Refused(tuple([say("“%(tag)s” has grown since it was made, so it stays.", tag=name) for name in grown]))
    return back


def made(asked: Asked, origin: Origin, now: datetime) -> Decision:
    """Return a decision that is still to be written."""
    return Decision(
        at=now,
        by_id=asked.by_id,
        origin=origin,
        place_id=asked.place_id,
        script=script_json(asked.script),
        images=[],
        reason=words_of(asked.reason),
        reach=asked.reach,
    )


def write(db: Session, decision: Decision, images: Sequence[Image]) -> int:
    """Make the rows as a decision has them, and write it down; return its id."""
    rows.write(db, images)
    return note(db, decision, images)


def note(db: Session, decision: Decision, images: Sequence[Image]) -> int:
    """Write a decision down whose rows are made already; return its id."""
    decision.images = images_json(images)
    db.add(decision)
    db.flush()
    assert decision.id is not None  # noqa: S101 -- it was flushed
    spoken_of = {tag_id for each in images for tag_id in grounds.tag_ids(each.row)}
    db.add_all(DecisionTag(tag_id=tag_id, decision_id=decision.id) for tag_id in sorted(spoken_of))
    db.flush()
    return decision.id


def weigh(db: Session, row: Proposal, touches: Touches, now: datetime) -> None:
    """Count anew what an open proposal touches; where that needs more agreement by now, its time begins anew."""
    found = rehearsed(db, Asked(script_from(row.script), row.place_id, None, ""))
    if isinstance(found, Refused):
        return
    row.reach = touches(row.place_id, found.images)
    needed = highest(Level(row.level), level((), row.reach))  # what its script needs was asked when it was opened
    if needed != row.level:
        until = dates(needed, now)
        row.level, row.closes_at, row.expires_at = needed, until.closes_at, until.expires_at
    db.flush()


def carried_out(db: Session, row: Proposal, origin: Origin, by_id: UUID | None, now: datetime) -> int | Refused:
    """Carry a proposal out, and end it: it passed, or what it would change had changed meanwhile."""
    asked = Asked(script_from(row.script), row.place_id, by_id, row.reason, row.reach)
    found = rehearsed(db, asked)
    changed = changed_since(db, images_from(row.ground), found)
    if isinstance(found, Refused) or changed:
        faults = found.faults if isinstance(found, Refused) else told(db, changed)
        row.faults = [said_later.to_json(each) for each in faults]
        end(db, row, State.OVERTAKEN, by_id, now)
        return Refused((say("Something has changed since this was proposed, so it was not carried out:"), *faults))
    decision = made(asked, origin, now)
    decision.proposal_id = row.id
    row.decision_id = write(db, decision, found.images)
    end(db, row, State.PASSED, by_id, now)
    return row.decision_id


def locked(db: Session, proposal_id: UUID) -> Proposal:
    """Return a proposal nobody else changes until this transaction ends; NotFound when there is none."""
    asked = select(Proposal).where(Proposal.id == proposal_id).with_for_update()
    row = db.exec(asked.execution_options(populate_existing=True)).first()
    if row is None:
        raise NotFound(say("There is no such proposal here."))
    return row


def end(db: Session, row: Proposal, state: State, by_id: UUID | None, now: datetime) -> None:
    """End a proposal; *by_id* is who did, None: the calendar."""
    row.state, row.ended_at, row.ended_by = state, now, by_id
    db.flush()


def _grown(db: Session, images: Sequence[Image]) -> Sequence[str]:
    """Return the names of the tags *images* made, to which others gave spellings, bonds or addresses since."""
    made = {each.after.id: each.after.name for each in images if not each.before and isinstance(each.after, TagRow)}
    left = {(type(each.after), each.after.key) for each in images if each.after}
    stands: Sequence[Row] = [
        *rows.read(db, LabelRow, "tag_id", made),
        *rows.read(db, SlugRow, "tag_id", made),
        *rows.read(db, EdgeRow, "tag_id", made),
        *rows.read(db, EdgeRow, "other_id", made),
    ]
    new = {tag_id for row in stands if (type(row), row.key) not in left for tag_id in grounds.tag_ids(row)}
    return sorted(made[tag_id] for tag_id in new.intersection(made))


def words_of(typed: str) -> str:
    """Return what somebody typed as it is kept."""
    return storable(typed).strip()[:LONGEST_WORDS]
